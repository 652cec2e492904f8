"""Which team an observation belongs to.

Source: the measure catalogue, "Team" and "The edges", Teams: the team recorded on the episode, else the team of the
worker allocated to the child on the observation date, else none ("Unallocated"). Of several allocated workers open on
that date it is the one who started last (then the highest id, as text) among those with a team.
"""

from datetime import date

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from tracking.models import Involvement
from tracking.rules.known import involvements


def allocated_team(on: str, as_at: date) -> Subquery:
    """The team (its primary key) of the worker allocated to the row's child on the date in field `on`."""
    return Subquery(_allocated(on, as_at).filter(team__isnull=False).values("team")[:1])


def allocated_worker(on: str, as_at: date) -> Subquery:
    """The worker (the primary key) allocated to the row's child on the date in field `on`.

    It is the one whose team is the child's; where none of them has a team, the one who started last.
    """
    return Subquery(_allocated(on, as_at).values("worker")[:1], output_field=BigIntegerField())


def recorded_team(on: str, as_at: date) -> Coalesce:
    """The team (its primary key) recorded on the row, else that of the worker allocated on the date in field `on`."""
    return Coalesce(F("team"), allocated_team(on, as_at), output_field=BigIntegerField())


def has_qualified_worker(on: str, as_at: date) -> Exists:
    """Whether any worker allocated to the row's child on the date in field `on` is a qualified social worker.

    Qualified: a registration number is present (contract, last lines); any of them will do (catalogue, Teams).
    """
    return Exists(_allocated(on, as_at).filter(worker__registration_number__gt=""))


def _allocated(on: str, as_at: date) -> "QuerySet[Involvement]":
    """The involvements of the row's child as allocated worker open on the date in field `on`, who counts first."""
    return (
        involvements(as_at)
        .filter(
            Q(ended__isnull=True) | Q(ended__gt=OuterRef(on)),
            child=OuterRef("child"),
            is_allocated=True,
            started_on__lte=OuterRef(on),
        )
        .order_by(IsNull(F("team"), True), "-started_on", F("source_id").desc(nulls_last=True), "-pk")
    )
