"""Every kind of episode that people record, declared once: forms, rules, history and what follows come from it."""

from tracking.episodes import care, front_door, later, need, protection
from tracking.episodes.kind import Kind
from tracking.episodes.people import CHILD

# Those that are recorded and withdrawn; a child's details are corrected only.
ALL: tuple[Kind, ...] = (*front_door.KINDS, *need.KINDS, *protection.KINDS, *care.KINDS, *later.KINDS)
KINDS: dict[str, Kind] = {kind.code: kind for kind in (*ALL, CHILD)}
