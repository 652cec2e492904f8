"""Building the figures of a reporting year: start it, aggregate measure by measure, finish."""

import traceback
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from kpis.actions.figures import figures_of_measure, write
from kpis.measure import Measure
from kpis.measures import declared, measure_named
from kpis.models import Build, BuildState, BuildStep, Figure
from kpis.reading import ensure_worked_out
from tracking.changes import Mark
from workdays import FIRST_KNOWN_DAY, LAST_KNOWN_DAY, ReportingYear


class CannotBuild(ValueError):
    """The figures of that year cannot be built; the message says why."""


@transaction.atomic
def start_build(*, year: ReportingYear, as_at: date, by: User | None) -> Build:
    """A new build of every measure for `year` with what was known on `as_at`; a build under way is overtaken.

    Nothing is aggregated yet: `aggregate_step` does that, one measure at a time. Raises CannotBuild for a year whose
    working days are not known. A year that begins after `as_at` is built, and has no figures.
    """
    refuse_unknown(year)
    one_at_a_time(f"builds of {year}")
    overtaken = BuildStep.objects.filter(build__year=str(year), state=BuildState.WAITING)
    overtaken.update(state=BuildState.OVERTAKEN)
    build = Build.objects.create(year=str(year), as_at=as_at, by=by, followed_to=str(Mark.take()))
    BuildStep.objects.bulk_create(BuildStep(build=build, measure=code) for code in declared(as_at))
    return build


def refuse_unknown(year: ReportingYear) -> None:
    """Raise CannotBuild where not every working day of `year` is known."""
    if year.first < FIRST_KNOWN_DAY or year.last > LAST_KNOWN_DAY:
        raise CannotBuild(
            f"The working days of {year} are not all known: they are from {FIRST_KNOWN_DAY} to {LAST_KNOWN_DAY}."
        )


def unfinished_builds() -> QuerySet[Build]:
    """Builds with measures still to aggregate: under way, or left behind by a worker that was stopped."""
    return Build.objects.filter(finished_at__isnull=True, steps__state=BuildState.WAITING).distinct()


def aggregate_step(*, step_id: int) -> BuildStep:
    """Aggregate the measure of a step; a step that is done already is left alone.

    A measure that fails keeps its last figures; the step says what went wrong, and the build goes on. With the last
    step the build is finished and its figures are shown.
    """
    try:
        _work_out_duties(step_id)
        with transaction.atomic():
            step = BuildStep.objects.select_for_update(of=["self"]).select_related("build").get(pk=step_id)
            if step.state == BuildState.WAITING:
                _write(step.build, measure_named(step.measure))
                step.state = BuildState.FINISHED
                step.save()
    except Exception:  # one measure failing must not stop the others, whatever it was
        waiting = BuildStep.objects.filter(pk=step_id, state=BuildState.WAITING)
        waiting.update(state=BuildState.FAILED, error=traceback.format_exc())
        step = BuildStep.objects.select_related("build").get(pk=step_id)
    _finish_if_last(step.build)
    return step


def _work_out_duties(step_id: int) -> None:
    """What the step's measure counts, where that is duties; in transactions of its own, so that nobody waits for it."""
    step = BuildStep.objects.select_related("build").get(pk=step_id)
    if step.state == BuildState.WAITING:
        ensure_worked_out(measure_named(step.measure), step.build.as_at)


@transaction.atomic
def _finish_if_last(build: Build) -> None:
    """Once no measure waits, show the build in place of the one before; a failed measure keeps its last figures."""
    if build.steps.filter(state=BuildState.WAITING).exists():
        return
    build = Build.objects.select_for_update().get(pk=build.pk)
    states = set(build.steps.values_list("state", flat=True))
    if build.finished_at or states & {BuildState.WAITING, BuildState.OVERTAKEN}:
        return
    failed = list(build.steps.filter(state=BuildState.FAILED).values_list("measure", flat=True))
    last = Build.objects.filter(year=build.year, finished_at__isnull=False, pk__lt=build.pk).first()
    Figure.objects.filter(build=last, measure__in=failed).update(build=build)
    build.finished_at = timezone.now()
    build.save()
    # By the ids of the builds: joined with them, many figures at once make a plan that takes a minute.
    earlier = list(Build.objects.filter(year=build.year, pk__lt=build.pk).values_list("pk", flat=True))
    Figure.objects.filter(build__in=earlier).delete()


def _write(build: Build, measure: Measure) -> None:
    build.figures.filter(measure=measure.code).delete()
    write(figures_of_measure(build, measure))


def one_at_a_time(what: str) -> None:
    """Wait until no other transaction holds `what`, and hold it until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])
