"""Which team an observation belongs to.

Source: the measure catalogue, "Team" and "The edges", Teams: the team recorded on the episode, else the team of the
worker allocated to the child on the observation date, else none ("Unallocated"). Of several allocated workers open on
that date it is the one who started last (then the highest id, as text) among those with a team.
"""

from datetime import date

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from tracking.rules.known import involvements


def allocated_team(on: str, as_at: date) -> Subquery:
    """The team (its primary key) of the worker allocated to the row's child on the date in field `on`."""
    open_then = (
        involvements(as_at)
        .filter(
            Q(ended__isnull=True) | Q(ended__gt=OuterRef(on)),
            child=OuterRef("child"),
            is_allocated=True,
            team__isnull=False,
            started_on__lte=OuterRef(on),
        )
        .order_by("-started_on", F("source_id").desc(nulls_last=True), "-pk")
    )
    return Subquery(open_then.values("team")[:1])


def recorded_team(on: str, as_at: date) -> Coalesce:
    """The team (its primary key) recorded on the row, else that of the worker allocated on the date in field `on`."""
    return Coalesce(F("team"), allocated_team(on, as_at), output_field=BigIntegerField())
