"""What people decided about imported rows stands against any import: fields they corrected, rows they withdrew.

An import reports what the extract says against it, as questions, and overwrites nothing. Where nobody corrected or
withdrew anything this costs a look into two small tables.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import models
from psycopg import sql

from tracking.imports.database import Part, compose, execute
from tracking.imports.findings import question
from tracking.imports.stage import Stage
from tracking.models import Correction, Withdrawal

Corrected = dict[str, list[str]]


def leave_withdrawn_out(stage: Stage, batch_id: int) -> None:
    """Take out of the stage the rows that a person withdrew, each with a question."""
    table = stage.table.model_class._meta.db_table
    keys = list(_withdrawn(table).values_list("source_id", flat=True))
    if not keys:
        return
    reason = compose(
        """(SELECT 'was withdrawn by a person on ' || to_char(w.at, 'FMDD FMMonth YYYY') || ' (' || left(w.reason, 150)
        || '): not brought back' FROM tracking_withdrawal w
        WHERE w.undone_at IS NULL AND w.source_id = s.{key} AND w."table" = {table})""",
        key=stage.key,
        table=sql.Literal(table),
    )
    among = compose("s.{key} = ANY({keys})", key=stage.key, keys=sql.Literal(keys))
    value = compose("s.{key}", key=stage.key)
    question(stage, batch_id, among, column=stage.key, value=value, reason=reason)
    execute("DELETE FROM {stage} s WHERE {among}", stage=stage.name, among=among)


def corrected(stage: Stage) -> Corrected:
    """The keys of the rows of which people corrected a field, by the field's database column."""
    found: Corrected = defaultdict(list)
    table = stage.table.model_class._meta.db_table
    for field, key in standing_corrections(table).values_list("field", "source_id"):
        found[field].append(key)
    return dict(found)


def ask_about_corrected(
    stage: Stage, batch_id: int, column: str, keys: list[str], new: Part, said: tuple[str, Part]
) -> None:
    """Ask about the rows whose field a person corrected where the extract says otherwise still; where it says the same
    the correction is closed. `new` is SQL for the rows' `key` and `value` as the extract has them, `said` the column of
    the extract and what is in it."""
    table = stage.table.model_class._meta.db_table
    parts: dict[str, Part] = {
        "t": table,
        "c": column,
        "new": new,
        "keys": sql.Literal(keys),
        "table": sql.Literal(table),
        "field": sql.Literal(column),
    }
    execute(
        """UPDATE tracking_correction k SET closed_in_import = %(batch)s FROM {new} n JOIN {t} t ON t.source_id = n.key
        WHERE n.key = ANY({keys}) AND k."table" = {table} AND k.field = {field} AND k.source_id = n.key
        AND k.closed_in_import IS NULL AND n.value IS NOT DISTINCT FROM t.{c}""",
        {"batch": batch_id},
        **parts,
    )
    if not stage.has(said[0]):
        return
    standing = compose(
        """k."table" = {table} AND k.field = {field} AND k.source_id = s.{key} AND k.closed_in_import IS NULL""",
        key=stage.key,
        **parts,
    )
    reason = compose(
        """(SELECT 'was corrected by a person on ' || to_char(k.at, 'FMDD FMMonth YYYY') || ', to '
        || coalesce(left(k.value #>> '{{}}', 100), 'nothing') || ': kept. The extract still says otherwise.'
        FROM tracking_correction k WHERE {standing})""",
        standing=standing,
    )
    asked = compose("EXISTS (SELECT FROM tracking_correction k WHERE {standing})", standing=standing)
    question(stage, batch_id, asked, column=said[0], value=said[1], reason=reason)


def is_corrected(table: str) -> sql.Composed:
    """SQL: whether a person corrected anything of the row `t` of a table."""
    return compose(
        """EXISTS (SELECT FROM tracking_correction k WHERE k."table" = {table} AND k.source_id = t.source_id
        AND k.closed_in_import IS NULL)""",
        table=sql.Literal(table),
    )


def apply_standing(model: type[models.Model], **rows: Any) -> None:
    """Give the fields that people corrected their values again, and take out what people withdrew, after rows of the
    model came back from elsewhere; `rows` narrows which."""
    table = model._meta.db_table
    fields = {field.column: field for field in model._meta.concrete_fields}
    for one in standing_corrections(table):
        field = fields[one.field]
        row = model._default_manager.filter(source_id=one.source_id, **rows)
        row.update(**{field.attname: field.to_python(one.value)})
    gone = Withdrawal.objects.filter(table=table, undone_at=None).values_list("record_id", flat=True)
    model._default_manager.filter(pk__in=list(gone), **rows).delete()


def standing_corrections(table: str) -> models.QuerySet[Correction]:
    """The corrections of a table's rows that stand."""
    return Correction.objects.filter(table=table, closed_in_import=None)


def _withdrawn(table: str) -> models.QuerySet[Withdrawal]:
    return Withdrawal.objects.filter(table=table, undone_at=None, source_id__isnull=False)
