"""Birthdays, counted inside the database; a date of birth that was not known on the as-at date gives none."""

from datetime import date

from tracking.rules.calendar import MonthsLater
from tracking.rules.known import by

MONTHS_IN_YEAR = 12


def birthday(age: int, as_at: date) -> MonthsLater:
    """The day on which the row's child turns `age`: 29 February may become the 28th."""
    return MonthsLater(by(as_at, "child__born_on"), age * MONTHS_IN_YEAR)
