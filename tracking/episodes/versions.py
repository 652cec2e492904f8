"""Which version of a record somebody saw, what changed since, and the whole history of a record, from its events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from accounts.models import User
from tracking.episodes.kind import Ask, Kind
from tracking.episodes.words import in_words
from tracking.models import Withdrawal

FIRST, CHANGED, GONE = "recorded", "changed", "withdrawn"


@dataclass(frozen=True)
class Difference:
    """A field that changed, in words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """What somebody did to a record, when: `by` is empty where nobody is known (an import of the command line)."""

    at: datetime
    by: str
    did: str
    differences: Sequence[Difference] = ()


def version_of(kind: Kind, pk: int) -> int:
    """The number of the last change of a record; 0 where it never changed."""
    return _events(kind).filter(pgh_obj_id=pk).aggregate(last=Max("pgh_id"))["last"] or 0


def changed_since(kind: Kind, record: Any, version: int) -> list[Difference]:
    """The fields in which the record differs from what it was in that version."""
    first = _events(kind).filter(pgh_obj_id=record.pk, pgh_label=CHANGED, pgh_id__gt=version).order_by("pgh_id").first()
    return list(_differences(kind, first, record)) if first is not None else []


def last_entry(kind: Kind, record: Any) -> Entry | None:
    """What was done last to a record; None where nothing is known."""
    entries = history_of(kind, record)
    return entries[0] if entries else None


def history_of(kind: Kind, record: Any) -> list[Entry]:
    """What was done to a record, the latest first."""
    rows = list(_events(kind).filter(pgh_obj_id=record.pk).select_related("pgh_context").order_by("pgh_id"))
    names = _users(rows)
    entries = []
    for place, row in enumerate(rows):
        who = names.get(row.pgh_context_id, "")
        if row.pgh_label == FIRST and place == 0:
            entries.append(Entry(row.pgh_created_at, who, "recorded it"))
        elif row.pgh_label == CHANGED:
            after = rows[place + 1] if place + 1 < len(rows) else record
            if differences := list(_differences(kind, row, after)):
                entries.append(Entry(row.pgh_created_at, who, "changed", differences))
    entries += _withdrawals(kind, record)
    return sorted(reversed(entries), key=lambda entry: entry.at, reverse=True)


def _differences(kind: Kind, before: Any, after: Any) -> Iterator[Difference]:
    for ask in kind.asks:
        name = kind.column(ask.name).attname
        if getattr(before, name) != getattr(after, name):
            yield Difference(ask.name, ask.label, _words(kind, ask, before), _words(kind, ask, after))


def _words(kind: Kind, ask: Ask, row: Any) -> str:
    """A value in words; what it refers to may be gone since."""
    field = kind.column(ask.name)
    value = getattr(row, field.attname)
    if value is not None and field.remote_field:
        value = field.remote_field.model._default_manager.filter(pk=value).first() or "one that is gone"
    return in_words(kind, ask, value)


def _withdrawals(kind: Kind, record: Any) -> Iterator[Entry]:
    rows = Withdrawal.objects.filter(table=kind.model._meta.db_table, record_id=record.pk)
    for row in rows.select_related("by", "undone_by"):
        yield Entry(row.at, str(row.by), f"withdrew it: {row.reason}")
        if row.undone_at:
            yield Entry(row.undone_at, str(row.undone_by), "brought it back")


def _users(rows: Sequence[Any]) -> dict[Any, str]:
    """Who stood behind the events' contexts."""
    by_context = {row.pgh_context_id: row.pgh_context.metadata for row in rows if row.pgh_context_id}
    users = User.objects.filter(pk__in={metadata.get("user") for metadata in by_context.values()})
    people = {user.pk: str(user) for user in users}
    named = {}
    for context, metadata in by_context.items():
        imported = metadata.get("import_id") or metadata.get("undone_import")
        who = people.get(metadata.get("user"), "")
        named[context] = f"Import {imported}" if imported else who
    return named


def _events(kind: Kind) -> Any:
    return kind.model.pgh_event_model._default_manager
