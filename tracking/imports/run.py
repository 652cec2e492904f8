"""An extract from end to end: read into stages, graded, loaded. The caller opens the transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import connection, transaction

from tracking.imports.column import Table
from tracking.imports.database import execute
from tracking.imports.findings import count, keep_rows
from tracking.imports.grading import Grading, set_rows_aside
from tracking.imports.layout import NOT_USED, TABLES
from tracking.imports.limits import limit
from tracking.imports.loading import load
from tracking.imports.problems import FileUnreadable, Problem, shown
from tracking.imports.questions import ask_questions
from tracking.imports.reading import stage_rows
from tracking.imports.rows import read_header
from tracking.imports.source import SourceFile, opened
from tracking.imports.stage import Stage
from tracking.imports.undoing import event_model, rows_as_they_are
from tracking.imports.withdrawing import withdraw
from tracking.models import Finding, Grade, Import, ImportedTable
from tracking.recorded import recorded_columns

Tell = Callable[[float, str], None]

# How much of an import's time is spent when a step is done, in per cent.
READ, GRADED, LOADED = 55, 70, 99
# A table that loses more than half of its rows, and so many, makes one think of a file that is not whole.
MANY_WITHDRAWN = 20


def run(batch: Import, path: Path, *, dry_run: bool, tell: Tell) -> list[Problem]:
    """Load the extract at `path`; returns why it is refused, or nothing. Warnings are noted in `batch`.

    Findings and the count of each table are written even where it is refused; no other table is then touched. With
    `dry_run` what was loaded is taken back.
    """
    with opened(path) as files:
        stages, problems = _stages(batch, files)
        if not problems:
            problems = _stage(batch, stages, tell)
        if problems:
            return problems
        _grade(batch, stages, tell)
    problems = _too_many_set_aside(batch, stages)
    before = {} if problems else _load(batch, stages, dry_run=dry_run, tell=tell)
    for stage in stages:
        _note(batch, stage, before.get(stage.table.name))
        stage.drop()
    return problems


def _stages(batch: Import, files: Iterable[SourceFile]) -> tuple[list[Stage], list[Problem]]:
    """A stage for each file of a known table, in the order of loading; or why the files cannot be read."""
    files, known = list(files), {table.name: table for table in TABLES}
    batch.warnings += [_unknown(file) for file in files if file.stem not in known and file.stem not in NOT_USED]
    found: dict[str, Stage] = {}
    problems: list[Problem] = []
    for file in files:
        table = known.get(file.stem)
        if table is None:
            continue
        if table.name in found:
            problems.append(Problem(f"There are two files of this table: {found[table.name].file.name}, {file.name}.", table.name))
            continue
        try:
            found[table.name] = _stage_of(batch, file, table)
        except FileUnreadable as error:
            problems.append(error.problem)
    if not found and not problems:
        problems.append(Problem("There is no file of a known table here, such as ssd_person.csv."))
    return [found[table.name] for table in TABLES if table.name in found], problems


def _stage_of(batch: Import, file: SourceFile, table: Table) -> Stage:
    header = read_header(file, table)
    for name in header.unknown_to(table):
        batch.warnings.append(f"{table.name}: the column {shown(name.strip()) or 'without a name'} is not known: ignored")
    return Stage(table, file, header)


def _unknown(file: SourceFile) -> str:
    return f"{shown(file.name)} is not a file of a known table: ignored"


def _stage(batch: Import, stages: list[Stage], tell: Tell) -> list[Problem]:
    """Read every file into its staging table; returns what could not be read."""
    total, done, problems = sum(stage.file.size for stage in stages) or 1, 0, []
    execute("SET LOCAL work_mem = '64MB'")
    for stage in stages:
        words = f"Reading {stage.table.name}"

        def told(bytes_read: int, done: int = done, words: str = words) -> None:
            tell(READ * (done + bytes_read) / total, words)

        told(0)
        try:
            stage_rows(stage, batch.pk, told)
        except FileUnreadable as error:
            problems.append(error.problem)
        done += stage.file.size
    return problems


def _grade(batch: Import, stages: list[Stage], tell: Tell) -> None:
    tell(READ, "Checking")
    grading = Grading(
        batch.pk, batch.as_at, {stage.table.name: stage for stage in stages}, frozenset(recorded_columns())
    )
    set_rows_aside(grading)
    ask_questions(grading)
    for stage in stages:
        count(stage, batch.pk)
        keep_rows(stage, batch.pk)
        if stage.repeated:
            batch.warnings.append(f"{stage.table.name}: {stage.repeated:,} rows repeat another exactly and count once")


def _too_many_set_aside(batch: Import, stages: list[Stage]) -> list[Problem]:
    """Why the set-aside rows refuse the import, then those rows themselves, up to a number of lines."""
    share, rows = limit("IMPORT_SET_ASIDE_SHARE"), limit("IMPORT_SET_ASIDE_ROWS")
    if batch.is_strict:
        refusing = [stage for stage in stages if stage.refused]
        allowed = "none is allowed (strict)"
    else:
        refusing = [stage for stage in stages if stage.refused > rows and stage.refused > share * stage.read]
        allowed = f"at most {share:.0%} or {rows:.0f} rows are allowed".replace("%", " per cent")
    problems = []
    for stage in refusing:
        reason = f"{stage.refused:,} of {stage.read:,} rows cannot be loaded; {allowed}. Mend them at the source."
        problems.append(Problem(reason, stage.table.name))
        problems += _set_aside(batch, stage, int(limit("IMPORT_PROBLEM_LINES")))
    return problems


def _set_aside(batch: Import, stage: Stage, most: int) -> Iterator[Problem]:
    found = Finding.objects.filter(batch=batch, table=stage.table.name, grade=Grade.SET_ASIDE)
    for one in found.order_by("row_number", "id")[:most]:
        yield Problem(one.reason, one.table, one.row_number, one.column, one.value)
    more = found.count() - most
    if more > 0:
        yield Problem(f"and {more:,} more like these", stage.table.name)


def _load(batch: Import, stages: list[Stage], *, dry_run: bool, tell: Tell) -> dict[str, list[dict[str, object]]]:
    """Load what the stages hold; returns, for tables without a history, the rows that changed as they were."""
    with transaction.atomic():
        step = (LOADED - GRADED) / (2 * len(stages))
        without_history = [stage for stage in stages if not event_model(stage.table.model_class)]
        kept = {stage.table.name: rows_as_they_are(stage.table) for stage in without_history}
        for place, stage in enumerate(stages):
            tell(GRADED + place * step, f"Loading {stage.table.name}")
            load(stage, batch.pk)
        for place, stage in enumerate(reversed(stages), len(stages)):
            tell(GRADED + place * step, f"Looking for rows withdrawn from {stage.table.name}")
            _withdraw(batch, stage)
        connection.check_constraints()
        changed = {stage.table.name: _changed(stage, kept[stage.table.name]) for stage in without_history}
        transaction.set_rollback(dry_run)
    return changed
