"""Tasks of the figures. Each fetches by id and calls one action; running one twice changes nothing."""

from datetime import date, datetime

from celery import shared_task
from django.utils import timezone

from kpis.actions import documents, following, quality, readers
from kpis.actions.builds import aggregate_step, start_build, unfinished_builds
from kpis.models import Build, Version
from tracking.actions.duties import tracked_day
from tracking.recorded import latest_as_at
from workdays import ReportingYear


@shared_task
def aggregate_measure(step_id: int) -> str:
    """Aggregate one measure of a build; returns how the step ended. What changed meanwhile follows the last one."""
    step = aggregate_step(step_id=step_id)
    if Build.objects.filter(pk=step.build_id, finished_at__isnull=False).exists():
        _follow()
    return step.state


def send(build: Build) -> None:
    """Hand every step of a build to the workers, once the build is committed."""
    for step_id in build.steps.values_list("pk", flat=True):
        aggregate_measure.delay_on_commit(step_id)


@shared_task
def follow_changes() -> int:
    """Bring the figures up to date with the records that changed; returns how many measures were counted again."""
    return _follow()


@shared_task
def check_quality(since: str) -> int | None:
    """Ask every question of data quality of the records as they are since that moment; returns the check's id, none
    where there is nothing to do."""
    check = quality.check_quality(since=datetime.fromisoformat(since))
    return check.pk if check else None


@shared_task
def resume_builds() -> None:
    """Send again what a stopped worker left behind; a measure that is done already is left alone."""
    for build in unfinished_builds():
        send(build)


@shared_task
def build_after_import() -> int | None:
    """Build the year of the newest extract afresh; returns the build's id, none where nothing is imported."""
    as_at = latest_as_at()
    return _build(as_at) if as_at else None


@shared_task
def build_new_day() -> int | None:
    """Build the year afresh where the figures are of an earlier day than the trackers: a day has passed. Returns the
    build's id, none where there is nothing to do."""
    day, newest = tracked_day(), Build.objects.filter(finished_at__isnull=False).order_by("-as_at").first()
    return _build(day) if newest and newest.as_at < day else None


def _follow() -> int:
    """Bring the figures up to date; data quality is asked about afterwards, as it starts from the figures."""
    counted = following.follow_changes()
    check_quality.delay_on_commit(timezone.now().isoformat())
    return counted


def _build(as_at: date) -> int:
    build = start_build(year=ReportingYear.of(as_at), as_at=as_at, by=None)
    send(build)
    return build.pk


@shared_task
def build_document(document_id: int) -> bool:
    """Build one document of a published version; returns whether it is there."""
    return documents.build_document(document_id=document_id).built_at is not None


def send_documents(version: Version) -> None:
    """Hand the documents of a published version that are not built to the workers, once they are committed."""
    for document in documents.ask_for_documents(version=version):
        build_document.delay_on_commit(document.pk)


@shared_task
def resume_documents() -> None:
    """Send again the documents that a stopped worker left behind."""
    for document_id in documents.unbuilt_documents():
        build_document.delay(document_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def send_link(link_id: int) -> bool:
    """Mail a recipient the link to a published version; returns whether it was sent."""
    return readers.send_link(link_id=link_id)
