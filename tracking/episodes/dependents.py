"""What hangs on an episode: what goes with it when it is withdrawn, and what must be withdrawn before it."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import QuerySet

from tracking.episodes import ALL
from tracking.episodes.kind import Kind
from tracking.episodes.rules import open_on
from tracking.imports.withdrawing import references_to
from tracking.models.base import Record


def going_along(kind: Kind, record: Any) -> Iterator[Any]:
    """The records that say nothing without it: they go with it."""
    for reference in _entered(kind):
        if reference.remote_field.on_delete is models.CASCADE:
            yield from reference.model._default_manager.filter(**{reference.name: record}).order_by("pk")
    for rows in kind.goes_with(record):
        yield from rows.order_by("pk")


def standing_in_the_way(kind: Kind, record: Any) -> list[Record]:
    """The records that follow from it, and those on days on which there would be nothing left that they belong to."""
    naming = [
        row
        for reference in _entered(kind)
        if reference.remote_field.on_delete is not models.CASCADE
        for row in reference.model._default_manager.filter(**{reference.name: record}).order_by("pk")
    ]
    inside = [row for other in ALL if other.within == kind.code for row in _inside(kind, other, record)]
    return list(dict.fromkeys([*naming, *inside]))


def _entered(kind: Kind) -> Iterator[Any]:
    """The references to the model from what people or sources enter."""
    return (one for one in references_to(kind.model) if issubclass(one.model, Record))


def _inside(kind: Kind, other: Kind, record: Any) -> Iterator[Any]:
    start, end = getattr(record, kind.day), getattr(record, kind.end)
    if start is None:
        return
    rows: QuerySet[Any] = other.model._default_manager.filter(**{f"{other.day}__gte": start})
    rows = rows.filter(**{f"{other.day}__lte": end}) if end else rows
    has_child = any(field.name == "child" for field in other.model._meta.fields)
    rows = rows.filter(child=record.child_id) if has_child else rows.filter(period_of_care=record.period_of_care)
    for row in rows.order_by(other.day, "pk"):
        if not open_on(kind, record.child_id, getattr(row, other.day)).exclude(pk=record.pk).exists():
            yield row
