"""Hand-worked examples of the figures, straight from catalogue.md and contract.md."""

from datetime import date
from fractions import Fraction

import pytest

from .examples import PEOPLE, A, assessment, contact, fraction, one, referral, row_of, worker
from .extract import Row, Table
from .figures import CODES, figures, observations
from .working_days import working_day_after

# Teams


@pytest.mark.parametrize(
    ("workers", "team"),
    [
        ([], "Unallocated"),
        ([worker("1", "2017-05-01", "", "T1"), worker("2", "2017-05-02", "", "T2")], "T2"),
        ([worker("9", "2017-05-01", "", "T1"), worker("10", "2017-05-01", "", "T2")], "T1"),  # ids compare as text
        ([worker("1", "2017-05-01", "", "T1"), worker("2", "2017-05-02", "", "")], "T1"),
        ([worker("1", "2017-05-01", "", "T1"), worker("2", "2017-05-02", "2017-05-10", "T2")], "T1"),
        ([worker("1", "2017-05-10", "2017-05-11", "T1")], "T1"),
        ([worker("1", "2017-05-11", "", "T1")], "Unallocated"),
        ([worker("1", "", "", "T1")], "Unallocated"),
        ([worker("1", "2017-05-01", "", "T1", "Lead SOCIAL WORKER")], "T1"),
        ([worker("1", "2017-05-01", "", "T1", "Family support")], "Unallocated"),
        ([worker("1", "2017-05-01", "", "T1", child="bob")], "Unallocated"),
    ],
)
def test_the_team_is_that_of_the_worker_allocated_on_the_day(workers: list[Row], team: str) -> None:
    tables = {**PEOPLE, "ssd_contacts": [contact("1", "ann", "2017-05-10")], "ssd_involvements": workers}
    assert observations(tables, "CSC 004i", "2017-05", A) == [("ann", "1", team, date(2017, 5, 10), True)]


def test_the_team_recorded_on_the_episode_goes_first() -> None:
    row = referral("r", "ann", "2017-05-10", cine_referral_team="T2")
    tables = {**PEOPLE, "ssd_cin_episodes": [row], "ssd_involvements": [worker("1", "2017-05-01", "", "T1")]}
    assert observations(tables, "CSC 013", "2017-05", A)[0][2] == "T2"


# Contacts


@pytest.mark.parametrize(
    ("start", "close", "new"),
    [
        ("2017-05-09", "", 0),
        ("2017-05-10", "", 1),
        ("2017-05-01", "2017-05-10", 1),
        ("2017-05-01", "2017-05-11", 0),
        ("2017-05-01", "2017-12-21", 0),
        ("", "", 1),
    ],
)
def test_a_row_is_new_if_no_referral_was_open_just_before_it(start: str, close: str, new: int) -> None:
    tables = {
        "ssd_contacts": [contact("1", "ann", "2017-05-10")],
        "ssd_cin_episodes": [referral("r", "ann", start, close)],
    }
    assert one("CSC 004i", "2017-05", tables).numerator == new


def test_a_group_counts_once_on_the_date_of_its_earliest_new_row_and_in_every_team() -> None:
    tables = {
        "ssd_contacts": [
            contact("1", "ann", "2017-04-28", csc_contact_group_id="g"),  # not new
            contact("2", "ann", "2017-05-31", csc_contact_group_id="g"),
            contact("3", "bob", "2017-06-01", csc_contact_group_id="g"),
        ],
        "ssd_cin_episodes": [referral("r", "ann", "2017-04-01", "2017-05-01")],
        "ssd_involvements": [worker("1", "2017-06-01", "", "T1", child="bob")],
    }
    counts = {scope: one("CSC 004", "2017-05", tables, scope).numerator for scope in ("authority", "team:T1")}
    assert counts == {"authority": 1, "team:T1": 1}
    assert one("CSC 004", "2017-05", tables, "team:Unallocated").numerator == 1
    assert [one(code, "2017-06", tables).numerator for code in ("CSC 004", "CSC 004i", "CSC 004k")] == [0, 1, 1]
    assert one("CSC 004", "2017/18 YTD", tables).numerator == 1


def test_the_default_group_is_the_rows_own_id() -> None:
    rows = [contact("1", "ann", "2017-05-01"), contact("2", "bob", "2017-05-01", csc_contact_group_id="1")]
    assert one("CSC 004", "2017-05", {"ssd_contacts": rows}).numerator == 1


def test_distinct_children_have_no_year_row() -> None:
    tables = {**PEOPLE, "ssd_contacts": [contact("1", "ann", "2017-05-01"), contact("2", "ann", "2017-05-09")]}
    rows = [row for row in figures(tables, "2017/18", A) if row.measure == "CSC 004k" and row.scope == "authority"]
    assert [row.numerator for row in rows] == [0, 1, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("received", "decided", "one_day", "over_three"),
    [
        ("2017-09-01", "2017-09-03", (1, 1), (0, 1)),  # Friday, Sunday
        ("2017-08-31", "2017-09-02", (0, 1), (0, 1)),  # Thursday, Saturday
        ("2017-12-11", "2017-12-14", (0, 1), (0, 1)),
        ("2017-12-11", "2017-12-15", (0, 1), (1, 1)),
        ("2017-12-11", "", (0, 1), (1, 1)),
        ("2017-12-15", "", (0, 1), (0, 0)),  # over 3 WD only after the 20th
        ("2017-12-14", "", (0, 1), (1, 1)),
        ("2017-12-19", "", (0, 0), (0, 0)),
        ("2017-12-19", "2017-12-21", (0, 0), (0, 0)),  # decided after A: not known
        ("2017-12-20", "2017-12-20", (1, 1), (0, 1)),
    ],
)
def test_contacts_count_in_the_month_of_receipt_once_determined(
    received: str, decided: str, one_day: tuple[int, int], over_three: tuple[int, int]
) -> None:
    rows = [contact("1", "ann", received, csc_contact_decision_date=decided)]
    assert fraction(one("CSC 006", received[:7], {"ssd_contacts": rows})) == one_day
    assert fraction(one("CSC 009", received[:7], {"ssd_contacts": rows})) == over_three


def test_a_group_is_decided_when_the_last_of_its_new_rows_is() -> None:
    first = contact("1", "ann", "2017-05-01", csc_contact_group_id="g", csc_contact_decision_date="2017-05-02")
    late = contact("2", "bob", "2017-05-01", csc_contact_group_id="g", csc_contact_decision_date="2017-05-09")
    open_one = {**late, "csc_contact_decision_date": ""}
    assert fraction(one("CSC 006", "2017-05", {"ssd_contacts": [first, late]})) == (0, 1)
    assert fraction(one("CSC 009", "2017-05", {"ssd_contacts": [first, open_one]})) == (1, 1)


@pytest.mark.parametrize(
    ("column", "flags", "counted"),
    [
        ("refer_to_early_help", '{"NEW_REFERRAL_FLAG": "Y"}', "REFER-TO-EARLY-HELP"),
        ("", '{"NFA_FLAG": "Y", "NEW_REFERRAL_FLAG": "yes"}', "REFER-TO-SOCIAL-CARE"),
        ("", '{"NFA_FLAG": true}', "ADVICE-INFORMATION"),
        ("nonsense", '{"ADVICE_FLAG": 1}', None),
        ("", '{"CP_ENQUIRY_FLAG": "Y"}', "other"),
        ("other", "", "other"),
        ("", '{"ADVICE_FLAG": "N", "COMMENTS": "Y"}', None),
        ("", "", None),
    ],
)
def test_the_outcome_is_that_of_the_column_else_of_the_json(column: str, flags: str, counted: str | None) -> None:
    rows = [contact("1", "ann", "2017-05-01", csc_contact_outcome=column, cont_contact_outcome_json=flags)]
    found = [
        row
        for row in figures({**PEOPLE, "ssd_contacts": rows}, "2017/18", A)
        if row.measure.startswith("CONTACT-")
        and row.measure.endswith("-PCT")
        and row[1:4:2] == ("2017-05", "authority")
    ]
    assert [row.measure for row in found if row.numerator] == (
        [f"CONTACT-OUTCOME-{counted}-PCT"] if counted not in ("other", None) else []
    )
    assert {row.denominator for row in found} == {1 if counted else 0}
    assert {row.shown for row in found} <= ({"100.0", "0.0"} if counted else {"-"})


def test_without_the_column_three_outcomes_are_not_recorded() -> None:
    row = contact("1", "ann", "2017-05-01", cont_contact_outcome_json='{"NFA_FLAG": "Y"}')
    del row["csc_contact_outcome"]
    rows = [
        row
        for row in figures({**PEOPLE, "ssd_contacts": [row]}, "2017/18", A)
        if row[1:4:2] == ("2017-05", "authority")
    ]
    by_code = {row.measure.removeprefix("CONTACT-OUTCOME-"): row for row in rows}
    assert by_code["ADVICE-INFORMATION"].shown == "1"
    assert by_code["REFER-TO-SOCIAL-CARE-PCT"].shown == "0.0"
    assert by_code["REFER-TO-EARLY-HELP"][4:] == (None, None, None, "not recorded")
    assert by_code["LINK-TO-EXISTING-EARLY-HELP-PCT"].shown == "not recorded"


# Referrals


def test_referrals_by_month_to_date_and_as_a_rate_of_the_authority() -> None:
    rows = [referral("1", "ann", "2017-04-01"), referral("2", "bob", "2017-05-31"), referral("3", "bob", "2017-12-21")]
    tables = {"ssd_cin_episodes": rows, "csc_population": [{"popu_year": "2017/18", "popu_under_18": "22627"}]}
    assert [one("CSC 013", month, tables).numerator for month in ("2017-04", "2017-05", "2017-12")] == [1, 1, 0]
    assert one("CSC 012", "2017/18 YTD", tables).shown == "2"
    assert one("CSC 014", "2017-05", tables)[4:] == (2, 22627, Fraction(20000, 22627), "0.9")
    scopes = {row.scope for row in figures({**PEOPLE, **tables}, "2017/18", A) if row.measure == "CSC 014"}
    assert scopes == {"authority"}
    assert one("CSC 014", "2016-05", tables).shown == "not recorded"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("2016-05-10", "2017-05-10", (1, 1)),
        ("2016-05-10", "2017-05-11", (0, 1)),
        ("2017-05-10", "2017-05-10 09:00:00", (0, 2)),
        ("2016-02-29", "2017-02-28", (1, 1)),
        ("2016-02-29", "2017-03-01", (0, 1)),
    ],
)
def test_a_re_referral_is_dated_later_and_within_12_months(first: str, second: str, found: tuple[int, int]) -> None:
    tables = {"ssd_cin_episodes": [referral("1", "ann", first), referral("2", "ann", second)]}
    assert fraction(one("CSC 032-MONTH", second[:7], tables)) == found
    assert one("CSC 034", second[:7], tables).numerator == found[0]


def test_referrals_are_timed_like_contacts() -> None:
    rows = [
        referral("1", "ann", "2017-05-26", csc_referral_decision_date="2017-05-30"),  # the 29th is a bank holiday
        referral("2", "bob", "2017-05-26", csc_referral_decision_date="2017-06-02"),
    ]
    assert one("CSC 022", "2017-05", {"ssd_cin_episodes": rows})[4:] == (1, 2, Fraction(50), "50.0")
    assert fraction(one("CSC 026", "2017-05", {"ssd_cin_episodes": rows})) == (1, 2)


# Early help and assessments


def test_early_help_assessments_started() -> None:
    rows = [
        {"earl_episode_id": str(place), "earl_person_id": "ann", "earl_episode_start_date": on}
        for place, on in enumerate(("2017-04-30", "2017-05-01", "2017-12-21", ""))
    ]
    tables = {"ssd_early_help_episodes": rows}
    assert [one("CSC 002", month, tables).numerator for month in ("2017-04", "2017-05", "2017-12")] == [1, 1, 0]
    assert one("CSC 001", "2017-05", tables).numerator == 2


def test_assessments_completed_and_how_long_they_took() -> None:
    start = date(2017, 5, 2)
    ends = [str(working_day_after(start, n)) for n in (45, 46)]
    rows = [assessment("a", str(start), ends[0]), assessment("b", str(start), ends[1]), assessment("c", "", ends[0])]
    tables = {"ssd_cin_assessments": [*rows, assessment("d", str(start), "2017-12-21"), assessment("e", "", "")]}
    assert ends == ["2017-07-05", "2017-07-06"]
    assert one("CSC 037", "2017-07", tables).numerator == 3
    assert fraction(one("CSC 040", "2017-07", tables)) == (1, 2)
    assert fraction(one("CSC 100", "2017-07", tables)) == (0, 2)
    assert fraction(one("CSC 038", "2017-12", tables)) == (1, 2)


# The export


def test_no_data_is_not_zero() -> None:
    assert row_of("CSC 013", "2017-05", {})[4:] == (None, None, None, "not recorded")
    assert row_of("CSC 013", "2017-05", {}, "team:T1").shown == "not recorded"
    header = Table((), ("cine_referral_id", "cine_person_id", "cine_referral_date"))
    assert row_of("CSC 013", "2017-05", {"ssd_cin_episodes": header})[4:] == (0, None, Fraction(0), "0")
    assert row_of("CSC 032", "2017-05", {"ssd_cin_episodes": header})[4:] == (0, 0, None, "-")
    assert row_of("CSC 022", "2017-05", {"ssd_cin_episodes": header}).shown == "not recorded"


def test_contacts_need_no_table_of_referrals() -> None:
    assert row_of("CSC 004", "2017-05", {"ssd_contacts": [contact("1", "ann", "2017-05-01")]}).numerator == 1


def test_every_team_and_period_is_exported_in_order() -> None:
    rows = figures({**PEOPLE, "ssd_contacts": [contact("1", "ann", "2017-05-01")]}, "2017/18", date(2017, 5, 3))
    of_one = [row[1:4] for row in rows if row.measure == "CSC 013"]
    scopes = ["authority", "team:T1", "team:T2", "team:Unallocated"]
    labels = ["2017-04", "2017-05", "2017/18 YTD"]
    assert of_one == [(period, "month", scope) for period in labels for scope in scopes]
    assert list(dict.fromkeys(row.measure for row in rows)) == list(CODES)
