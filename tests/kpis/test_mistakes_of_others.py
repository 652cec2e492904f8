"""The mistakes that others made with figures like these, one test each (measure catalogue; contract, "Output")."""

from datetime import date
from pathlib import Path

import pytest

from kpis.models import Figure
from tests.extracts import build, counts, load_whole
from tests.kpis.test_rules_referrals_and_assessments import assessment, referral

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
YEAR = "2017/18"


def plan(name: str, child: str, start: str, end: str = "") -> dict[str, str]:
    return {
        "cppl_cp_plan_id": name,
        "cppl_person_id": child,
        "cppl_cp_plan_start_date": start,
        "cppl_cp_plan_end_date": end,
    }


def shown(code: str, period: str) -> tuple[int | None, int | None]:
    return counts(code, period)


def test_percentages_are_not_averaged_over_months(tmp_path: Path) -> None:
    """One of one in April and none of three in May are 25% of four, not the 50% that the months average to."""
    rows = [
        assessment("A1", "2017-04-03", "2017-04-10"),
        *(assessment(f"A{n}", "2017-01-03", "2017-05-10") for n in (2, 3, 4)),
    ]
    load_whole(tmp_path, AS_AT, ssd_cin_assessments=rows)
    build(YEAR, AS_AT)
    assert [shown("CSC 040", month) for month in ("2017-04", "2017-05")] == [(1, 1), (0, 3)]
    assert shown("CSC 040", "2017/18 YTD") == shown("CSC 038", "2017-05") == (1, 4)


def test_stocks_are_not_summed(tmp_path: Path) -> None:
    load_whole(tmp_path, AS_AT, ssd_cp_plans=[plan("X1", "P1", "2017-04-10"), plan("X2", "P2", "2017-12-01")])
    build(YEAR, AS_AT)
    assert [shown("CSC 182", month)[0] for month in ("2017-04", "2017-11", "2017-12")] == [1, 1, 2]
    assert shown("CSC 182", "2017/18 YTD")[0] == 2


def test_a_child_with_two_placements_and_three_visits_counts_once(tmp_path: Path) -> None:
    episodes = [
        {
            "clae_cla_episode_id": f"E{n}",
            "clae_person_id": "P1",
            "clae_cla_id": "C1",
            "clae_cla_episode_start_date": start,
            "clae_cla_episode_ceased_date": end,
        }
        for n, (start, end) in enumerate([("2017-06-01", "2017-08-01"), ("2017-08-01", "")])
    ]
    placements = [
        {
            "clap_cla_placement_id": f"L{n}",
            "clap_person_id": "P1",
            "clap_cla_id": "C1",
            "clap_cla_placement_start_date": start,
            "clap_cla_placement_end_date": end,
            "clap_cla_placement_urn": f"U{n}",
            "clap_cla_placement_distance": "25",
        }
        for n, (start, end) in enumerate([("2017-06-01", "2017-08-01"), ("2017-08-01", "")])
    ]
    visits = [
        {"clav_cla_visit_id": f"V{n}", "clav_person_id": "P1", "clav_cla_visit_date": day, "clav_cla_visit_seen": "Y"}
        for n, day in enumerate(["2017-06-05", "2017-07-14", "2017-08-04"])
    ]
    load_whole(tmp_path, AS_AT, ssd_cla_episodes=episodes, ssd_cla_placement=placements, ssd_cla_visits=visits)
    build(YEAR, AS_AT)
    assert shown("CSC 201", "2017-08") == (1, None)
    assert shown("CSC 230", "2017-08") == shown("CSC 260", "2017-08") == (1, 1)


def test_a_month_without_rows_exists(tmp_path: Path) -> None:
    load_whole(tmp_path, AS_AT, ssd_cin_episodes=[referral("R1", "P1", "2017-04-10", "2017-04-10")])
    build(YEAR, AS_AT)
    assert shown("CSC 013", "2017-07") == (0, None) and shown("CSC 022", "2017-07") == (0, 0)
    shown("CSC 013", "2017-04")
    months = Figure.objects.filter(measure="CSC 013", scope="authority").values_list("period", flat=True)
    assert len(months) == 10  # April to December, and the year


def test_a_re_referral_exactly_12_months_later_is_one_and_a_day_more_is_not(tmp_path: Path) -> None:
    rows = [
        referral("R1", "P1", "2016-05-10", "2016-05-10"),
        referral("R2", "P1", "2017-05-10", "2017-05-10"),
        referral("R3", "P2", "2016-06-10", "2016-06-10"),
        referral("R4", "P2", "2017-06-11", "2017-06-11"),
    ]
    load_whole(tmp_path, AS_AT, ssd_cin_episodes=rows)
    build(YEAR, AS_AT)
    assert shown("CSC 034", "2017-05") == (1, None) and shown("CSC 034", "2017-06") == (0, None)


def test_a_plan_that_ended_on_the_months_last_day_is_not_a_plan_then(tmp_path: Path) -> None:
    rows = [plan("X1", "P1", "2017-05-10", "2017-06-30"), plan("X2", "P2", "2017-05-10", "2017-07-01")]
    load_whole(tmp_path, AS_AT, ssd_cp_plans=rows)
    build(YEAR, AS_AT)
    assert [shown("CSC 182", month)[0] for month in ("2017-05", "2017-06", "2017-07")] == [2, 1, 0]
    assert [shown("CSC 186", month)[1] for month in ("2017-05", "2017-06", "2017-07")] == [0, 1, 2]


def test_an_unknown_date_is_unknown_and_not_0_days(tmp_path: Path) -> None:
    """An assessment without a start did not take 0 days; a care leaver without a date of birth is not under 21."""
    rows = [assessment("A1", "", "2017-05-10"), assessment("A2", "2017-05-08", "2017-05-10")]
    leavers = [
        {
            "clea_table_id": "L1",
            "clea_person_id": "P0",
            "clea_care_leaver_latest_contact": "2017-05-10",
            "clea_care_leaver_eligibility": "Relevant",
            "clea_care_leaver_accom_suitable": "1",
        }
    ]
    people = [
        {"pers_person_id": name, "pers_dob": born} for name, born in [("P0", ""), ("P1", "2010-05-05"), ("P2", "")]
    ]
    load_whole(tmp_path, AS_AT, ssd_person=people, ssd_cin_assessments=rows, ssd_care_leavers=leavers)
    build(YEAR, AS_AT)
    assert shown("CSC 037", "2017-05") == (2, None) and shown("CSC 100", "2017-05") == (1, 1)
    assert shown("CSC 286", "2017-05") == (0, 0)
