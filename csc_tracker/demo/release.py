"""The demonstration's report of its last quarter, as a draft that everybody can look at. Nothing is published."""

from accounts.models import User
from accounts.roles import Role
from csc_tracker.demo.targets import LAST_MONTH
from kpis.actions.releases import start_release
from kpis.models import Release


def draft_release() -> None:
    """Start the report of the quarter as the analyst, unless there is one. The figures must be built."""
    analyst = User.objects.filter(roles__contains=[Role.ANALYST]).order_by("pk").first()
    period = str(LAST_MONTH.quarter)
    if analyst is not None and not Release.objects.filter(period=period).exists():
        start_release(period=period, by=analyst)
