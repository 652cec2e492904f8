"""What is found wrong with rows, kept with the import: written from Python and, set-wise, from SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import LiteralString

from psycopg import sql

from tracking.imports.database import Part, compose, copy_rows, execute, fetch
from tracking.imports.limits import MOST_KEPT_ROWS
from tracking.imports.problems import shown
from tracking.imports.rows import read_rows
from tracking.imports.stage import Stage
from tracking.imports.values import LONGEST_KEY
from tracking.models import Grade

ADDED = ("batch_id", "grade", "table", "row_number", "key", "column", "value", "reason")

NOTHING = sql.SQL("''::text")
NO_MORE = sql.SQL("")


def added_row(
    batch_id: int,
    grade: Grade,
    table: str,
    row_number: int,
    reason: str,
    *,
    key: str = "",
    column: str = "",
    value: str = "",
) -> tuple[object, ...]:
    """A finding in the order of ADDED."""
    return batch_id, grade.value, table, row_number, shown(key)[:LONGEST_KEY], column, value, reason


def set_aside(
    stage: Stage,
    batch_id: int,
    condition: Part,
    *,
    column: str,
    reason: Part,
    value: Part = NOTHING,
    using: Part = NO_MORE,
    values: dict[str, object] | None = None,
) -> int:
    """Take the rows `s` of a stage that meet a condition out of it, each with a finding; returns how many.

    `condition`, `reason` and `value` are SQL, with `values` for what they name; `using` adds what else they read.
    """
    gone = compose(
        """DELETE FROM {stage} s {using} WHERE {condition}
        RETURNING s.row_number, s.{key} AS key, {value} AS value, {reason} AS reason""",
        stage=stage.name,
        key=stage.key,
        condition=condition,
        value=value,
        reason=reason,
        using=using,
    )
    return _record(gone, {**_values(stage, batch_id, Grade.SET_ASIDE, column), **(values or {})})


def question(
    stage: Stage,
    batch_id: int,
    condition: Part,
    *,
    column: str,
    reason: Part,
    value: Part = NOTHING,
    values: dict[str, object] | None = None,
    rows: Part | None = None,
) -> int:
    """Ask about the rows `s` of a stage (or of `rows`, a query over it) that meet a condition; returns how many."""
    asked = compose(
        "SELECT s.row_number, s.{key} AS key, {value} AS value, {reason} AS reason FROM {rows} s WHERE {condition}",
        rows=stage.name if rows is None else rows,
        key=stage.key,
        condition=condition,
        value=value,
        reason=reason,
    )
    return _record(asked, {**_values(stage, batch_id, Grade.QUESTIONED, column), **(values or {})})


def forget(stage: Stage, batch_id: int, gone: Part) -> int:
    """Drop what was asked about rows that a statement takes out of a stage; returns how many rows those are."""
    found = fetch(
        """WITH gone AS ({gone}), forgotten AS (DELETE FROM tracking_finding f USING gone
        WHERE f.batch_id = %(batch)s AND f."table" = %(table)s AND f.row_number = gone.row_number)
        SELECT count(*) FROM gone""",
        {"batch": batch_id, "table": stage.table.name},
        gone=gone,
    )
    return int(found[0][0])


def whole_rows(stage: Stage, batch_id: int) -> None:
    """What was asked about a row that is set aside in the end is one more reason why: the row does not load."""
    execute(
        """UPDATE tracking_finding q SET grade = %(set_aside)s FROM tracking_finding f
        WHERE q.batch_id = %(batch)s AND q."table" = %(table)s AND q.grade = %(grade)s AND f.batch_id = q.batch_id
        AND f."table" = q."table" AND f.grade = %(set_aside)s AND f.row_number = q.row_number""",
        {**_values(stage, batch_id, Grade.QUESTIONED, ""), "set_aside": Grade.SET_ASIDE.value},
    )


def _record(found: Part, values: dict[str, object]) -> int:
    """Write a finding for each row that a query finds or a statement returns; returns how many."""
    return execute(
        """WITH found AS ({found})
        INSERT INTO tracking_finding (batch_id, grade, "table", row_number, key, "column", value, reason)
        SELECT %(batch)s, %(grade)s, %(table)s, row_number, coalesce(key, ''), %(column)s, coalesce(value, ''), reason
        FROM found ORDER BY row_number""",
        values,
        found=found,
    )


def _values(stage: Stage, batch_id: int, grade: Grade, column: str) -> dict[str, object]:
    return {"batch": batch_id, "grade": grade.value, "table": stage.table.name, "column": column}


def count(stage: Stage, batch_id: int) -> None:
    """Note in the stage how many of its rows were set aside and how many are questioned."""
    for grade, attribute in ((Grade.SET_ASIDE, "refused"), (Grade.QUESTIONED, "questioned")):
        setattr(stage, attribute, _rows_with(stage, batch_id, grade))


def _rows_with(stage: Stage, batch_id: int, grade: Grade) -> int:
    counted: LiteralString = """SELECT count(DISTINCT (row_number, key)) FROM tracking_finding
        WHERE batch_id = %(batch)s AND "table" = %(table)s AND grade = %(grade)s"""
    return int(fetch(counted, _values(stage, batch_id, grade, ""))[0][0])


def keep_rows(stage: Stage, batch_id: int) -> None:
    """Add to the findings of rows that were set aside the row as it came, by reading the file once more.

    Of one table the first 20,000 are kept so; where more are set aside the import is refused anyway.
    """
    if not stage.refused:
        return
    execute("DROP TABLE IF EXISTS pg_temp.kept_row")
    execute("CREATE TEMPORARY TABLE kept_row (row_number integer, content jsonb) ON COMMIT DROP")
    copy_rows("kept_row", ("row_number", "content"), _as_they_came(stage, _set_aside_numbers(stage, batch_id)))
    execute(
        """UPDATE tracking_finding f SET "row" = k.content FROM kept_row k WHERE f.batch_id = %(batch)s
        AND f."table" = %(table)s AND f.grade = %(grade)s AND f.row_number = k.row_number""",
        _values(stage, batch_id, Grade.SET_ASIDE, ""),
    )
    execute("DROP TABLE kept_row")


def _as_they_came(stage: Stage, wanted: set[int]) -> Iterator[tuple[int, str]]:
    for chunk in read_rows(stage.file, stage.table, stage.header):
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            if number in wanted:
                yield number, json.dumps(dict(zip(stage.header.written, _storable(row), strict=True)))
        yield from ((number, json.dumps(_storable(row))) for number, row in chunk.misfits if number in wanted)


def _set_aside_numbers(stage: Stage, batch_id: int) -> set[int]:
    numbers: LiteralString = """SELECT DISTINCT row_number FROM tracking_finding WHERE batch_id = %(batch)s
        AND "table" = %(table)s AND grade = %(grade)s ORDER BY row_number LIMIT %(most)s"""
    values = {**_values(stage, batch_id, Grade.SET_ASIDE, ""), "most": MOST_KEPT_ROWS}
    return {number for (number,) in fetch(numbers, values)}


def _storable(row: list[str]) -> list[str]:
    """The values without NUL, which no JSON in PostgreSQL can hold."""
    return [value.replace("\0", "\ufffd") for value in row]
