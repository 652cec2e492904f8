"""Why a published figure is another today, record by record: what came, what went, and what changed of each.

A record is known by whom it is about, its id in the extract and, of a duty, its place in the chain. Where a duty was
put in between, those after it have moved on by one: their dates have changed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from kpis.days import Span
from kpis.events import event_of
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build, PublishedRecord, RecordBehind, Version
from kpis.observations import lay_out

DATES = (
    ("observed_on", "observation date"),
    ("started_on", "start"),
    ("due_by", "due by"),
    ("done_on", "done"),
)


class Kind(StrEnum):
    """What became of a record since."""

    ADDED = "added"
    REMOVED = "removed"
    DATE = "date changed"
    CATEGORY = "category changed"


class Known(NamedTuple):
    """What a record was, or is."""

    reference: str
    episode: str
    number: int | None
    observed_on: date
    dates: tuple[date | None, ...]
    met: bool
    child: int | None


@dataclass(frozen=True)
class Difference:
    """One record that makes the difference: what became of it, and in words how."""

    kind: Kind
    reference: str
    episode: str
    observed_on: date
    words: str
    child: int | None


def differences(version: Version, build: Build, measure: Measure, span: Span) -> list[Difference]:
    """Every record that is not behind the figure today as it was behind the published one, by date.

    To be called in a transaction; what the measure counts must be worked out before it.
    """
    then = {_key(record): record for record in _published(version, measure, span)}
    now = {_key(record): record for record in _today(measure, span, build)}
    gone = [then[key] for key in then.keys() - now.keys()]
    elsewhere = _elsewhere(measure, span, build) if gone else {}
    found = [
        *(_gone(record, elsewhere.get((record.reference, record.episode), "")) for record in gone),
        *(_difference(Kind.ADDED, now[key], "") for key in now.keys() - then.keys()),
        *(each for key in then.keys() & now.keys() if (each := _changed(measure, then[key], now[key]))),
    ]
    return sorted(found, key=lambda each: (each.observed_on, each.reference, each.episode))


def counted(found: Iterable[Difference]) -> list[tuple[str, int]]:
    """How many records of each kind of difference there are, those of none left out."""
    counts = Counter(each.kind for each in found)
    return [(kind.value, counts[kind]) for kind in Kind if counts[kind]]


def _key(record: Known) -> tuple[str, str, int | None]:
    return record.reference, record.episode, record.number


def _published(version: Version, measure: Measure, span: Span) -> Iterable[Known]:
    rows = version.records.filter(measure=measure.code, counted=True)
    first = span.end if measure.is_state else span.first
    return (_known(row, row.reference) for row in rows.filter(placed_on__range=(first, span.end)))


def _today(measure: Measure, span: Span, build: Build) -> Iterable[Known]:
    rows = lay_out(measure, span, build.as_at).filter(counted=True).select_related("child")
    # The same words for whom a row is about as in what was published, whose children may be gone.
    return [_known(row, _reference(row)) for row in rows]


def _reference(row: RecordBehind) -> str:
    return (row.child.source_id or f"#{row.child_id}") if row.child else row.person


def _known(row: PublishedRecord | RecordBehind, reference: str) -> Known:
    dates = tuple(getattr(row, name) for name, _ in DATES)
    return Known(reference, row.episode, row.number, row.observed_on, dates, row.met, row.child_id)


def _elsewhere(measure: Measure, span: Span, build: Build) -> dict[tuple[str, str], str]:
    """Where records are counted today that may have been counted here: in which other category of the breakdown."""
    others = [
        each
        for each in declared(build.as_at).values()
        if measure.breakdown and each.breakdown == measure.breakdown and each.code != measure.code
        if not each.has_denominator
    ]
    return {(record.reference, record.episode): each.title for each in others for record in _today(each, span, build)}


def _gone(record: Known, category: str) -> Difference:
    if category:
        return _difference(Kind.CATEGORY, record, f"now counted as: {category}")
    return _difference(Kind.REMOVED, record, "")


def _changed(measure: Measure, then: Known, now: Known) -> Difference | None:
    if then.met != now.met:
        return _difference(Kind.CATEGORY, now, "now in the numerator" if now.met else "no longer in the numerator")
    moved = [
        f"{_name(measure, field, words)} {_day(before)}, now {_day(after)}"
        for (field, words), before, after in zip(DATES, then.dates, now.dates, strict=True)
        if before != after
    ]
    return _difference(Kind.DATE, now, "; ".join(moved)) if moved else None


def _name(measure: Measure, field: str, words: str) -> str:
    event: Any = event_of(measure)
    return {"started_on": event.start, "done_on": event.end}.get(field, "").lower() or words


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "not recorded"


def _difference(kind: Kind, record: Known, words: str) -> Difference:
    return Difference(kind, record.reference, record.episode, record.observed_on, words, record.child)
