"""Tasks of the figures. Each fetches by id and calls one action; running one twice changes nothing."""

from celery import shared_task

from kpis.actions.builds import aggregate_step, start_build, unfinished_builds
from kpis.models import Build
from tracking.recorded import latest_as_at
from workdays import ReportingYear


@shared_task
def aggregate_measure(step_id: int) -> str:
    """Aggregate one measure of a build; returns how the step ended."""
    return aggregate_step(step_id=step_id).state


def send(build: Build) -> None:
    """Hand every step of a build to the workers, once the build is committed."""
    for step_id in build.steps.values_list("pk", flat=True):
        aggregate_measure.delay_on_commit(step_id)


@shared_task
def resume_builds() -> None:
    """Send again what a stopped worker left behind; a measure that is done already is left alone."""
    for build in unfinished_builds():
        send(build)


@shared_task
def build_after_import() -> int | None:
    """Build the year of the newest extract afresh; returns the build's id, none where nothing is imported."""
    as_at = latest_as_at()
    if as_at is None:
        return None
    build = start_build(year=ReportingYear.of(as_at), as_at=as_at, by=None)
    send(build)
    return build.pk
