"""Every tracker with its counts for one user."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from accounts.models import User
from tracking.models import Duty
from tracking.recorded import recorded_columns
from tracking.rules.sight import in_sight
from tracking.trackers.registry import TRACKERS
from tracking.trackers.states import STATES, counts_by_kind, listed
from tracking.trackers.tracker import Tracker


@dataclass(frozen=True)
class Line:
    """A tracker and its numbers: by state where it lists duties, else how many rows (`total`); None = not recorded."""

    tracker: Tracker
    by_state: list[tuple[str, int]] | None = None
    total: int | None = None


def overview(user: User, as_at: date) -> list[tuple[str, list[Line]]]:
    """The trackers by group, each with what the user has on it."""
    lines = groupby(_lines(user, as_at), key=lambda line: line.tracker.group)
    return [(group, list(found)) for group, found in lines]


def _lines(user: User, as_at: date) -> Iterator[Line]:
    recorded, sight = recorded_columns(), in_sight(user, as_at)
    by_kind = counts_by_kind(listed(Duty.objects.filter(sight, as_at=as_at), as_at), as_at)
    for tracker in TRACKERS:
        if not tracker.is_recorded(recorded):
            yield Line(tracker)
        elif tracker.kind:
            found = by_kind.get(tracker.kind.code, {})
            yield Line(tracker, by_state=[(state, found.get(state, 0)) for state in STATES])
        else:
            rows = tracker.rows(as_at).filter(sight)
            yield Line(tracker, total=tracker.filters({}, queryset=rows, as_at=as_at).qs.count())
