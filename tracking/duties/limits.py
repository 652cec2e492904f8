"""Time limits: how long after its start a duty falls due, and which limit was in force when it started.

The limits of law and guidance stand beside each kind's rule. An administrator may set another from a date on; a duty
keeps the limit that was in force on the day it started.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workdays import UnknownYear, add_months, working_day_after

HOURS_OF_A_DAY = 24
DAYS_OF_A_WEEK = 7


class TimeUnit(StrEnum):
    """What a limit is counted in. Working days leave out weekends and bank holidays; the others go by the calendar."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True)
class Limit:
    """So many hours, days, working days, weeks or months."""

    amount: int
    unit: TimeUnit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount > 1 else self.unit.removesuffix('s')}"

    def after(self, day: date) -> date | None:
        """The last day within the limit, counted from `day`; None where the working days of that year are not known.

        Hours are rounded up to whole days: whether an hour was kept is for the rule that knows the time of day.
        """
        if self.unit is TimeUnit.WORKING_DAYS:
            try:
                return working_day_after(day, self.amount)
            except UnknownYear:
                return None
        if self.unit is TimeUnit.MONTHS:
            return add_months(day, self.amount)
        return day + timedelta(days=self._days)

    @property
    def _days(self) -> int:
        if self.unit is TimeUnit.HOURS:
            return -(-self.amount // HOURS_OF_A_DAY)
        return self.amount * (DAYS_OF_A_WEEK if self.unit is TimeUnit.WEEKS else 1)


@dataclass(frozen=True)
class Change:
    """A limit set by an administrator for duties that start on or after `since`."""

    kind: str
    part: str
    since: date
    limit: Limit


class Limits:
    """Every limit with its changes: `defaults` by kind and part."""

    def __init__(self, defaults: Mapping[tuple[str, str], Limit], changes: Iterable[Change] = ()) -> None:
        self._since: dict[tuple[str, str], list[date]] = {key: [date.min] for key in defaults}
        self._limits = {key: [limit] for key, limit in defaults.items()}
        for change in sorted(changes, key=lambda change: change.since):
            key = (change.kind, change.part)
            if key in self._limits:
                self._since[key].append(change.since)
                self._limits[key].append(change.limit)

    def on(self, kind: str, part: str, day: date) -> Limit:
        """The limit in force for duties of `kind` that start on `day`."""
        key = (kind, part)
        limits = self._limits[key]
        return limits[0] if len(limits) == 1 else limits[bisect_right(self._since[key], day) - 1]
