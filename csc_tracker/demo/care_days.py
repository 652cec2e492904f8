"""Picking days, also in years before 2012, whose bank holidays are not known: there, weekends are left out only."""

from datetime import date, timedelta
from random import Random

from csc_tracker.demo.days import ONE_DAY, WEEKEND_SHARE
from workdays import FIRST_KNOWN_DAY, is_working_day, working_day_after

SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether people work on the day, as far as is known."""
    return is_working_day(day) if day >= FIRST_KNOWN_DAY else day.weekday() < SATURDAY


def any_day(rng: Random, first: date, last: date) -> date:
    """A day from first to last, both included, mostly one on which people work; first where last is before it."""
    days = (last - first).days
    for _ in range(20):
        day = first + rng.randint(0, max(days, 0)) * ONE_DAY
        if is_workday(day) or rng.random() < WEEKEND_SHARE:
            return day
    return first


def workdays_after(day: date, number: int) -> date:
    """So many working days later; before 2012 seven days for every five of them."""
    return working_day_after(day, number) if day >= FIRST_KNOWN_DAY else day + timedelta(days=number * 7 // 5)
