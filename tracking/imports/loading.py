"""From the stages to the tables: rows are added, changed where they differ, and withdrawn where the file lacks them.

Only rows with a `source_id` are touched; what people recorded here is not. The triggers of the tables keep the row as
it was before each change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import LiteralString

from django.db import models
from psycopg import sql

from tracking.imports.column import Column, Kind, Table
from tracking.imports.database import Part, compose, execute, fetch, joined
from tracking.imports.layout import BY_NAME
from tracking.imports.stage import MANY_ROWS, Stage, bare_type, column_of, model_field, time_of
from tracking.imports.standing import Corrected, apply_standing, ask_about_corrected, corrected


@dataclass(frozen=True)
class Filled:
    """A database column, the value that it takes from the stage (SQL over `s` and `join`), and the join for that.

    `source` is the column of the extract that it comes from.
    """

    column: str
    value: Part
    source: str
    join: Part | None = None


def load(stage: Stage, batch_id: int) -> None:
    """Add and change rows, and note in the stage how many. What the table refers to must be loaded before."""
    table, fills = _db_table(stage.table), list(_fills(stage))
    had_rows = bool(fetch("SELECT FROM {t} WHERE source_id IS NOT NULL LIMIT 1", t=table))
    kept = corrected(stage)
    refers_to_itself = any(column.refers_to == stage.table.name for column in stage.table.columns)
    stage.added = _insert(stage, batch_id, table, fills)
    if kept:
        apply_standing(stage.table.model_class, added_in_import=batch_id)
    if had_rows or refers_to_itself:
        for fill in fills:
            if keys := kept.get(fill.column):
                said = fill.source, compose("s.{c}::text", c=fill.source)
                ask_about_corrected(stage, batch_id, fill.column, keys, _values(stage, fill), said)
        stage.changed = _update(stage, batch_id, table, fills, kept)
    loaded = fetch("SELECT count(*) FROM {stage}", stage=stage.name)[0][0]
    stage.unchanged = loaded - stage.added - stage.changed
    if not had_rows or stage.added + stage.changed >= MANY_ROWS:
        # A table once emptied is known as empty until then, and few rows are enough for a plan that takes minutes.
        execute("ANALYZE {t}", t=table)


def _insert(stage: Stage, batch_id: int, table: str, fills: list[Filled]) -> int:
    return execute(
        """INSERT INTO {t} (source_id, added_in_import, {columns}) SELECT n.key, %(batch)s, {values}
        FROM ({rows}) n WHERE NOT EXISTS (SELECT FROM {t} t WHERE t.source_id = n.key)""",
        {"batch": batch_id},
        t=table,
        columns=joined(fill.column for fill in fills),
        values=_columns("n.{c}", fills),
        rows=_rows(stage, fills),
    )


def _update(stage: Stage, batch_id: int, table: str, fills: list[Filled], kept: Corrected) -> int:
    """Change the rows that differ, but for what people corrected (`kept`). One that this import added differs only
    where it refers to another such."""
    changed = fetch(
        """WITH changed AS (
            UPDATE {t} t SET {assignments} FROM ({rows}) n
            WHERE t.source_id = n.key AND ROW({before}) IS DISTINCT FROM ROW({after})
            RETURNING t.added_in_import
        ) SELECT count(*) FROM changed WHERE added_in_import IS DISTINCT FROM %(batch)s""",
        {"batch": batch_id},
        t=table,
        assignments=joined(compose("{c} = {new}", c=fill.column, new=_new(fill, kept)) for fill in fills),
        rows=_rows(stage, fills),
        before=_columns("t.{c}", fills),
        after=joined(_new(fill, kept) for fill in fills),
    )
    return int(changed[0][0])


def _new(fill: Filled, kept: Corrected) -> sql.Composed:
    """The value that a row takes: the extract's, unless a person corrected the field."""
    if keys := kept.get(fill.column):
        template: LiteralString = "CASE WHEN n.key = ANY({keys}) THEN t.{c} ELSE n.{c} END"
        return compose(template, c=fill.column, keys=sql.Literal(keys))
    return compose("n.{c}", c=fill.column)


def _values(stage: Stage, fill: Filled) -> sql.Composed:
    """The staged rows' `key` and the `value` of one column, as a table."""
    return compose("(SELECT key, {c} AS value FROM ({rows}) r)", c=fill.column, rows=_rows(stage, [fill]))


def _rows(stage: Stage, fills: list[Filled]) -> sql.Composed:
    """The staged rows as the table takes them, references replaced by ids."""
    return compose(
        "SELECT s.{key} AS key, {values} FROM {stage} s {joins}",
        key=stage.key,
        values=joined(compose("{value} AS {c}", value=fill.value, c=fill.column) for fill in fills),
        stage=stage.name,
        joins=joined([fill.join for fill in fills if fill.join is not None], " "),
    )


def _columns(template: LiteralString, fills: Iterable[Filled]) -> sql.Composed:
    return joined(compose(template, c=fill.column) for fill in fills)


def _fills(stage: Stage) -> Iterable[Filled]:
    for place, column in enumerate(stage.table.columns):
        if column.field and not column.is_key:
            yield from _filled(stage, column, f"r{place}")
    for derived in stage.table.derived:
        yield Filled(derived.field, compose("s.{c}", c=derived.field), derived.field)
    if stage.table.closes:
        yield Filled(stage.table.closes, sql.SQL("true"), "")


def _filled(stage: Stage, column: Column, alias: str) -> Iterable[Filled]:
    field = model_field(stage.table, column.field)
    staged = compose("s.{c}", c=column.name)
    if column.kind is Kind.MOMENT:
        time_field = model_field(stage.table, column.time_field)
        at = compose("s.{c}", c=time_of(column.name))
        yield Filled(column_of(time_field), at if stage.has(column.name) else _nothing(time_field), column.name)
    if not stage.has(column.name):
        yield Filled(column_of(field), _nothing(field), column.name)
    elif column.kind is Kind.REFERENCE:
        to = _db_table(BY_NAME[column.refers_to])
        join = compose("LEFT JOIN {to} {r} ON {r}.source_id = {staged}", to=to, r=alias, staged=staged)
        yield Filled(column_of(field), compose("{r}.id", r=alias), column.name, join)
    else:
        yield Filled(column_of(field), staged, column.name)


def _nothing(field: models.Field) -> sql.Composed:
    """What a column that the file lacks leaves in its field."""
    nothing = sql.SQL("''" if isinstance(field, models.CharField) and not field.null else "NULL")
    return compose("CAST({nothing} AS {kind})", nothing=nothing, kind=bare_type(field))


def _db_table(table: Table) -> str:
    return table.model_class._meta.db_table
