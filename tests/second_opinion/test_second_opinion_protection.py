"""Hand-worked examples of plans, conferences and enquiries, straight from catalogue.md ("The edges")."""

from datetime import date

import pytest

from .examples import PEOPLE, A, behind, fraction, one, row_of, without, worker
from .extract import Row, Tables
from .test_duties_second_opinion import enquiry, plan, visit

POPULATION = [{"popu_year": "2017/18", "popu_under_18": "22627"}]


def review(on: str, named: str = "p") -> Row:
    row = {"cppr_cp_review_id": on, "cppr_person_id": "ann", "cppr_cp_plan_id": named}
    return {**row, "cppr_cp_review_date": on}


# On a plan at E


@pytest.mark.parametrize(
    ("row", "on_a_plan"),
    [
        (plan("p", "2017-10-31"), 1),
        (plan("p", "2017-11-01"), 0),
        (plan("p", "2017-05-02", "2017-10-31"), 0),  # ended on E: not on a plan at E
        (plan("p", "2017-05-02", "2017-11-01"), 1),
        (plan("p", "2017-05-02", "2017-05-01"), 1),  # an end before its start is blank
        (plan("p", "", "2017-11-01"), 0),
        (plan("p", "2017-05-02", cppl_cp_plan_ola="Y"), 0),
    ],
)
def test_a_child_is_on_a_plan_at_the_end_of_the_day(row: Row, on_a_plan: int) -> None:
    tables: Tables = {"ssd_cp_plans": [{"cppl_cp_plan_ola": "", **row}], "csc_population": POPULATION}
    assert one("CSC 182", "2017-10", tables).numerator == on_a_plan
    assert one("CSC 181", "2017-10", tables).shown == ("0.4" if on_a_plan else "0.0")  # 10000 / 22627 = 0.44


def test_a_child_on_several_plans_counts_once_and_the_year_row_is_the_last_months() -> None:
    rows = [plan("1", "2017-05-02"), plan("10", "2017-06-01"), plan("9", "2017-06-01")]
    tables: Tables = {
        **PEOPLE,
        "ssd_cp_plans": [*rows, plan("12", "2017-11-02", "2017-11-30"), plan("13", "2017-12-20", cppl_person_id="bob")],
        "ssd_involvements": [worker("1", "2017-12-01", "", "T1"), worker("2", "2017-11-30", "2017-12-01", "T2")],
    }
    assert behind("CSC 182", "2017-11", tables) == [("ann", "9", "T2", date(2017, 11, 30), True)]
    assert one("CSC 182", "2017-12", tables).shown == one("CSC 182", "2017/18 YTD", tables).shown == "2"
    assert behind("CSC 182", "2017/18 YTD", tables)[0] == ("ann", "9", "T1", A, True)


@pytest.mark.parametrize(
    ("workers", "qualified"),
    [
        ([], 0),
        ([("P1", "2017-10-31", "", "Allocated")], 1),
        ([("P1", "2017-10-01", "2017-10-31", "Allocated")], 0),
        ([("P1", "2017-11-01", "", "Allocated")], 0),
        ([("P2", "2017-10-01", "", "Social worker")], 0),
        ([("", "2017-10-01", "", "Social worker")], 0),
        ([("P1", "2017-10-01", "", "Independent reviewing officer")], 0),
        ([("P1", "2017-10-01", "", "SOCIAL WORKER"), ("P2", "2017-10-02", "", "Allocated")], 1),  # any of them
    ],
)
def test_a_child_is_allocated_to_a_qualified_worker_if_any_is(workers: list[tuple[str, ...]], qualified: int) -> None:
    rows = [
        {**worker(str(key), start, end, "", role), "invo_professional_id": who}
        for key, (who, start, end, role) in enumerate(workers)
    ]
    of_nobody = {**worker("x", "2017-10-01", "", "", child="bob"), "invo_professional_id": "P1"}
    tables: Tables = {
        "ssd_cp_plans": [plan("p", "2017-05-02")],
        "ssd_professionals": [
            {"prof_professional_id": "P1", "prof_social_worker_registration_no": "SW1"},
            {"prof_professional_id": "P2", "prof_social_worker_registration_no": ""},
        ],
        "ssd_involvements": [*rows, of_nobody],
    }
    assert fraction(one("CSC 183", "2017-10", tables)) == (qualified, 1)


@pytest.mark.parametrize(
    ("start", "held", "month", "expected"),
    [
        ("2017-07-31", [], "2017-10", (1, 1)),  # three months to the day; due on E is not overdue
        ("2017-08-01", [], "2017-10", (0, 0)),  # not yet for three months
        ("2017-07-31", [], "2017-11", (0, 1)),
        ("2017-07-31", ["2017-10-31"], "2017-11", (1, 1)),
        ("2017-07-31", ["2017-11-02"], "2017-10", (1, 1)),  # as things stood at E
        ("2017-07-31", ["2017-11-02"], "2017-11", (0, 1)),
        ("2017-01-31", ["2017-05-02", "2017-10-02"], "2017-11", (0, 1)),  # ever since the plan's start
        ("2016-11-30", ["2017-02-28", "2017-08-28"], "2017-11", (1, 1)),
        ("2016-11-30", ["2017-02-28", "2017-08-29"], "2017-11", (0, 1)),
    ],
)
def test_reviews_are_all_on_time_and_none_overdue_at_the_end_of_the_month(
    start: str, held: list[str], month: str, expected: tuple[int, int]
) -> None:
    rows = [review("2016-01-01", "q"), *map(review, held)]
    plans = [plan("p", start), plan("q", "2015-12-01", "2016-03-31")]
    assert fraction(one("CSC 191", month, {"ssd_cp_plans": plans, "ssd_cp_reviews": rows})) == expected


def test_a_review_falls_due_after_the_conference_and_a_cancelled_one_counts_nowhere() -> None:
    conference = {"icpc_icpc_id": "i", "icpc_person_id": "ann", "icpc_icpc_date": "2017-07-31"}
    tables: Tables = {
        "ssd_initial_cp_conference": [conference],
        "ssd_cp_plans": [plan("p", "2017-08-02", cppl_icpc_id="i")],
        "ssd_cp_reviews": [review("2017-11-01")],
    }
    assert fraction(one("CSC 191", "2017-11", tables)) == (0, 1)  # due on 31 October, held on 1 November
    grown = [{"pers_person_id": "ann", "pers_dob": "1999-10-30"}]
    assert fraction(one("CSC 191", "2017-11", {**tables, "ssd_person": grown})) == (1, 1)


@pytest.mark.parametrize(
    ("plans", "again"),
    [
        ([plan("a", "2014-01-01", "2014-03-01")], 1),  # however long ago
        ([plan("a", "2017-05-01")], 1),
        ([plan("a", "2017-05-02")], 0),
        ([plan("a", "2014-01-01", "2014-03-01", cppl_cp_plan_ola="Y")], 0),
        ([plan("a", "2014-01-01", "2014-03-01", cppl_person_id="bob")], 0),
        ([], 0),
    ],
)
def test_of_children_on_a_plan_those_with_any_earlier_one(plans: list[Row], again: int) -> None:
    tables: Tables = {"ssd_cp_plans": [plan("p", "2017-05-02", cppl_cp_plan_ola="N"), *plans]}
    assert fraction(one("CSC 189", "2017-05", tables)) == (again, 1)


# Plans started and ended


@pytest.mark.parametrize(
    ("start", "end", "month", "expected"),
    [
        ("2015-06-30", "2017-06-30", "2017-06", (1, 1)),
        ("2015-06-30", "2017-06-29", "2017-06", (0, 1)),
        ("2016-02-29", "2018-02-28", "2017-12", (0, 0)),  # after A
        ("2013-05-01", "2017-03-31", "2017-04", (0, 0)),  # of another year
        ("2015-04-01", "2017-04-01", "2017-12", (1, 1)),
    ],
)
def test_a_plan_lasted_two_years_by_the_calendar(start: str, end: str, month: str, expected: tuple[int, int]) -> None:
    assert fraction(one("CSC 186", month, {"ssd_cp_plans": [plan("p", start, end)]})) == expected


def test_plans_that_ended_are_observed_on_their_last_day() -> None:
    rows = [plan("p", "2015-06-30", "2017-06-30"), plan("q", "2015-06-30", "2017-06-30", cppl_person_id="bob")]
    tables: Tables = {
        **PEOPLE,
        "ssd_cp_plans": [*rows, plan("o", "2015-06-30", "2017-06-30", cppl_cp_plan_ola="1")],
        "ssd_involvements": [worker("1", "2017-06-30", "", "T1")],
    }
    assert behind("CSC 186", "2017-12", tables) == [
        ("ann", "p", "T1", date(2017, 6, 30), True),
        ("bob", "q", "Unallocated", date(2017, 6, 30), True),
    ]


@pytest.mark.parametrize(
    ("before", "again"),
    [
        ([plan("a", "2014-01-01", "2015-05-10")], 1),
        ([plan("a", "2014-01-01", "2015-05-09")], 0),  # exactly two years before is not less
        ([plan("a", "2017-01-01", "2017-05-09")], 1),  # on the day of the new start
        ([plan("a", "2017-01-01", "2017-05-10")], 0),  # after it
        ([plan("a", "2017-01-01")], 0),
        ([plan("a", "2017-01-01", "2017-02-01", cppl_cp_plan_ola="Y")], 0),
        ([plan("a", "2012-01-01", "2013-01-01"), plan("b", "2012-06-01", "2016-01-01")], 1),  # the one that ended last
    ],
)
def test_a_plan_follows_another_within_two_years(before: list[Row], again: int) -> None:
    rows = [plan("p", "2017-05-09", "2017-05-09", cppl_cp_plan_ola=""), *before]
    assert one("CSC 188", "2017-05", {"ssd_cp_plans": rows}).numerator == again
    assert one("CSC 188", "2017-05", {"ssd_cp_plans": rows[:1]})[4:6] == (0, 1)  # no plan follows itself


def test_plans_that_ended_within_90_days() -> None:
    rows = [plan("p", "2017-05-01", "2017-07-30"), plan("q", "2017-05-01", "2017-07-31")]
    others = [plan("r", "2017-07-01", "2017-07-02", cppl_cp_plan_ola="Y"), plan("s", "2017-07-01", "2017-08-01")]
    assert one("CP-ENDED-90-DAYS", "2017-07", {"ssd_cp_plans": [*rows, *others]}).shown == "1"
    assert one("CP-ENDED-90-DAYS", "2017/18 YTD", {"ssd_cp_plans": [*rows, *others]}).shown == "2"


# Visits of children


@pytest.mark.parametrize(
    ("plans", "visits", "month", "expected"),
    [
        ([], ["2017-10-16", "2017-10-30"], "2017-10", (1, 1)),
        ([], ["2017-10-16", "2017-11-03"], "2017-10", (0, 1)),  # late in the month it fell due
        ([], ["2017-10-16"], "2017-12", (0, 1)),
        ([], ["2017-10-16"], "2017-09", (0, 0)),  # on no plan
        ([plan("a", "2017-04-10", "2017-06-30")], ["2017-10-16", "2017-10-30"], "2017-10", (0, 1)),  # in any plan
        ([plan("a", "2017-01-03", "2017-02-28")], ["2017-10-16", "2017-10-30"], "2017-10", (1, 1)),  # since 1 April
    ],
)
def test_children_all_of_whose_visits_were_on_time(
    plans: list[Row], visits: list[str], month: str, expected: tuple[int, int]
) -> None:
    tables: Tables = {"ssd_cp_plans": [plan("p", "2017-10-02"), *plans], "ssd_cp_visits": [visit(on) for on in visits]}
    assert fraction(one("CSC 252", month, tables)) == expected


def test_a_child_without_a_determined_visit_duty_is_left_out_and_is_its_own_record() -> None:
    tables: Tables = {
        **PEOPLE,
        "ssd_cp_plans": [plan("p", "2017-12-11"), plan("q", "2017-12-04", cppl_person_id="bob")],
        "ssd_cp_visits": [visit("2017-12-18", child="bob")],
        "ssd_involvements": [worker("1", "2017-12-20", "", "T2", child="bob")],
    }
    assert behind("CSC 252", "2017-12", tables) == [("bob", "bob", "T2", A, True)]


# Conferences and what comes before


def conference(key: str, on: str, meeting: str = "", child: str = "ann", **more: str) -> Row:
    row = {"icpc_icpc_id": key, "icpc_person_id": child, "icpc_icpc_date": on, "icpc_icpc_meeting_id": meeting}
    return {**row, "icpc_s47_enquiry_id": "", "icpc_icpc_outcome_cp_flag": "", "icpc_icpc_team": "", **more}


def test_a_meeting_counts_once_on_its_first_day_and_in_every_team() -> None:
    tables: Tables = {
        "ssd_initial_cp_conference": [
            conference("1", "2017-05-31", "m", icpc_icpc_team="T1"),
            conference("2", "2017-06-01", "m", "bob", icpc_icpc_team="T2", icpc_icpc_transfer_in="Y"),
            conference("3", "2017-05-31"),
            conference("4", "2017-05-31", "3"),  # not the meeting of row 3, which is a meeting of its own
            conference("5", "", "m"),
        ]
    }
    assert [one("CSC 170", month, tables).shown for month in ("2017-05", "2017-06")] == ["3", "0"]
    scopes = ("authority", "team:T1", "team:T2", "team:Unallocated")
    assert [one("CSC 169", "2017-06", tables, scope).numerator for scope in scopes] == [3, 1, 1, 2]
    assert [one("CSC 172", month, tables).shown for month in ("2017-05", "2017-06")] == ["3", "1"]
    assert one("CSC 171", "2017-06", tables).shown == "4"


@pytest.mark.parametrize(
    ("flag", "flags", "planned"),
    [
        ("Y", "", 1),
        ("true", '{"CP_FLAG": "N"}', 1),
        ("N", '{"CP_FLAG": "Y"}', 0),
        ("", '{"CP_FLAG": "Y"}', 1),
        ("", '{"CP_FLAG": "N", "NFA_FLAG": "Y"}', 0),
        ("", "", 0),
    ],
)
def test_the_outcome_was_a_plan_by_the_flag_or_where_blank_by_the_json(flag: str, flags: str, planned: int) -> None:
    row = conference("1", "2017-05-31", icpc_icpc_outcome_cp_flag=flag, icpc_icpc_outcome_json=flags)
    tables: Tables = {"ssd_initial_cp_conference": [row, conference("2", "2017-06-01")]}
    assert one("CSC 175", "2017-05", tables).numerator == planned
    assert fraction(one("CSC 177-MONTH", "2017-05", tables)) == (planned, 1)
    assert fraction(one("CSC 177", "2017-06", tables)) == (planned, 2)


@pytest.mark.parametrize(
    ("asked", "held", "more", "month", "expected"),
    [
        ("2017-11-01", "2017-11-22", {}, "2017-11", (1, 1)),
        ("2017-11-01", "2017-11-23", {}, "2017-11", (0, 1)),
        ("2017-10-16", "2017-12-04", {}, "2017-12", (0, 1)),  # by conference date, though due on 6 November
        ("2017-10-16", "2017-12-04", {}, "2017-11", (0, 0)),
        ("2017-11-01", "2017-11-22", {"icpc_icpc_transfer_in": "Y"}, "2017-11", (0, 0)),
        ("2017-11-01", "2017-11-22", {"icpc_s47_enquiry_id": ""}, "2017-11", (0, 0)),
        ("", "2017-11-22", {}, "2017-11", (0, 0)),
        ("2017-10-16", "", {}, "2017-11", (0, 0)),  # overdue and not held: on the tracker only
    ],
)
def test_conferences_are_timed_from_the_enquiry_by_the_day_they_were_held(
    asked: str, held: str, more: Row, month: str, expected: tuple[int, int]
) -> None:
    rows = [conference("i", held, **{"icpc_s47_enquiry_id": "s", **more})]
    tables: Tables = {"ssd_s47_enquiry": [enquiry(asked)], "ssd_initial_cp_conference": rows}
    assert fraction(one("CSC 178", month, tables)) == expected
    assert one("CSC 176", "2017-12", tables).numerator == one("CSC 176", "2017/18 YTD", tables).numerator


def test_discussions_and_enquiries_started_by_month_to_date_and_as_a_rate() -> None:
    discussion = {"stra_id": "d", "stra_person_id": "ann", "stra_date": "2017-05-31", "stra_team": "T1"}
    asked = [{**enquiry("2017-05-31"), "s47e_s47_completed_by_team": "T2"}]
    tables: Tables = {
        "csc_strategy_discussions": [discussion, {**discussion, "stra_id": "e", "stra_date": "2017-12-21"}],
        "ssd_s47_enquiry": [*asked, {**asked[0], "s47e_s47_enquiry_id": "t", "s47e_s47_start_date": "2017-06-01"}],
        "csc_population": POPULATION,
    }
    assert [one(code, "2017-05", tables).shown for code in ("CSC 163", "CSC 162", "CSC 161")] == ["1", "1", "0.4"]
    assert [one(code, "2017-06", tables).shown for code in ("CSC 166", "CSC 165", "CSC 164")] == ["1", "2", "0.9"]
    assert (
        one("CSC 163", "2017-05", tables, "team:T1").shown == one("CSC 166", "2017-05", tables, "team:T2").shown == "1"
    )


@pytest.mark.parametrize(
    ("code", "table", "column"),
    [
        ("CSC 182", "ssd_cp_plans", "cppl_cp_plan_end_date"),  # since when nobody left
        ("CSC 182", "ssd_cp_plans", "cppl_cp_plan_ola"),
        ("CSC 183", "ssd_professionals", "prof_social_worker_registration_no"),
        ("CSC 191", "ssd_cp_reviews", "cppr_cp_review_date"),
        ("CSC 252", "ssd_cp_visits", "cppv_cp_visit_seen"),
        ("CSC 176", "ssd_initial_cp_conference", "icpc_icpc_transfer_in"),
    ],
)
def test_a_measure_without_its_column_is_not_recorded_and_with_no_rows_it_is_zero(
    code: str, table: str, column: str
) -> None:
    assert row_of(code, "2017-05", without(table, column)).shown == "not recorded"
    assert one(code, "2017-05", {}).numerator == 0


def test_a_rate_without_a_population_is_not_recorded() -> None:
    assert one("CSC 181", "2017-05", {"ssd_cp_plans": [plan("p", "2017-05-02")]}).shown == "not recorded"
