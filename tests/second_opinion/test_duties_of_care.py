"""Hand-worked examples of the duties of children looked after, straight from catalogue.md ("The edges: Care")."""

import pytest

from .care import stays
from .duties import duties
from .examples import PEOPLE, A
from .extract import Row, Tables
from .known import Known
from .test_duties_second_opinion import born, found, short


def episode(start: str, end: str = "", key: str = "e", **more: str) -> Row:
    row = {
        "clae_cla_episode_id": key,
        "clae_person_id": "ann",
        "clae_cla_id": "z",
        "clae_cla_episode_start_date": start,
    }
    return {**row, "clae_cla_episode_ceased_date": end, "clae_entered_care_date": "", **more}


def placement(key: str, start: str, end: str = "", kind: str = "U4", urn: str = "SC1", **more: str) -> Row:
    row = {"clap_cla_placement_id": key, "clap_cla_placement_start_date": start, "clap_cla_placement_end_date": end}
    where = {"clap_cla_placement_type": kind, "clap_cla_placement_urn": urn}
    return {**row, **where, "clap_cla_id": "z", "clap_person_id": "ann", **more}


def seen(*days: str) -> list[Row]:
    row = {"clav_person_id": "ann", "clav_cla_visit_seen": "Y"}
    return [{**row, "clav_cla_visit_id": str(key), "clav_cla_visit_date": on} for key, on in enumerate(days)]


def review(on: str, cancelled: str = "N", planned: str = "") -> Row:
    row = {"clar_cla_review_id": on + cancelled, "clar_cla_id": "z", "clar_cla_review_date": on}
    return {**row, "clar_cla_review_cancelled": cancelled, "csc_permanence_plan": planned}


def check(key: str, kind: str, on: str, status: str = "Completed") -> Row:
    row = {"clah_health_check_id": key, "clah_person_id": "ann", "clah_health_check_type": kind}
    return {**row, "clah_health_check_date": on, "clah_health_check_status": status}


def spans(*rows: Row) -> list[tuple[str, str, str]]:
    known = Known({**PEOPLE, "ssd_cla_episodes": [episode("2017-01-03")], "ssd_cla_placement": list(rows)}, A)
    return [(stay.record.row_id, f"{stay.start}", f"{stay.end or ''}") for stay in stays(known)]


BIRTHS = ("2012-09-02", "")
FIRST = placement("1", "2017-01-03", "2017-02-01")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([placement("2", "2017-02-01")], [("1", "2017-01-03", "2017-02-01"), ("2", "2017-02-01", "")]),
        (
            [placement("2", "2017-02-01", "2017-02-05", "T1", ""), placement("3", "2017-02-05", "2017-06-01")],
            [("1", "2017-01-03", "2017-06-01")],
        ),
        (
            [placement("2", "2017-02-01", "2017-02-05", "T1"), placement("3", "2017-02-05", "", "K2")],
            [("1", "2017-01-03", "2017-02-01"), ("3", "2017-02-05", "")],
        ),
        ([placement("2", "2017-02-01", "", "T4")], [("1", "2017-01-03", "")]),
        ([placement("2", "2017-02-01", "2017-12-21", "T4")], [("1", "2017-01-03", "")]),
        ([placement("2", "2017-02-01", "2017-12-20", "T4")], [("1", "2017-01-03", "2017-02-01")]),
    ],
)
def test_a_stay_is_a_placement_without_its_temporary_ones(later: list[Row], expected: list[tuple[str, ...]]) -> None:
    assert spans(FIRST, *later) == expected


def test_a_temporary_placement_starts_no_stay_and_blank_urns_are_no_return() -> None:
    blank = [{**FIRST, "clap_cla_placement_urn": ""}, placement("2", "2017-02-01", "2017-02-05", "T1")]
    assert [key for key, *_ in spans(*blank, placement("3", "2017-02-05", urn=""))] == ["1", "3"]
    assert spans(placement("1", "2017-01-03", "2017-02-01", "T0")) == []


def test_visits_are_due_after_7_days_and_then_6_weeks_and_on_the_day_of_a_move_for_the_new_stay() -> None:
    tables: Tables = {
        "ssd_cla_episodes": [episode("2017-09-01")],
        "ssd_cla_placement": [placement("1", "2017-09-01", "2017-10-20"), placement("2", "2017-10-20", urn="SC2")],
        "ssd_cla_visits": seen("2017-09-08", "2017-10-20"),
    }
    assert short("looked_after_visit", tables) == [
        (1, "2017-09-01", "2017-09-08", "+2017-09-08"),
        (2, "2017-09-08", "2017-10-20", "ended"),
        (1, "2017-10-20", "2017-10-27", "+2017-10-20"),
        (2, "2017-10-20", "2017-12-01", "open"),
    ]


def test_after_a_year_3_months_where_the_row_of_the_day_is_intended_to_last() -> None:
    rows = [
        placement("1", "2016-08-31", "2017-11-01", csc_intended_until_18="Y"),
        placement("2", "2017-11-01", "2017-11-10", "T1"),
        placement("3", "2017-11-10", csc_intended_until_18="Y"),
    ]
    tables: Tables = {
        "ssd_cla_episodes": [episode("2016-08-31")],
        "ssd_cla_placement": rows,
        "ssd_cla_visits": seen("2016-09-05", "2017-08-30", "2017-08-31", "2017-11-02", "2017-11-10"),
    }
    due = [one[2] for one in short("looked_after_visit", tables)]
    assert due == ["2016-09-07", "2016-10-17", "2017-10-11", "2017-11-30", "2017-12-14", "2018-02-10"]


def test_reviews_of_a_period_run_over_its_episodes() -> None:
    tables: Tables = {
        "ssd_cla_episodes": [episode("2017-05-02", "2017-06-01"), episode("2017-06-01", key="d")],
        "ssd_cla_reviews": [review("2017-05-31"), review("2017-07-01", "Y"), review("2017-08-31", planned="Y")],
    }
    assert short("looked_after_review", tables) == [
        (1, "2017-05-02", "2017-05-31", "+2017-05-31"),
        (2, "2017-05-31", "2017-08-31", "+2017-08-31"),
        (3, "2017-08-31", "2018-02-28", "open"),
    ]
    assert found("looked_after_review", tables)[0].episode_id == "e"
    assert short("permanence_plan", tables) == [(1, "2017-05-02", "2017-09-02", "+2017-08-31")]
    ended = {**tables, "ssd_cla_episodes": [episode("2017-05-02", "2017-08-30")]}
    assert [one[3] for one in short("looked_after_review", ended)] == ["+2017-05-31", "x2017-08-30"]
    assert short("permanence_plan", ended)[0][3] == "x2017-08-30"


@pytest.mark.parametrize(
    ("status", "start", "end", "left_out"),
    [
        ("V3", "2017-05-02", "", True),
        ("V4", "2017-04-02", "2017-05-03", True),
        ("V4", "2017-04-02", "2017-05-02", False),
        ("V3", "2017-05-03", "", False),
        ("V2", "2017-05-02", "", False),
    ],
)
def test_short_breaks_are_left_out_by_the_status_of_the_first_day(
    status: str, start: str, end: str, left_out: bool
) -> None:
    row = {"lega_legal_status_id": "l", "lega_person_id": "ann", "lega_legal_status": status}
    law = {**row, "lega_legal_status_start_date": start, "lega_legal_status_end_date": end}
    tables: Tables = {**PEOPLE, "ssd_cla_episodes": [episode("2017-05-02")], "ssd_legal_status": [law]}
    assert (not duties(tables, A)) is left_out


def test_an_initial_assessment_is_met_by_one_completed_and_the_form_by_the_first_episodes_date() -> None:
    late = episode("2017-06-01", key="d", csc_iha_form_returned_date="2017-05-05")
    tables: Tables = {
        "ssd_cla_episodes": [episode("2017-05-02", "2017-06-01", csc_iha_form_returned_date="2017-05-11"), late],
        "ssd_cla_health": [
            check("1", "INITIAL assessment", "2017-05-10", "Refused"),
            check("2", "Initial", "2017-06-01"),
            check("3", "Initial", "2017-06-09"),
            check("4", "Initial", "2017-04-01"),
        ],
    }
    assert short("initial_health_assessment", tables) == [(1, "2017-05-02", "2017-05-31", "-2017-06-01")]
    assert short("iha_form", tables) == [(1, "2017-05-02", "2017-05-11", "+2017-05-11")]
    assert short("review_health_assessment", tables)[0][1:3] == ("2017-06-01", "2018-06-01")


def test_health_is_checked_every_6_months_under_five_and_teeth_every_12() -> None:
    checks = [
        check("1", "review", "2017-03-01"),
        check("2", "Optician", "2017-09-01"),
        check("3", "dental", "2017-03-01"),
    ]
    tables: Tables = {
        **born("2012-09-01"),
        "ssd_cla_episodes": [episode("2016-10-31")],
        "ssd_cla_health": checks,
    }
    assert short("review_health_assessment", tables) == [
        (1, "2016-10-31", "2017-04-30", "+2017-03-01"),
        (2, "2017-03-01", "2017-09-01", "+2017-09-01"),
        (3, "2017-09-01", "2018-09-01", "open"),  # on the fifth birthday the child is no longer under five
    ]
    last_due = {birth: short("review_health_assessment", {**tables, **born(birth)})[-1][2] for birth in BIRTHS}
    assert last_due == {"2012-09-02": "2018-03-01", "": "2018-09-01"}
    assert [one[1:3] for one in short("dental_check", tables)] == [
        ("2016-10-31", "2017-10-31"),
        ("2017-03-01", "2018-03-01"),
    ]


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("2010-01-01", [(1, "2016-11-01", "2017-11-01", "+2017-10-01"), (2, "2017-10-01", "2018-10-01", "open")]),
        ("2013-10-02", [(1, "2017-10-02", "2018-10-02", "open")]),
        (
            "2000-10-01",
            [(1, "2016-11-01", "2017-11-01", "+2017-10-01"), (2, "2017-10-01", "2018-10-01", "x2017-10-01")],
        ),
        ("1999-11-01", []),
        ("2013-12-21", []),
        ("", []),
    ],
)
def test_questionnaires_start_after_a_year_and_the_4th_birthday_and_end_with_the_17th(
    birth: str, expected: list[tuple[int, str, str, str]]
) -> None:
    rows = [
        {"csdq_table_id": key, "csdq_person_id": "ann", "csdq_sdq_completed_date": on, "csdq_sdq_score": score}
        for key, on, score in (("1", "2016-10-31", "9"), ("2", "2017-10-01", "9"), ("3", "2017-10-05", ""))
    ]
    tables: Tables = {
        **born(birth),
        "ssd_cla_episodes": [episode("2015-11-01")],
        "ssd_sdq_scores": [{**row, "csdq_sdq_reason": "" if row["csdq_sdq_score"] else "SDQ2"} for row in rows],
    }
    assert short("sdq", tables) == expected
