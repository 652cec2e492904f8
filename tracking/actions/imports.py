"""Importing an extract, and taking the last import back. One at a time; all of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from tracking.actions.duties import records_changed
from tracking.imports.problems import ImportRefused, Problem
from tracking.imports.progress import OnProgress, Progress
from tracking.imports.run import run
from tracking.imports.undoing import undo
from tracking.models import Import, ImportState

__all__ = ["ImportRefused", "Problem", "receive_upload", "run_import", "run_upload", "start_import", "undo_last_import"]

# Any number that no other advisory lock of the database has.
LOCK = 725_001
ENDED = (ImportState.FINISHED, ImportState.REFUSED, ImportState.TRIED, ImportState.UNDONE)


def start_import(*, path: Path, as_at: date, by: User | None, source: str, strict: bool = False) -> Import:
    """A waiting import of the extract at `path`, extracted on `as_at`; `source` is what people call it.

    Nothing is read yet: `run_import` does that.
    """
    upload = path.name if path.parent == settings.UPLOAD_FOLDER else ""
    return Import.objects.create(as_at=as_at, by=by, source=source[-500:], is_strict=strict, upload=upload)


def receive_upload(*, file: BinaryIO, name: str, as_at: date, by: User, strict: bool = False) -> Import:
    """A waiting import of an uploaded .zip file, kept under a name of our own until the import has ended."""
    settings.UPLOAD_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.UPLOAD_FOLDER / f"{uuid4().hex}.zip"
    try:
        with path.open("xb") as kept:
            path.chmod(0o600)
            shutil.copyfileobj(file, kept)
        return start_import(path=path, as_at=as_at, by=by, source=name, strict=strict)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def run_upload(*, import_id: int) -> Import | None:
    """Run the import of an upload, and delete the upload once it has ended; None where it had ended before.

    A refusal raises nothing: the import says so.
    """
    batch = Import.objects.get(pk=import_id)
    if batch.state in ENDED:
        return None
    path = settings.UPLOAD_FOLDER / batch.upload
    try:
        return run_import(batch=batch, path=path)
    except ImportRefused:
        return batch
    finally:
        if batch.state in ENDED:
            path.unlink(missing_ok=True)


def unended_uploads() -> list[int]:
    """The imports from the site, by primary key, that have not ended: waiting, under way, or left behind."""
    return list(Import.objects.exclude(state__in=ENDED).exclude(upload="").values_list("pk", flat=True))


def run_import(*, batch: Import, path: Path, dry_run: bool = False, on_progress: OnProgress | None = None) -> Import:
    """Load the extract at `path` in one transaction, or refuse it; with `dry_run` it is taken back at once.

    The import's row, its findings and the counts of its tables stay either way. An import that another process is
    running, or has ended since, is left alone. Raises ImportRefused; the database is then as it was but for those rows.
    """
    try:
        with Progress(batch.pk, on_progress) as progress, transaction.atomic():
            if not _locked() or _has_ended(batch):
                return _left_alone(batch)
            _end_interrupted(batch)
            problems = run(batch, path, dry_run=dry_run, tell=progress.tell)
            records_changed()
            _end(batch, problems, ImportState.TRIED if dry_run else ImportState.FINISHED)
    except ImportRefused as refusal:
        _end(batch, refusal.problems, ImportState.REFUSED)
        raise
    except Exception as error:
        _end(batch, [Problem(f"The import broke off, and nothing was loaded: {error}"[:500])], ImportState.REFUSED)
        raise
    if problems:
        raise ImportRefused(problems)
    return batch


@transaction.atomic
def undo_last_import(*, by: User | None, expected: Import | None = None) -> Import:
    """Put the tables back as they were before the last finished import; that import is then undone.

    What the figures say follows once they are built again. Raises ImportRefused where there is none, where it is not
    the `expected` one, while another import runs, and where records made here since name rows that it added.
    """
    if not _locked():
        raise ImportRefused([Problem("An import is running: wait until it has ended.")])
    batch = last_import()
    if batch is None or expected not in (None, batch):
        raise ImportRefused([Problem("That is not the last finished import: only that one can be undone.")])
    with pghistory.context(undone_import=batch.pk, user=by and by.pk):
        undo(batch)
        records_changed()
    connection.check_constraints()
    batch.state, batch.undone_at, batch.undone_by = ImportState.UNDONE, timezone.now(), by
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    return batch


def last_import() -> Import | None:
    """The finished import that can be undone: the last one. None where there is none."""
    return Import.objects.filter(state=ImportState.FINISHED).order_by("-finished_at", "-pk").first()


def _locked() -> bool:
    """Whether this transaction is now the only one that imports."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _has_ended(batch: Import) -> bool:
    return Import.objects.filter(pk=batch.pk, state__in=ENDED).exists()


def _left_alone(batch: Import) -> Import:
    """An import that is another process's business. Raises ImportRefused where that process runs another one."""
    batch.refresh_from_db()
    if batch.state == ImportState.WAITING:
        raise ImportRefused([Problem("Another import is running. Try again when it has ended.")])
    return batch


def _end(batch: Import, problems: Sequence[Problem], state: ImportState) -> None:
    batch.state = ImportState.REFUSED if problems else state
    batch.problems = [problem.as_json() for problem in problems]
    batch.finished_at, batch.percent, batch.progress = timezone.now(), 100, ""
    batch.save(update_fields=["state", "problems", "warnings", "finished_at", "percent", "progress"])


def _end_interrupted(batch: Import) -> None:
    """Imports that look as if they were running, though this one has the lock: their process is dead."""
    problem = Problem("The import was interrupted, and nothing was loaded. Start it again.")
    for dead in Import.objects.filter(state=ImportState.RUNNING).exclude(pk=batch.pk):
        _end(dead, [problem], ImportState.REFUSED)
        if dead.upload:
            transaction.on_commit(partial((settings.UPLOAD_FOLDER / dead.upload).unlink, missing_ok=True))
