"""The lists that are not of duties alone: who moved, who came back, whose case has no social worker, and so on."""

from tracking.trackers.special import (
    initial_health_steps,
    neet_care_leavers,
    placement_moves,
    re_referrals,
    short_plans,
    without_social_worker,
)
from tracking.trackers.tracker import Tracker

TRACKERS: tuple[Tracker, ...] = tuple(
    module.TRACKER
    for module in (
        without_social_worker,
        placement_moves,
        re_referrals,
        short_plans,
        initial_health_steps,
        neet_care_leavers,
    )
)
