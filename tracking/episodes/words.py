"""What a record says, in words: codes as what they mean, days as people write them, the unknown as not recorded."""

import json
from datetime import date, time
from typing import Any

from django.db import models

from tracking.episodes.kind import Ask, Kind
from tracking.imports.codes import words_of
from tracking.imports.layout.outcomes import flags_set
from tracking.models.base import Record

NOTHING = "–"
UNKNOWN = "Not recorded"
FLAG = "_FLAG"


def choices_of(kind: Kind, ask: Ask) -> tuple[tuple[str, str], ...]:
    """The values that a field may take, each with what it means; none where any words will do."""
    if ask.choices or ask.flags:
        return ask.choices or ask.flags
    if ask.codes:
        return tuple((code, words or _of_code(code)) for code, words in words_of(ask.codes).items())
    return tuple((str(value), str(label)) for value, label in kind.column(ask.name).choices or ())


def in_words(kind: Kind, ask: Ask, value: Any) -> str:
    """A value of a field in words."""
    if value in (None, "", {}, []):
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if ask.flags:
        chosen = value if isinstance(value, list) else flags(value)
        return ", ".join(label for flag, label in ask.flags if flag in chosen) or NOTHING
    return dict(choices_of(kind, ask)).get(str(value), str(value))


def facts(kind: Kind, record: Record) -> list[tuple[str, str]]:
    """Everything that is asked of a record, each label with its value in words.

    What is asked at its end is still to come while it is open; anything else that is empty is not recorded.
    """
    found = [(ask, in_words(kind, ask, getattr(record, ask.name))) for ask in kind.asks]
    is_open = kind.is_open(record)
    return [
        (ask.label, UNKNOWN if words == NOTHING and not (is_open and ask.name in kind.to_end) else words)
        for ask, words in found
    ]


def flags(value: Any) -> frozenset[str]:
    """The flags that are set in a JSON value."""
    return flags_set(json.dumps(value)) if isinstance(value, dict) else frozenset()


def with_flags(ask: Ask, value: Any, chosen: list[str]) -> dict[str, Any] | None:
    """The JSON value with the flags of the question set or not; whatever else it holds stays. None where empty."""
    asked = {name for flag, _ in ask.flags for name in (flag, flag + FLAG)}
    kept = {name: held for name, held in (value if isinstance(value, dict) else {}).items() if name not in asked}
    return kept | {flag + FLAG: "Y" for flag in chosen} or None


def is_reference(kind: Kind, ask: Ask) -> bool:
    """Whether the field names another record."""
    return isinstance(kind.column(ask.name), models.ForeignKey)


def _of_code(code: str) -> str:
    return code.replace("_", " ").capitalize()
