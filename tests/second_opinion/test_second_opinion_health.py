"""Hand-worked examples of the measures of health and of care leavers (catalogue, "The edges: Reviews and health",
"Care leavers")."""

from datetime import date

import pytest

from .examples import PEOPLE, A, behind, fraction, one, row_of, without, worker
from .extract import Row, Tables
from .figures import observations
from .test_duties_of_care import check, episode
from .test_duties_second_opinion import born

# Known as at Wednesday 20 December 2017.
NOVEMBER = "2017-11"
Share = tuple[int | None, int | None]

# Initial health assessments and forms


def initial(period: str, start: str, end: str, *done: str) -> Share:
    checks = [check(str(key), "Initial", on) for key, on in enumerate(done)] or [check("0", "dental", "2017-09-01")]
    tables: Tables = {"ssd_cla_episodes": [episode(start, end)], "ssd_cla_health": checks}
    return fraction(one("CSC 247", period, tables))


def test_initial_assessments_count_in_the_quarter_in_which_the_child_entered_care() -> None:
    """20 working days after Friday 29 September are Friday 27 October, in the next quarter."""
    months = ("2017-08", "2017-09", "2017-10", "2017/18 YTD")
    assert [initial(month, "2017-09-29", "", "2017-10-27") for month in months] == [(0, 0), (1, 1), (0, 0), (1, 1)]
    assert [initial(month, "2017-09-29", "", "2017-10-28") for month in months] == [(0, 0), (0, 1), (0, 0), (0, 1)]
    tables: Tables = {
        **PEOPLE,
        "ssd_cla_episodes": [episode("2017-09-29")],
        "ssd_cla_health": [check("1", "Initial", "2017-10-20")],
        "ssd_involvements": [worker("1", "2017-10-01", "", "T1")],
    }
    assert behind("CSC 247", "2017-09", tables) == [("ann", "e", "T1", date(2017, 10, 20), True)]


@pytest.mark.parametrize(
    ("start", "end", "done", "expected"),
    [
        ("2017-04-01", "", ["2017-04-10"], (1, 1)),
        ("2017-03-31", "", ["2017-04-10"], (0, 0)),  # entered care in the year before
        ("2017-11-21", "", [], (0, 1)),  # due on 19 December, the day before A
        ("2017-11-22", "", [], (0, 0)),  # due on A: not known yet
        ("2017-11-22", "", ["2017-12-20"], (1, 1)),
        ("2017-09-29", "2017-10-26", [], (0, 0)),  # cancelled
        ("2017-09-29", "2017-10-27", [], (0, 1)),  # ended on the day on which it fell due
    ],
)
def test_initial_assessments_that_are_not_determined_or_cancelled_are_left_out(
    start: str, end: str, done: list[str], expected: Share
) -> None:
    assert initial("2017/18 YTD", start, end, *done) == expected


@pytest.mark.parametrize(("returned", "may", "june"), [("2017-05-11", (1, 1), (0, 0)), ("2017-06-01", (0, 1), (0, 0))])
def test_forms_count_when_returned_or_due_on_the_7th_working_day(returned: str, may: Share, june: Share) -> None:
    tables: Tables = {"ssd_cla_episodes": [episode("2017-05-02", csc_iha_form_returned_date=returned)]}
    assert [fraction(one("IHA-FORMS-7WD", month, tables)) for month in ("2017-05", "2017-06")] == [may, june]


# Checks


def checked(measure: str, kind: str, on: str, start: str = "2016-11-30", birth: str = "2010-01-01") -> Share:
    """As at the end of November, with one completed check."""
    tables: Tables = {"ssd_cla_episodes": [episode(start)], "ssd_cla_health": [check("1", kind, on)], **born(birth)}
    return fraction(one(measure, NOVEMBER, tables))


@pytest.mark.parametrize(
    ("kind", "on", "health", "dental"),
    [
        ("Health review", "2017-04-01", (1, 1), (0, 1)),
        ("Health review", "2017-03-31", (0, 1), (0, 1)),
        ("Health review", "2017-11-30", (1, 1), (0, 1)),
        ("Health review", "2017-12-01", (0, 1), (0, 1)),
        ("INITIAL", "2017-04-01", (1, 1), (0, 1)),
        ("Optician", "2017-04-01", (1, 1), (0, 1)),
        ("Dental check", "2017-04-01", (0, 1), (1, 1)),
        ("dental", "2017-03-31", (0, 1), (0, 1)),
    ],
)
def test_checks_of_the_year_begin_on_1_april(kind: str, on: str, health: Share, dental: Share) -> None:
    assert checked("CSC 250", kind, on) == health
    assert checked("CSC 251", kind, on) == dental


@pytest.mark.parametrize(("start", "counts"), [("2016-11-30", 1), ("2016-12-01", 0)])
def test_checks_are_asked_of_those_in_care_for_12_months(start: str, counts: int) -> None:
    for measure, kind in (("CSC 250", "review"), ("CSC 251", "dental"), ("CSC 250R", "review"), ("CSC 251R", "dental")):
        assert checked(measure, kind, "2017-11-01", start) == (counts, counts)


@pytest.mark.parametrize(
    ("birth", "on", "met"),
    [
        ("2010-01-01", "2016-11-30", 1),
        ("2010-01-01", "2016-11-29", 0),
        ("2010-01-01", "2017-12-01", 0),
        ("2012-12-01", "2017-05-30", 1),  # five on the day after
        ("2012-12-01", "2017-05-29", 0),
        ("2012-11-30", "2017-05-29", 1),  # five on the day
        ("", "2017-05-29", 1),
    ],
)
def test_health_is_up_to_date_for_12_months_and_6_under_five_on_the_day(birth: str, on: str, met: int) -> None:
    for kind in ("Review", "Initial"):
        assert checked("CSC 250R", kind, on, "2016-01-04", birth) == (met, 1)
    assert checked("CSC 250R", "Dental", on, "2016-01-04", birth) == (0, 1)


@pytest.mark.parametrize(("on", "met"), [("2016-11-30", 1), ("2016-11-29", 0)])
def test_teeth_are_up_to_date_for_12_months_at_every_age(on: str, met: int) -> None:
    assert checked("CSC 251R", "Dental", on, "2016-01-04", "2013-01-01") == (met, 1)


def test_refused_checks_are_counted_beside_the_measure_and_meet_nothing() -> None:
    rows = [check("1", "Initial", "2017-04-01", "Refused"), check("2", "Review", "2017-05-01", "Refused")]
    rows += [check("3", "Dental", "2017-03-31", "Refused"), check("4", "Dental", "2017-12-01", "Refused")]
    tables: Tables = {"ssd_cla_episodes": [episode("2016-11-30")], "ssd_cla_health": rows}
    assert [fraction(one(code, NOVEMBER, tables)) for code in ("CSC 250", "CSC 251")] == [(0, 1), (0, 1)]
    codes = ("HEALTH-REFUSED", "DENTAL-REFUSED")
    assert [one(code, NOVEMBER, tables).numerator for code in codes] == [1, 0]  # children, not refusals
    assert [one(code, "2017-12", tables).numerator for code in codes] == [1, 1]
    assert [one(code, "2017-10", tables).numerator for code in codes] == [0, 0]  # not 12 months in care yet


# Questionnaires


def questionnaire(on: str, reason: str = "", score: str = "9") -> Row:
    row = {"csdq_table_id": "1", "csdq_person_id": "ann", "csdq_sdq_completed_date": on}
    return {**row, "csdq_sdq_reason": reason, "csdq_sdq_score": score}


@pytest.mark.parametrize(
    ("birth", "start", "row", "expected"),
    [
        ("2010-01-01", "2016-11-30", questionnaire("2017-04-01"), (1, 1)),
        ("2010-01-01", "2016-11-30", questionnaire("2017-03-31"), (0, 1)),
        ("2010-01-01", "2016-11-30", questionnaire("2017-12-01"), (0, 1)),
        ("2010-01-01", "2016-12-01", questionnaire("2017-04-01"), (0, 0)),
        ("2010-01-01", "2016-11-30", questionnaire("2017-04-01", "SDQ2", ""), (0, 1)),
        ("2010-01-01", "2016-11-30", questionnaire("2017-04-01", "SDQ4", "9"), (1, 1)),
        ("2010-01-01", "2016-11-30", questionnaire("2017-04-01", "", ""), (1, 1)),
        ("2013-11-30", "2016-11-30", questionnaire("2017-04-01"), (1, 1)),  # four on the day
        ("2013-12-01", "2016-11-30", questionnaire("2017-04-01"), (0, 0)),
        ("2000-12-01", "2016-11-30", questionnaire("2017-04-01"), (1, 1)),  # 17 on the day after
        ("2000-11-30", "2016-11-30", questionnaire("2017-04-01"), (0, 0)),
        ("", "2016-11-30", questionnaire("2017-04-01"), (0, 0)),
    ],
)
def test_questionnaires_of_the_year_at_4_to_16(birth: str, start: str, row: Row, expected: Share) -> None:
    tables: Tables = {"ssd_cla_episodes": [episode(start)], "ssd_sdq_scores": [row], **born(birth)}
    assert fraction(one("SDQ", NOVEMBER, tables)) == expected


# Care leavers

CARE_LEAVERS = ("CSC 286", "CSC 294")


def left_care(key: str, on: str, suitable: str = "1", activity: str = "F2", who: str = "Former Relevant") -> Row:
    row = {"clea_table_id": key, "clea_person_id": "ann", "clea_care_leaver_latest_contact": on}
    state = {"clea_care_leaver_accom_suitable": suitable, "clea_care_leaver_activity": activity}
    return {**row, **state, "clea_care_leaver_eligibility": who, "clea_care_leaver_allocated_team": ""}


def leavers(*rows: Row, birth: str = "1998-06-01", period: str = NOVEMBER) -> list[Share]:
    tables: Tables = {**born(birth), "ssd_care_leavers": list(rows)}
    return [fraction(one(code, period, tables)) for code in CARE_LEAVERS]


@pytest.mark.parametrize(
    ("birth", "counts"), [("1996-12-01", 1), ("1996-11-30", 0), ("2000-05-05", 1), ("", 0), ("1990-01-01", 0)]
)
def test_care_leavers_are_under_21_on_the_day(birth: str, counts: int) -> None:
    assert leavers(left_care("1", "2017-11-01"), birth=birth) == [(counts, counts), (0, counts)]


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        ("Relevant", 1),
        ("Former Relevant", 1),
        ("Eligible", 0),
        ("Qualifying", 0),
        ("No Current Eligibility", 0),
        ("", 0),
    ],
)
def test_care_leavers_are_relevant_or_former_relevant_by_their_latest_contact(who: str, counts: int) -> None:
    earlier = left_care("2", "2017-10-31", who="Relevant" if not counts else "Qualifying")
    assert leavers(earlier, left_care("1", "2017-11-01", who=who)) == [(counts, counts), (0, counts)]


@pytest.mark.parametrize(
    ("suitable", "activity", "expected", "unavailable"),
    [
        ("1", "G4", [(1, 1), (1, 1)], 1),
        ("2", "G5", [(0, 1), (1, 1)], 0),
        ("0", "G6", [(0, 1), (1, 1)], 1),
        ("", "", [(0, 1), (0, 1)], 0),  # a blank is neither, and counts in both denominators
        ("1", "F1", [(1, 1), (0, 1)], 0),
        ("1", "0", [(1, 1), (0, 1)], 0),
    ],
)
def test_suitable_is_1_and_neet_is_g4_g5_and_g6(
    suitable: str, activity: str, expected: list[Share], unavailable: int
) -> None:
    row = left_care("1", "2017-11-01", suitable, activity)
    assert leavers(row) == expected
    tables: Tables = {**born("1998-06-01"), "ssd_care_leavers": [row]}
    assert one("CARE-LEAVERS-UNAVAILABLE", NOVEMBER, tables).numerator == unavailable


def test_the_latest_contact_is_the_last_on_or_before_the_day_then_the_highest_id_as_text() -> None:
    rows = [
        left_care("10", "2017-11-30", "2", "G5"),
        left_care("9", "2017-11-30", "1", "F1"),
        left_care("99", "2017-11-29", "2", "G5"),
        left_care("999", "2017-12-01", "2", "G6"),
        left_care("9999", "", "2", "G5"),
        left_care("99999", "2017-12-21", "2", "G5"),
    ]
    assert leavers(*rows) == [(1, 1), (0, 1)]
    assert leavers(*rows, period="2017-12") == [(0, 1), (1, 1)]
    assert leavers(*rows, period="2017-10") == [(0, 0), (0, 0)]
    assert leavers(rows[4]) == [(0, 0), (0, 0)]


def test_the_team_of_a_care_leaver_is_that_of_the_latest_contact_else_the_workers_of_the_day() -> None:
    rows = [left_care("1", "2017-11-01"), left_care("2", "2017-10-01")]
    tables: Tables = {
        **PEOPLE,
        **born("1998-06-01"),
        "ssd_care_leavers": [rows[0], {**rows[1], "clea_care_leaver_allocated_team": "T2"}],
        "ssd_involvements": [worker("1", "2017-11-30", "", "T1")],
    }
    assert observations(tables, "CSC 286", NOVEMBER, A) == [("ann", "1", "T1", date(2017, 11, 30), True)]
    assert observations(tables, "CSC 286", "2017-10", A) == [("ann", "2", "T2", date(2017, 10, 31), True)]


# Not recorded


@pytest.mark.parametrize(
    ("code", "table", "column"),
    [
        ("CSC 247", "ssd_cla_health", "clah_health_check_status"),
        ("CSC 250R", "ssd_cla_health", "clah_health_check_type"),
        ("HEALTH-REFUSED", "ssd_cla_health", "clah_health_check_date"),
        ("IHA-FORMS-7WD", "ssd_cla_episodes", "csc_iha_form_returned_date"),
        ("SDQ", "ssd_sdq_scores", "csdq_sdq_score"),
        ("CSC 286", "ssd_care_leavers", "clea_care_leaver_accom_suitable"),
        ("CARE-LEAVERS-UNAVAILABLE", "ssd_care_leavers", "clea_care_leaver_activity"),
    ],
)
def test_a_measure_without_its_column_is_not_recorded_and_with_no_rows_it_is_zero(
    code: str, table: str, column: str
) -> None:
    assert row_of(code, NOVEMBER, without(table, column)).shown == "not recorded"
    assert one(code, NOVEMBER, {}).numerator == 0
