"""Hand-worked examples of centres, attendance and audits, of quarters, and of the order of the export."""

from datetime import date
from fractions import Fraction

import pytest

from .centres import code_of
from .examples import PEOPLE, A, fraction, one, row_of
from .extract import Row, Tables
from .figures import CODES, MEASURES, figures, observations
from .measure import Figure, shown
from .order import listed
from .periods import Window, period, quarters

# Centres


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("McNay Street", "MCNAY-STREET"),
        ("Haughton & Redhall", "HAUGHTON-REDHALL"),
        (" (Skerne)  Park!", "SKERNE-PARK"),
        ("St. Mary's, no 6", "ST-MARY-S-NO-6"),
        ("&", ""),
    ],
)
def test_a_centres_code_is_its_name_in_capitals_with_hyphens(name: str, code: str) -> None:
    assert code_of(name) == code


def attended(key: str, person: str, on: str, decile: str, centre: str = "Dodmire") -> Row:
    row = {"catt_id": key, "catt_centre": centre, "catt_person_id": person, "catt_date": on}
    return {**row, "catt_imd_decile": decile}


def test_an_attendee_counts_once_a_month_with_the_last_decile_recorded_in_it() -> None:
    rows = [
        attended("1", "f", "2017-05-01", "4"),
        attended("2", "f", "2017-05-09", "3"),
        attended("3", "f", "2017-05-31", ""),
        attended("4", "g", "2017-05-09", "4"),
        attended("5", "h", "2017-05-09", ""),  # of all attendees, also of those without a decile
        attended("6", "f", "2017-06-01", "4", "DODMIRE."),
        attended("7", "f", "2017-05-31", "9", "McNay Street"),
        attended("8", "i", "", "1"),
        attended("9", "", "2017-05-01", "1"),
    ]
    tables: Tables = {"csc_centre_attendances": rows}
    assert one("CENTRE-ATTENDEES-DODMIRE", "2017-05", tables).shown == "3"
    assert one("CENTRE-ATTENDEES-DODMIRE", "2017/18 YTD", tables).shown == "4"
    assert fraction(one("CENTRE-DEPRIVED-DODMIRE", "2017-05", tables)) == (1, 3)
    assert one("CENTRE-DEPRIVED-DODMIRE", "2017/18 YTD", tables)[4:] == (1, 4, Fraction(25), "25.0")
    assert one("CENTRE-DEPRIVED-SKERNE-PARK", "2017-05", tables).shown == "-"
    scopes = {row.scope for row in figures({**PEOPLE, **tables}, "2017/18", A) if row.measure.startswith("CENTRE-")}
    assert scopes == {"authority"}


def test_of_two_attendances_on_a_day_the_highest_id_says_the_decile() -> None:
    rows = [attended("10", "f", "2017-05-01", "1"), attended("9", "f", "2017-05-01", "4")]
    assert fraction(one("CENTRE-DEPRIVED-DODMIRE", "2017-05", {"csc_centre_attendances": rows})) == (0, 1)


def test_other_centres_come_after_the_questionnaires_by_code_and_only_where_the_data_has_them() -> None:
    rows = [
        attended("1", "f", "2016-05-01", "1", "North Road"),
        attended("2", "f", "2017-05-01", "", "bank top"),
        attended("3", "f", "2017-12-21", "1", "Not yet"),
    ]
    found = list(dict.fromkeys(row.measure for row in figures({"csc_centre_attendances": rows}, "2017/18", A)))
    place = found.index("SDQ")
    assert found[place - 2 : place + 6] == [
        "CSC 250R",
        "CSC 251R",
        "SDQ",
        "CENTRE-ATTENDEES-BANK-TOP",
        "CENTRE-ATTENDEES-NORTH-ROAD",
        "CENTRE-DEPRIVED-BANK-TOP",
        "CENTRE-DEPRIVED-NORTH-ROAD",
        "FLOW-REFERRAL-TO-ASSESSMENT",
    ]
    assert one("CENTRE-DEPRIVED-BANK-TOP", "2017-05", {"csc_centre_attendances": rows})[4:6] == (0, 1)


# Attendance


def invited(key: str, numbers: tuple[str, str], agency: str, on: str = "2017-10-31", kind: str = "ICPC") -> Row:
    row = {"conf_id": key, "conf_kind": kind, "conf_date": on, "conf_agency": agency}
    return {**row, "conf_invited": numbers[0], "conf_attended": numbers[1]}


def test_attendance_is_people_attended_of_people_invited_in_the_quarter_to_date() -> None:
    rows = [
        invited("1", ("3", "1"), "School Nurse"),
        invited("2", ("1", "4"), "school-nurse", "2017-12-01"),  # at most as many as invited
        invited("3", ("", "1"), "SCHOOL NURSE"),
        invited("4", ("5", ""), "School Nurse"),
        invited("5", ("0", "1"), "School Nurse"),
        invited("6", ("2", "2"), "School Nurse", "2017-09-30"),
        invited("7", ("9", "0"), "Nurse"),
        invited("8", ("2", "1"), "School Nurse", kind="RCPC"),
        invited("9", ("9", "0"), "School Nurse", ""),
        invited("10", ("2", "0"), "children 6–18"),
    ]
    tables: Tables = {"csc_conference_invitations": rows}
    shares = [fraction(one("ICPC-ATT-SCHOOL-NURSE", month, tables)) for month in ("2017-09", "2017-10", "2017-12")]
    assert shares == [(2, 2), (1, 3), (2, 4)]
    assert fraction(one("ICPC-ATT-SCHOOL-NURSE", "2017/18 YTD", tables)) == (4, 6)
    assert one("RCPC-ATT-SCHOOL-NURSE", "2017-10", tables)[4:] == (1, 2, Fraction(50), "50.0")
    assert fraction(one("ICPC-ATT-CHILDREN-6-18", "2017-10", tables)) == (0, 2)
    assert one("ICPC-ATT-POLICE", "2017-10", tables)[4:] == (0, 0, None, "-")
    seen = observations(tables, "ICPC-ATT-SCHOOL-NURSE", "2017-10", A)
    assert [record[1] for record in seen] == ["1", "5"]


# Audits and quarters


def audit(key: str, on: str, judgement: str) -> Row:
    return {"audi_id": key, "audi_date": on, "audi_judgement": judgement}


def test_audits_by_quarter_as_n_of_those_with_a_judgement() -> None:
    rows = [
        audit("1", "2017-07-01", "good"),
        audit("2", "2017-09-30", "outstanding"),
        audit("3", "2017-09-30", ""),
        audit("4", "2017-09-30", "splendid"),
        audit("5", "2017-12-20", "good"),
        audit("6", "2017-12-21", "good"),
    ]
    tables: Tables = {"csc_audits": rows}
    labels = ["2017/18 Q1", "2017/18 Q2", "2017/18 Q3", "2017/18 YTD"]
    of_one = [row for row in figures({**PEOPLE, **tables}, "2017/18", A) if row.measure == "AUDIT-GOOD"]
    assert [(row.period, row.basis, row.scope) for row in of_one] == [
        (label, "quarter", "authority") for label in labels
    ]
    assert [row.shown for row in of_one] == ["0/0", "1/2", "1/1", "2/3"]
    assert of_one[1][4:7] == (1, 2, Fraction(1))
    assert of_one[0][4:7] == (0, 0, Fraction(0))
    assert one("AUDIT-GOOD-PCT", "2017/18 Q2", tables)[4:] == (1, 2, Fraction(50), "50.0")
    assert one("AUDIT-GOOD-PCT", "2017/18 Q1", tables)[4:] == (0, 0, None, "-")
    assert row_of("AUDIT-GOOD", "2017/18 Q1", {})[4:] == (None, None, None, "not recorded")


def test_a_quarter_that_begins_after_as_at_has_no_figure_and_a_running_one_ends_on_it() -> None:
    assert [(when.label, when.end) for when in quarters("2017/18", date(2017, 7, 1))] == [
        ("2017/18 Q1", date(2017, 6, 30)),
        ("2017/18 Q2", date(2017, 7, 1)),
        ("2017/18 YTD", date(2017, 7, 1)),
    ]
    assert quarters("2018/19", date(2018, 3, 31)) == []


def test_what_a_basis_looks_at() -> None:
    january = date(2018, 1, 1), date(2018, 1, 31)
    year = Window(date(2017, 4, 1), january[1])
    windows = {basis: period("2018-01", january[1]).window(basis) for basis in ("month", "qtd", "ytd", "snapshot")}
    assert windows == {"month": Window(*january), "qtd": Window(*january), "ytd": year, "snapshot": year}
    assert period("2018-03", date(2018, 4, 5)).window("qtd") == Window(january[0], date(2018, 3, 31))
    assert {period("2017/18 YTD", january[1]).window(basis) for basis in ("month", "qtd", "quarter", "ytd")} == {year}
    assert period("2017/18 Q4", date(2018, 2, 2)).window("quarter") == Window(january[0], date(2018, 2, 2))


# The export


@pytest.mark.parametrize(
    ("unit", "cell", "text"),
    [
        ("count_children", Figure(72, None, Fraction(72), 25), "72 (25)"),
        ("percent_fraction", Figure(46, 53, Fraction(4600, 53)), "86.8% (46/53)"),
        ("percent_fraction", Figure(0, 0, None), "-"),
        ("count_fraction", Figure(7, 22, Fraction(7)), "7/22"),
        ("count_fraction", Figure(0, 0, Fraction(0)), "0/0"),
        ("rate_per_10000", Figure(803, 22627, Fraction(8030000, 22627)), "354.9"),
        ("count", Figure(3709, None, Fraction(3709)), "3709"),
    ],
)
def test_what_a_page_shows(unit: str, cell: Figure, text: str) -> None:
    assert shown(unit, cell) == text


def test_every_listed_measure_is_there_in_order_with_its_basis_and_unit() -> None:
    listing = [(row["measure"], row["basis"], row["unit"]) for row in listed()]
    assert [(one.code, one.basis, one.unit) for one in MEASURES[: len(listing)]] == listing
    assert len(set(CODES)) == len(CODES)
