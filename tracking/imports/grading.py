"""Which rows are set aside: what only shows when rows are looked at together (contract, "Three grades").

A row that is set aside is deleted from its stage. What refers to it then refers to nothing, and so on, until nothing
more goes. What a single value shows was found in reading, and marked the row unfit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from psycopg import sql

from tracking.imports.column import Column, Kind, Table
from tracking.imports.database import Part, compose, execute, joined
from tracking.imports.findings import forget, set_aside, whole_rows
from tracking.imports.layout import BY_NAME
from tracking.imports.stage import Stage, column_of, model_field
from workdays import add_months

CHILDREN = BY_NAME["ssd_person"]
BORN = "pers_dob"
MONTHS_OF_GRACE = 12


@dataclass(frozen=True)
class Grading:
    """One import's stages by table, as at when they are, and which tables were ever imported before."""

    batch_id: int
    as_at: date
    stages: Mapping[str, Stage]
    recorded: frozenset[str]


def set_rows_aside(grading: Grading) -> None:
    """Take every row out of the stages that cannot be loaded, each with a finding."""
    for stage in grading.stages.values():
        _repeated(grading, stage)
        execute("DELETE FROM {stage} WHERE is_unfit", stage=stage.name)
        _without_required_column(grading, stage)
        _after_extract(grading, stage)
    for stage in grading.stages.values():
        _before_birth(grading, stage)
    _referring_to_nothing(grading)
    for stage in grading.stages.values():
        whole_rows(stage, grading.batch_id)


def _repeated(grading: Grading, stage: Stage) -> None:
    """Two rows of one key that differ go, both; of equal ones the first stays."""
    execute("DROP TABLE IF EXISTS pg_temp.repeated")
    found = execute(
        "CREATE TEMPORARY TABLE repeated ON COMMIT DROP AS SELECT {key} AS key FROM {stage} WHERE {key} IS NOT NULL"
        " GROUP BY {key} HAVING count(*) > 1",
        key=stage.key,
        stage=stage.name,
    )
    if not found:
        return
    content = joined(compose("r.{c}", c=column) for column in stage.staged() if column != "row_number")
    of_key = compose(
        "SELECT r.{key} AS key, min(r.row_number) AS first FROM {stage} r JOIN repeated ON repeated.key = r.{key}"
        " GROUP BY r.{key} HAVING count(DISTINCT ROW({content}))",
        key=stage.key,
        stage=stage.name,
        content=content,
    )
    stage.repeated = forget(
        stage,
        grading.batch_id,
        compose(
            """DELETE FROM {stage} s USING ({of_key} = 1) equal
            WHERE s.{key} = equal.key AND s.row_number > equal.first RETURNING s.row_number""",
            stage=stage.name,
            of_key=of_key,
            key=stage.key,
        ),
    )
    set_aside(
        stage,
        grading.batch_id,
        compose("s.{key} IN (SELECT key FROM ({of_key} > 1) differing)", key=stage.key, of_key=of_key),
        column=stage.key,
        value=compose("s.{key}", key=stage.key),
        reason=sql.SQL("'is the key of another row too, and the rows differ'"),
    )


def _without_required_column(grading: Grading, stage: Stage) -> None:
    """Every row, where the file has no column that says whom rows are about."""
    for column in stage.table.columns:
        if column.is_required and not stage.has(column.name):
            reason = sql.Literal("is missing: the file has no such column")
            set_aside(stage, grading.batch_id, sql.SQL("true"), column=column.name, reason=reason)


def _after_extract(grading: Grading, stage: Stage) -> None:
    """A row whose own date is after the extract by more than a year."""
    own = stage.table.own_date
    if stage.has(own):
        set_aside(
            stage,
            grading.batch_id,
            compose("s.{own} > %(last)s", own=own),
            column=own,
            value=compose("s.{own}::text", own=own),
            reason=sql.SQL("'is more than a year after the extract was made'"),
            values={"last": add_months(grading.as_at, MONTHS_OF_GRACE)},
        )


def _before_birth(grading: Grading, stage: Stage) -> None:
    """A row whose own date is before the child's birth by more than a year.

    A date of birth after the extract is blank, as any other date after it (catalogue, "The edges").
    """
    own, child, births = stage.table.own_date, stage.table.child, _births(grading)
    if stage.has(own, child) and births is not None:
        set_aside(
            stage,
            grading.batch_id,
            compose(
                """b.key = s.{child} AND b.born <= %(as_at)s
                AND (s.{own} + make_interval(months => %(grace)s))::date < b.born""",
                child=child,
                own=own,
            ),
            column=own,
            value=compose("s.{own}::text", own=own),
            reason=sql.SQL("'is more than a year before the child was born, on ' || b.born::text"),
            using=compose("USING ({births}) b", births=births),
            values={"as_at": grading.as_at, "grace": MONTHS_OF_GRACE},
        )


def _births(grading: Grading) -> sql.Composed | None:
    """A query for the key and date of birth of every child; None where no dates of birth are known."""
    stage = grading.stages.get(CHILDREN.name)
    if stage is None:
        children = CHILDREN.model_class._meta.db_table
        return compose("SELECT source_id AS key, born_on AS born FROM {children}", children=children)
    if not stage.has(BORN):
        return None
    return compose("SELECT {key} AS key, {born} AS born FROM {stage}", key=stage.key, born=BORN, stage=stage.name)


def _referring_to_nothing(grading: Grading) -> None:
    """Rows whose references are found nowhere; then rows that refer to those, and so on until no more go."""
    shrunk = {column.refers_to.partition(".")[0] for stage in grading.stages.values() for column in _checked(stage)}
    while shrunk:
        shrunk = {
            stage.table.name
            for stage in grading.stages.values()
            for column in _checked(stage)
            if column.refers_to.partition(".")[0] in shrunk and _dangling(grading, stage, column)
        }


def _checked(stage: Stage) -> Iterator[Column]:
    return (column for column in stage.table.columns if column.refers_to and column.needed and stage.has(column.name))


def _dangling(grading: Grading, stage: Stage, column: Column) -> int:
    condition = dangles(grading, column)
    if condition is None:
        return 0
    found = BY_NAME[column.refers_to.partition(".")[0]].name
    return set_aside(
        stage,
        grading.batch_id,
        condition,
        column=column.name,
        value=compose("s.{c}", c=column.name),
        reason=sql.Literal(f"refers to nothing: {found} has no such row, or it was set aside"),
    )


def dangles(grading: Grading, column: Column) -> sql.Composed | None:
    """The condition that a reference of a staged row `s` is found nowhere; None where it cannot be checked.

    It is looked for in what this import leaves loaded: the rows of the referred table's file that are not set aside,
    or without that file the rows loaded before. Where there never was one an optional reference cannot be checked.
    """
    table, _, name = column.refers_to.partition(".")
    found = _found_in(grading, BY_NAME[table], name, required=column.is_required)
    if found is None:
        return None
    given = compose("s.{c} <> ''" if column.kind is Kind.TEXT else "s.{c} IS NOT NULL", c=column.name)
    return compose("{given} AND NOT EXISTS ({found} = s.{c})", given=given, found=found, c=column.name)


def _found_in(grading: Grading, table: Table, name: str, *, required: bool) -> Part | None:
    column = table.column(name) if name else table.key
    stage = grading.stages.get(table.name)
    if stage is not None:
        found = compose("SELECT FROM {stage} f WHERE f.{c}", stage=stage.name, c=column.name)
        return found if stage.has(column.name) else None
    if table.name not in grading.recorded and not required:
        return None
    loaded, field = table.model_class._meta.db_table, column_of(model_field(table, column.field))
    return compose("SELECT FROM {t} f WHERE f.source_id IS NOT NULL AND f.{c}", t=loaded, c=field)
