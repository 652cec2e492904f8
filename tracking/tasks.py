"""Tasks of the tracking pages. Each fetches by id and calls one action; running one twice changes nothing."""

from datetime import date
from functools import partial

from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracking.actions import digests, duties, imports


@shared_task
def run_upload(import_id: int) -> str:
    """Run the import of an upload; once it is finished, what must follow an import is sent. Returns its state."""
    batch = imports.run_upload(import_id=import_id)
    if batch is None:
        return "nothing to do"
    if batch.state == imports.ImportState.FINISHED:
        send_after_import()
    return batch.state


@shared_task
def resume_uploads() -> None:
    """Send again the imports that a stopped worker left behind; one that is under way is left alone."""
    for import_id in imports.unended_uploads():
        run_upload.delay(import_id)


@shared_task
def refresh_duties() -> str:
    """Work out the duties of all children as at the day of the trackers; returns that day."""
    return str(duties.refresh_duties().as_at)


@shared_task
def send_digests() -> None:
    """Send every reader of trackers the morning mail, each by a task of its own."""
    for user_id in digests.readers():
        send_digest.delay(user_id, timezone.localdate().isoformat())


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def send_digest(user_id: int, day: str) -> bool:
    """Send one user the mail of a day; returns whether one was sent."""
    return digests.send_digest(user_id=user_id, day=date.fromisoformat(day)) is not None


def send_after_import() -> None:
    """Hand what must follow a change of the records as a whole to the workers, once the change is committed."""
    _send("AFTER_IMPORT_TASKS")


def send_after_recording() -> None:
    """Hand what must follow a change of some records to the workers, once the change is committed."""
    _send("AFTER_RECORDING_TASKS")


def _send(setting: str) -> None:
    """Send the tasks that a setting names: they belong to parts of the product that stand above this."""
    for name in getattr(settings, setting, []):
        transaction.on_commit(partial(current_app.signature(name).delay))
