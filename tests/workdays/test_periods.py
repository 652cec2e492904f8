"""Months, quarters and reporting years, and adding months by the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workdays import Month, Quarter, ReportingYear, add_months, add_years


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2017, 10, 31), 1, date(2017, 11, 30)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2017, 1, 31), 1, date(2017, 2, 28)),
        (date(2017, 11, 30), 3, date(2018, 2, 28)),
        (date(2017, 2, 28), 1, date(2017, 3, 28)),  # the same day, not the last one
        (date(2017, 12, 15), 1, date(2018, 1, 15)),
        (date(2017, 3, 31), -1, date(2017, 2, 28)),
        (date(2017, 1, 31), -2, date(2016, 11, 30)),
        (date(2017, 5, 5), 0, date(2017, 5, 5)),
        (date(2016, 2, 29), 24, date(2018, 2, 28)),
    ],
)
def test_months_are_added_by_the_calendar(day: date, n: int, expected: date):
    assert add_months(day, n) == expected


def test_years_are_added_by_the_calendar():
    assert add_years(date(2016, 2, 29), 1) == date(2017, 2, 28)
    assert add_years(date(2016, 2, 29), 4) == date(2020, 2, 29)
    assert add_years(date(2017, 6, 1), -18) == date(1999, 6, 1)


def test_a_month_is_read_and_written_alike():
    december = Month.parse("2017-12")
    assert december == Month(2017, 12) == Month.of(date(2017, 12, 31))
    assert str(december) == "2017-12"
    assert (december.first, december.last) == (date(2017, 12, 1), date(2017, 12, 31))


@pytest.mark.parametrize(
    "text", ["2017-13", "2017-00", "2017-1", "17-12", "2017/12", "", " 2017-12", "2017-12\n", "٢٠١٧-12"]
)
def test_what_is_no_month_is_refused(text: str):
    with pytest.raises(ValueError, match="is not a month: write it as 2017-12"):
        Month.parse(text)


def test_a_thirteenth_month_cannot_be_made():
    with pytest.raises(ValueError, match="month must be in 1..12"):
        Month(2017, 13)


def test_february_ends_on_the_29th_in_a_leap_year_only():
    assert Month(2016, 2).last == date(2016, 2, 29)
    assert Month(2017, 2).last == date(2017, 2, 28)


def test_months_are_counted_over_the_turn_of_the_year():
    assert Month(2017, 12) + 1 == Month(2018, 1)
    assert Month(2018, 1) - 1 == Month(2017, 12)
    assert Month(2017, 4) + 24 == Month(2019, 4)


def test_a_month_knows_its_quarter_and_reporting_year():
    assert str(Month(2017, 12).quarter) == "2017/18 Q3"
    assert str(Month(2018, 3).quarter) == "2017/18 Q4"
    assert str(Month(2018, 4).quarter) == "2018/19 Q1"
    assert Month(2018, 3).reporting_year == Month(2017, 4).reporting_year == ReportingYear(2017)


def test_a_quarter_is_read_and_written_alike():
    third = Quarter.parse("2017/18 Q3")
    assert str(third) == "2017/18 Q3"
    assert third == Quarter.of(date(2017, 10, 1)) == Quarter.of(date(2017, 12, 31))
    assert third.months == (Month(2017, 10), Month(2017, 11), Month(2017, 12))
    assert (third.first, third.last) == (date(2017, 10, 1), date(2017, 12, 31))


def test_the_fourth_quarter_lies_in_the_next_calendar_year():
    fourth = Quarter.parse("2017/18 Q4")
    assert (fourth.first, fourth.last) == (date(2018, 1, 1), date(2018, 3, 31))


@pytest.mark.parametrize("text", ["2017/18 Q5", "2017/18 Q0", "2017/18Q3", "2017-18 Q3", "2017/19 Q3", "Q3"])
def test_what_is_no_quarter_is_refused(text: str):
    with pytest.raises(ValueError, match="is not a (quarter|reporting year)"):
        Quarter.parse(text)


def test_a_fifth_quarter_cannot_be_made():
    with pytest.raises(ValueError, match="1 to 4, not 5"):
        Quarter(ReportingYear(2017), 5)


def test_a_reporting_year_is_read_and_written_alike():
    year = ReportingYear.parse("2017/18")
    assert str(year) == "2017/18"
    assert year.slug == "2017-18"
    assert ReportingYear.from_slug("2017-18") == year
    assert (year.first, year.last) == (date(2017, 4, 1), date(2018, 3, 31))
    assert (year.months[0], year.months[-1], len(year.months)) == (Month(2017, 4), Month(2018, 3), 12)
    assert [str(quarter) for quarter in year.quarters] == ["2017/18 Q1", "2017/18 Q2", "2017/18 Q3", "2017/18 Q4"]


def test_the_reporting_year_turns_on_the_first_of_april():
    assert ReportingYear.of(date(2018, 3, 31)) == ReportingYear(2017)
    assert ReportingYear.of(date(2018, 4, 1)) == ReportingYear(2018)


def test_the_reporting_year_at_the_turn_of_a_century():
    assert str(ReportingYear(1999)) == "1999/00"
    assert ReportingYear.parse("1999/00") == ReportingYear(1999)


@pytest.mark.parametrize("text", ["2017/19", "2017/17", "2017/16"])
def test_a_year_that_is_not_followed_by_the_next_is_refused(text: str):
    with pytest.raises(ValueError, match="the year after 2017 is 18"):
        ReportingYear.parse(text)


@pytest.mark.parametrize("text", ["2017", "2017-18", "17/18", "2017/2018", "", "2017/18 "])
def test_what_is_no_reporting_year_is_refused(text: str):
    with pytest.raises(ValueError, match="is not a reporting year"):
        ReportingYear.parse(text)


def test_a_slug_is_not_read_as_the_written_form_nor_the_other_way_round():
    with pytest.raises(ValueError, match="write it as 2017-18"):
        ReportingYear.from_slug("2017/18")


def test_periods_are_ordered_by_time_and_can_be_keys():
    assert sorted([Month(2018, 1), Month(2017, 12)]) == [Month(2017, 12), Month(2018, 1)]
    assert Quarter.parse("2016/17 Q4") < Quarter.parse("2017/18 Q1")
    assert ReportingYear(2016) < ReportingYear(2017)
    assert len({Month(2017, 4), Month.parse("2017-04")}) == 1


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(-600, 600))
def test_adding_months_lands_in_the_month_asked_for(day: date, n: int):
    assert Month.of(add_months(day, n)) == Month.of(day) + n


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_every_day_lies_in_its_month_quarter_and_reporting_year(day: date):
    month, quarter, year = Month.of(day), Quarter.of(day), ReportingYear.of(day)
    assert month.first <= day <= month.last
    assert month in quarter.months
    assert quarter in year.quarters
    assert (month.quarter, month.reporting_year, quarter.reporting_year) == (quarter, year, year)
