"""The whole journey of a child in one list: a line for every episode that is recorded, the newest first, by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from tracking.episodes import care, front_door, later, need, protection
from tracking.episodes.kind import Ask, Kind
from tracking.episodes.words import NOTHING, in_words, is_reference
from tracking.models import CareEpisode, Child

# The parts of the journey that the list may be narrowed to, by their name in the page's address.
PARTS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "front_door": ("Front door and early help", tuple(front_door.KINDS)),
    "need": ("Assessment and child in need", tuple(need.KINDS)),
    "protection": ("Child protection", tuple(protection.KINDS)),
    "care": ("Being looked after", tuple(care.KINDS)),
    "later": ("Missing and leaving care", tuple(later.KINDS)),
}
PEOPLE = ("worker", "team")
# What a line says where a question is answered by yes and by no; of another one it says its label where it is yes.
ANSWERS: dict[str, tuple[str, str]] = {
    "seen": ("Seen", "Not seen"),
    "seen_alone": ("seen alone", "not alone"),
    "bedroom_seen": ("bedroom seen", ""),
    "child_seen": ("Child seen", "Child not seen"),
    "no_further_action": ("No further action", ""),
    "led_to_plan": ("Led to a plan", "Led to no plan"),
    "is_transfer_in": ("Transferred in", ""),
    "is_other_authoritys": ("Another authority’s plan", ""),
    "continues": ("Plan continues", "Plan ends"),
    "quorate": ("", "Not quorate"),
    "cancelled": ("Cancelled", ""),
    "permanence_plan": ("With a permanence plan", ""),
    "is_declined": ("Declined", ""),
}


@dataclass(frozen=True)
class Event:
    """One episode: its day (None: not recorded), until when it went on, what it is, and what is said of it."""

    day: date | None
    ended_on: date | None
    goes_on: bool
    kind: Kind
    pk: int
    details: str


def timeline(child: Child, day: date, part: str = "") -> list[tuple[int | None, list[Event]]]:
    """What is recorded of the child as known on `day`, by year; of one part of the journey where that is named.

    What has no date comes last, under None.
    """
    chosen = [kinds for name, (_, kinds) in PARTS.items() if part in ("", name)]
    events = [event for kinds in chosen for kind in kinds for event in _events(kind, child, day)]
    events.sort(key=lambda event: (event.day or date.min, event.kind.code, event.pk), reverse=True)
    return [(year, list(found)) for year, found in groupby(events, key=lambda event: event.day and event.day.year)]


def _events(kind: Kind, child: Child, day: date) -> Iterator[Event]:
    records = _records(kind, child)
    for record in records.exclude(**{f"{kind.day}__gt": day}) if records is not None else ():
        end = getattr(record, kind.end) if kind.end else None
        known = end if end and end <= day else None
        told = dict.fromkeys(_details(kind, record, is_over=known is not None or not kind.end))
        details = "; ".join(words for words in told if words not in ("", NOTHING))
        yield Event(getattr(record, kind.day), known, bool(kind.end) and known is None, kind, record.pk, details)


def _records(kind: Kind, child: Child) -> "QuerySet[Any] | None":
    """The child's records of a kind; None for a kind whose records name no child."""
    people = [ask.name for ask in kind.asks if ask.name in PEOPLE and is_reference(kind, ask)]
    rows = kind.model._default_manager.select_related(*people) if people else kind.model._default_manager
    fields = {field.name for field in kind.model._meta.fields}
    own = Q(child=child) if "child" in fields else Q()
    if "period_of_care" in fields:
        periods = CareEpisode.objects.filter(child=child).exclude(period_of_care="").values("period_of_care")
        of_period = Q(period_of_care__in=periods)
        own = own | of_period & Q(child=None) if own else of_period
    return rows.filter(own) if own else None


def _details(kind: Kind, record: Any, *, is_over: bool) -> Iterator[str]:
    """What a line says of a record: codes in words, and who. What belongs to its end is known once it has ended."""
    for ask in kind.asks:
        value = getattr(record, ask.name) if _is_told(kind, ask) else None
        if value in (None, "") or (ask.name in kind.to_end and not is_over):
            continue
        if isinstance(value, bool):
            yield ANSWERS.get(ask.name, (ask.label.removesuffix("?"), ""))[not value]
        else:
            yield str(value) if is_reference(kind, ask) else in_words(kind, ask, value)


def _is_told(kind: Kind, ask: Ask) -> bool:
    column = kind.column(ask.name)
    has_words = bool(ask.codes or ask.choices or column.choices) or column.get_internal_type() == "BooleanField"
    return has_words or (ask.name in PEOPLE and is_reference(kind, ask))
