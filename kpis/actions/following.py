"""Keeping figures true when records change: only the measures and months that a change touches are counted again.

A build of every measure and following every change give the same figures; tests hold them to it.
"""

import traceback
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from kpis.actions.builds import one_at_a_time
from kpis.actions.figures import recount
from kpis.measure import OBSERVED_ON, Measure
from kpis.measures import declared
from kpis.models import Build, BuildState
from kpis.reading import ensure_worked_out, tables_read
from tracking.changes import Mark, forget_before
from tracking.models import CareEpisode, LegalStatus, PeriodOfCare, Placement

FROM_THE_START = date.min
# What a placement or a legal status says can change what a period of care is from its first day on.
_OF_A_PERIOD = {model._meta.db_table for model in (CareEpisode, LegalStatus, Placement)}


class Touched(NamedTuple):
    """The earliest day that changes of a table can have an effect on."""

    table: str
    since: date


def follow_changes() -> int:
    """Bring the figures of every year that is built up to date with the records; returns how many measures of years
    were counted again."""
    years = Build.objects.filter(finished_at__isnull=False).order_by().values_list("year", flat=True).distinct()
    counted = sum(_follow(year) for year in years)
    newest = [Build.objects.filter(year=year, finished_at__isnull=False).first() for year in years]
    unfinished = Build.objects.filter(finished_at__isnull=True, steps__state=BuildState.WAITING).distinct()
    forget_before([Mark.read(build.followed_to) for build in (*newest, *unfinished) if build])
    return counted


@transaction.atomic
def _follow(year: str) -> int:
    one_at_a_time(f"builds of {year}")
    build = Build.objects.filter(year=year, finished_at__isnull=False).first()
    if build is None:
        return 0
    mark = Mark.take()
    touched = list(_touched(Mark.read(build.followed_to)))
    failed = set(build.steps.filter(state=BuildState.FAILED).values_list("measure", flat=True))
    measures = [measure for code, measure in declared().items() if code not in failed] if touched else []
    counted = sum(_recount(build, measure, since) for measure in measures if (since := _since(measure, touched)))
    build.followed_to = str(mark)
    if counted:
        build.followed_at = timezone.now()
    build.save()
    return counted


def _recount(build: Build, measure: Measure, since: date) -> bool:
    """Count a measure's months from `since` again; if that fails its last figures stay, marked as not rebuilt."""
    try:
        ensure_worked_out(measure, build.as_at)
        with transaction.atomic():
            recount(build, measure, since)
    except Exception:  # one measure failing must not stop the others, whatever it was
        build.steps.filter(measure=measure.code).update(state=BuildState.FAILED, error=traceback.format_exc())
    return True


def _touched(mark: Mark) -> Iterable[Touched]:
    rows = mark.changes().order_by().values("table", "child_id")
    for row in rows.annotate(first=Min("since"), undated=Count("pk", filter=Q(since=None))):
        first = FROM_THE_START if row["undated"] else row["first"]
        if row["table"] in _OF_A_PERIOD:
            first = min(first, _start_of_care(row["child_id"]))
        yield Touched(row["table"], first)


def _start_of_care(child_id: int | None) -> date:
    """The first day of the child's first period of care; where nobody knows whose, the beginning of everything."""
    if child_id is None:
        return FROM_THE_START
    first = PeriodOfCare.objects.filter(child=child_id).aggregate(day=Min("started_on"))["day"]
    return first or FROM_THE_START


def _since(measure: Measure, touched: list[Touched]) -> date | None:
    """The earliest day from which the measure's months may differ; None where nothing that it reads changed."""
    read = tables_read(measure)
    days = [change.since for change in touched if change.table in read]
    if not days:
        return None
    # Where rows are placed by another date than their own, a change can have its effect before its date.
    is_dated_by_itself = not measure.looks_ahead and measure.placed_by == OBSERVED_ON
    return min(days) if is_dated_by_itself else FROM_THE_START
