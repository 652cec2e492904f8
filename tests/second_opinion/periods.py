"""Months, reporting years and the window of dates that a figure looks at."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


def months_after(day: date, n: int) -> date:
    """Same day of the month, or that month's last day where it has none (catalogue, "n months after a")."""
    years, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


@dataclass(frozen=True)
class Window:
    """From the first day of a basis to E, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Period:
    """One period of the export: a month, or the year to date (where `first_of_month` is 1 April)."""

    label: str
    first_of_year: date
    first_of_month: date
    end: date

    @property
    def is_year(self) -> bool:
        return self.label.endswith("YTD")

    def window(self, basis: str) -> Window:
        """month = dated in the month; ytd = from 1 April to E (catalogue, "Basis")."""
        return Window({"month": self.first_of_month, "ytd": self.first_of_year}[basis], self.end)


def periods(year: str, as_at: date) -> list[Period]:
    """Every month of a reporting year that has begun by A, then the year row (contract, "Output").

    E is the last day of the month, or A where the month is still running. The year row is "the same over 1 April
    to E" for a month basis and "the last month's" for ytd: for both the window is 1 April to the last month's E.
    """
    april = date(int(year[:4]), 4, 1)
    begun = [first for first in (months_after(april, n) for n in range(12)) if first <= as_at]
    months = [Period(f"{first:%Y-%m}", april, first, _end(first, as_at)) for first in begun]
    return [*months, *[Period(f"{year} YTD", april, april, month.end) for month in months[-1:]]]


def period(label: str, as_at: date) -> Period:
    """The period with a label such as `2017-12` or `2017/18 YTD`; KeyError where it begins after A."""
    return {period.label: period for period in periods(year_of(label), as_at)}[label]


def year_of(label: str) -> str:
    """The reporting year, 1 April to 31 March, that a period's label falls in: `2017-12` is in `2017/18`."""
    if label.endswith("YTD"):
        return label.removesuffix(" YTD")
    first = int(label[:4]) - (int(label[5:]) < 4)
    return f"{first}/{(first + 1) % 100:02}"


def _end(first: date, as_at: date) -> date:
    return min(first.replace(day=monthrange(first.year, first.month)[1]), as_at)
