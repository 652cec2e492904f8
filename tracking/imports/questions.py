"""What is asked about rows that load all the same (contract, "Three grades": questioned)."""

from __future__ import annotations

from datetime import date

from psycopg import sql

from tracking.imports.codes import code_list
from tracking.imports.column import Column, Kind
from tracking.imports.database import compose, execute
from tracking.imports.findings import question
from tracking.imports.grading import Grading, dangles
from tracking.imports.stage import Stage, time_of


def ask_questions(grading: Grading) -> None:
    """Write a finding for everything questionable in the rows that load, and empty what is asked to be empty."""
    for stage in grading.stages.values():
        _loose_references(grading, stage)
        _ends_before_starts(grading, stage)
        _codes(grading, stage)
        _several_open(grading, stage)
        _overlaps(grading, stage)


def _loose_references(grading: Grading, stage: Stage) -> None:
    """A reference that no figure needs and that refers to nothing is emptied."""
    loose = [c for c in stage.table.columns if c.refers_to and not c.needed and stage.has(c.name)]
    for column in loose:
        condition = dangles(grading, column)
        if condition is None:
            continue
        value = compose("s.{c}", c=column.name)
        reason = sql.Literal(f"refers to nothing in {column.refers_to}: left empty")
        if question(stage, grading.batch_id, condition, column=column.name, value=value, reason=reason):
            execute(
                "UPDATE {stage} s SET {c} = NULL WHERE {condition}",
                stage=stage.name,
                c=column.name,
                condition=condition,
            )


def _ends_before_starts(grading: Grading, stage: Stage) -> None:
    """An end before its start is blank for every figure. Only dates are compared."""
    for start, end in stage.table.spans:
        if not stage.has(start, end):
            continue
        wrong = compose("s.{end} < s.{start}", end=end, start=start)
        value = compose("s.{end}::text", end=end)
        reason = compose("'is before the start, ' || s.{start}::text || ': left empty'", start=start)
        if question(stage, grading.batch_id, wrong, column=end, value=value, reason=reason):
            moment = stage.table.column(end).kind is Kind.MOMENT
            emptied = compose("{end} = NULL, {time} = NULL" if moment else "{end} = NULL", end=end, time=time_of(end))
            execute("UPDATE {stage} s SET {emptied} WHERE {wrong}", stage=stage.name, emptied=emptied, wrong=wrong)


def _codes(grading: Grading, stage: Stage) -> None:
    for column in stage.table.columns:
        if column.codes and stage.has(column.name):
            _unknown_codes(grading, stage, column)
            if stage.table.has_code_years and stage.has(stage.table.own_date):
                _codes_outside_their_years(grading, stage, column)


def _unknown_codes(grading: Grading, stage: Stage, column: Column) -> None:
    question(
        stage,
        grading.batch_id,
        compose("s.{c} <> '' AND s.{c} <> ALL(%(known)s)", c=column.name),
        column=column.name,
        value=compose("s.{c}", c=column.name),
        reason=sql.SQL("'is no code of its list'"),
        values={"known": list(code_list(column.codes))},
    )


def _codes_outside_their_years(grading: Grading, stage: Stage, column: Column) -> None:
    """A code is judged on the row's own date: 2023-24 is 1 April 2023 to 31 March 2024."""
    years = [
        (code, span.first or date.min, span.last or date.max)
        for code, spans in code_list(column.codes).items()
        if all(span.first or span.last for span in spans)
        for span in spans
    ]
    if not years:
        return
    codes, firsts, lasts = (list(values) for values in zip(*years, strict=True))
    own = stage.table.own_date
    question(
        stage,
        grading.batch_id,
        compose(
            """s.{c} = ANY(%(codes)s) AND s.{own} IS NOT NULL AND NOT EXISTS (
            SELECT FROM unnest(%(codes)s::text[], %(firsts)s::date[], %(lasts)s::date[]) AS y (code, first, last)
            WHERE y.code = s.{c} AND s.{own} BETWEEN y.first AND y.last)""",
            c=column.name,
            own=own,
        ),
        column=column.name,
        value=compose("s.{c}", c=column.name),
        reason=compose("'was not in use on ' || s.{own}::text", own=own),
        values={"codes": codes, "firsts": firsts, "lasts": lasts},
    )


def _several_open(grading: Grading, stage: Stage) -> None:
    """Two open plans or episodes of care of one child. An end after the extract is not known yet."""
    child = stage.table.child
    if not stage.table.one_open or not stage.has(child):
        return
    _, end = stage.table.spans[0]
    is_open = compose("{end} IS NULL OR {end} > %(as_at)s", end=end) if stage.has(end) else sql.SQL("true")
    rows = compose(
        "(SELECT *, count(*) OVER (PARTITION BY {child}) AS open_rows FROM {stage} WHERE {is_open})",
        child=child,
        stage=stage.name,
        is_open=is_open,
    )
    words = sql.Literal(f" {stage.table.one_open} of this child are open")
    question(
        stage,
        grading.batch_id,
        sql.SQL("s.open_rows > 1"),
        column=end,
        reason=compose("s.open_rows::text || {words}", words=words),
        values={"as_at": grading.as_at},
        rows=rows,
    )


def _overlaps(grading: Grading, stage: Stage) -> None:
    """Placements of one child that share a day; the day of a move belongs to the later one."""
    child = stage.table.child
    if not stage.table.no_overlap or not stage.has(child):
        return
    start, end = stage.table.spans[0]
    if stage.has(start, end):
        question(
            stage,
            grading.batch_id,
            compose(
                """s.{start} IS NOT NULL AND EXISTS (SELECT FROM {stage} o WHERE o.{child} = s.{child}
                AND o.row_number <> s.row_number AND o.{start} IS NOT NULL
                AND daterange(o.{start}, o.{end}) && daterange(s.{start}, s.{end}))""",
                stage=stage.name,
                child=child,
                start=start,
                end=end,
            ),
            column=start,
            value=compose("s.{start}::text", start=start),
            reason=sql.Literal(f"overlaps another of this child's {stage.table.no_overlap}"),
        )
