"""Picking days: working days of a month, days with the odd weekend, days so many working days later."""

from datetime import date, timedelta
from random import Random

from csc_tracker.demo.targets import AS_AT
from workdays import Month, is_working_day, working_day_after, working_days_between

ONE_DAY = timedelta(days=1)
# The day from which working days are numbered here: any day before the first record will do.
BASE = date(2013, 12, 31)
# The share of weekend and bank holiday days that are kept: the emergency duty team takes what cannot wait.
WEEKEND_SHARE = 0.12


def number_of(day: date) -> int:
    """The number of working days from BASE up to and including the day."""
    return working_days_between(BASE, day)


def day_of(number: int) -> date:
    """The working day of that number, the inverse of number_of."""
    return working_day_after(BASE, number)


def last_day(month: Month) -> date:
    """The last day of the month that is not after the date of the extract."""
    return min(month.last, AS_AT)


def some_day(rng: Random, first: date, last: date) -> date:
    """A day from first to last, both included; mostly a working day where there is one."""
    for _ in range(20):
        day = first + rng.randint(0, (last - first).days) * ONE_DAY
        if is_working_day(day) or rng.random() < WEEKEND_SHARE:
            return day
    return first


def working_days_later(rng: Random, day: date, least: int, most: int) -> date:
    """A working day from the least-th to the most-th after the day; least 0 may give the day itself."""
    days = rng.randint(least, most)
    return working_day_after(day, days) if days else day


def known(day: date | None) -> date | None:
    """The day, or nothing where it lies after the date of the extract."""
    return day if day and day <= AS_AT else None
