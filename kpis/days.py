"""The days that a figure looks at, as expressions: one query set serves every month of a statement, or one alone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Func, Value
from django.db.models.expressions import Combinable

from workdays import Month, Quarter


def _asked(column: str) -> Func:
    """A column of the list of months that a statement asks for (kpis.aggregate)."""
    return Func(template=f"asked.{column}", output_field=DateField())


def _day(day: date) -> Value:
    return Value(day, DateField())


@dataclass(frozen=True)
class Days:
    """What is looked at: `end` is the last day (E: the month's, or the as-at date where it still runs), `april` the
    first day of its reporting year, `as_at` the day after which nothing is known."""

    as_at: date
    end: Combinable
    april: Combinable

    @classmethod
    def every_month(cls, as_at: date) -> "Days":
        """Each of the months that a statement asks for in turn."""
        return cls(as_at, _asked("ends_on"), _asked("april"))

    @classmethod
    def of(cls, span: "Span", as_at: date) -> "Days":
        """One month, quarter or year."""
        return cls(as_at, _day(span.end), _day(span.april))

    @property
    def known_on(self) -> Value:
        """The as-at date as an expression."""
        return _day(self.as_at)


@dataclass(frozen=True)
class Span:
    """A month, a quarter or the year so far, as far as it is over by the as-at date; `name` is what figures call it.
    `quarter` and `april` are the first days of its quarter and its reporting year."""

    name: str
    first: date
    end: date
    quarter: date
    april: date

    @classmethod
    def of(cls, period: Month | Quarter, as_at: date) -> "Span":
        """The days of a month or quarter up to `as_at`."""
        quarter = period.quarter if isinstance(period, Month) else period
        return cls(str(period), period.first, min(period.last, as_at), quarter.first, period.reporting_year.first)
