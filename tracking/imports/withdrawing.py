"""Rows that a full extract no longer has, and rows whose import is undone: taken out, unless something names them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from psycopg import sql

from tracking.imports.database import Part, compose, execute, fetch, joined
from tracking.imports.findings import question
from tracking.imports.stage import Stage, column_of
from tracking.imports.standing import is_corrected
from tracking.models.base import Record

Reference = models.ForeignKey


def withdraw(stage: Stage, batch_id: int) -> None:
    """Take out the rows of a table that the file lacks, and note in the stage how many.

    Every table that refers to this one must have been dealt with before. A row that is still named then (by what
    somebody recorded here, by a table that this extract does not bring) stays, with a question. A team is closed.
    """
    table = stage.table.model_class._meta.db_table
    gone = compose(
        "t.source_id IS NOT NULL AND NOT EXISTS (SELECT FROM {stage} s WHERE s.{key} = t.source_id)",
        stage=stage.name,
        key=stage.key,
    )
    if stage.table.closes:
        stage.withdrawn = execute(
            "UPDATE {t} t SET {current} = false WHERE {current} AND {gone}",
            t=table,
            current=stage.table.closes,
            gone=gone,
        )
        return
    model = stage.table.model_class
    kept = is_corrected(table)
    stage.withdrawn = delete(model, joined([gone, compose("NOT {kept}", kept=kept), *_not_named(model)], " AND "))
    _ask_about_those_left(stage, batch_id, table, gone)


def delete(model: type[models.Model], condition: Part) -> int:
    """Delete the rows `t` of a model that meet a condition; returns how many.

    What only follows from them (`on_delete` says CASCADE, and it is no record) goes with them, by Django's rules.
    """
    table = model._meta.db_table
    following = [reference for reference in references_to(model) if follows(reference)]
    if following:
        ids = [pk for (pk,) in fetch("SELECT t.id FROM {t} t WHERE {condition}", t=table, condition=condition)]
        for reference in following:
            reference.model._base_manager.filter(**{f"{reference.name}__in": ids}).delete()
    return execute("DELETE FROM {t} t WHERE {condition}", t=table, condition=condition)


def references_to(model: type[models.Model]) -> Iterator[Reference]:
    """The foreign keys of the database that refer to a model."""
    for relation in model._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if relation.auto_created and not relation.concrete and isinstance(field, Reference):
            if field.db_constraint:  # type: ignore[attr-defined]
                yield field


def follows(reference: Reference) -> bool:
    """Whether the rows that name a row go with it: they are worked out from records, and nobody entered them."""
    entered = issubclass(reference.model, Record) or reference.model._meta.auto_created
    return not entered and reference.remote_field.on_delete is models.CASCADE


def _not_named(model: type[models.Model]) -> Iterator[sql.Composed]:
    for reference in references_to(model):
        if not follows(reference):
            yield compose(
                "NOT EXISTS (SELECT FROM {other} o WHERE o.{c} = t.id)",
                other=reference.model._meta.db_table,
                c=column_of(reference),
            )


def _ask_about_those_left(stage: Stage, batch_id: int, table: str, gone: Part) -> None:
    left = compose(
        "(SELECT 0 AS row_number, t.source_id AS {key}, {kept} AS is_corrected FROM {t} t WHERE {gone})",
        key=stage.key,
        t=table,
        gone=gone,
        kept=is_corrected(table),
    )
    question(
        stage,
        batch_id,
        sql.SQL("true"),
        column=stage.key,
        value=compose("s.{key}", key=stage.key),
        reason=sql.SQL(
            "CASE WHEN s.is_corrected THEN 'is no longer in the extract, but was corrected by a person: kept'"
            " ELSE 'is no longer in the extract, but is named by records that are: kept' END"
        ),
        rows=left,
    )
