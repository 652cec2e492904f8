"""Setting the time limits of duties."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts import log
from accounts.models import User
from accounts.roles import Right
from tracking.actions.duties import records_changed
from tracking.duties.kinds import DEFAULTS
from tracking.duties.limits import Limit, TimeUnit
from tracking.models import DutyLimit


@transaction.atomic
def set_limit(*, by: User, kind: str, part: str, amount: int, unit: str, since: date, source: str) -> DutyLimit:
    """Set the limit of a kind of duty for what starts on or after `since`; the same day's setting is replaced.

    The duties are out of date from then on, until they are worked out again. Raises PermissionDenied where `by` may not
    set limits, ValidationError for a kind or part that has no limit, and for a limit that is none.
    """
    if not by.may(Right.SET_LIMITS):
        raise PermissionDenied("Only an administrator may do this.")
    if (kind, part) not in DEFAULTS:
        raise ValidationError(f"There is no limit {part!r} of {kind!r}.")
    limit = DutyLimit.objects.filter(kind=kind, part=part, since=since).first() or DutyLimit(
        kind=kind, part=part, since=since
    )
    limit.amount, limit.unit, limit.source, limit.by = amount, TimeUnit(unit), source.strip(), by
    limit.full_clean()
    limit.save()
    what = f"{kind} {part}".strip()
    log.write(user=by, action="set a time limit", subject=f"{what}: {Limit(amount, TimeUnit(unit))} from {since}")
    records_changed()
    return limit
