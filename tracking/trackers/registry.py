"""All trackers, by the name in their address."""

from tracking.trackers import duties, special
from tracking.trackers.tracker import Tracker

TRACKERS: tuple[Tracker, ...] = (*duties.TRACKERS, *special.TRACKERS)
BY_CODE: dict[str, Tracker] = {tracker.code: tracker for tracker in (duties.ALL_DUTIES, *TRACKERS)}
