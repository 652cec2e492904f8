"""Counting working days of England: Monday to Friday, not a bank holiday, not one of a council's own closure days.

One rule for contacts, assessments, visits and everything else (catalogue, "Words used below"): "n working days after a"
is the nth working day after a, and "within n working days of a" is on or before that day. So what was received on a
Friday and decided on the Sunday is within 1 working day, and what was received on a Thursday and decided on the
Saturday is not.

Every function takes calendar dates, takes a council's own closure days as ``closures``, and raises UnknownYear for a
day, given or reached, outside FIRST_KNOWN_DAY to LAST_KNOWN_DAY.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from workdays.bank_holidays import FIRST_KNOWN_DAY, LAST_KNOWN_DAY, UnknownYear, bank_holidays, is_weekend

ONE_DAY = timedelta(days=1)
# A council has one set of closure days; a few more leave room for tests and for a change of settings.
TABLES_KEPT = 8


class CalendarDay(NamedTuple):
    """A calendar day, whether it is a working day, and the working days from FIRST_KNOWN_DAY up to and including it."""

    day: date
    is_working: bool
    ordinal: int


class _Table(NamedTuple):
    """Every known day, and every known working day, in order: each question below is one look into these."""

    days: list[CalendarDay]
    working: list[date]


@lru_cache(maxsize=TABLES_KEPT)
def _table(closures: frozenset[date]) -> _Table:
    years = range(FIRST_KNOWN_DAY.year, LAST_KNOWN_DAY.year + 1)
    off = {day for year in years for day in bank_holidays(year, closures=closures)}
    days: list[CalendarDay] = []
    working: list[date] = []
    day = FIRST_KNOWN_DAY
    while day <= LAST_KNOWN_DAY:
        is_working = not is_weekend(day) and day not in off
        if is_working:
            working.append(day)
        days.append(CalendarDay(day, is_working, len(working)))
        day += ONE_DAY
    return _Table(days, working)


def _known(day: date, closures: frozenset[date]) -> CalendarDay:
    if not FIRST_KNOWN_DAY <= day <= LAST_KNOWN_DAY:
        raise UnknownYear(day.year)
    return _table(closures).days[(day - FIRST_KNOWN_DAY).days]


def is_working_day(day: date, *, closures: frozenset[date] = frozenset()) -> bool:
    """Whether the calendar day is a working day."""
    return _known(day, closures).is_working


def working_day_after(day: date, n: int, *, closures: frozenset[date] = frozenset()) -> date:
    """The nth working day after the calendar day, n being 1 or more; the day itself is never counted.

    Raises ValueError for n below 1, UnknownYear where the nth working day lies after LAST_KNOWN_DAY.
    """
    if n < 1:
        raise ValueError(f"the working day after a day is the 1st or a later one, not number {n}")
    working = _table(closures).working
    place = _known(day, closures).ordinal + n
    if place > len(working):
        raise UnknownYear(LAST_KNOWN_DAY.year + 1)
    return working[place - 1]


def working_days_between(start: date, end: date, *, closures: frozenset[date] = frozenset()) -> int:
    """The number of working days after start up to and including end; negative where end is before start.

    This counts days worked. Whether a limit was kept is another question, since an end at a weekend counts towards the
    next working day: ask within_working_days.
    """
    return _known(end, closures).ordinal - _known(start, closures).ordinal


def within_working_days(start: date, done: date, n: int, *, closures: frozenset[date] = frozenset()) -> bool:
    """Whether done is on or before the nth working day after start, n being 1 or more.

    Raises ValueError for n below 1.
    """
    return done <= working_day_after(start, n, closures=closures)


def calendar(first: date, last: date, *, closures: frozenset[date] = frozenset()) -> Iterator[CalendarDay]:
    """Every calendar day from first to last, both included, in order; nothing where last is before first.

    The difference of two ordinals is working_days_between, so a database table filled from this answers the same way.
    """
    start, end = _known(first, closures), _known(last, closures)
    days = _table(closures).days
    yield from days[(start.day - FIRST_KNOWN_DAY).days : (end.day - FIRST_KNOWN_DAY).days + 1]
