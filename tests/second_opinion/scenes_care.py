"""Scenes of periods of care: episodes, legal statuses, placements, visits and reviews."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from .history import History
from .lives import DAY, Timed, after, another, calendar, end_of, flag, or_blank, steps, working
from .periods import months_after

_CARE = (after(7), after(42), working(20), calendar(3), calendar(4), calendar(6), calendar(12), calendar(15))
_REVIEWS = (working(20), calendar(3), calendar(6))
_VISITS = (after(7), after(42), after(42), calendar(3), calendar(12))

# National codes, one that is none, and blank.
PARTICIPATION = (*(f"PN{number}" for number in range(8)), "PN8", "")


class Span(NamedTuple):
    """A period of care in the making."""

    cla_id: str
    start: date
    end: date | None


def add_episode(history: History, child: str, span: Span, start: date | None, end: date | None, entered: date) -> None:
    history.add(
        "ssd_cla_episodes",
        clae_cla_episode_id=history.new_id(),
        clae_person_id=child,
        clae_cla_id=span.cla_id,
        clae_cla_episode_start_date=start,
        clae_cla_episode_ceased_date=end,
        clae_entered_care_date=history.rng.choice((None, entered, entered, entered, entered - 2 * DAY)),
        csc_iha_form_returned_date=_form(history, span),
    )


def _form(history: History, span: Span) -> date | None:
    """On the 7th working day or beside it, before entering care, after the end, after A, or not at all."""
    due = working(7)(span.start)
    days = (None, due, due, history.near(due, 1), span.start - DAY, (span.end or due) + DAY, history.as_at + DAY)
    found = history.rng.choice(days)
    return found and min(found, history.as_at + 45 * DAY)


def _episodes(history: History, child: str, span: Span) -> None:
    """One episode, or several in a row, on one day, or in gaps; one that is not first may be open or have no start."""
    breaks = sorted(
        span.start + history.rng.choice((0, 5, 40, 200)) * DAY for _ in range(history.rng.choice((0, 0, 1, 2)))
    )
    last = span.end or history.as_at
    starts = [span.start, *(on for on in breaks if on <= last)]
    ends = [on + history.rng.choice((0, 0, -1)) * DAY for on in starts[1:]] + [span.end]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        is_blank = place > 0 and history.chance(0.1)
        add_episode(history, child, span, None if is_blank else start, end and max(end, start), span.start)
    if span.end and history.chance(0.05):
        add_episode(history, child, span, span.end, span.end - 3 * DAY, span.start)


def _legal_status(history: History, child: str, status: str, start: date | None, end: date | None) -> None:
    history.add(
        "ssd_legal_status",
        lega_legal_status_id=history.new_id(),
        lega_person_id=child,
        lega_legal_status=status,
        lega_legal_status_start_date=start,
        lega_legal_status_end_date=end,
    )


def _legal_statuses(history: History, child: str, start: date) -> None:
    """Of a series of short breaks on the first day, before it, from the day after, ended on it, or beside another."""
    breaks, usual = history.rng.choice(("V3", "V4")), history.rng.choice(("V2", "C1", "C2", "E1"))
    kind = history.rng.random()
    if kind < 0.45:
        _legal_status(history, child, usual, start, None)
    elif kind < 0.55:
        _legal_status(history, child, breaks, start - 9 * DAY, history.rng.choice((None, start + DAY)))
    elif kind < 0.65:
        _legal_status(history, child, breaks, start - 9 * DAY, start)
        if history.chance(0.5):
            _legal_status(history, child, usual, start, None)
    elif kind < 0.75:
        _legal_status(history, child, usual, start, start + DAY)
        _legal_status(history, child, breaks, start + DAY, None)
    elif kind < 0.8:
        for status in (breaks, usual):
            _legal_status(history, child, status, start - history.rng.randint(0, 1) * DAY, None)
    elif kind < 0.85:
        _legal_status(history, child, breaks, None, None)


class PlacementRow(NamedTuple):
    """A placement row in the making."""

    start: date
    end: date | None
    kind: str
    urn: str


def _walk(history: History, span: Span) -> Iterator[PlacementRow]:
    """Placements from the start of a period of care, with temporary ones between, to its end or beyond A."""
    urns = history.rng.choice((("SC1", "SC1", "SC2"), ("", "", "SC1")))
    kinds = history.rng.choice((("U4", "U4", "K2"), ("U4", "U1", "A3", "")))
    on = span.start + history.rng.choice((0, 0, 0, -1, 3)) * DAY
    last = span.end or history.as_at + DAY
    kind, urn = history.rng.choice(kinds), history.rng.choice(urns)
    for _ in range(history.rng.choice((1, 1, 2, 3, 5, 7))):
        is_away = history.chance(0.35)
        days = history.rng.choice((0, 1, 7, 43, 100, 370, 800)) if not is_away else history.rng.choice((0, 2, 7))
        end = on + days * DAY
        is_last = end >= last
        ceased = None if history.chance(0.2) else span.end  # some placements are not closed with their period
        row = PlacementRow(
            on, ceased if is_last else end, history.rng.choice(("T0", "T1", "T4")) if is_away else kind, urn
        )
        yield row._replace(urn=history.rng.choice(("", "SC9"))) if is_away else row
        if is_last:
            return
        if not is_away and history.chance(0.35):
            kind, urn = history.rng.choice(kinds), history.rng.choice(urns)
        on = end + history.rng.choice((0, 0, 0, 0, 1, -1)) * DAY
    kind = history.rng.choice(("T1", kind, kind))
    yield PlacementRow(on, history.rng.choice((None, span.end, history.as_at, history.as_at + DAY)), kind, urn)


def _placements(history: History, child: str, span: Span) -> list[PlacementRow]:
    """Each names the period or no period, the child or no child (but one of both), rarely another child's period."""
    rows = [row for row in _walk(history, span) if row.start <= history.as_at + 45 * DAY]
    until_18 = history.rng.choice((("Y",), ("Y", "N", ""), ("", "N")))
    for row in rows:
        cla_id = "" if history.chance(0.2) else span.cla_id
        if history.chance(0.02):
            cla_id = another(history, "ssd_cla_episodes", "clae_cla_id")
        is_anonymous = bool(cla_id) and cla_id == span.cla_id and history.chance(0.15)
        written = row._replace(end=row.end if history.chance(0.97) else row.start - DAY)
        add_placement(history, "" if is_anonymous else child, cla_id, written, history.rng.choice(until_18))
    return rows


def add_placement(history: History, child: str, cla_id: str, row: PlacementRow, until_18: str = "") -> None:
    """At a distance on the limit, beside it, or not known."""
    history.add(
        "ssd_cla_placement",
        clap_cla_placement_id=f"W{history.new_id()}",
        clap_cla_id=cla_id,
        clap_person_id=child,
        clap_cla_placement_start_date=or_blank(history, row.start, 0.02),
        clap_cla_placement_end_date=row.end,
        clap_cla_placement_type=row.kind,
        clap_cla_placement_urn=row.urn,
        clap_cla_placement_distance=history.rng.choice(("", "3", "20.0", "20", "20.1", "19.9", "999.9")),
        csc_intended_until_18=until_18,
    )


def _visits(history: History, child: str, span: Span, rows: list[PlacementRow]) -> None:
    """On limits of stays, on days of moves, twice on a day, not seen; the period is named well, badly or not."""
    days = [
        on for row in history.rng.sample(rows, min(2, len(rows))) for on in steps(history, row.start, row.end, _VISITS)
    ]
    days += [on for row in rows for on in (row.start, row.end) if on and history.chance(0.3)]
    days += [months_after(row.start, 12) + history.rng.choice((-1, 0, 0)) * DAY for row in rows if history.chance(0.5)]
    for on in days:
        if on > history.as_at + 45 * DAY:
            continue
        named = span.cla_id if history.chance(0.7) else another(history, "ssd_cla_episodes", "clae_cla_id")
        history.add(
            "ssd_cla_visits",
            clav_cla_visit_id=history.new_id(),
            clav_cla_id="" if history.chance(0.2) else named,
            clav_person_id=child,
            clav_cla_visit_date=or_blank(history, on, 0.02),
            clav_cla_visit_seen=flag(history),
        )


def _reviews(history: History, child: str, span: Span) -> None:
    """Held, cancelled, without a date, before entering care, after the end; with a permanence plan or without."""
    for on in steps(history, span.start, span.end, (*_REVIEWS, calendar(4))):
        history.add(
            "ssd_cla_reviews",
            clar_cla_review_id=history.new_id(),
            clar_cla_id="" if history.chance(0.03) else span.cla_id,
            clar_cla_review_due_date=months_after(on, 6),
            clar_cla_review_date=or_blank(history, on),
            clar_cla_review_cancelled=flag(history, 0.12),
            clar_cla_review_participation=history.rng.choice(PARTICIPATION),
            csc_permanence_plan=flag(history, 0.3),
        )


def period_of_care(history: History, child: str, start: date) -> Span:
    end = end_of(history, start, _CARE)
    span = Span("" if history.chance(0.02) else f"Z{history.new_id()}", start, end and max(start, end))
    _episodes(history, child, span)
    _legal_statuses(history, child, start)
    rows = _placements(history, child, span)
    _visits(history, child, span, rows)
    _reviews(history, child, span)
    return span


def in_care(history: History, child: str, start: date) -> None:
    period_of_care(history, child, start)


def in_care_again(history: History, child: str, start: date) -> None:
    """A second period that begins on the day the first ended, the day after, months later, or before its end."""
    first = period_of_care(history, child, start)
    if first.end:
        again = first.end + history.rng.choice((0, 0, 1, 100, -1)) * DAY
        if start <= again <= history.as_at:
            period_of_care(history, child, again)


def permanence(history: History, child: str, start: date) -> None:
    """What becomes of the child after care; no duty reads it."""
    history.add(
        "ssd_permanence",
        perm_table_id=history.new_id(),
        perm_person_id=child,
        perm_placement_order_date=or_blank(history, start, 0.5),
        csc_plan_in_place=flag(history, 0.5),
    )


SCENES: tuple[Timed, ...] = (
    (in_care, _CARE),
    (in_care, (after(7), working(20), calendar(4))),
    (in_care_again, _CARE),
    (permanence, _CARE),
)
