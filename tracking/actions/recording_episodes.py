"""Recording, correcting and ending episodes of every kind. What may not be is refused in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import pghistory
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from tracking.actions.duties import refresh_children, shown_day, tracked_day
from tracking.episodes import KINDS
from tracking.episodes.corrections import note_corrections
from tracking.episodes.journey import filled, step
from tracking.episodes.kind import Kind
from tracking.episodes.rules import open_on, problems
from tracking.episodes.versions import Difference, changed_since
from tracking.episodes.words import with_flags
from tracking.models import Child
from tracking.models.base import Record
from tracking.rules.recorders import recorded_by

Values = Mapping[str, Any]


class ChangedMeanwhile(Exception):
    """Somebody changed the record since it was read: `differences`, and the `record` as it is now."""

    def __init__(self, record: Record, differences: Sequence[Difference]) -> None:
        self.record, self.differences = record, differences
        super().__init__("The record was changed meanwhile.")


@transaction.atomic
def record_episode(
    *,
    by: User,
    kind: Kind,
    child: Child,
    values: Values,
    after: tuple[Kind, Any] | None = None,
    others: Iterable[Child] = (),
) -> Record:
    """A new episode of the child with the answers `values`; duties follow at once.

    `after` is the episode that it follows, which it may end; `others` are further children in it (a contact's).
    Raises PermissionDenied for a child out of `by`'s sight, ValidationError for what cannot be.
    """
    shared = uuid4().hex if others else ""
    records = []
    for one in (child, *others):
        check_may_record(by, one)
        record = kind.model(**({"child": one} if _has_child(kind) else {}))
        if shared:
            setattr(record, kind.shared_by, f"recorded-{shared}")
        if after and (next_one := step(after[0], kind)):
            _fill(kind, record, {name: value for name, value in filled(next_one, after[1]).items()})
            if next_one.ends:
                _end_before(by, after, values.get(kind.day))
        _fill(kind, record, values)
        records.append(_save(by, kind, record, one, kind.names))
    return records[0]


@transaction.atomic
def correct_episode(*, by: User, kind: Kind, pk: int, values: Values, version: int) -> Record:
    """The episode with other answers. `version` is the one that `by` saw (tracking.episodes.versions).

    Of an imported row each changed field is kept as a correction, which no import overwrites. Raises ChangedMeanwhile
    where what is asked of it changed since, and what `record_episode` raises.
    """
    child = child_of(kind, found(kind, pk))
    check_may_record(by, child)
    record = found(kind, pk, lock=True)
    if differences := changed_since(kind, record, version):
        raise ChangedMeanwhile(record, differences)
    return _change(by, kind, record, child, values)


def check_may_record(by: User, child: Child) -> None:
    """Lock the child: what two people record of one child is checked one after the other.

    Raises PermissionDenied for a child for whom `by` may not record.
    """
    if not recorded_by(by, shown_day()).filter(pk=child.pk).exists():
        raise PermissionDenied("You may record for the children of your teams and your own only.")
    Child.objects.select_for_update(no_key=True).get(pk=child.pk)


def child_of(kind: Kind, record: Record) -> Child:
    """The child whose episode it is. Raises ValidationError where it names none."""
    child_id = kind.of_child(record)
    child = Child.objects.filter(pk=child_id).first() if child_id else None
    if child is None:
        raise ValidationError("This record names no child: change it in the case system.")
    return child


def _change(by: User, kind: Kind, record: Any, child: Child, values: Values) -> Record:
    before = {name: getattr(record, kind.column(name).attname) for name in kind.names}
    _fill(kind, record, values)
    changed = [name for name in kind.names if getattr(record, kind.column(name).attname) != before[name]]
    if not changed:
        return record
    child = record if isinstance(record, Child) else child
    was_open = bool(kind.end) and before[kind.end] is None
    _save(by, kind, record, child, changed)
    note_corrections(by=by, record=record, before={kind.column(name): before[name] for name in changed})
    if kind.ends_too and was_open and not kind.is_open(record):
        for other in (KINDS[code] for code in kind.ends_too):
            _end_open(by, other, child, getattr(record, kind.end))
    return record


def _save(by: User, kind: Kind, record: Any, child: Child, changed: Collection[str]) -> Record:
    kind.prepare(record, child.pk)
    if wrong := problems(kind, record, child, tracked_day(), changed):
        raise ValidationError({name or NON_FIELD_ERRORS: words for name, words in wrong.items()})
    record.full_clean()
    with pghistory.context(user=by.pk):
        record.save()
    refresh_children(child_ids=[child.pk])
    return record


def _fill(kind: Kind, record: Any, values: Values) -> None:
    for name, value in values.items():
        ask = kind.by_name.get(name)
        is_set = ask is not None and ask.flags and isinstance(value, list)
        setattr(record, name, with_flags(ask, getattr(record, name), value) if ask and is_set else value)


def _end_before(by: User, after: tuple[Kind, Any], day: date | None) -> None:
    """End the episode that a new one takes the place of, on the new one's first day."""
    kind, record = after
    if day and kind.is_open(record):
        _change(by, kind, found(kind, record.pk, lock=True), child_of(kind, record), {kind.end: day})


def _end_open(by: User, kind: Kind, child: Child, day: date) -> None:
    for record in open_on(kind, child.pk, day).filter(**{kind.end: None}).select_for_update():
        _change(by, kind, record, child, {kind.end: day})


def found(kind: Kind, pk: int, *, lock: bool = False) -> Any:
    """The record of that number, locked where asked. Raises ValidationError where it was withdrawn."""
    rows = kind.model._default_manager.filter(pk=pk)
    record = (rows.select_for_update() if lock else rows).first()
    if record is None:
        raise ValidationError("This record is no longer there: it was withdrawn.")
    return record


def _has_child(kind: Kind) -> bool:
    return any(field.name == "child" for field in kind.model._meta.fields)
