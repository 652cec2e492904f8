"""Hand-worked examples of the days, the periods, the reading and the grades of the second opinion."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from .examples import PEOPLE, A, assessment, contact, fraction, one, referral
from .extract import Row, graded, iso_date, read
from .measure import Figure, shown
from .periods import months_after, periods, year_of
from .working_days import BANK_HOLIDAYS, is_working_day, working_day_after


def test_a_working_day_is_monday_to_friday_and_no_bank_holiday() -> None:
    assert is_working_day(date(2017, 4, 13))
    assert not any(map(is_working_day, (date(2017, 4, 14), date(2017, 4, 15), date(2017, 4, 17))))
    assert len(BANK_HOLIDAYS) == 17 * 8 + 4
    assert all(day.weekday() < 5 for day in BANK_HOLIDAYS)
    with pytest.raises(ValueError, match="2029"):
        is_working_day(date(2029, 1, 1))


def test_received_on_friday_and_decided_on_sunday_is_within_one_working_day() -> None:
    assert working_day_after(date(2017, 9, 1), 1) == date(2017, 9, 4) > date(2017, 9, 3)
    assert working_day_after(date(2017, 8, 31), 1) == date(2017, 9, 1) < date(2017, 9, 2)


def test_the_nth_working_day_skips_easter_and_christmas() -> None:
    assert working_day_after(date(2017, 4, 13), 1) == date(2017, 4, 18)
    assert working_day_after(date(2017, 12, 22), 3) == date(2017, 12, 29)


def test_months_after_end_on_the_last_day_where_there_is_none() -> None:
    assert months_after(date(2016, 2, 29), 12) == date(2017, 2, 28)
    assert months_after(date(2017, 11, 30), 3) == date(2018, 2, 28)
    assert months_after(date(2017, 3, 31), -12) == date(2016, 3, 31)


def test_a_month_that_begins_after_as_at_has_no_figure() -> None:
    labels = [period.label for period in periods("2017/18", date(2017, 6, 1))]
    assert labels == ["2017-04", "2017-05", "2017-06", "2017/18 YTD"]
    assert periods("2017/18", date(2017, 3, 31)) == []
    assert year_of("2018-03") == "2017/18" == year_of("2017/18 YTD")
    assert year_of("1999-04") == "1999/00"


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1885, 100), "18.9"), (Fraction(194, 2), "97.0"), (Fraction(0), "0.0"), (None, "-")]
)
def test_shares_are_rounded_half_up_once_to_one_decimal(value: Fraction | None, text: str) -> None:
    assert shown("percent", Figure(0, 1, value)) == text


def test_an_extract_is_read_with_a_bom_and_any_column_order(tmp_path: Path) -> None:
    (tmp_path / "ssd_contacts.csv").write_bytes(b"\xef\xbb\xbfcont_person_id,cont_contact_id\r\nann,1\r\n")
    (tmp_path / "ssd_person.csv").write_bytes(b"pers_person_id\n")
    tables = read(tmp_path)
    assert tables["ssd_contacts"] == [{"cont_person_id": "ann", "cont_contact_id": "1"}]
    assert tables["ssd_person"] == []
    assert tables["ssd_person"].columns == {"pers_person_id"}


def test_dates_come_in_three_forms_and_no_other() -> None:
    assert iso_date("01/04/2017") == iso_date("2017-04-01") == "2017-04-01"
    assert iso_date("2017-04-01 09:30:00") == "2017-04-01 09:30:00"
    assert not any(map(iso_date, ("31/02/2017", "2017-02-29", "01-04-2017", "1 April", "2017-04-01 25:00:00")))


def set_aside(**tables: list[Row]) -> list[tuple[str, str]]:
    return sorted((row.table, row.key) for row in graded({**PEOPLE, **tables}, A).set_aside)


def test_two_rows_of_one_key_that_differ_are_both_set_aside_and_equal_ones_count_once() -> None:
    rows = [referral("same", "ann", "2017-05-01"), referral("same", "ann", "01/05/2017")]
    differ = [referral("differ", "ann", "2017-05-01"), referral("differ", "ann", "2017-05-02")]
    assert set_aside(ssd_cin_episodes=rows + differ) == [("ssd_cin_episodes", "differ")] * 2
    assert one("CSC 013", "2017-05", {"ssd_cin_episodes": rows + differ}).numerator == 1


def test_what_names_a_row_that_was_set_aside_is_set_aside_too() -> None:
    bad = referral("bad", "ann", "31/02/2017")
    rows = [assessment("a", "2017-05-01", "2017-05-02", cina_referral_id="bad")]
    expected = [("ssd_cin_assessments", "a"), ("ssd_cin_episodes", "bad")]
    assert set_aside(ssd_cin_episodes=[bad], ssd_cin_assessments=rows) == expected
    assert set_aside(ssd_cin_assessments=rows) == []  # no table of referrals: the reference is not checked


def test_a_row_of_nobody_is_set_aside() -> None:
    rows = [contact("1", "", "2017-05-01"), contact("2", "zoe", "2017-05-01"), contact("3", "bob", "")]
    assert set_aside(ssd_contacts=rows) == [("ssd_contacts", "1"), ("ssd_contacts", "2")]


def test_events_may_be_a_year_before_birth_or_after_as_at_but_no_more() -> None:
    days = ["2009-01-01", "2008-12-31", "2018-12-20", "2018-12-21"]
    rows = [contact(str(place), "ann", on) for place, on in enumerate(days)]
    assert set_aside(ssd_contacts=rows) == [("ssd_contacts", "1"), ("ssd_contacts", "3")]


def test_an_end_before_its_start_is_blank_but_a_decision_is_no_end() -> None:
    early = referral("r", "ann", "2017-05-10", "2017-05-01", csc_referral_decision_date="2017-05-09")
    rows = [contact("1", "ann", "2017-06-01")]
    assert one("CSC 004i", "2017-06", {"ssd_contacts": rows, "ssd_cin_episodes": [early]}).numerator == 0
    assert fraction(one("CSC 022", "2017-05", {"ssd_cin_episodes": [early]})) == (1, 1)
