"""Child protection plans that ended soon after they began."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from tracking.filters.special import ShortPlansFilter
from tracking.models import ChildProtectionPlan
from tracking.models.protection import SHORT_PLAN
from tracking.rules.known import known
from tracking.tables.special import ShortPlansTable
from tracking.trackers.special.rows import DaysBetween, a_year_before, filled, with_people
from tracking.trackers.tracker import Tracker


def rows(as_at: date) -> "QuerySet[ChildProtectionPlan]":
    """The authority's own plans that ended in the 12 months to `as_at`, 90 calendar days or fewer after they began."""
    plans: QuerySet[Any] = known(ChildProtectionPlan, as_at, "started_on", ended="ended_on").exclude(
        is_other_authoritys=True
    )
    ended = plans.filter(ended__gt=a_year_before(as_at)).annotate(
        lasted=DaysBetween("ended_on", "started_on"), category=filled("latest_category")
    )
    return with_people(ended.filter(lasted__lte=SHORT_PLAN).select_related("child"), as_at)


TRACKER = Tracker(
    code="short_plans",
    title=f"Child protection plans ended within {SHORT_PLAN} days",
    group="Watch lists",
    description=(
        f"Child protection plans that ended in the last 12 months and had lasted {SHORT_PLAN} days or fewer, other "
        f"authorities' left out. Local guidance: no plan is closed within {SHORT_PLAN} days without substantial "
        "evidence."
    ),
    rows=rows,
    table=ShortPlansTable,
    filters=ShortPlansFilter,
    needs=("ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cp_plans.cppl_cp_plan_end_date"),
)
