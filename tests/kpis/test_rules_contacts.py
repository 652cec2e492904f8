"""The rules of contacts, each with an example worked by hand. Source: the measure catalogue, "Contacts"."""

from datetime import date
from pathlib import Path

import pytest

from tests.extracts import build, counts, load

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)


def contact(key: str, child: str, day: str, **more: str) -> dict[str, str]:
    row = {"cont_contact_id": key, "cont_person_id": child, "cont_contact_date": day}
    return row | {"csc_contact_group_id": "", "csc_contact_decision_date": "", "csc_contact_outcome": ""} | more


def decided(key: str, day: str, on: str, **more: str) -> dict[str, str]:
    return contact(key, "P1", day, csc_contact_decision_date=on, **more)


def built(folder: Path, contacts: list[dict[str, str]], as_at: date = AS_AT, **tables: list[dict[str, str]]) -> None:
    load(folder, as_at, ssd_contacts=contacts, **tables)
    build("2017/18", as_at)


def referral(received: str, closed: str = "") -> list[dict[str, str]]:
    return [
        {"cine_referral_id": "R1", "cine_person_id": "P1", "cine_referral_date": received, "cine_close_date": closed}
    ]


@pytest.mark.parametrize(
    ("received", "closed", "is_new"),
    [
        ("2017-05-09", "", False),  # open since the day before
        ("2017-05-10", "", True),  # received on the day of the contact: not open just before
        ("2017-05-01", "2017-05-10", True),  # closed on the day of the contact
        ("2017-05-01", "2017-05-11", False),  # closed the day after
        ("2017-05-01", "2018-06-01", False),  # closed after the as-at date: still open
        ("2017-05-01", "2017-04-01", False),  # closed before it was received: the end is blank, so open
    ],
)
def test_a_contact_is_new_where_no_referral_was_open_just_before(
    tmp_path: Path, received: str, closed: str, is_new: bool
) -> None:
    built(tmp_path, [contact("C1", "P1", "2017-05-10")], ssd_cin_episodes=referral(received, closed))
    assert counts("CSC 004i", "2017-05") == (int(is_new), None)


def test_rows_of_a_group_are_one_contact_dated_by_its_earliest_new_row(tmp_path: Path) -> None:
    group = {"csc_contact_group_id": "G"}
    rows = [contact("C1", "P2", "2017-05-31", **group), contact("C2", "P3", "2017-06-01", **group)]
    rows.append(contact("C3", "P1", "2017-04-30", **group))  # not new, so it dates nothing
    built(tmp_path, rows, ssd_cin_episodes=referral("2017-01-01"))
    assert [counts("CSC 004", month)[0] for month in ("2017-04", "2017-05", "2017-06")] == [0, 1, 0]
    assert [counts("CSC 004i", month)[0] for month in ("2017-04", "2017-05", "2017-06")] == [0, 1, 1]


def test_a_child_is_counted_once_a_month_as_an_individual(tmp_path: Path) -> None:
    built(tmp_path, [contact(f"C{n}", "P1", day) for n, day in enumerate(["2017-05-02", "2017-05-30", "2017-06-01"])])
    assert [counts("CSC 004k", month)[0] for month in ("2017-05", "2017-06")] == [1, 1]


@pytest.mark.parametrize(
    ("received", "decided_on", "within_1", "over_3"),
    [
        ("2017-05-05", "2017-05-07", 1, 0),  # Friday, decided on Sunday: within 1 working day
        ("2017-05-04", "2017-05-06", 0, 0),  # Thursday, decided on Saturday: not
        ("2017-05-05", "2017-05-08", 1, 0),  # Monday is the next working day
        ("2017-04-13", "2017-04-18", 1, 0),  # Easter: Maundy Thursday to the Tuesday
        ("2017-04-13", "2017-04-19", 0, 0),
        ("2017-05-05", "2017-05-10", 0, 0),  # the third working day
        ("2017-05-05", "2017-05-11", 0, 1),
        ("2017-05-05", "", 0, 1),  # undecided long after
    ],
)
def test_decided_within_1_and_over_3_working_days(
    tmp_path: Path, received: str, decided_on: str, within_1: int, over_3: int
) -> None:
    built(tmp_path, [decided("C1", received, decided_on)])
    month = received[:7]
    assert (counts("CSC 006", month), counts("CSC 009", month)) == ((within_1, 1), (over_3, 1))


def test_an_undecided_contact_counts_only_once_its_limit_has_passed(tmp_path: Path) -> None:
    """Received on Thursday 14 December, as at Friday 15: the limit of 1 day is that Friday, so nothing is known yet."""
    built(tmp_path, [decided("C1", "2017-12-14", "")], as_at=date(2017, 12, 15))
    assert (counts("CSC 006", "2017-12"), counts("CSC 009", "2017-12")) == ((0, 0), (0, 0))
    build("2017/18", date(2017, 12, 16))
    assert (counts("CSC 006", "2017-12"), counts("CSC 009", "2017-12")) == ((0, 1), (0, 0))


def test_a_decision_after_the_as_at_date_is_not_known(tmp_path: Path) -> None:
    built(tmp_path, [decided("C1", "2017-12-14", "2017-12-15")], as_at=date(2017, 12, 14))
    assert counts("CSC 006", "2017-12") == (0, 0)


def test_a_contact_is_decided_when_the_last_of_its_new_rows_is(tmp_path: Path) -> None:
    group = {"csc_contact_group_id": "G"}
    rows = [decided("C1", "2017-05-02", "2017-05-02", **group)]
    rows.append(contact("C2", "P2", "2017-05-02", csc_contact_decision_date="2017-05-09", **group))
    built(tmp_path, rows)
    assert (counts("CSC 006", "2017-05"), counts("CSC 009", "2017-05")) == ((0, 1), (1, 1))


def test_outcomes_come_from_the_column_else_the_json_else_are_not_recorded(tmp_path: Path) -> None:
    def said(key: str, outcome: str, json: str) -> dict[str, str]:
        return contact(key, "P1", "2017-05-02", csc_contact_outcome=outcome, cont_contact_outcome_json=json)

    rows = [
        said("C1", "refer_to_early_help", '{"NEW_REFERRAL_FLAG": "Y"}'),
        said("C2", "", '{"NEW_REFERRAL_FLAG": "Y", "NFA_FLAG": "Y"}'),
        said("C3", "", '{"NFA_FLAG": "Y"}'),
        said("C4", "", '{"CP_ENQUIRY_FLAG": "Y"}'),
        said("C5", "", '{"NFA_FLAG": "N"}'),
        said("C6", "", ""),
    ]
    built(tmp_path, rows)
    outcomes = ("REFER-TO-EARLY-HELP", "REFER-TO-SOCIAL-CARE", "ADVICE-INFORMATION", "LINK-TO-EXISTING-EARLY-HELP")
    shares = [counts(f"CONTACT-OUTCOME-{outcome}-PCT", "2017-05") for outcome in outcomes]
    assert shares == [(1, 4), (1, 4), (1, 4), (0, 4)]
    assert [counts(f"CONTACT-OUTCOME-{outcome}", "2017-05")[0] for outcome in outcomes] == [1, 1, 1, 0]


def test_without_the_column_three_outcomes_are_not_recorded(tmp_path: Path) -> None:
    row = {"cont_contact_id": "C1", "cont_person_id": "P1", "cont_contact_date": "2017-05-02"}
    built(tmp_path, [row | {"cont_contact_outcome_json": '{"NFA_FLAG": "Y"}'}])
    assert counts("CONTACT-OUTCOME-ADVICE-INFORMATION-PCT", "2017-05") == (1, 1)
    assert counts("CONTACT-OUTCOME-REFER-TO-EARLY-HELP-PCT", "2017-05") == (None, None)
    assert counts("CSC 006", "2017-05") == (None, None)


def involvement(
    key: str, child: str, team: str, start: str, end: str = "", role: str = "Allocated worker"
) -> dict[str, str]:
    return {
        "invo_involvements_id": key,
        "invo_person_id": child,
        "invo_professional_role_id": role,
        "invo_professional_team": team,
        "invo_involvement_start_date": start,
        "invo_involvement_end_date": end,
    }


def test_a_contact_belongs_to_the_team_of_the_worker_allocated_on_its_day(tmp_path: Path) -> None:
    involvements = [
        involvement("I1", "P1", "T1", "2017-01-01", "2017-05-10"),
        involvement("I2", "P1", "T2", "2017-05-10"),
        involvement("I3", "P2", "T1", "2017-01-01", role="Health visitor"),
        involvement("I4", "P3", "T1", "2017-02-01"),
        involvement("I5", "P3", "T2", "2017-02-01"),  # same start: the highest id
        involvement("I6", "P3", "", "2017-03-01"),  # without a team
    ]
    rows = [
        contact("C1", "P1", "2017-05-09"),
        contact("C2", "P1", "2017-05-10"),  # the first worker ended that day
        contact("C3", "P2", "2017-05-09"),
        contact("C4", "P3", "2017-05-09"),
    ]
    built(tmp_path, rows, ssd_involvements=involvements)
    scopes = ("team:T1", "team:T2", "team:Unallocated", "authority")
    assert [counts("CSC 004i", "2017-05", scope)[0] for scope in scopes] == [1, 2, 1, 4]


def test_a_contact_counts_once_in_every_team_that_has_a_row_of_it(tmp_path: Path) -> None:
    group = {"csc_contact_group_id": "G"}
    rows = [contact(f"C{n}", f"P{n}", "2017-05-09", **group) for n in (1, 2, 3)]
    teams = [involvement("I1", "P1", "T1", "2017-01-01"), involvement("I2", "P2", "T1", "2017-01-01")]
    built(tmp_path, rows, ssd_involvements=teams)
    scopes = ("team:T1", "team:T2", "team:Unallocated", "authority")
    assert [counts("CSC 004", "2017-05", scope)[0] for scope in scopes] == [1, 0, 1, 1]
