"""Counting working days: the catalogue's examples, days worked out by hand, and properties that hold for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workdays import (
    FIRST_KNOWN_DAY,
    LAST_KNOWN_DAY,
    UnknownYear,
    calendar,
    is_working_day,
    within_working_days,
    working_day_after,
    working_days_between,
)

# A year is left at the end so that the 200th working day after any of these days is still a known one.
days = st.dates(FIRST_KNOWN_DAY, LAST_KNOWN_DAY - timedelta(days=366))
numbers = st.integers(1, 200)
closure_days = st.frozensets(days, max_size=5)

MONDAY, THURSDAY, FRIDAY = date(2017, 10, 2), date(2017, 10, 5), date(2017, 10, 6)
SATURDAY, SUNDAY, NEXT_MONDAY = date(2017, 10, 7), date(2017, 10, 8), date(2017, 10, 9)


def test_received_on_friday_and_decided_on_sunday_is_within_1_working_day():
    assert within_working_days(FRIDAY, SUNDAY, 1)
    assert within_working_days(FRIDAY, NEXT_MONDAY, 1)


def test_received_on_thursday_and_decided_on_saturday_is_not_within_1_working_day():
    assert not within_working_days(THURSDAY, SATURDAY, 1)
    # although only one day was worked in between: the two questions differ
    assert working_days_between(THURSDAY, SATURDAY) == 1


def test_what_is_done_on_the_same_day_or_before_is_within_any_limit():
    assert within_working_days(SATURDAY, SATURDAY, 1)
    assert within_working_days(FRIDAY, THURSDAY, 1)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (MONDAY, 1, date(2017, 10, 3)),
        (MONDAY, 5, NEXT_MONDAY),
        (SATURDAY, 1, NEXT_MONDAY),
        (date(2017, 4, 13), 1, date(2017, 4, 18)),  # over Good Friday and Easter Monday
        (date(2017, 12, 22), 1, date(2017, 12, 27)),
        (date(2017, 12, 22), 4, date(2018, 1, 2)),  # 27, 28, 29 December, then over New Year's Day
        (date(2016, 12, 23), 1, date(2016, 12, 28)),  # Christmas Day on a Sunday: 26 and 27 off
        (date(2021, 12, 24), 1, date(2021, 12, 29)),  # 27 and 28 are the substitute days
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # the state funeral
        (date(2020, 5, 7), 1, date(2020, 5, 11)),  # VE day
        (date(2016, 2, 26), 1, date(2016, 2, 29)),
        (date(2016, 2, 29), 1, date(2016, 3, 1)),
        (date(2017, 10, 2), 45, date(2017, 12, 4)),  # nine whole weeks
    ],
)
def test_the_nth_working_day_after_a_day(day: date, n: int, expected: date):
    assert working_day_after(day, n) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, NEXT_MONDAY, 5),
        (NEXT_MONDAY, MONDAY, -5),
        (FRIDAY, SUNDAY, 0),
        (SUNDAY, FRIDAY, 0),
        (date(2017, 4, 13), date(2017, 4, 18), 1),
        (date(2016, 2, 28), date(2016, 3, 1), 2),
        (date(2016, 12, 31), date(2017, 12, 31), 252),  # 260 days Monday to Friday less 8 bank holidays
    ],
)
def test_working_days_between_two_days(start: date, end: date, expected: int):
    assert working_days_between(start, end) == expected


@pytest.mark.parametrize("n", [0, -1])
def test_the_working_day_after_a_day_is_the_first_or_later(n: int):
    with pytest.raises(ValueError, match=f"not number {n}"):
        working_day_after(MONDAY, n)
    with pytest.raises(ValueError, match=f"not number {n}"):
        within_working_days(MONDAY, MONDAY, n)


BEFORE, AFTER = FIRST_KNOWN_DAY - timedelta(days=1), LAST_KNOWN_DAY + timedelta(days=1)


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_days_of_unknown_years_are_refused(day: date):
    with pytest.raises(UnknownYear, match=f"of {day.year} are not known"):
        is_working_day(day)
    with pytest.raises(UnknownYear):
        working_days_between(MONDAY, day)
    with pytest.raises(UnknownYear):
        working_days_between(day, MONDAY)
    with pytest.raises(UnknownYear):
        list(calendar(day, day))


def test_a_count_that_runs_into_an_unknown_year_is_refused():
    assert working_day_after(LAST_KNOWN_DAY - timedelta(days=3), 1) <= LAST_KNOWN_DAY
    with pytest.raises(UnknownYear, match=f"of {AFTER.year} are not known"):
        working_day_after(LAST_KNOWN_DAY, 1)


def test_a_councils_closure_day_is_no_working_day():
    closed = frozenset({date(2017, 12, 27)})
    assert not is_working_day(date(2017, 12, 27), closures=closed)
    assert working_day_after(date(2017, 12, 22), 1, closures=closed) == date(2017, 12, 28)
    assert working_days_between(date(2017, 12, 22), date(2017, 12, 28), closures=closed) == 1
    assert within_working_days(date(2017, 12, 22), date(2017, 12, 28), 1, closures=closed)
    assert [day.is_working for day in calendar(date(2017, 12, 27), date(2017, 12, 28), closures=closed)] == [
        False,
        True,
    ]


def test_the_calendar_gives_each_day_once_with_its_ordinal():
    christmas = list(calendar(date(2017, 12, 22), date(2017, 12, 27)))
    assert [row.day.day for row in christmas] == [22, 23, 24, 25, 26, 27]
    assert [row.is_working for row in christmas] == [True, False, False, False, False, True]
    assert [row.ordinal - christmas[0].ordinal for row in christmas] == [0, 0, 0, 0, 0, 1]


def test_ordinals_begin_with_the_first_known_working_day():
    first = list(calendar(FIRST_KNOWN_DAY, date(2012, 1, 4)))
    assert [row.ordinal for row in first] == [0, 0, 1, 2]  # 1 January 2012 is a Sunday, the 2nd its substitute


def test_a_calendar_that_ends_before_it_begins_is_empty():
    assert list(calendar(FRIDAY, THURSDAY)) == []


@given(days, numbers, closure_days)
def test_the_nth_working_day_after_a_day_is_n_working_days_away(day: date, n: int, closures: frozenset[date]):
    found = working_day_after(day, n, closures=closures)
    assert working_days_between(day, found, closures=closures) == n
    assert is_working_day(found, closures=closures)


@given(days, numbers)
def test_more_working_days_and_later_days_end_later(day: date, n: int):
    assert working_day_after(day, n) < working_day_after(day, n + 1)
    assert working_day_after(day, n) <= working_day_after(day + timedelta(days=1), n)


@given(days, days, days)
def test_working_days_add_up_over_any_day_between(a: date, b: date, c: date):
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


@given(days, days, numbers)
def test_a_limit_once_kept_is_kept_by_anything_earlier_or_longer(start: date, done: date, n: int):
    if within_working_days(start, done, n):
        assert within_working_days(start, done - timedelta(days=1), n)
        assert within_working_days(start, done, n + 1)


@given(days, st.integers(0, 60))
def test_the_count_is_the_number_of_working_days_in_the_calendar(start: date, length: int):
    end = start + timedelta(days=length)
    worked = sum(row.is_working for row in calendar(start, end)) - is_working_day(start)
    assert working_days_between(start, end) == worked
