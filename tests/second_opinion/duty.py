"""What a duty is, and the two shapes that duties have: a single one, and a chain in which each event starts the next.

Catalogue, "Duties" and "The edges: Visits and duties".
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from .extract import Row, day
from .known import Known
from .periods import months_after
from .working_days import working_day_after

YES = frozenset(("y", "yes", "1", "true"))


class Duty(NamedTuple):
    """Something that must happen to a child by a date."""

    kind: str
    child_id: str
    episode_table: str
    episode_id: str
    number: int
    started_on: date
    due_by: date
    met_on: date | None
    in_time: bool | None
    cancelled_on: date | None
    is_open: bool

    @property
    def observation_date(self) -> date:
        """min(met_on, due_by): a late duty counts in the month it fell due, however late it was met."""
        return min(self.met_on, self.due_by) if self.met_on else self.due_by

    def is_determined(self, as_at: date) -> bool:
        """Met, or due_by < A; a cancelled duty counts nowhere."""
        return self.cancelled_on is None and (self.met_on is not None or self.due_by < as_at)


class Record(NamedTuple):
    """The record that a duty hangs on."""

    child_id: str
    table: str
    row_id: str


# The due date of duty n of a chain that starts on a day.
Due = Callable[[int, date], date]


def working_days(n: int) -> Due:
    return lambda number, start: working_day_after(start, n)


def months(n: int) -> Due:
    return lambda number, start: months_after(start, n)


def is_yes(row: Row, column: str) -> bool:
    """A flag that is set: Y, Yes, 1 or true, in any case; blank is not."""
    return row.get(column, "").lower() in YES


def earliest(*days: date | None) -> date | None:
    """The first of the days that there are: an end that is not known is none."""
    return min((one for one in days if one), default=None)


def birthday(known: Known, child: str, years: int) -> date | None:
    """By the calendar: of a child born on 29 February, the 28th where there is no 29th."""
    born = known.once(_births).get(child)
    return months_after(born, 12 * years) if born else None


def _births(known: Known) -> dict[str, date | None]:
    return {row["pers_person_id"]: day(row, "pers_dob") for row in known.rows("ssd_person")}


def _dead(known: Known) -> frozenset[str]:
    """Children whose death is known at A."""
    return frozenset(row["pers_person_id"] for row in known.rows("ssd_person") if row.get("pers_death_date"))


def single(
    known: Known, kind: str, record: Record, start: date, due: Due, done: Iterable[date | None], end: date | None = None
) -> list[Duty]:
    """One duty, met by the first of what was done; what is done after the end meets nothing."""
    days = [one for one in done if one and (end is None or one <= end)]
    return _duty(known, kind, record, 1, start, due, min(days, default=None), end)


def chain(
    known: Known, kind: str, record: Record, start: date, due: Due, events: Iterable[date], end: date | None
) -> list[Duty]:
    """Start, then each event, several on a day being one: each starts a duty that the next one meets."""
    if end and start > end:
        return []
    days = sorted({one for one in events if start <= one and (end is None or one <= end)})
    links = zip([start, *days], [*days, None], strict=True)
    return [
        duty
        for number, (started, met) in enumerate(links, start=1)
        for duty in _duty(known, kind, record, number, started, due, met, end)
    ]


def _duty(
    known: Known, kind: str, record: Record, number: int, start: date, due: Due, met: date | None, end: date | None
) -> list[Duty]:
    """The duty; none where it has not started by A or its due date is beyond the listed bank holidays."""
    if start > known.as_at:
        return []
    try:
        due_by = due(number, start)
    except ValueError:
        return []
    in_time = met <= due_by if met else None
    cancelled = end if not met and end and end < due_by else None
    ended = record.child_id in known.once(_dead) or (end is not None and end <= known.as_at)
    is_open = not met and not cancelled and not ended
    return [Duty(kind, *record, number, start, due_by, met, in_time, cancelled, is_open)]
