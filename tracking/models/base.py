"""What every record of a child's journey has in common: where it came from, and the history of its changes."""

from collections.abc import Iterator
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value

from accounts.models import Team


class SourceId(models.CharField):
    """A key of the source system. Keys compare as text, byte by byte, whatever the database's language."""

    def __init__(self, **options: Any) -> None:
        settings: dict[str, Any] = {"max_length": 200, "null": True, "blank": True, "db_collation": "C"}
        super().__init__(**settings | options)


class Record(models.Model):
    """A row of the journey. One with a `source_id` was imported, one without was recorded here by a person.

    `added_in_import` is the number of the import that brought it (tracking.Import), so that an import can be undone.
    """

    source_id = SourceId(unique=True)
    added_in_import = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def child_field(**options: Any) -> models.ForeignKey:
    """The child a record is about."""
    return models.ForeignKey("tracking.Child", on_delete=models.CASCADE, **options)


def optional(to: str | type[models.Model], **options: Any) -> models.ForeignKey:
    """A reference that a record may have; it is emptied when what it refers to goes."""
    return models.ForeignKey(to, on_delete=models.SET_NULL, null=True, blank=True, **{"related_name": "+"} | options)


def team_field() -> models.ForeignKey:
    """The team recorded on an episode. A team is never deleted, only closed."""
    return models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


def day(verbose: str = "", **options: Any) -> models.DateField:
    """A date that may be unknown. Unknown stays unknown: it is never today and never zero days."""
    return models.DateField(verbose or None, null=True, blank=True, **options)


def yes_no() -> models.BooleanField:
    """Yes, no, or not recorded."""
    return models.BooleanField(null=True, blank=True)


def text(length: int = 200, **options: Any) -> models.CharField:
    """Words or a code as the source has them; empty where none are recorded."""
    return models.CharField(max_length=length, blank=True, default="", **options)


def in_order(start: str, end: str, unless: models.Q | None = None) -> models.CheckConstraint:
    """An end is not before its start. (An import empties an end that is, and questions it.)"""
    unknown = models.Q(**{f"{end}__isnull": True}) | models.Q(**{f"{start}__isnull": True})
    return models.CheckConstraint(
        condition=(unless or models.Q()) | unknown | models.Q(**{f"{end}__gte": models.F(start)}),
        name=f"%(class)s_{end}_not_before_{start}"[:63],
        violation_error_message=f"The end ({end}) is before the start ({start}).",
    )


def recorded_in_order(start: str, end: str) -> models.CheckConstraint:
    """As `in_order`, for what people record only: sources have such dates the wrong way round, and are read as is."""
    return in_order(start, end, models.Q(source_id__isnull=False))


def dated(field: str) -> models.CheckConstraint:
    """What a person records has a date; only an imported row may lack it."""
    return models.CheckConstraint(
        condition=models.Q(source_id__isnull=False) | models.Q(**{f"{field}__isnull": False}),
        name=f"%(class)s_has_{field}"[:63],
        violation_error_message=f"Give the date ({field}).",
    )


def one_open(name: str, end: str) -> models.UniqueConstraint:
    """No child has two open at a time, among those that people record."""
    return models.UniqueConstraint(
        fields=["child"],
        condition=models.Q(source_id__isnull=True, **{f"{end}__isnull": True}),
        name=name,
        violation_error_message="This child already has one that is open: end it first.",
    )


def no_overlap(name: str, start: str, end: str, words: str) -> ExclusionConstraint:
    """No child has two on one day, among those that people record; one may start on the day another ends.

    By ranges of one number and of dates, so that the schema needs no extension of PostgreSQL.
    """
    child = Func(F("child_id"), F("child_id"), Value("[]"), function="int8range", output_field=IntegerRangeField())
    days = Func(F(start), F(end), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[(child, RangeOperators.OVERLAPS), (days, RangeOperators.OVERLAPS)],
        condition=models.Q(source_id__isnull=True),
        violation_error_message=words,
    )


def with_history(model: type[models.Model]) -> type[models.Model]:
    """Keep the row as it was before each change (the row as it is stands in its own table), and note the change.

    By triggers of the database, so that bulk changes and raw SQL are caught too. Imported rows name the import that
    added them; rows that people record are also kept as first written.
    """
    pgtrigger.register(*_noting(model))(model)
    return pghistory.track(
        pghistory.InsertEvent("recorded", condition=pgtrigger.Q(new__source_id__isnull=True)),
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        pghistory.DeleteEvent("withdrawn", row=pghistory.Old),
        level=pgtrigger.Statement,
    )(model)


_NOTE = """
INSERT INTO tracking_change ("table", since, child_id, transaction)
SELECT TG_TABLE_NAME, min(since), CASE WHEN min(child) = max(child) THEN min(child) END,
       pg_current_xact_id()::text::bigint
FROM ({rows}) AS changed HAVING count(*) > 0;
RETURN NULL;
"""


def _noting(model: type[models.Model]) -> Iterator[pgtrigger.Trigger]:
    """The triggers that note every change of the model's rows (tracking.Change)."""
    columns = {str(field.column): field for field in model._meta.local_fields}
    dates = [name for name, field in columns.items() if isinstance(field, models.DateField)]
    since = f"least({', '.join(dates)})" if dates else "NULL::date"
    own_id = "id" if model.__name__ == "Child" else "NULL::bigint"
    child = "child_id" if "child_id" in columns else own_id
    select = f"SELECT {since} AS since, {child} AS child FROM "  # noqa: S608 - names of our own columns
    for word, operation, tables in (
        ("insert", pgtrigger.Insert, {"new": "new_rows"}),
        ("update", pgtrigger.Update, {"old": "old_rows", "new": "new_rows"}),
        ("delete", pgtrigger.Delete, {"old": "old_rows"}),
    ):
        yield pgtrigger.Trigger(
            name=f"note_{word}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),
            func=_NOTE.format(rows=" UNION ALL ".join(select + table for table in tables.values())),
        )
