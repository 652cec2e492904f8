"""All kinds of duty, in the order in which trackers show them, and the duties of a child."""

from collections.abc import Iterator

from tracking.duties import front_door, health, leaving_care, looked_after, missing, need, protection
from tracking.duties.due import Due
from tracking.duties.facts import Journey
from tracking.duties.kind import Kind
from tracking.duties.limits import Limit, Limits

ALL: tuple[Kind, ...] = (
    *front_door.KINDS,
    *protection.KINDS,
    *need.KINDS,
    *looked_after.KINDS,
    *health.KINDS,
    *missing.KINDS,
    *leaving_care.KINDS,
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in ALL}
DEFAULTS: dict[tuple[str, str], Limit] = {
    (kind.code, part): term.limit for kind in ALL for part, term in kind.terms.items()
}


def duties_of(journey: Journey, limits: Limits) -> Iterator[Due]:
    """Every duty of a child, of every kind, as known on the journey's as-at date."""
    for kind in ALL:
        yield from kind.rule(journey, limits)
