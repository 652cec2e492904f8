"""The series behind charts: over the years that are built, what is whole, and the words of the verdicts."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kpis import spc
from kpis.measure import Better
from kpis.measures import MEASURES
from kpis.scopes import WHOLE_AUTHORITY
from kpis.series import Series, series_of
from kpis.verdicts import change, is_it_changing, will_it_meet
from tests.extracts import build_chapters, load_whole
from tests.kpis.test_rules_referrals_and_assessments import referral
from workdays import Month

RATE, COUNT = MEASURES["CSC 022"], MEASURES["CSC 013"]


def made(*values: int, better: Better = Better.HIGH) -> Series:
    months = tuple(Month(2016, 4) + n for n in range(len(values)))
    figures = tuple(Fraction(value) for value in values)
    return Series(RATE, months, figures, spc.chart(figures, better))


@pytest.mark.django_db
def test_a_series_runs_over_the_years_that_are_built_and_leaves_a_running_month_out_of_control(tmp_path: Path) -> None:
    rows = [referral("R1", "P1", "2016-09-10"), referral("R2", "P2", "2017-05-10"), referral("R3", "P3", "2017-06-01")]
    load_whole(tmp_path, date(2017, 6, 10), ssd_cin_episodes=rows)
    builds = [build_chapters(year, date(2017, 6, 10), "Contacts and referrals") for year in ("2016/17", "2017/18")]
    found = series_of([COUNT, MEASURES["CSC 012"]], builds, WHOLE_AUTHORITY, Month(2017, 6), date(2017, 6, 10))
    series = found["CSC 013"]
    assert (str(series.months[0]), str(series.months[-1]), len(series.months)) == ("2016-04", "2017-06", 15)
    assert series.of(Month(2016, 9)) == series.of(Month(2017, 6)) == 1 and series.of(Month(2016, 8)) == 0
    assert series.control is not None and series.control.points[-1] is None and series.control.count == 14
    assert series.last_month == 0 and series.last_year == 1
    assert found["CSC 012"].control is None and found["CSC 012"].last_month is None


def test_what_adds_up_has_no_control_chart() -> None:
    assert not any(MEASURES[code].stands_alone for code in ("CSC 012", "CSC 247", "CSC 250", "SDQ", "CSC 252"))
    assert all(MEASURES[code].stands_alone for code in ("CSC 013", "CSC 201", "CSC 250R"))


def test_the_two_questions_are_answered_in_words() -> None:
    steady = made(*(90, 92) * 7)
    assert is_it_changing(steady).words == "No: it moves within its usual ups and downs."
    assert will_it_meet(steady, Fraction(91)).short == "hit or miss"
    assert will_it_meet(steady, Fraction(50)).short == "always meets"
    assert will_it_meet(steady, Fraction(99)).short == "never meets"
    assert will_it_meet(steady, None).words == "It has no target."
    assert is_it_changing(made(*(90, 92) * 7, 60)).short == "getting worse"
    assert "Provisional, from 8 months." in is_it_changing(made(*(90, 92) * 4)).words
    assert is_it_changing(made(1, 2, 3)).words == "Too few months to say: 3 of 7 needed."


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, ""), (Fraction(0), "0"), (Fraction(16, 5), "+3.2"), (Fraction(-2), "−2"), (Fraction(1, 100), "0")],
)
def test_a_change_has_its_sign(number: Fraction | None, text: str) -> None:
    assert change(number) == text
