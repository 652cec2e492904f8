"""Kinds of episode of looked-after children: periods of care, placements, legal statuses, reviews, visits, health."""

from datetime import date
from typing import Any
from uuid import uuid4

from tracking.episodes.kind import Ask, Kind, Next, Problems
from tracking.episodes.need import SEEN
from tracking.models import (
    CareEpisode,
    HealthCheck,
    LegalStatus,
    LookedAfterReview,
    LookedAfterVisit,
    Placement,
    SdqScore,
)

STARTED = "S"
CHECKS = ("Initial health assessment", "Review health assessment", "Dental check")
HIGHEST_SCORE = 40
NO_ID = "The case system gives this period of care no id: record it there."


def _name_period(episode: CareEpisode, child_id: int | None) -> None:
    """A new period has a name of its own, by which reviews and placements name it, and begins on its first day."""
    episode.period_of_care = episode.period_of_care or f"recorded-{uuid4().hex}"
    episode.entered_care_on = episode.entered_care_on or episode.started_on
    episode.start_reason = episode.start_reason or STARTED


def _named_after_its_day(day: str) -> Any:
    """Fills in the period of care in which the record's day is, where it names none."""

    def prepare(record: Any, child_id: int | None) -> None:
        on = getattr(record, day)
        if not record.period_of_care and on:
            begun = CareEpisode.objects.filter(child=child_id, started_on__lte=on).order_by("started_on", "pk")
            record.period_of_care = begun.values_list("period_of_care", flat=True).last() or ""

    return prepare


def _child_of_period(record: Any) -> int | None:
    """The child whose period of care the record names."""
    named = CareEpisode.objects.filter(period_of_care=record.period_of_care).exclude(period_of_care="")
    return getattr(record, "child_id", None) or named.order_by("pk").values_list("child_id", flat=True).first()


def _in_a_named_period(review: LookedAfterReview, latest: date) -> Problems:
    return {} if review.period_of_care else {"": NO_ID}


def _score(sdq: SdqScore, latest: date) -> Problems:
    if not sdq.score:
        return {} if sdq.reason else {"score": "Enter the score, or the reason why there is none."}
    is_score = sdq.score.isdecimal() and int(sdq.score) <= HIGHEST_SCORE
    return {} if is_score else {"score": f"The score must be a whole number from 0 to {HIGHEST_SCORE}."}


PERIOD_OF_CARE = Kind(
    code="period_of_care",
    name="period of care",
    model=CareEpisode,
    day="started_on",
    end="ceased_on",
    to_end=("ceased_on", "ceased_reason"),
    ends_too=("placement", "legal_status"),
    alone="This child is looked after on those days already, from {start}. End that period of care first.",
    prepare=_name_period,
    asks=(
        Ask("started_on", "Looked after from", is_required=True),
        Ask("primary_need", "Primary need", codes="primary_need"),
        Ask("iha_form_returned_on", "Form for the initial health assessment returned on"),
        Ask("ceased_on", "Ceased on", "The placement and legal statuses that are open end on the same day."),
        Ask("ceased_reason", "Why it ceased", codes="reason_episode_ceased"),
    ),
    next=(
        Next("placement", "Record the placement", {"started_on": "started_on", "period_of_care": "period_of_care"}),
        Next("legal_status", "Record the legal status", {"started_on": "started_on"}),
        Next("care_visit", "Record a visit", {}),
        Next("care_review", "Record a review", {}),
        Next("health_check", "Record a health or dental check", {}),
        Next("sdq", "Record a questionnaire (SDQ)", {}),
        Next("missing_episode", "Record that the child went missing", {}),
        Next("care_leaver_contact", "Record a contact with the care leaver", {}),
    ),
)

PLACEMENT = Kind(
    code="placement",
    name="placement",
    model=Placement,
    day="started_on",
    end="ended_on",
    to_end=("ended_on", "change_reason"),
    within="period_of_care",
    alone="This child is in a placement on those days, from {start}. End it first, or record a move from it.",
    prepare=_named_after_its_day("started_on"),
    of_child=_child_of_period,
    asks=(
        Ask("started_on", "Placed on", is_required=True),
        Ask("type", "Type of placement", codes="placement_type", is_required=True),
        Ask("provider", "Provider", codes="placement_provider"),
        Ask("urn", "Ofsted number (URN)"),
        Ask("postcode", "Postcode"),
        Ask("distance_miles", "Miles from home"),
        Ask("intended_until_18", "Is it meant to last until the child is 18?"),
        Ask("ended_on", "Ended on"),
        Ask("change_reason", "Why it changed", codes="reason_place_change"),
    ),
    next=(Next("placement", "Record a move to another placement", {"period_of_care": "period_of_care"}, ends=True),),
)

LEGAL_STATUS = Kind(
    code="legal_status",
    name="legal status",
    model=LegalStatus,
    day="started_on",
    end="ended_on",
    to_end=("ended_on",),
    within="period_of_care",
    asks=(
        Ask("code", "Legal status", codes="legal_status", is_required=True),
        Ask("started_on", "From", is_required=True),
        Ask("ended_on", "Until"),
    ),
    next=(Next("legal_status", "Record a change to another legal status", {}, ends=True),),
)

CARE_REVIEW = Kind(
    code="care_review",
    name="review of a looked-after child",
    model=LookedAfterReview,
    day="held_on",
    within="period_of_care",
    prepare=_named_after_its_day("held_on"),
    of_child=_child_of_period,
    rules=(_in_a_named_period,),
    asks=(
        Ask("held_on", "Held on", is_required=True),
        Ask("due_on", "Due on", may_be_ahead=True),
        Ask("cancelled", "Was it cancelled?"),
        Ask("participation", "How the child took part", codes="review_participation"),
        Ask("permanence_plan", "Is a plan for permanence in place?"),
    ),
)

CARE_VISIT = Kind(
    code="care_visit",
    name="visit to a looked-after child",
    model=LookedAfterVisit,
    day="visited_on",
    within="period_of_care",
    prepare=_named_after_its_day("visited_on"),
    asks=(Ask("visited_on", "Visited on", is_required=True), *SEEN),
    next=(Next("care_visit", "Record another visit", {}),),
)

HEALTH_CHECK = Kind(
    code="health_check",
    name="health or dental check",
    model=HealthCheck,
    day="checked_on",
    asks=(
        Ask("type", "Which check", choices=tuple((words, words) for words in CHECKS), is_required=True),
        Ask("checked_on", "Day of the check", is_required=True, may_be_ahead=True),
        Ask("status", "Status", codes="health_check_status", is_required=True),
    ),
)

SDQ = Kind(
    code="sdq",
    name="strengths and difficulties questionnaire",
    model=SdqScore,
    day="completed_on",
    rules=(_score,),
    asks=(
        Ask("completed_on", "Completed on", is_required=True),
        Ask("score", "Total difficulties score", f"From 0 to {HIGHEST_SCORE}."),
        Ask("reason", "Why there is no score", codes="sdq_reason"),
    ),
)

KINDS = (PERIOD_OF_CARE, PLACEMENT, LEGAL_STATUS, CARE_REVIEW, CARE_VISIT, HEALTH_CHECK, SDQ)
