"""Moves of looked-after children from one placement to another."""

from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from tracking.filters.special import PlacementMovesFilter
from tracking.models import Stay
from tracking.tables.special import PlacementMovesTable
from tracking.trackers.special.rows import a_year_before, filled, with_people
from tracking.trackers.tracker import Tracker


def rows(as_at: date) -> "QuerySet[Stay]":
    """The stays that began in the 12 months to `as_at` and are not the first of their period of care.

    `change_reason` and `moved_from` are those of the stay before, `placements` the child's stays that touch the 12
    months, of whatever period (CSC 228), `moves` how many of them are moves in the 12 months.
    """
    year = a_year_before(as_at)
    moved = Q(number__gt=1, started_on__gt=year)
    stays = Stay.objects.filter(as_at=as_at)
    the_childs = stays.filter(child=OuterRef("child")).order_by().values("child")
    before = stays.filter(
        child=OuterRef("child"), period_of_care=OuterRef("period_of_care"), number=OuterRef("number") - 1
    )
    touching = the_childs.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=year))
    return with_people(
        stays.filter(moved)
        .select_related("child")
        .annotate(
            change_reason=filled(Subquery(before.values("last_placement__change_reason"))),
            moved_from=Subquery(before.values("last_placement__type")),
            moved_to=F("first_placement__type"),
            placements=_counted(touching),
            moves=_counted(the_childs.filter(moved)),
        ),
        as_at,
    )


def _counted(stays: "QuerySet[Any, Any]") -> Subquery:
    return Subquery(stays.annotate(count=Count("pk")).values("count"), output_field=IntegerField())


TRACKER = Tracker(
    code="placement_moves",
    title="Placement moves",
    group="Watch lists",
    description=(
        "Every move of the last 12 months from one placement to another, temporary ones left out, with why the "
        "placement before ended. A child with 3 or more placements in 12 months counts in CSC 228."
    ),
    rows=rows,
    table=PlacementMovesTable,
    filters=PlacementMovesFilter,
    needs=(
        "ssd_cla_episodes.clae_cla_episode_start_date",
        "ssd_cla_placement.clap_cla_placement_start_date",
        "ssd_cla_placement.clap_cla_placement_end_date",
        "ssd_cla_placement.clap_cla_placement_type",
    ),
)
