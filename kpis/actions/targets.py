"""Setting targets."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from kpis.models import Target


@transaction.atomic
def set_target(*, measure: str, starts_on: date, value: Decimal, by: User | None) -> Target:
    """Set what `measure` should reach from `starts_on` on; earlier months keep the target of their time."""
    wanted = {"value": value, "set_by": by}
    target, _ = Target.objects.update_or_create(measure=measure, starts_on=starts_on, defaults=wanted)
    return target
