"""Where looked-after children live: how often they moved, how long they have stayed, how far from home.

Source: the measure catalogue, "Looked after" and "The edges", Care. Stays are counted, not rows: temporary placements
are left out of them (tracking.duties.care).
"""

from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Section, Unit
from kpis.measures.columns import BORN, PERIODS_OF_CARE, PLACEMENTS, STAYS
from kpis.measures.looked_after import AT_THE_END, CHAPTER, EPISODES, looked_after_at
from tracking.models import PeriodOfCare, Stay
from tracking.rules.ages import birthday
from tracking.rules.calendar import MonthsLater
from tracking.rules.placements import FAR, miles_from_home

MANY = 3  # placements in 12 months
A_YEAR, SETTLED, LONG_IN_CARE = 12, 24, 30  # months
SIXTEEN = 16  # years of age
FOR_ADOPTION = ("A3", "A4", "A5", "A6")
PLACED_AT = (*PERIODS_OF_CARE, *PLACEMENTS, "ssd_cla_placement.clap_cla_placement_distance")


def _stays(days: Days) -> "QuerySet[Stay]":
    """The stays of the row's child, of whatever period of care, as known then."""
    return Stay.objects.filter(as_at=days.as_at, child=OuterRef("child"))


def with_placements(days: Days) -> "QuerySet[PeriodOfCare]":
    """Children looked after at E; `placements` is how many of their stays touch the 12 months to E."""
    since = MonthsLater(days.end, -A_YEAR)
    touching: QuerySet[Any, Any] = _stays(days).filter(
        Q(ended_on=None) | Q(ended_on__gt=since), started_on__lte=days.end
    )
    counted = touching.order_by().values("child").annotate(count=Count("pk")).values("count")
    return looked_after_at(days).annotate(placements=Subquery(counted, output_field=IntegerField()))


def long_in_care(days: Days) -> "QuerySet[PeriodOfCare]":
    """Children under 16 at E, looked after for 30 months or more in this period of care; `settled_on` is the day on
    which they had been in the stay of that day for 24 months.

    It is the stay open at E that started last. One placed for adoption is counted from the start of the stay that ended
    on the day it began.
    """
    before = _stays(days).filter(ended_on=OuterRef("started_on")).order_by("-started_on")
    since_before = Coalesce(Subquery(before.values("started_on")[:1]), F("started_on"))
    is_open = Q(ended_on=None) | Q(ended_on__gt=days.end)
    stays: QuerySet[Any, Any] = (
        _stays(days)
        .filter(is_open, started_on__lte=days.end)
        .annotate(
            since=Case(When(first_placement__type__in=FOR_ADOPTION, then=since_before), default=F("started_on")),
            placement_key=F("first_placement__source_id"),
        )
        .order_by("-started_on", F("placement_key").desc(nulls_last=True), "-pk")
    )
    return (
        looked_after_at(days)
        .annotate(turns_16_on=birthday(SIXTEEN, days.as_at), is_long_on=MonthsLater("started_on", LONG_IN_CARE))
        .filter(turns_16_on__gt=days.end, is_long_on__lte=days.end)
        .annotate(settled_on=MonthsLater(Subquery(stays.values("since")[:1]), SETTLED))
    )


def with_distance(days: Days) -> "QuerySet[PeriodOfCare]":
    """Children looked after at E; `miles` is how far from home they are placed then, empty where that is not known."""
    return looked_after_at(days).annotate(miles=miles_from_home("observed_on", days.as_at))


def _share(code: str, title: str, definition: str, better: Better, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=definition,
        basis=Basis.SNAPSHOT,
        unit=Unit.PERCENT,
        better=better,
        episode_table=EPISODES,
        **rest,
    )


WHERE = Section(
    slug="looked-after-placements",
    title="Looked after: placements",
    chapter=CHAPTER,
    definition=(
        "Of the children looked after at the end of the month, those who had three or more placements in the last 12 "
        "months, have been in their placement for two years or more, and are placed 20 miles or more from home. "
        "Children do better in stable placements; some need to move to be safe. Temporary placements (T0 to T4) are "
        "left out of moves and of lengths of stay."
    ),
    measures=(
        _share(
            "CSC 228",
            "% looked after children with 3 or more placements in the last 12 months",
            "Of the children looked after at the end of the month, the share with three or more placements in the 12 "
            "months to that day, of whatever period of care, temporary ones left out.",
            Better.LOW,
            counts="children with three or more placements that touch the 12 months",
            out_of=AT_THE_END,
            rows=with_placements,
            met=Q(placements__gte=MANY),
            needs=STAYS,
        ),
        _share(
            "CSC 229",
            "% looked after children in their current placement for 2 or more years",
            "Of the children under 16 at the end of the month who had been looked after for two and a half years or "
            "more, the share who had been in their placement for two years or more; a child placed for adoption, in "
            "that placement and the one before it together.",
            Better.HIGH,
            counts="children in the same placement for 24 months or more",
            out_of="children under 16 looked after for 30 months or more in their current period of care",
            rows=long_in_care,
            met=Q(settled_on__lte=F("observed_on")),
            needs=(*STAYS, BORN),
        ),
        _share(
            "CSC 230",
            "% looked after children placed 20 miles or more from home",
            "Of the children looked after at the end of the month whose placement has a known distance, the share "
            "placed 20 miles or more from home. A distance of 999.9 means that it is not known.",
            Better.LOW,
            counts="children placed 20.0 miles or more from home",
            out_of="children looked after at the end of the month whose distance from home is known",
            rows=with_distance,
            counted=Q(miles__isnull=False),
            met=Q(miles__gte=FAR),
            needs=PLACED_AT,
        ),
    ),
)
