"""What became of a quarter's referrals, step by step; and counts split by who the children are: examples by hand."""

from datetime import date
from pathlib import Path

import pytest

from kpis.breakdown import break_down, dimensions_of
from kpis.flow import flow
from kpis.measures import MEASURES
from kpis.periods import spans_of
from tests.extracts import Rows, build, load_whole
from tests.kpis.test_rules_referrals_and_assessments import referral
from tracking.actions.duties import refresh_duties
from workdays import Quarter, ReportingYear

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
SECOND = Quarter.parse("2017/18 Q2")


def row(prefix: str, child: str, day: str, **rest: str) -> dict[str, str]:
    keys = {
        "cina": ("cina_assessment_id", "cina_person_id", "cina_assessment_start_date"),
        "stra": ("stra_id", "stra_person_id", "stra_date"),
        "s47e": ("s47e_s47_enquiry_id", "s47e_person_id", "s47e_s47_start_date"),
        "cppl": ("cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_start_date"),
    }[prefix]
    return {keys[0]: f"{prefix}{child}{day}", keys[1]: child, keys[2]: day, **rest}


def steps(folder: Path, **tables: Rows) -> list[tuple[int, int, int]]:
    load_whole(folder, AS_AT, **tables)
    refresh_duties(as_at=AS_AT)
    found = flow(SECOND, AS_AT)
    assert found
    return [*((step.reached, step.went_on, step.stopped) for step in found.steps), (found.outcome, 0, 0)]


def test_every_referral_is_followed_to_the_furthest_step_it_came_to(tmp_path: Path) -> None:
    """P1 stops at once, P2 at an assessment, P3 comes to a plan though no conference is recorded; P4 is of another
    quarter, and what happened to P5 came more than three months after the quarter."""
    assert steps(
        tmp_path,
        ssd_cin_episodes=[
            *(referral(f"R{n}", f"P{n}", "2017-07-10") for n in (1, 2, 3)),
            referral("R4", "P4", "2017-06-30"),
            referral("R5", "P5", "2017-09-30"),
        ],
        ssd_cin_assessments=[row("cina", "P2", "2017-07-12"), row("cina", "P4", "2017-07-12")],
        csc_strategy_discussions=[row("stra", "P3", "2017-07-11")],
        ssd_cp_plans=[row("cppl", "P3", "2017-12-31")],
    ) == [(4, 2, 2), (2, 1, 1), (1, 1, 0), (1, 1, 0), (1, 1, 0), (1, 0, 0)]


def test_a_record_belongs_to_the_referral_it_names_else_to_the_last_one_before_it(tmp_path: Path) -> None:
    found = steps(
        tmp_path,
        ssd_cin_episodes=[referral("R1", "P1", "2017-07-03"), referral("R2", "P1", "2017-08-01")],
        ssd_cin_assessments=[row("cina", "P1", "2017-08-05", cina_referral_id="R1")],
        ssd_s47_enquiry=[row("s47e", "P1", "2017-08-06")],
    )
    assert found[:4] == [(2, 2, 0), (2, 1, 1), (1, 1, 0), (1, 0, 1)]


def test_another_authoritys_plan_is_no_outcome_and_a_quarter_is_shown_three_months_later(tmp_path: Path) -> None:
    plans = [row("cppl", "P1", "2017-08-10", cppl_cp_plan_ola="Y")]
    assert steps(tmp_path, ssd_cin_episodes=[referral("R1", "P1", "2017-07-10")], ssd_cp_plans=plans)[-1][0] == 0
    assert flow(SECOND, date(2017, 12, 30)) is None
    assert flow(Quarter.parse("2017/18 Q3"), AS_AT) is None


def split(code: str, by: str, scope: str = "authority") -> dict[str, tuple[int, ...]]:
    measure = MEASURES[code]
    spans = spans_of(measure, ReportingYear.parse("2017/18"), AS_AT)[:3]
    found = break_down(measure, dimensions_of(measure)[by], spans, AS_AT, scope)
    assert found.total.counts == tuple(
        sum(column) for column in zip(*(each.counts for each in found.lines), strict=True)
    )
    return {each.title: each.counts for each in found.lines}


def test_a_count_is_split_by_age_on_the_day_sex_ethnicity_and_disability(tmp_path: Path) -> None:
    people = [
        {"pers_person_id": "P1", "pers_dob": "2016-05-10", "pers_sex": "F", "pers_ethnicity": "WBRI"},
        {"pers_person_id": "P2", "pers_dob": "2012-05-11", "pers_sex": "M", "pers_ethnicity": "NOBT"},
        {"pers_person_id": "P3", "pers_dob": "", "pers_sex": "", "pers_ethnicity": "MWAS"},
    ]
    rows = [referral(f"R{n}", f"P{n}", "2017-05-10", team="T1" if n < 3 else "T2") for n in (1, 2, 3)]
    disabled = [{"disa_table_id": "1", "disa_person_id": "P1", "disa_disability_code": "MOB"}]
    load_whole(tmp_path, AS_AT, ssd_person=people, ssd_cin_episodes=rows, ssd_disability=disabled)
    assert split("CSC 013", "age") == {"1 to 4": (0, 2, 0), "Not recorded": (0, 1, 0)}
    assert split("CSC 013", "ethnicity") == {"White": (0, 1, 0), "Mixed": (0, 1, 0), "Not recorded": (0, 1, 0)}
    assert split("CSC 013", "disability") == {"Disabled": (0, 1, 0), "Not recorded": (0, 2, 0)}
    assert sum(counts[1] for counts in split("CSC 013", "sex").values()) == 3
    assert split("CSC 013", "age", "team:T2") == {"Not recorded": (0, 1, 0)}


def test_children_on_a_plan_are_split_by_category_at_each_months_end(tmp_path: Path) -> None:
    plans = [
        row("cppl", "P1", "2017-04-10", cppl_cp_plan_latest_category="NEG", cppl_cp_plan_end_date="2017-06-01"),
        row("cppl", "P2", "2017-05-10", cppl_cp_plan_latest_category="EMO"),
    ]
    load_whole(tmp_path, AS_AT, ssd_cp_plans=plans)
    build("2017/18", AS_AT)
    found = split("CSC 182", "category")
    assert sorted(found.values()) == [(0, 1, 1), (1, 1, 0)] and len(found) == 2


def test_a_share_is_not_split() -> None:
    assert dimensions_of(MEASURES["CSC 022"]) == {}
