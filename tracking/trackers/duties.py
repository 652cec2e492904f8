"""The lists of the table of duties: one for each kind, and all of them together."""

from datetime import date
from functools import partial

from django.db.models import CharField, OuterRef, Subquery

from tracking.duties.kind import Kind
from tracking.duties.kinds import ALL
from tracking.filters.duties import AllDutiesFilter, DutyFilter
from tracking.models import Duty, DutyQuerySet, LatenessReason
from tracking.tables.duties import AllDutiesTable, DutyTable
from tracking.trackers.states import listed
from tracking.trackers.tracker import Tracker

EVERY_KIND = "duties"


def rows(as_at: date, kind: str = "") -> DutyQuerySet:
    """The duties that are open or were met late lately, of one kind or all, with the reason for lateness; the earliest
    due first."""
    duties = Duty.objects.filter(as_at=as_at, **({"kind": kind} if kind else {}))
    return with_reasons(listed(duties, as_at)).select_related("child", "team", "worker").order_by("due_by", "pk")


def with_reasons(duties: DutyQuerySet) -> DutyQuerySet:
    """The duties with `late_because` (one of LateBecause) and `late_words`, as somebody gave them."""
    said = LatenessReason.objects.filter(
        kind=OuterRef("kind"),
        episode_table=OuterRef("episode_table"),
        episode_id=OuterRef("episode_id"),
        started_on=OuterRef("started_on"),
    )
    return duties.annotate(
        late_because=Subquery(said.values("reason"), output_field=CharField()),
        late_words=Subquery(said.values("text"), output_field=CharField()),
    )


def _tracker(kind: Kind) -> Tracker:
    return Tracker(
        code=kind.code,
        title=kind.title,
        group=kind.group,
        description=f"Starts: {kind.starts}. Met by: {kind.met_by}. {kind.source}.",
        rows=partial(rows, kind=kind.code),
        table=DutyTable,
        filters=DutyFilter,
        needs=kind.needs,
        kind=kind,
    )


ALL_DUTIES = Tracker(
    code=EVERY_KIND,
    title="All duties",
    group="",
    description="Everything that must happen to a child by a date, of every kind.",
    rows=rows,
    table=AllDutiesTable,
    filters=AllDutiesFilter,
)
TRACKERS = tuple(_tracker(kind) for kind in ALL)
