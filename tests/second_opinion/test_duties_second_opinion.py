"""Hand-worked examples of duties, straight from catalogue.md ("Duties" and "The edges")."""

from datetime import date

import pytest

from .duties import duties
from .duty import Duty
from .examples import PEOPLE, A, assessment, contact, referral
from .extract import Row, Tables

Short = tuple[int, str, str, str]


def found(kind: str, tables: Tables, as_at: date = A) -> list[Duty]:
    made = (duty for duty in duties({**PEOPLE, **tables}, as_at) if duty.kind == kind)
    return sorted(made, key=lambda duty: (duty.child_id, duty.episode_id, duty.number))


def short(kind: str, tables: Tables, as_at: date = A) -> list[Short]:
    """Number, start, due date, and what became of it: a day with + or - (in time or late), x and a day, open, ended."""
    return [(one.number, f"{one.started_on}", f"{one.due_by}", _state(one)) for one in found(kind, tables, as_at)]


def _state(duty: Duty) -> str:
    if duty.met_on:
        return f"{'+' if duty.in_time else '-'}{duty.met_on}"
    return f"x{duty.cancelled_on}" if duty.cancelled_on else "open" if duty.is_open else "ended"


def born(on: str, died: str = "") -> Tables:
    return {"ssd_person": [{"pers_person_id": "ann", "pers_dob": on, "pers_death_date": died}]}


# Decisions and assessments


def test_decisions_are_due_on_the_next_working_day_and_a_birthday_ends_none() -> None:
    tables = {
        **born("1999-05-12"),
        "ssd_contacts": [contact("1", "ann", "2017-05-12", csc_contact_decision_date="2017-05-14")],
        "ssd_cin_episodes": [referral("r", "ann", "2017-12-19")],
        "ssd_cin_assessments": [assessment("a", "2017-05-02", "2017-07-06")],
    }
    assert short("contact_decision", tables) == [(1, "2017-05-12", "2017-05-15", "+2017-05-14")]
    assert short("referral_decision", tables) == [(1, "2017-12-19", "2017-12-20", "open")]
    assert short("assessment", tables) == [(1, "2017-05-02", "2017-07-05", "-2017-07-06")]
    late = found("assessment", tables)[0]
    assert late.observation_date == late.due_by
    assert not found("referral_decision", tables)[0].is_determined(A)
    assert found("referral_decision", tables)[0].is_determined(date(2017, 12, 21))


def test_a_death_closes_what_is_open_and_cancels_nothing() -> None:
    rows = {"ssd_cin_episodes": [referral("r", "ann", "2017-12-19")]}
    assert short("referral_decision", {**born("2010-01-01", "2017-12-20"), **rows})[0][3] == "ended"
    assert short("referral_decision", {**born("2010-01-01", "2017-12-21"), **rows})[0][3] == "open"


# Conferences


def enquiry(start: str = "2017-11-01", flag: str = "", end: str = "") -> Row:
    return {
        "s47e_s47_enquiry_id": "s",
        "s47e_person_id": "ann",
        "s47e_s47_start_date": start,
        "s47e_s47_end_date": end,
        "s47e_s47_outcome_json": f'{{"CP_CONFERENCE_FLAG": "{flag}"}}',
    }


def conference(on: str, transfer: str = "", named: str = "s") -> Row:
    row = {"icpc_icpc_id": "i", "icpc_person_id": "ann", "icpc_s47_enquiry_id": named, "icpc_icpc_date": on}
    return {**row, "icpc_icpc_transfer_in": transfer}


@pytest.mark.parametrize(
    ("asked", "held", "state"),
    [
        (enquiry(), [conference("2017-11-22")], ["+2017-11-22"]),
        (enquiry(), [conference("2017-11-23")], ["-2017-11-23"]),
        (enquiry(), [conference("")], ["open"]),
        (enquiry(), [conference("2017-11-22", "Y")], []),
        (enquiry(flag="Yes"), [conference("2017-11-22", "Y")], []),
        (enquiry(flag="Yes"), [conference("2017-12-21")], ["open"]),  # after A: not there yet
        (enquiry(flag="true", end="2017-12-20"), [], ["open"]),
        (enquiry(flag="true", end="2017-12-21"), [], []),
        (enquiry(flag="N"), [conference("2017-11-22", named="")], []),
        (enquiry(start="", flag="Y"), [conference("2017-11-22")], []),
    ],
)
def test_a_conference_is_due_15_working_days_after_the_start_of_its_enquiry(
    asked: Row, held: list[Row], state: list[str]
) -> None:
    tables = {"ssd_s47_enquiry": [asked], "ssd_initial_cp_conference": held}
    assert [one[1:] for one in short("icpc", tables)] == [("2017-11-01", "2017-11-22", one) for one in state]


# Plans


def plan(plan_id: str, start: str, end: str = "", **more: str) -> Row:
    row = {"cppl_cp_plan_id": plan_id, "cppl_person_id": "ann", "cppl_cp_plan_start_date": start}
    return {**row, "cppl_cp_plan_end_date": end, **more}


def visit(on: str, named: str = "", seen: str = "Y", child: str = "ann") -> Row:
    row = {"cppv_cp_visit_id": f"{on} {named} {seen}", "cppv_person_id": child, "cppv_cp_visit_date": on}
    return {**row, "cppv_cp_plan_id": named, "cppv_cp_visit_seen": seen}


def test_each_visit_starts_the_next_duty_and_one_not_seen_is_none() -> None:
    days = [visit("2017-10-02"), visit("2017-10-16"), visit("2017-10-16", "p"), visit("2017-10-20", seen="N")]
    tables = {"ssd_cp_plans": [plan("p", "2017-10-02", "2017-11-03")], "ssd_cp_visits": [*days, visit("2017-11-03")]}
    assert short("cp_visit", tables) == [
        (1, "2017-10-02", "2017-10-16", "+2017-10-02"),
        (2, "2017-10-02", "2017-10-16", "+2017-10-16"),
        (3, "2017-10-16", "2017-10-30", "-2017-11-03"),
        (4, "2017-11-03", "2017-11-17", "x2017-11-03"),
    ]


def test_a_duty_is_not_cancelled_by_an_end_on_its_due_date() -> None:
    tables = {"ssd_cp_plans": [plan("p", "2017-10-02", "2017-10-16"), plan("q", "2017-10-17", "2017-10-30")]}
    assert [one[3] for one in short("cp_visit", tables)] == ["ended", "x2017-10-30"]


def test_a_visit_that_names_no_plan_counts_for_the_one_of_the_day_that_started_last() -> None:
    plans = [
        plan("a", "2017-09-01", "2017-10-02"),
        plan("b", "2017-10-02"),
        plan("o", "2017-10-03", cppl_cp_plan_ola="Y"),
    ]
    tables = {"ssd_cp_plans": plans, "ssd_cp_visits": [visit("2017-10-02"), visit("2017-10-04")]}
    met = {(one.episode_id, f"{one.met_on}") for one in found("cp_visit", tables) if one.met_on}
    assert met == {("b", "2017-10-02"), ("b", "2017-10-04")}
    named = {**tables, "ssd_cp_visits": [visit("2017-10-02", "a"), visit("2017-10-04", "b", child="bob")]}
    assert [one.episode_id for one in found("cp_visit", named) if one.met_on] == ["a"]


def test_due_dates_before_the_listed_bank_holidays_are_left_out_and_numbers_stay() -> None:
    tables = {
        "ssd_cp_plans": [plan("p", "2011-03-01", "2012-02-20")],
        "ssd_cp_visits": [visit("2011-06-01"), visit("2012-02-01")],
    }
    assert short("cp_visit", tables) == [(3, "2012-02-01", "2012-02-15", "ended")]


def test_reviews_start_at_the_conference() -> None:
    held = [
        {"cppr_cp_review_id": on, "cppr_person_id": "ann", "cppr_cp_plan_id": "p", "cppr_cp_review_date": on}
        for on in ("2017-02-28", "2017-09-01")
    ]
    tables = {
        "ssd_initial_cp_conference": [conference("2016-11-30", named="")],
        "ssd_cp_plans": [plan("p", "2016-12-02", cppl_icpc_id="i")],
        "ssd_cp_reviews": held,
    }
    assert short("cp_review", tables) == [
        (1, "2016-11-30", "2017-02-28", "+2017-02-28"),
        (2, "2017-02-28", "2017-08-28", "-2017-09-01"),
        (3, "2017-09-01", "2018-03-01", "open"),
    ]
    # A birthday after A cancels what falls due after it.
    assert short("cp_review", {**tables, **born("2000-02-29")})[-1] == (3, "2017-09-01", "2018-03-01", "x2018-02-28")


def test_visits_in_need_count_for_the_plan_of_the_day() -> None:
    plans = [{"cinp_cin_plan_id": "n", "cinp_person_id": "ann", "cinp_cin_plan_start_date": "2017-11-01"}]
    seen = {"cinv_cin_visit_id": "v", "cinv_person_id": "ann", "cinv_cin_visit_date": "2017-11-29"}
    tables = {"ssd_cin_plans": plans, "ssd_cin_visits": [{**seen, "cinv_cin_visit_seen": "1"}]}
    assert [one[2:] for one in short("cin_visit", tables)] == [("2017-11-29", "+2017-11-29"), ("2017-12-29", "open")]


# Missing


@pytest.mark.parametrize(
    ("returned", "interviewed", "state"),
    [
        ("2017-12-01 10:00:00", "2017-12-04 10:00:00", "+2017-12-04"),
        ("2017-12-01 10:00:00", "2017-12-04 10:00:01", "-2017-12-04"),
        ("2017-12-01 10:00:00", "2017-12-04 00:00:00", "+2017-12-04"),
        ("2017-12-01", "2017-12-04 23:00:00", "+2017-12-04"),
        ("01/12/2017", "2017-12-05", "-2017-12-05"),
        ("2017-12-18", "", "open"),
    ],
)
def test_an_interview_is_due_within_72_hours_or_three_days(returned: str, interviewed: str, state: str) -> None:
    row = {"miss_table_id": "m", "miss_person_id": "ann", "miss_missing_episode_end_date": returned}
    rows = [{**row, "csc_rhi_completed_date": interviewed, "csc_action_plan_completed_date": ""}]
    assert [one[3] for one in short("return_home_interview", {"ssd_missing": rows})] == [state]
    assert short("missing_action_plan", {"ssd_missing": rows})[0][2:] == ("2017-12-31", "open")
    others = {"ssd_missing": [{**rows[0], "csc_responsible_authority": "Durham"}]}
    assert not found("return_home_interview", others)
    assert found("missing_action_plan", others)


# Care leavers


def test_contacts_and_reviews_of_a_care_leaver_start_at_the_first() -> None:
    rows = [
        {
            "clea_table_id": row_id,
            "clea_person_id": "ann",
            "clea_care_leaver_latest_contact": on,
            "clea_pathway_plan_review_date": review,
        }
        for row_id, on, review in (
            ("1", "2017-06-01", "2017-05-31"),
            ("2", "2017-06-01", "2017-05-31"),
            ("3", "2017-07-27", "2017-12-01"),
            ("4", "", "2017-10-01"),
            ("5", "2017-12-21", "2017-11-01"),
        )
    ]
    tables = {**born("1992-12-25"), "ssd_care_leavers": rows}
    assert short("care_leaver_contact", tables) == [
        (1, "2017-06-01", "2017-07-27", "+2017-07-27"),
        (2, "2017-07-27", "2017-09-21", "open"),
    ]
    assert [one.episode_id for one in found("care_leaver_contact", tables)] == ["2", "3"]
    assert short("pathway_plan_review", tables) == [
        (1, "2017-05-31", "2017-11-30", "-2017-12-01"),
        (2, "2017-12-01", "2018-06-01", "x2017-12-25"),
    ]
    assert [one.episode_id for one in found("pathway_plan_review", tables)] == ["1", "3"]
