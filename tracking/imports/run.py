"""An extract from end to end: read into stages, graded, loaded. The caller opens the transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pghistory
from django.db import connection, transaction

from tracking.imports.database import execute
from tracking.imports.findings import count, keep_rows
from tracking.imports.grading import Grading, set_rows_aside
from tracking.imports.intake import take_in
from tracking.imports.loading import load
from tracking.imports.problems import FileUnreadable, Problem
from tracking.imports.questions import ask_questions
from tracking.imports.reading import stage_rows
from tracking.imports.source import opened
from tracking.imports.stage import Stage
from tracking.imports.standing import leave_withdrawn_out
from tracking.imports.undoing import Row, Rows, event_model, rows_as_they_are
from tracking.imports.verdict import why_refused
from tracking.imports.withdrawing import withdraw
from tracking.models import Import, ImportedTable
from tracking.recorded import latest_as_at, recorded_columns

Tell = Callable[[float, str], None]

# How much of an import's time is spent when a step is done, in per cent.
READ, GRADED, LOADED = 55, 70, 99
# A table that loses more than half of its rows, and more than so many, makes one think of a file that is not whole.
MANY_WITHDRAWN = 20


def run(batch: Import, path: Path, *, dry_run: bool, tell: Tell) -> list[Problem]:
    """Load the extract at `path`; returns why it is refused, or nothing. Warnings are noted in `batch`.

    Findings and the counts of each table are written even where it is refused; no other table is touched then. With
    `dry_run` what was loaded is taken back. Raises ImportRefused where there is no folder or .zip that can be read.
    """
    execute("SET LOCAL work_mem = '64MB'")
    with opened(path) as files:
        intake = take_in(files)
        batch.warnings = [*_if_older(batch), *_if_left(intake.stages), *intake.warnings]
        problems = intake.problems or _read(batch, intake.stages, tell)
        if problems:
            return problems
        _grade(batch, intake.stages, tell)
    problems = why_refused(batch, intake.stages)
    if not problems:
        _load(batch, intake.stages, dry_run=dry_run, tell=tell)
    for stage in intake.stages:
        _note(batch, stage)
        stage.drop()
    return problems


def _if_older(batch: Import) -> list[str]:
    newest = latest_as_at()
    if newest is None or batch.as_at >= newest:
        return []
    return [f"The extract is of {batch.as_at}, older than what was loaded before, of {newest}"]


def _if_left(stages: list[Stage]) -> list[str]:
    left = sorted(recorded_columns().keys() - {stage.table.name for stage in stages})
    return [f"Not in this extract, so left as an earlier import brought them: {', '.join(left)}"] if left else []


def _read(batch: Import, stages: list[Stage], tell: Tell) -> list[Problem]:
    """Read every file into its staging table; returns why some cannot be."""
    total, done, problems = sum(stage.file.size for stage in stages) or 1, 0, []
    for stage in stages:
        told = partial(_tell_read, tell, total, done, f"Reading {stage.table.name}")
        told(0)
        try:
            stage_rows(stage, batch.pk, told)
        except FileUnreadable as error:
            problems.append(error.problem)
        done += stage.file.size
    return problems


def _tell_read(tell: Tell, total: int, done: int, words: str, bytes_read: int) -> None:
    tell(READ * (done + bytes_read) / total, words)


def _grade(batch: Import, stages: list[Stage], tell: Tell) -> None:
    by_name = {stage.table.name: stage for stage in stages}
    grading = Grading(batch.pk, batch.as_at, by_name, frozenset(recorded_columns()))
    tell(READ, "Looking for rows that cannot be loaded")
    set_rows_aside(grading)
    tell((READ + GRADED) / 2, "Looking for questions")
    ask_questions(grading)
    for stage in stages:
        count(stage, batch.pk)
        keep_rows(stage, batch.pk)
        if stage.repeated:
            batch.warnings.append(f"{stage.table.name}: {stage.repeated:,} rows repeat another and count once")


def _load(batch: Import, stages: list[Stage], *, dry_run: bool, tell: Tell) -> None:
    """Load what the stages hold, referred-to tables first; then withdraw rows, referring tables first."""
    step = (LOADED - GRADED) / (2 * len(stages))
    with transaction.atomic(), pghistory.context(import_id=batch.pk, user=batch.by_id):
        kept = {stage.table.name: _kept(stage) for stage in stages}
        for place, stage in enumerate(stages):
            tell(GRADED + place * step, f"Loading {stage.table.name}")
            leave_withdrawn_out(stage, batch.pk)
            load(stage, batch.pk)
        for place, stage in enumerate(reversed(stages), len(stages)):
            tell(GRADED + place * step, f"Looking for rows that {stage.table.name} no longer has")
            withdraw(stage, batch.pk)
            _warn_of_many_withdrawn(batch, stage)
        for stage in stages:
            count(stage, batch.pk)
            stage.before = _changed_since(stage, kept[stage.table.name])
        connection.check_constraints()
        transaction.set_rollback(dry_run)


def _kept(stage: Stage) -> Rows:
    """The rows of a table that keeps no history of its own, as they are."""
    return {} if event_model(stage.table.model_class) else rows_as_they_are(stage.table)


def _changed_since(stage: Stage, kept: Rows) -> list[Row] | None:
    now = rows_as_they_are(stage.table) if kept else {}
    return [row for pk, row in kept.items() if now.get(pk) != row] or None


def _warn_of_many_withdrawn(batch: Import, stage: Stage) -> None:
    had = stage.changed + stage.unchanged + stage.withdrawn
    if stage.withdrawn > MANY_WITHDRAWN and stage.withdrawn > had / 2:
        batch.warnings.append(
            f"{stage.table.name}: {stage.withdrawn:,} of {had:,} rows were withdrawn. Is the file whole?"
            " If not, undo this import."
        )


def _note(batch: Import, stage: Stage) -> None:
    ImportedTable.objects.create(
        batch=batch,
        table=stage.table.name,
        columns=stage.columns,
        read=stage.read,
        added=stage.added,
        changed=stage.changed,
        unchanged=stage.unchanged,
        withdrawn=stage.withdrawn,
        refused=stage.refused,
        questioned=stage.questioned,
        before=stage.before,
    )
