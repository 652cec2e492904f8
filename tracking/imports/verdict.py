"""Whether so many rows are set aside that the whole import is refused (contract, "Three grades")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracking.imports.limits import limit
from tracking.imports.problems import Problem
from tracking.imports.stage import Stage
from tracking.models import Finding, Grade, Import


def why_refused(batch: Import, stages: Iterable[Stage]) -> list[Problem]:
    """For each table with too many: how many, then those rows, up to a number of lines. Nothing where none has."""
    return [problem for stage in stages if _has_too_many(batch, stage) for problem in _problems(batch, stage)]


def _has_too_many(batch: Import, stage: Stage) -> bool:
    """More than 1% of the rows, and more than 20 (settings); a strict import allows none."""
    if batch.is_strict:
        return stage.refused > 0
    share, rows = limit("IMPORT_SET_ASIDE_SHARE"), limit("IMPORT_SET_ASIDE_ROWS")
    return stage.refused > rows and stage.refused > share * stage.read


def _problems(batch: Import, stage: Stage) -> Iterator[Problem]:
    yield Problem(f"{stage.refused:,} of {stage.read:,} rows cannot be loaded; {_allowed(batch)}.", stage.table.name)
    most = int(limit("IMPORT_PROBLEM_LINES"))
    found = Finding.objects.filter(batch=batch, table=stage.table.name, grade=Grade.SET_ASIDE)
    for one in found.order_by("row_number", "id")[:most]:
        yield Problem(one.reason, one.table, one.row_number, one.column, one.value)
    more = found.count() - most
    if more > 0:
        yield Problem(f"and {more:,} more like these.", stage.table.name)


def _allowed(batch: Import) -> str:
    if batch.is_strict:
        return "a strict import allows none"
    rows, share = limit("IMPORT_SET_ASIDE_ROWS"), limit("IMPORT_SET_ASIDE_SHARE")
    return f"{rows:.0f} rows or {100 * share:g} per cent are allowed"
