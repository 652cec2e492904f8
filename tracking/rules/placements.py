"""Where a looked-after child lives on a day.

Source: the measure catalogue, "The edges", Care: the placement is the row open on the day that started last, a
temporary one too; a distance that is blank or 999.9 is not known.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import NullIf

from tracking.models import CareEpisode, Placement
from tracking.rules.known import known

NOT_KNOWN = Decimal("999.9")
FAR = 20  # miles; exactly 20.0 is far


def miles_from_home(on: str, as_at: date) -> Subquery:
    """How far from home the row's child is placed on the date in field `on`; empty where that is not known."""
    return Subquery(placements_on(on, as_at).values(miles=NullIf("distance_miles", NOT_KNOWN))[:1])


def placements_on(on: str, as_at: date) -> "QuerySet[Placement]":
    """The placement rows of the row's child open on the date in field `on`, the one that started last first.

    A row that names no child is of the child whose period of care it names.
    """
    own_periods: QuerySet[Any] = CareEpisode.objects.filter(child=OuterRef(OuterRef("child"))).exclude(
        period_of_care=""
    )
    own_periods = own_periods.values("period_of_care")
    return (
        known(Placement, as_at, "started_on", ended="ended_on")
        .filter(
            Q(child=OuterRef("child")) | Q(child=None, period_of_care__in=own_periods),
            Q(ended=None) | Q(ended__gt=OuterRef(on)),
            started_on__lte=OuterRef(on),
        )
        .order_by("-started_on", F("source_id").desc(nulls_last=True), "-pk")
    )
