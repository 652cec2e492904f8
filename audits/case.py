"""The record of one child as an auditor reads it: what happened, by part of the journey, the newest first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from tracking.models import Child, LookedAfterReview


class Event(NamedTuple):
    """Something on the record: its day (none where that is not recorded) and what it was."""

    day: date | None
    words: str


class Part(NamedTuple):
    """A part of the journey with its events, the newest first."""

    title: str
    events: list[Event]


def record_of(child: Child) -> list[Part]:
    """The parts of the child's journey that have anything on record."""
    parts = (Part(title, _sorted(events)) for title, events in _parts(child))
    return [part for part in parts if part.events]


def _sorted(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.day or date.min, reverse=True)


def _parts(child: Child) -> Iterator[tuple[str, Iterable[Event]]]:
    yield "Workers", _spans(child.involvements.select_related("worker", "team"), "started_on", "ended_on", _worker)
    yield "Contacts and early help", (*_contacts(child), *_early_help(child))
    yield "Referrals and assessments", (*_referrals(child), *_assessments(child))
    yield "Protection", _protection(child)
    yield "Child in need plans", _need(child)
    yield "Looked after", _care(child)
    yield "Health and wellbeing", _health(child)
    yield "Missing", _spans(child.missing_episodes.all(), "started_on", "ended_on", lambda row: "Missing")


def _spans(rows: "QuerySet[Any]", started: str, ended: str, words: Callable[[Any], str]) -> Iterator[Event]:
    """What lasts: from its first day, with its last where it has ended."""
    for row in rows:
        end = getattr(row, ended)
        yield Event(getattr(row, started), f"{words(row)}{f', until {_day(end)}' if end else ', open'}")


def _moments(rows: "QuerySet[Any]", on: str, words: Callable[[Any], str]) -> Iterator[Event]:
    return (Event(getattr(row, on), words(row)) for row in rows)


def _worker(row: Any) -> str:
    return f"{row.role or 'Worker'}: {row.worker or 'not recorded'}{f' ({row.team})' if row.team else ''}"


def _contacts(child: Child) -> Iterator[Event]:
    return _moments(
        child.contacts.all(),
        "received_on",
        lambda row: (
            f"Contact: {row.get_outcome_display() or 'no outcome recorded'}"
            + (f", decided {_day(row.decided_on)}" if row.decided_on else "")
        ),
    )


def _early_help(child: Child) -> Iterator[Event]:
    return _spans(child.early_help_episodes.all(), "started_on", "ended_on", lambda row: "Early help")


def _referrals(child: Child) -> Iterator[Event]:
    return _spans(
        child.referrals.select_related("team"),
        "received_on",
        "closed_on",
        lambda row: f"Referral{f' to {row.team}' if row.team else ''}",
    )


def _assessments(child: Child) -> Iterator[Event]:
    for row in child.assessments.select_related("team", "worker"):
        end = f"authorised {_day(row.authorised_on)}" if row.authorised_on else "not authorised"
        seen = {True: ", child seen", False: ", child not seen", None: ""}[row.child_seen]
        yield Event(row.started_on, f"Assessment by {row.worker or 'nobody recorded'}, {end}{seen}")


def _protection(child: Child) -> Iterator[Event]:
    yield from _moments(
        child.strategy_discussions.all(),
        "held_on",
        lambda row: f"Strategy discussion: {row.get_outcome_display() or 'no outcome recorded'}",
    )
    yield from _spans(child.section_47s.all(), "started_on", "ended_on", lambda row: "Section 47 enquiry")
    yield from _moments(child.initial_conferences.all(), "held_on", lambda row: "Initial child protection conference")
    yield from _spans(child.protection_plans.all(), "started_on", "ended_on", lambda row: "Child protection plan")
    yield from _moments(child.protection_reviews.all(), "held_on", lambda row: "Review conference")
    yield from _moments(child.protection_visits.all(), "visited_on", lambda row: f"Visit{_seen(row)}")


def _need(child: Child) -> Iterator[Event]:
    yield from _spans(child.cin_plans.all(), "started_on", "ended_on", lambda row: "Child in need plan")
    yield from _moments(child.cin_visits.all(), "visited_on", lambda row: f"Visit{_seen(row)}")


def _care(child: Child) -> Iterator[Event]:
    episodes = list(child.care_episodes.all())
    for row in episodes:
        yield Event(row.started_on, f"Episode of care{f', until {_day(row.ceased_on)}' if row.ceased_on else ', open'}")
    yield from _spans(child.placements.all(), "started_on", "ended_on", lambda row: f"Placement {row.type}".strip())
    yield from _spans(child.legal_statuses.all(), "started_on", "ended_on", lambda row: f"Legal status {row.code}")
    reviews = LookedAfterReview.objects.filter(period_of_care__in={row.period_of_care for row in episodes} - {""})
    yield from _moments(reviews, "held_on", lambda row: "Looked-after review")
    yield from _moments(child.looked_after_visits.all(), "visited_on", lambda row: f"Visit{_seen(row)}")
    yield from _moments(child.care_leaver_contacts.all(), "contacted_on", lambda row: "Care leaver contact")


def _health(child: Child) -> Iterator[Event]:
    yield from _moments(
        child.health_checks.all(),
        "checked_on",
        lambda row: f"{row.type}, {row.status.lower() or 'status not recorded'}",
    )
    yield from _moments(
        child.sdq_scores.all(), "completed_on", lambda row: f"Questionnaire (SDQ): {row.score or 'not done'}"
    )


def _seen(row: Any) -> str:
    if row.seen is None:
        return ", whether seen not recorded"
    return (", child seen alone" if row.seen_alone else ", child seen") if row.seen else ", child not seen"


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"
