"""Birthdays, counted inside the database; a date of birth that was not known on the as-at date gives none."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from tracking.models import Child
from tracking.rules.calendar import MonthsLater
from tracking.rules.known import by

MONTHS_IN_YEAR = 12


def birthday(age: int, as_at: date) -> Subquery:
    """The day on which the row's child turns `age`; 29 February may become the 28th.

    Looked up row by row: joined, a condition on an age makes the database work out every child's, month by month.
    """
    child: QuerySet[Any, Any] = Child.objects.filter(pk=OuterRef("child"))
    return Subquery(child.values(day=MonthsLater(by(as_at, "born_on"), age * MONTHS_IN_YEAR)))


def age(born_on: date | None, day: date) -> int | None:
    """How many years old somebody is on `day`; None where the birthday is not known or to come."""
    if born_on is None or born_on > day:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
