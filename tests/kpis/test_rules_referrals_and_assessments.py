"""The rules of referrals, early help and assessments, each with an example worked by hand (measure catalogue)."""

from datetime import date
from pathlib import Path

import pytest

from tests.extracts import build, counts, load

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)


def referral(key: str, child: str, day: str, decided: str = "", team: str = "") -> dict[str, str]:
    return {
        "cine_referral_id": key,
        "cine_person_id": child,
        "cine_referral_date": day,
        "csc_referral_decision_date": decided,
        "cine_referral_team": team,
    }


def assessment(key: str, start: str, authorised: str, team: str = "") -> dict[str, str]:
    return {
        "cina_assessment_id": key,
        "cina_person_id": "P1",
        "cina_assessment_start_date": start,
        "cina_assessment_auth_date": authorised,
        "cina_assessment_team": team,
    }


def test_referrals_in_the_month_since_april_and_as_a_rate(tmp_path: Path) -> None:
    rows = [referral("R1", "P1", "2017-04-30"), referral("R2", "P2", "2017-05-01"), referral("R3", "P3", "2017-03-31")]
    population = [{"popu_year": "2017/18", "popu_under_18": "20000"}]
    load(tmp_path, AS_AT, ssd_cin_episodes=rows, csc_population=population)
    build("2017/18", AS_AT)
    assert [counts("CSC 013", month)[0] for month in ("2017-04", "2017-05", "2017-06")] == [1, 1, 0]
    assert [counts("CSC 012", month)[0] for month in ("2017-04", "2017-05", "2017-12")] == [1, 2, 2]
    assert counts("CSC 014", "2017-12") == (2, 20000)
    assert counts("CSC 013", "2017/18 YTD")[0] == counts("CSC 012", "2017/18 YTD")[0] == 2


def test_without_a_population_of_the_year_a_rate_is_not_recorded(tmp_path: Path) -> None:
    population = [{"popu_year": "2016/17", "popu_under_18": "20000"}]
    load(tmp_path, AS_AT, ssd_cin_episodes=[referral("R1", "P1", "2017-04-30")], csc_population=population)
    build("2017/18", AS_AT)
    assert counts("CSC 014", "2017-12") == (None, None)


@pytest.mark.parametrize(
    ("decided", "within_1", "over_3"),
    [("2017-12-27", 1, 0), ("2017-12-28", 0, 0), ("2017-12-29", 0, 0), ("2017-12-30", 0, 1), ("", 0, 1)],
)
def test_a_referral_of_friday_before_christmas(tmp_path: Path, decided: str, within_1: int, over_3: int) -> None:
    """Received on Friday 22 December 2017: the working days after it are the 27th, 28th and 29th."""
    load(tmp_path, date(2018, 1, 31), ssd_cin_episodes=[referral("R1", "P1", "2017-12-22", decided)])
    build("2017/18", date(2018, 1, 31))
    assert (counts("CSC 022", "2017-12"), counts("CSC 026", "2017-12")) == ((within_1, 1), (over_3, 1))


@pytest.mark.parametrize(
    ("earlier", "later", "is_re_referral"),
    [
        ("2016-05-10", "2017-05-10", 1),  # 12 months to the day
        ("2016-05-09", "2017-05-10", 0),
        ("2016-11-30", "2017-11-30", 1),
        ("2017-05-10", "2017-05-10", 0),  # two on one day are not re-referrals of each other
    ],
)
def test_a_re_referral_is_no_later_than_12_months_after(
    tmp_path: Path, earlier: str, later: str, is_re_referral: int
) -> None:
    load(tmp_path, AS_AT, ssd_cin_episodes=[referral("R1", "P1", earlier), referral("R2", "P1", later)])
    build("2017/18", AS_AT)
    assert counts("CSC 034", later[:7])[0] == counts("CSC 032-MONTH", later[:7])[0] == is_re_referral


def test_a_year_after_29_february_is_the_28th(tmp_path: Path) -> None:
    rows = [referral("R1", "P1", "2016-02-29"), referral("R2", "P1", "2017-02-28")]
    rows += [referral("R3", "P2", "2016-02-29"), referral("R4", "P2", "2017-03-01")]
    load(tmp_path, AS_AT, ssd_cin_episodes=rows)
    build("2016/17", AS_AT)
    assert [counts("CSC 034", month)[0] for month in ("2017-02", "2017-03")] == [1, 0]


def test_a_referral_belongs_to_its_recorded_team_before_any_worker(tmp_path: Path) -> None:
    involvement = {
        "invo_involvements_id": "I1",
        "invo_person_id": "P1",
        "invo_professional_role_id": "ALLOCATED",
        "invo_professional_team": "T2",
        "invo_involvement_start_date": "2017-01-01",
        "invo_involvement_end_date": "",
    }
    rows = [referral("R1", "P1", "2017-05-10", team="T1"), referral("R2", "P1", "2017-06-10")]
    load(tmp_path, AS_AT, ssd_cin_episodes=rows, ssd_involvements=[involvement])
    build("2017/18", AS_AT)
    assert counts("CSC 012", "2017-12", "team:T1")[0] == counts("CSC 012", "2017-12", "team:T2")[0] == 1


@pytest.mark.parametrize(
    ("authorised", "within"),
    [("2017-07-04", {45: 1, 25: 0}), ("2017-07-05", {45: 0, 25: 0}), ("2017-06-06", {45: 1, 25: 1})],
)
def test_working_days_of_an_assessment(tmp_path: Path, authorised: str, within: dict[int, int]) -> None:
    """Started on Friday 28 April 2017, with two bank holidays in May: day 25 is 6 June and day 45 is 4 July."""
    load(tmp_path, AS_AT, ssd_cin_assessments=[assessment("A1", "2017-04-28", authorised)])
    build("2017/18", AS_AT)
    month = authorised[:7]
    assert counts("CSC 040", month) == counts("CSC 038", month) == (within[45], 1)
    assert counts("CSC 060", month) == (within[25], 1)


def test_an_assessment_without_a_start_is_completed_but_not_timed(tmp_path: Path) -> None:
    load(tmp_path, AS_AT, ssd_cin_assessments=[assessment("A1", "", "2017-06-01")])
    build("2017/18", AS_AT)
    assert counts("CSC 037", "2017-06") == (1, None)
    assert counts("CSC 040", "2017-06") == (0, 0)


def test_an_assessment_not_authorised_by_the_as_at_date_is_not_completed(tmp_path: Path) -> None:
    load(tmp_path, date(2017, 6, 15), ssd_cin_assessments=[assessment("A1", "2017-05-01", "2017-06-20")])
    build("2017/18", date(2017, 6, 15))
    assert counts("CSC 037", "2017-06") == (0, None)


def test_early_help_assessments_by_the_day_they_start(tmp_path: Path) -> None:
    rows = [
        {"earl_episode_id": f"E{n}", "earl_person_id": "P1", "earl_episode_start_date": day}
        for n, day in enumerate(["2017-04-30", "2017-05-01", "2018-01-01"])
    ]
    load(tmp_path, AS_AT, ssd_early_help_episodes=rows)
    build("2017/18", AS_AT)
    assert [counts("CSC 002", month)[0] for month in ("2017-04", "2017-05")] == [1, 1]
    assert counts("CSC 001", "2017-12") == counts("CSC 001", "2017/18 YTD") == (2, None)


def test_a_header_without_rows_is_zero_and_a_missing_table_is_not_recorded(tmp_path: Path) -> None:
    load(tmp_path, AS_AT, ssd_early_help_episodes=[])
    build("2017/18", AS_AT)
    assert counts("CSC 001", "2017-12") == (0, None)
    assert counts("CSC 013", "2017-12") == counts("CSC 037", "2017-12") == (None, None)


def test_a_month_that_begins_after_the_as_at_date_has_no_figure(tmp_path: Path) -> None:
    from kpis.models import Figure

    load(tmp_path, AS_AT, ssd_early_help_episodes=[])
    build("2017/18", date(2017, 6, 1))
    counts("CSC 002", "2017-04")
    periods = Figure.objects.filter(measure="CSC 002", scope="authority").values_list("period", flat=True)
    assert sorted(periods) == ["2017-04", "2017-05", "2017-06", "2017/18 YTD"]
