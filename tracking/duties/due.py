"""What a rule says: one duty of a child, and the two shapes that duties have, single and in a chain."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tracking.duties.limits import Limit


class Episode(NamedTuple):
    """The record that a duty hangs on: its table in the national dataset and its primary key here."""

    table: str
    pk: int


class Due(NamedTuple):
    """A duty: it starts, falls due and is met, or not.

    `ends_on` is the end of what the duty belongs to (plan, stay, period of care, childhood), so far as known: what is
    done later meets nothing. `number` is its place in the chain of duties of one kind and episode, from 1.
    `in_time` is None while it is not met.
    """

    kind: str
    episode: Episode
    number: int
    started_on: date
    due_by: date
    limit: str
    met_on: date | None = None
    in_time: bool | None = None
    ends_on: date | None = None
    refused_on: date | None = None
    team_id: int | None = None

    @property
    def cancelled_on(self) -> date | None:
        """Its end, where that came before it fell due and it was not met; on the due day itself it is not cancelled."""
        ended_first = self.met_on is None and self.ends_on is not None and self.ends_on < self.due_by
        return self.ends_on if ended_first else None

    @property
    def observed_on(self) -> date:
        """The day that places the duty in a month: a late one counts when it fell due, however late it was met."""
        return self.due_by if self.met_on is None else min(self.met_on, self.due_by)

    def is_open(self, as_at: date, died_on: date | None = None) -> bool:
        """Whether it can still be met: not met, not cancelled, and what it belongs to goes on."""
        if self.met_on or self.cancelled_on or died_on:
            return False
        return self.ends_on is None or self.ends_on > as_at


LimitOf = Callable[[int, date], Limit]


def single(
    kind: str,
    episode: Episode,
    started_on: date,
    limit: Limit,
    met_on: date | None,
    ends_on: date | None = None,
    team_id: int | None = None,
) -> Iterator[Due]:
    """One duty, met on a day or not; none where its due day cannot be counted. A day after the end meets nothing."""
    due_by = limit.after(started_on)
    if due_by is None:
        return
    if met_on and ends_on and met_on > ends_on:
        met_on = None
    in_time = met_on <= due_by if met_on else None
    yield Due(kind, episode, 1, started_on, due_by, str(limit), met_on, in_time, ends_on, team_id=team_id)


def chain(
    kind: str, episode: Episode, start: date, events: Iterable[date], ends_on: date | None, limit_of: LimitOf
) -> Iterator[Due]:
    """The duties from `start` and then from each event on: each is met by the next event.

    Events before the start or after the end count for nothing, several on one day are one. `limit_of` gives the limit
    of the n-th duty, which starts on a day.
    """
    if ends_on and start > ends_on:
        return
    counted = sorted({day for day in events if start <= day and (ends_on is None or day <= ends_on)})
    for number, (started_on, met_on) in enumerate(zip([start, *counted], [*counted, None], strict=True), 1):
        limit = limit_of(number, started_on)
        if due_by := limit.after(started_on):
            in_time = met_on <= due_by if met_on else None
            yield Due(kind, episode, number, started_on, due_by, str(limit), met_on, in_time, ends_on)


def earliest(*days: date | None) -> date | None:
    """The earliest of the days that are known."""
    return min((day for day in days if day), default=None)
