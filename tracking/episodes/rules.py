"""What makes a record impossible, in words that say what to do. The database refuses the same without words.

Rules look at what is new: a row as its source has it, however contradictory, can be corrected field by field.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from tracking.episodes import KINDS
from tracking.episodes.kind import Ask, Kind, Problems
from tracking.episodes.words import choices_of, flags, is_reference
from tracking.models import Child


def problems(kind: Kind, record: Any, child: Child, latest: date, changed: Collection[str]) -> Problems:
    """What is wrong with a record of the child that is about to be saved, by field; "" for the record as a whole.

    `latest` is the last day that has come. `changed` are the fields that are new or different.
    """
    found: Problems = {}
    for problem in (
        *_left_empty(kind, record, changed),
        *_unknown_codes(kind, record, changed),
        *_of_another_child(kind, record, child, changed),
        *_impossible_days(kind, record, child, latest, changed),
        *_out_of_order(kind, record, changed),
    ):
        found.setdefault(*problem)
    if not found and {kind.day, kind.end} & set(changed):
        for problem in (*_not_alone(kind, record, child), *_outside(kind, record, child)):
            found.setdefault(*problem)
    for rule in kind.rules if not found else ():
        found |= rule(record, latest)
    return found


def open_on(kind: Kind, child_id: int, day: date) -> "QuerySet[Any]":
    """The child's records of a kind that has an end that are open on a day, its last day included."""
    rows: QuerySet[Any] = kind.model._default_manager.filter(**{f"{kind.day}__lte": day}, child=child_id)
    return rows.filter(Q(**{kind.end: None}) | Q(**{f"{kind.end}__gte": day})).order_by(kind.day, "pk")


def _left_empty(kind: Kind, record: Any, changed: Collection[str]) -> Iterator[tuple[str, str]]:
    """Required answers; of an imported row only one that a person empties."""
    for ask in kind.asks:
        if ask.is_required and ask.name in changed and getattr(record, _attribute(kind, ask)) in (None, ""):
            yield ask.name, f"Enter {ask.label[0].lower()}{ask.label[1:]}"


def _unknown_codes(kind: Kind, record: Any, changed: Collection[str]) -> Iterator[tuple[str, str]]:
    for ask in kind.asks:
        offered, value = dict(choices_of(kind, ask)), getattr(record, _attribute(kind, ask))
        if ask.name in changed and offered and value not in (None, ""):
            if not (flags(value) & offered.keys() if ask.flags else str(value) in offered):
                yield ask.name, "Choose one of the list."


def _of_another_child(kind: Kind, record: Any, child: Child, changed: Collection[str]) -> Iterator[tuple[str, str]]:
    for ask in kind.asks:
        if ask.name in changed and is_reference(kind, ask) and getattr(record, _attribute(kind, ask)) is not None:
            if getattr(getattr(record, ask.name), "child_id", child.pk) != child.pk:
                yield ask.name, "Choose one of this child’s."


def _impossible_days(
    kind: Kind, record: Any, child: Child, latest: date, changed: Collection[str]
) -> Iterator[tuple[str, str]]:
    for ask in kind.asks:
        day = getattr(record, _attribute(kind, ask))
        if ask.name not in changed or not isinstance(day, date):
            continue
        if day > latest and not ask.may_be_ahead:
            yield ask.name, f"The day must be on or before {latest:%-d %B %Y}."
        elif child.born_on and day < child.born_on:
            yield ask.name, f"The day must be on or after {child.born_on:%-d %B %Y}, when the child was born."


def _out_of_order(kind: Kind, record: Any, changed: Collection[str]) -> Iterator[tuple[str, str]]:
    for earlier, later in kind.orders:
        start, end = getattr(record, earlier), getattr(record, later)
        if {earlier, later} & set(changed) and start and end and end < start:
            what = kind.by_name[earlier].label
            yield later, f"The day must be on or after {start:%-d %B %Y} ({what[0].lower()}{what[1:]})."


def _not_alone(kind: Kind, record: Any, child: Child) -> Iterator[tuple[str, str]]:
    """Another one of the child on the same days, imported or recorded; one may start on the day another ends."""
    start, end = getattr(record, kind.day), getattr(record, kind.end) if kind.end else None
    if not kind.alone or start is None:
        return
    others = kind.model._default_manager.filter(child=child.pk).exclude(pk=record.pk)
    others = others.filter(Q(**{kind.end: None}) | Q(**{f"{kind.end}__gt": start}))
    other = others.filter(**{f"{kind.day}__lt": end} if end else {}).order_by(kind.day).first()
    if other is not None and end != start:
        since = getattr(other, kind.day)
        yield kind.day, kind.alone.format(start=f"{since:%-d %B %Y}" if since else "a day that is not recorded")


def _outside(kind: Kind, record: Any, child: Child) -> Iterator[tuple[str, str]]:
    day = getattr(record, kind.day)
    if kind.within and day is not None:
        whole = KINDS[kind.within]
        if not open_on(whole, child.pk, day).exists():
            yield kind.day, f"This child has no {whole.name} on that day. Record it first."


def _attribute(kind: Kind, ask: Ask) -> str:
    field = kind.column(ask.name)
    return field.attname if isinstance(field, models.ForeignKey) else ask.name
