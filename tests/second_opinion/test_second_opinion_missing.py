"""Hand-worked examples of missing episodes and of where referrals led to, straight from catalogue.md."""

from datetime import date
from fractions import Fraction

import pytest

from .examples import BOB, PEOPLE, A, assessment, fraction, one, referral, row_of, whole, without, worker
from .extract import Row, Table, Tables
from .figures import observations
from .test_duties_of_care import episode, placement
from .test_duties_second_opinion import plan


def missing(key: str, start: str, end: str = "", child: str = "ann", **more: str) -> Row:
    row = {"miss_table_id": key, "miss_person_id": child, "miss_missing_episode_start_date": start}
    done = {"csc_rhi_completed_date": "", "csc_action_plan_completed_date": "", "csc_responsible_authority": ""}
    return {**row, "miss_missing_episode_end_date": end, **done, **more}


DURHAM = {"csc_responsible_authority": "Durham"}


def test_episodes_are_shown_with_distinct_children_but_for_the_year() -> None:
    rows = [missing("1", "2017-05-31"), missing("2", "2017-05-01"), missing("3", "2017-05-01", child="bob", **DURHAM)]
    tables: Tables = {"ssd_missing": [*rows, missing("4", "2017-06-01"), missing("5", "")]}
    assert one("MISSING-ALL", "2017-05", tables)[4:] == (3, None, Fraction(3), "3 (2)")
    assert one("MISSING-ALL", "2017/18 YTD", tables)[4:] == (4, None, Fraction(4), "4")
    assert one("MISSING-ALL", "2017-07", tables).shown == "0 (0)"
    assert one("MISSING-OLA", "2017-05", tables).shown == "1 (1)"
    assert one("MISSING-NOT-OPEN", "2017-05", tables).shown == "2 (1)"  # not the child of another authority


def test_the_team_is_that_of_the_worker_on_the_first_day() -> None:
    workers = [worker("1", "2017-05-01", "2017-05-02", "T1"), worker("2", "2017-05-02", "", "T2")]
    tables: Tables = {**PEOPLE, "ssd_missing": [missing("1", "2017-05-01", "2017-05-04")], "ssd_involvements": workers}
    assert observations(tables, "MISSING-ALL", "2017-05", A) == [("ann", "1", "T1", date(2017, 5, 1), True)]
    assert observations(tables, "RHI-DONE", "2017-05", A) == [("ann", "1", "T2", date(2017, 5, 4), False)]


@pytest.mark.parametrize(
    ("on", "more", "looked_after"),
    [
        ("2017-05-02", {}, 1),
        ("2017-05-01", {}, 0),
        ("2017-06-29", {}, 1),
        ("2017-06-30", {}, 0),
        ("2017-05-02", DURHAM, 0),
    ],
)
def test_looked_after_on_the_start_date(on: str, more: Row, looked_after: int) -> None:
    tables: Tables = {
        "ssd_missing": [missing("1", on, **more)],
        "ssd_cla_episodes": [episode("2017-05-02", "2017-06-30")],
    }
    assert one("MISSING-CLA", on[:7], tables).numerator == looked_after


@pytest.mark.parametrize(
    ("rows", "far"),
    [
        ([placement("1", "2017-05-02", clap_cla_placement_distance="20.0")], 1),
        ([placement("1", "2017-05-02", clap_cla_placement_distance="19.9")], 0),
        ([placement("1", "2017-05-02", clap_cla_placement_distance="999.9")], 0),
        ([placement("1", "2017-05-02", clap_cla_placement_distance="")], 0),
        ([placement("1", "2017-05-02", "2017-05-10", clap_cla_placement_distance="30")], 0),
        ([placement("1", "2017-05-11", clap_cla_placement_distance="30")], 0),
        (
            [
                placement("1", "2017-05-02", clap_cla_placement_distance="30"),
                placement("2", "2017-05-09", "2017-05-12", "T1", clap_cla_placement_distance="3"),
            ],
            0,
        ),
    ],
)
def test_placed_far_away_by_the_row_that_started_last(rows: list[Row], far: int) -> None:
    tables: Tables = {
        "ssd_missing": [missing("1", "2017-05-10")],
        "ssd_cla_episodes": [episode("2017-05-02")],
        "ssd_cla_placement": rows,
    }
    assert one("MISSING-CLA-20M", "2017-05", tables).numerator == far


SHORT_BREAK = {"lega_legal_status_id": "l", "lega_person_id": "ann", "lega_legal_status": "V4"}
IN_NEED = {"cinp_cin_plan_id": "n", "cinp_person_id": "ann", "cinp_cin_plan_start_date": "2017-05-10"}


@pytest.mark.parametrize(
    ("tables", "nothing_open"),
    [
        ({}, 1),
        ({"ssd_cin_episodes": [referral("r", "ann", "2017-05-10")]}, 0),
        ({"ssd_cin_episodes": [referral("r", "ann", "2017-05-11")]}, 1),
        ({"ssd_cin_episodes": [referral("r", "ann", "2017-05-01", "2017-05-10")]}, 1),
        ({"ssd_cin_episodes": [referral("r", "bob", "2017-05-01")]}, 1),
        ({"ssd_cp_plans": [plan("p", "2017-05-01", cppl_cp_plan_ola="Y")]}, 0),  # of any authority
        ({"ssd_cin_plans": [{**IN_NEED, "cinp_cin_plan_end_date": ""}]}, 0),
        ({"ssd_cin_plans": [{**IN_NEED, "cinp_cin_plan_end_date": "2017-05-10"}]}, 1),
        ({"ssd_cla_episodes": [episode("2017-05-01", "2017-05-11")]}, 0),
    ],
)
def test_nothing_is_open_on_the_start_date(tables: Tables, nothing_open: int) -> None:
    rows = {"ssd_missing": [missing("1", "2017-05-10")]}
    assert one("MISSING-NOT-OPEN", "2017-05", {**rows, **tables}).numerator == nothing_open


def test_short_breaks_are_no_care_by_the_authority_but_they_are_open() -> None:
    tables: Tables = {
        "ssd_missing": [missing("1", "2017-05-10")],
        "ssd_cla_episodes": [episode("2017-05-01")],
        "ssd_legal_status": [{**SHORT_BREAK, "lega_legal_status_start_date": "2017-05-01"}],
    }
    assert [one(code, "2017-05", tables).numerator for code in ("MISSING-CLA", "MISSING-NOT-OPEN")] == [0, 0]


@pytest.mark.parametrize(
    ("returned", "interviewed", "in_time", "done"),
    [
        ("2017-11-29 10:00:00", "2017-12-02 10:00:00", (1, 1), (1, 1)),  # in the month of the return
        ("2017-11-29 10:00:00", "2017-12-02 10:00:01", (0, 1), (1, 1)),
        ("2017-11-29", "2017-12-10", (0, 1), (1, 1)),
        ("2017-11-29", "", (0, 1), (0, 1)),
        ("2017-12-17", "", (0, 0), (0, 1)),  # due on A: not determined
        ("2017-12-16", "", (0, 1), (0, 1)),
        ("2017-12-17", "2017-12-21", (0, 0), (0, 1)),  # after A: not known
        ("2017-12-19", "2017-12-20", (1, 1), (1, 1)),
    ],
)
def test_interviews_of_the_episodes_ended_in_the_month(
    returned: str, interviewed: str, in_time: tuple[int, int], done: tuple[int, int]
) -> None:
    row = missing("1", "2017-11-01", returned, csc_rhi_completed_date=interviewed)
    tables: Tables = {"ssd_missing": [row, {**row, "miss_table_id": "2", **DURHAM}]}
    assert fraction(one("RHI-72H", returned[:7], tables)) == in_time
    assert fraction(one("RHI-DONE", returned[:7], tables)) == done
    assert (
        one("RHI-72H", returned[:7], tables).shown
        == {
            (0, 0): "-",
            (0, 1): "0.0% (0/1)",
            (1, 1): "100.0% (1/1)",
        }[in_time]
    )


def test_an_interview_not_owed_after_the_18th_birthday_counts_nowhere() -> None:
    ann = {"pers_person_id": "ann", "pers_dob": "1999-12-06"}
    tables: Tables = {"ssd_person": [ann, BOB], "ssd_missing": [missing("1", "2017-12-01", "2017-12-04")]}
    assert [fraction(one(code, "2017-12", tables)) for code in ("RHI-72H", "RHI-DONE")] == [(0, 0), (0, 0)]


def test_action_plans_of_the_quarter_to_date_whenever_completed_and_for_every_child() -> None:
    rows = [
        missing("1", "2017-10-01", "2017-10-05", csc_action_plan_completed_date="2017-12-19"),
        missing("2", "2017-10-01", "2017-11-30", **DURHAM),
        missing("3", "2017-06-01", "2017-06-02", csc_action_plan_completed_date="2017-12-21"),
    ]
    found = [fraction(one("RHI-ACTION-PLAN", month, {"ssd_missing": rows})) for month in ("2017-10", "2017-12")]
    assert found == [(1, 1), (1, 2)]
    assert fraction(one("RHI-ACTION-PLAN", "2017-06", {"ssd_missing": rows})) == (0, 1)
    assert fraction(one("RHI-ACTION-PLAN", "2017/18 YTD", {"ssd_missing": rows})) == (1, 3)


def test_who_is_whose_is_recorded_by_its_column_alone() -> None:
    row = missing("1", "2017-11-01", "2017-11-02")
    del row["csc_responsible_authority"]
    tables: Tables = {**whole({}), "ssd_missing": Table([row], row)}
    of_whom = ("MISSING-OLA", "MISSING-CLA", "MISSING-NOT-OPEN")
    assert {row_of(code, "2017-11", tables).shown for code in of_whom} == {"not recorded"}
    shown = [row_of(code, "2017-11", tables).shown for code in ("MISSING-ALL", "RHI-72H", "RHI-DONE")]
    assert shown == ["1 (1)", "0.0% (0/1)", "0.0"]


def test_nothing_open_needs_the_tables_of_what_could_be() -> None:
    tables = without("ssd_cin_plans", "cinp_cin_plan_end_date")
    assert row_of("MISSING-NOT-OPEN", "2017-11", tables).shown == "not recorded"


# Where referrals and assessments led to


def test_referrals_that_an_assessment_names_as_far_as_it_is_known() -> None:
    tables: Tables = {
        "ssd_cin_episodes": [referral(key, "ann", "2017-12-01", cine_referral_team="T1") for key in "rst"],
        "ssd_cin_assessments": [
            assessment("a", "", "", cina_referral_id="r"),
            assessment("b", "2017-12-21", "", cina_referral_id="s"),
            assessment("c", "2017-12-02", "", cina_referral_id=""),
        ],
    }
    assert fraction(one("FLOW-REFERRAL-TO-ASSESSMENT", "2017-12", tables, "team:T1")) == (1, 3)


def test_assessments_that_ended_in_no_further_action_of_those_with_an_outcome() -> None:
    rows = [
        assessment(str(key), "2017-05-01", "2017-05-31", cina_assessment_outcome_nfa=said)
        for key, said in enumerate(("Y", "N", "0", ""))
    ]
    assert fraction(one("FLOW-NFA", "2017-05", {"ssd_cin_assessments": rows})) == (1, 3)


def test_early_help_by_external_agencies_of_what_says_who_delivers_it() -> None:
    rows = [
        {
            "earl_episode_id": by,
            "earl_person_id": "ann",
            "earl_episode_start_date": "2017-05-01",
            "csc_delivered_by": by,
        }
        for by in ("internal", "external", "partner")
    ]
    blank = {**rows[0], "earl_episode_id": "blank", "csc_delivered_by": ""}
    assert fraction(one("EARLY-HELP-EXTERNAL", "2017-05", {"ssd_early_help_episodes": [*rows, blank]})) == (1, 2)
