"""Why visits, reviews and health checks were late, as the demonstration's service manager says: most of them, so that
some are left to ask after.
"""

from random import Random
from typing import Any

import pghistory
from django.db.models import Q

from accounts.models import Team, User
from accounts.roles import Role
from csc_tracker.demo.targets import AS_AT, YEAR
from tracking.models import Duty, LateBecause, LatenessReason

KINDS = (
    "cp_visit",
    "looked_after_visit",
    "cin_visit",
    "looked_after_review",
    "cp_review",
    "initial_health_assessment",
    "review_health_assessment",
    "dental_check",
)
WHICH = ("kind", "episode_table", "episode_id", "started_on")  # duty a reason is of
SHARE_EXPLAINED = 0.8
# Each with words that may be said beside it, and how often it is the reason.
REASONS = (
    (LateBecause.CHILD_UNAVAILABLE, "Away with relatives; seen on return", 6),
    (LateBecause.FAMILY_REFUSED, "Family did not answer two announced visits", 5),
    (LateBecause.WORKER_ABSENT, "Worker on sick leave, covered by duty", 4),
    (LateBecause.NO_APPOINTMENT, "First appointment offered fell after the limit", 4),
    (LateBecause.OTHER_AGENCY, "", 3),
    (LateBecause.MOVED, "Moved placement in the same week", 2),
    (LateBecause.RECORDED_LATE, "", 2),
    (LateBecause.OTHER, "Snow closed the road on the planned day", 1),
)


def explain_lateness() -> None:
    """Say why, for what is or was late this year in the service manager's teams; what was explained before stays.

    Written all at once: they were chosen from the manager's own, so the action need not ask of each whether it is.
    """
    manager = User.objects.filter(roles__contains=[Role.SERVICE_MANAGER]).order_by("pk").first()
    if manager is None:
        return
    rng = Random("reasons")  # noqa: S311 - a made-up council is no secret
    said = set(LatenessReason.objects.values_list(*WHICH))
    teams = list(Team.objects.seen_by(manager).values_list("pk", flat=True))
    due = Duty.objects.filter(as_at=AS_AT, kind__in=KINDS, due_by__gte=YEAR.first, team__in=teams)
    late = due.filter(Q(in_time=False) | Q(is_open=True, due_by__lt=AS_AT))
    found: dict[tuple[Any, ...], LatenessReason] = {}
    for duty in late.order_by("kind", "child__source_id", "started_on", "number"):
        reason, words, _ = rng.choices(REASONS, [often for *_, often in REASONS])[0]
        which = {name: getattr(duty, name) for name in WHICH}
        if rng.random() < SHARE_EXPLAINED and (key := tuple(which.values())) not in said:
            found[key] = LatenessReason(child_id=duty.child_id, reason=reason, text=words, by=manager, **which)
    with pghistory.context(user=manager.pk):
        LatenessReason.objects.bulk_create(found.values())
