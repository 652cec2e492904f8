"""Putting the tables back as they were before an import, from the history that the tables' triggers keep."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import models
from psycopg import sql

from tracking.imports.column import Table
from tracking.imports.database import compose, execute, fetch, joined
from tracking.imports.layout import BY_NAME, TABLES
from tracking.imports.problems import ImportRefused, Problem
from tracking.imports.stage import column_of
from tracking.imports.standing import apply_standing
from tracking.imports.withdrawing import delete, follows, references_to
from tracking.models import Correction, Import

Row = dict[str, object]
Rows = dict[int, Row]


def undo(batch: Import) -> None:
    """Take out the rows that an import added; put back, with their ids, those that it changed or withdrew.

    What people corrected or withdrew since stays so.

    Raises ImportRefused where something that it does not undo names a row that it would take out.
    """
    contexts = fetch("SELECT id FROM pghistory_context WHERE metadata->>'import_id' = %(n)s", {"n": str(batch.pk)})
    for table in TABLES:
        _put_back(table.model_class, [context for (context,) in contexts])
    for kept in batch.tables.all():
        if kept.before:
            _put_back_kept(BY_NAME[kept.table], kept.before)
    Correction.objects.filter(closed_in_import=batch.pk).update(closed_in_import=None)
    for table in TABLES:
        if event_model(table.model_class):
            apply_standing(table.model_class)
    _check_not_named(batch)
    for table in reversed(TABLES):
        delete(table.model_class, compose("t.added_in_import = {batch}", batch=sql.Literal(batch.pk)))


def event_model(model: type[models.Model]) -> type[models.Model] | None:
    """The model that keeps a model's rows as they were; None where it has no history."""
    return getattr(model, "pgh_event_model", None)


def rows_as_they_are(table: Table) -> Rows:
    """The imported rows of a (small) table without a history, by id."""
    return {
        pk: json.loads(row)
        for pk, row in fetch(
            "SELECT t.id, to_jsonb(t)::text FROM {t} t WHERE source_id IS NOT NULL", t=table.model_class._meta.db_table
        )
    }


def _put_back(model: type[models.Model], contexts: list[UUID]) -> None:
    """Rows as the history's contexts of the import found them: the first thing it did to a row kept it as it was."""
    events = event_model(model)
    if events is None:
        return
    columns = _columns(model)
    execute("DROP TABLE IF EXISTS pg_temp.before")
    found = execute(
        """CREATE TEMPORARY TABLE before ON COMMIT DROP AS SELECT DISTINCT ON (e.id) {columns} FROM {events} e
        WHERE e.pgh_context_id = ANY(%(contexts)s::uuid[]) ORDER BY e.id, e.pgh_id""",
        {"contexts": contexts},
        columns=joined(compose("e.{c}", c=column) for column in columns),
        events=events._meta.db_table,
    )
    if found:
        _restore(model._meta.db_table, columns)


def _restore(table: str, columns: list[str]) -> None:
    """From the table `before`: a row that is there is changed back, one that is not is added again."""
    execute(
        "UPDATE {t} t SET {assignments} FROM before b WHERE b.id = t.id",
        t=table,
        assignments=joined(compose("{c} = b.{c}", c=column) for column in columns if column != "id"),
    )
    execute(
        """INSERT INTO {t} ({columns}) SELECT {columns} FROM before b
        WHERE NOT EXISTS (SELECT FROM {t} t WHERE t.id = b.id)""",
        t=table,
        columns=joined(columns),
    )


def _columns(model: type[models.Model]) -> list[str]:
    """What a row consists of but for what the database works out."""
    return [column_of(field) for field in model._meta.concrete_fields if not field.generated]


def _put_back_kept(table: Table, before: list[Row]) -> None:
    model = table.model_class
    execute("DROP TABLE IF EXISTS pg_temp.before")
    execute(
        """CREATE TEMPORARY TABLE before ON COMMIT DROP AS
        SELECT (jsonb_populate_recordset(NULL::{t}, %(before)s::jsonb)).*""",
        {"before": json.dumps(before)},
        t=model._meta.db_table,
    )
    _restore(model._meta.db_table, _columns(model))


def _check_not_named(batch: Import) -> None:
    """Only rows that the import added itself, and what follows from records, may name a row that it added."""
    problems = [
        Problem(
            f"The import cannot be undone: {found:,} of the rows that it added are named by "
            f"{reference.model._meta.verbose_name_plural} that it did not bring.",
            table.name,
        )
        for table in TABLES
        for reference in references_to(table.model_class)
        if not follows(reference) and (found := _named_rows(table, reference, batch))
    ]
    if problems:
        raise ImportRefused(problems)


def _named_rows(table: Table, reference: models.ForeignKey, batch: Import) -> int:
    also_undone = compose("AND o.added_in_import IS DISTINCT FROM %(batch)s")
    is_imported = any(reference.model is other.model_class for other in TABLES)
    found = fetch(
        """SELECT count(*) FROM {t} t WHERE t.added_in_import = %(batch)s
        AND EXISTS (SELECT FROM {other} o WHERE o.{c} = t.id {also_undone})""",
        {"batch": batch.pk},
        t=table.model_class._meta.db_table,
        other=reference.model._meta.db_table,
        c=column_of(reference),
        also_undone=also_undone if is_imported else sql.SQL(""),
    )
    return int(found[0][0])
