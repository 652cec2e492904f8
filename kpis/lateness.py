"""Why duties were late: the reasons that people gave, counted beside the measure of timeliness."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from kpis.book import newest_month
from kpis.measure import Section
from kpis.models import Build
from kpis.scopes import Scope, in_scope
from tracking.duties.kinds import KINDS
from tracking.models import Duty, DutyEdition, LateBecause
from tracking.trackers.duties import with_reasons
from workdays import Month, ReportingYear

NONE_GIVEN = "No reason given"


@dataclass(frozen=True)
class Line:
    """How many late duties have a reason, in the newest month and since 1 April."""

    reason: str
    in_month: int
    in_year: int


@dataclass(frozen=True)
class Reasons:
    """The reasons for the lateness of one kind of duty, the most frequent first; they add up to what was late."""

    title: str
    month: Month
    lines: tuple[Line, ...]


def reasons(section: Section, build: Build, scope: Scope) -> list[Reasons]:
    """One table for each kind of duty that the section's measures are of; none where the duties as known at the time
    of the build are no longer kept."""
    kinds = dict.fromkeys(measure.duty for measure in section.measures if measure.duty)
    if kinds and not DutyEdition.objects.filter(as_at=build.as_at, worked_out_at__isnull=False).exists():
        return []
    month = newest_month(build)
    return [Reasons(KINDS[kind].title, month, tuple(_lines(kind, build, month, scope))) for kind in kinds]


def _lines(kind: str, build: Build, month: Month, scope: Scope) -> Iterator[Line]:
    first = ReportingYear.parse(build.year).first
    kept = Duty.objects.filter(in_scope(scope.key), as_at=build.as_at, kind=kind).determined()
    late = kept.exclude(in_time=True).filter(observed_on__gte=first, observed_on__lte=min(month.last, build.as_at))
    said: Any = with_reasons(late)
    rows = (
        said.order_by()
        .values("late_because")
        .annotate(in_year=Count("pk"), in_month=Count("pk", filter=Q(observed_on__gte=month.first)))
        .order_by("-in_year", "late_because")
    )
    for row in rows:
        words = str(LateBecause(row["late_because"]).label) if row["late_because"] else NONE_GIVEN
        yield Line(words, row["in_month"], row["in_year"])
