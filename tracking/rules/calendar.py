"""Counting working days and calendar months inside the database."""

from typing import Any

from django.db.models import DateField, Func, Value


class WorkingDayAfter(Func):
    """The n-th working day of England after a date (field, expression); empty where the date is, or is not known."""

    function = "working_day_after"
    output_field = DateField()

    def __init__(self, day: Any, n: int) -> None:
        super().__init__(day, Value(n))


class MonthsLater(Func):
    """The same day n calendar months later, or that month's last day (the database's interval arithmetic does so)."""

    template = "((%(expressions)s)::date + interval '%(months)s months')::date"
    output_field = DateField()

    def __init__(self, day: Any, months: int) -> None:
        super().__init__(day, months=int(months))
