"""What people correct of imported rows, kept so that no import overwrites it."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from accounts.models import User
from tracking.imports.layout import TABLES
from tracking.models import Correction
from tracking.models.base import Record


def note_corrections(*, by: User, record: Record, before: Mapping[models.Field, Any]) -> None:
    """Keep that a person changed fields of an imported row, with what they had before, in the caller's transaction.

    A field that is put back to what the source had is no correction any more.
    """
    if record.source_id is None:
        return
    for field in before.keys() & imported_fields(type(record)):
        which = {"table": record._meta.db_table, "source_id": record.source_id, "field": field.column}
        standing = Correction.objects.filter(**which, closed_in_import=None).first()
        kept = standing or Correction(**which, source_value=field.get_prep_value(before[field]))
        kept.value, kept.by = field.get_prep_value(getattr(record, field.attname)), by
        kept.save()
        kept.refresh_from_db()
        if kept.value == kept.source_value:
            kept.delete()


def imported_fields(model: type[models.Model]) -> frozenset[models.Field]:
    """The fields of a model that an extract can fill."""
    found: set[str] = set()
    for table in TABLES:
        if table.model_class is model:
            for column in table.columns:
                found |= {column.field, column.time_field}
            found |= {derived.field for derived in table.derived}
    return frozenset(field for field in model._meta.concrete_fields if field.name in found)
