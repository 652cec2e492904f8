"""Determined duties as observations (catalogue, "Duties: one rule for trackers and for timeliness measures")."""

from collections.abc import Callable

from .duties import duties_known
from .duty import Duty
from .known import Known
from .measure import Observation
from .periods import Window


def determined(known: Known) -> list[tuple[Duty, Observation]]:
    """Those met or with due_by < A, none cancelled; the team is the allocated worker's on the observation date."""
    found = []
    for place, duty in enumerate(duties_known(known)):
        if duty.is_determined(known.as_at):
            team = known.team(None, duty.child_id, duty.observation_date)
            start = (duty.child_id, duty.episode_id, team, duty.observation_date)
            found.append((duty, Observation(*start, bool(duty.in_time), str(place))))
    return found


def of_kind(kind: str, counts: Callable[[Duty], bool] = lambda duty: True) -> Callable[[Known], list[Observation]]:
    """The duties of a kind; met = on time."""
    return lambda known: [seen for duty, seen in known.once(determined) if duty.kind == kind and counts(duty)]


def all_on_time(known: Known, kind: str, window: Window) -> dict[str, bool]:
    """By child with a duty of the kind observed in the window: whether every one of them was on time."""
    found: dict[str, bool] = {}
    for duty, seen in known.once(determined):
        if duty.kind == kind and window.holds(seen.observation_date):
            found[duty.child_id] = found.get(duty.child_id, True) and seen.met
    return found


def of_child(known: Known, child_id: str, window: Window, met: bool) -> Observation:
    """A measure of children is observed at E; the record is the child (catalogue, "The edges: Teams")."""
    team = known.team(None, child_id, window.last)
    return Observation(child_id, child_id, team, window.last, met, child_id)
