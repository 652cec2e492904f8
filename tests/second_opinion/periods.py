"""Months, reporting years and the window of dates that a figure looks at."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


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


def quarter_start(day: date) -> date:
    """Quarters begin in April, July, October and January (catalogue, "Basis")."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


@dataclass(frozen=True)
class Period:
    """One period of the export: a month or a quarter, or the year to date; `first` is its first day."""

    label: str
    first_of_year: date
    first: date
    end: date

    @property
    def is_year(self) -> bool:
        return self.label.endswith("YTD")

    def window(self, basis: str) -> Window:
        """What a basis looks at, to E (catalogue, "Basis").

        The year row is, for month, quarter and qtd bases, the same over 1 April to E; for ytd and snapshot, the last
        month's. A snapshot is the state at the end of day E, `last`; its `first` is 1 April, which some rules name.
        """
        if self.is_year or basis in ("ytd", "snapshot"):
            return Window(self.first_of_year, self.end)
        return Window({"month": self.first, "qtd": quarter_start(self.first), "quarter": self.first}[basis], self.end)


def periods(year: str, as_at: date) -> list[Period]:
    """Every month of a reporting year that has begun by A, then the year row (contract, "Output").

    E is the last day of the month, or A where the month is still running.
    """
    return _periods(year, as_at, [f"{first:%Y-%m}" for first in _firsts(year, 1)], 1)


def quarters(year: str, as_at: date) -> list[Period]:
    """The same by quarters, `2017/18 Q3`: one that begins after A has no figure, a running one ends on A."""
    return _periods(year, as_at, [f"{year} Q{number}" for number in range(1, 5)], 3)


def _firsts(year: str, months: int) -> list[date]:
    return [months_after(date(int(year[:4]), 4, 1), n) for n in range(0, 12, months)]


def _periods(year: str, as_at: date, labels: list[str], months: int) -> list[Period]:
    firsts = _firsts(year, months)
    begun = [
        Period(label, firsts[0], first, min(months_after(first, months) - timedelta(days=1), as_at))
        for label, first in zip(labels, firsts, strict=True)
        if first <= as_at
    ]
    return [*begun, *[Period(f"{year} YTD", firsts[0], firsts[0], last.end) for last in begun[-1:]]]


def period(label: str, as_at: date) -> Period:
    """The period with a label such as `2017-12`, `2017/18 Q3` or `2017/18 YTD`; KeyError where it begins after A."""
    year = year_of(label)
    return {period.label: period for period in (*quarters(year, as_at), *periods(year, as_at))}[label]


def year_of(label: str) -> str:
    """The reporting year, 1 April to 31 March, that a period's label falls in: `2017-12` is in `2017/18`."""
    if " " in label:
        return label.partition(" ")[0]
    first = int(label[:4]) - (int(label[5:]) < 4)
    return f"{first}/{(first + 1) % 100:02}"
