"""Questions about looked-after children, children who went missing, and care leavers."""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kpis.measures import leaving_care, reviews
from kpis.quality.protection import held, seen
from kpis.quality.question import Mend, Question, Window, child_of_period
from tracking.models import LookedAfterReview, LookedAfterVisit, MissingEpisode, Placement, ReturnInterview
from tracking.rules.known import known, not_later
from tracking.rules.leaving_care import NEET, SUITABLE, latest_contacts
from tracking.rules.placements import FAR, NOT_KNOWN

VISITS = ("CSC 260", "CSC 260a", "CSC 260b")
PERMANENCE = ("PERMANENCE-4M",)
AGREED = r"^(y|yes|1)$"
NOT_SUITABLE, IN_EDUCATION = "2", "F2"


def care_reviews(window: Window) -> "QuerySet[Any]":
    """Reviews that were not cancelled, with the child whose period of care they name."""
    named = LookedAfterReview.objects.exclude(cancelled=True).exclude(period_of_care="")
    return named.annotate(child=child_of_period()).filter(child__isnull=False)


def held_reviews(window: Window) -> "QuerySet[Any]":
    """Reviews held in the year."""
    return care_reviews(window).filter(held_on__gte=window.since, held_on__lte=window.as_at)


def visits_undetermined(window: Window) -> "QuerySet[Any]":
    """Visits of the year of which it is not recorded whether the child was seen."""
    return known(LookedAfterVisit, window.as_at, "visited_on").filter(visited_on__gte=window.since, seen=None)


def without_distance(window: Window) -> "QuerySet[Any]":
    """Placements of the child that go on at the end of the records, without a distance from home."""
    rows: QuerySet[Any] = known(Placement, window.as_at, "started_on", ended="ended_on")
    goes_on = Q(ended=None) | Q(ended__gt=window.as_at)
    return rows.filter(goes_on, Q(distance_miles=None) | Q(distance_miles=NOT_KNOWN), child__isnull=False)


def without_interview(window: Window) -> "QuerySet[Any]":
    """Missing episodes that ended in the year whose child agreed to an interview that has no day."""
    rows: QuerySet[Any] = not_later(MissingEpisode, window.as_at, "started_on")
    returned = rows.filter(ended_on__gte=window.since, ended_on__lte=window.as_at, responsible_authority="")
    held_here = ReturnInterview.objects.filter(missing_episode=OuterRef("pk"))
    return returned.filter(~Exists(held_here), interviewed_on=None, interview_accepted__iregex=AGREED)


def _leavers(window: Window, **unknown: str) -> "QuerySet[Any]":
    """The latest contacts of care leavers at the end of the records, which say how they are."""
    return latest_contacts(window.as_at, window.as_at).filter(**unknown)


QUESTIONS = (
    Question(
        code="review-date",
        title="Reviews of looked-after children without a day",
        lacks="The day on which a review that was due was held",
        asked="When was the review held, or was it cancelled?",
        rows=lambda window: care_reviews(window).filter(
            held_on=None, due_on__gte=window.since, due_on__lt=window.as_at
        ),
        field="held_on",
        on="due_on",
        mends=held,
    ),
    Question(
        code="review-participation",
        title="Reviews of looked-after children without participation",
        lacks="How the child took part in a review that was held",
        asked="How did the child take part?",
        rows=lambda window: held_reviews(window).filter(participation=""),
        field="participation",
        on="held_on",
        mends=lambda window: tuple(
            Mend(f"at all: {way.lower()}", {"participation": code}) for code, way in reviews.WAYS.items()
        ),
        measures=tuple(measure.code for measure in reviews.PARTICIPATION.measures),
    ),
    Question(
        code="review-permanence",
        title="Reviews of looked-after children without a word on permanence",
        lacks="Whether a plan for permanence was in place at a review that was held",
        asked="Was a plan for permanence in place?",
        rows=lambda window: held_reviews(window).filter(permanence_plan=None),
        field="permanence_plan",
        on="held_on",
        mends=lambda window: (
            Mend("a plan was in place at all", {"permanence_plan": True}),
            Mend("no plan was in place", {"permanence_plan": False}),
        ),
        measures=PERMANENCE,
    ),
    Question(
        code="looked-after-visit-seen",
        title="Visits to looked-after children: was the child seen?",
        lacks="Whether the child was seen",
        asked="Was the child seen?",
        rows=visits_undetermined,
        field="seen",
        on="visited_on",
        mends=seen,
        measures=VISITS,
    ),
    Question(
        code="placement-distance",
        title="Placements without a distance from home",
        lacks="How many miles from home the child is placed",
        asked="How many miles is the placement from the child’s home?",
        rows=without_distance,
        field="distance_miles",
        on="started_on",
        of_now=True,
        mends=lambda window: (
            Mend("all placed near home", {"distance_miles": Decimal(0)}),
            Mend(f"all placed {FAR} miles from home or more", {"distance_miles": Decimal(FAR)}),
        ),
        measures=("CSC 230", "MISSING-CLA-20M"),
    ),
    Question(
        code="missing-interview",
        title="Return home interviews without a day",
        lacks="The day of an interview to which the child agreed",
        asked="When was the interview held, if it was?",
        rows=without_interview,
        field="interviewed_on",
        on="ended_on",
        mends=lambda window: (
            Mend("all interviewed on the day they returned", {"interviewed_on": F("ended_on")}),
            Mend("none interviewed", {"interviewed_on": None}),
        ),
        measures=("RHI-72H", "RHI-DONE"),
    ),
    Question(
        code="care-leaver-accommodation",
        title="Care leavers: is the accommodation suitable?",
        lacks="Whether the accommodation was suitable at the latest contact",
        asked="Is the accommodation suitable?",
        rows=lambda window: _leavers(window, accommodation_suitable=""),
        field="accommodation_suitable",
        on="contacted_on",
        of_now=True,
        mends=lambda window: (
            Mend("all suitable", {"accommodation_suitable": SUITABLE}),
            Mend("none suitable", {"accommodation_suitable": NOT_SUITABLE}),
        ),
        measures=("CSC 286",),
    ),
    Question(
        code="care-leaver-activity",
        title="Care leavers: education, employment or training?",
        lacks="What the young person did at the latest contact",
        asked="Is the young person in education, employment or training?",
        rows=lambda window: _leavers(window, activity=""),
        field="activity",
        on="contacted_on",
        of_now=True,
        mends=lambda window: (
            Mend("all in education", {"activity": IN_EDUCATION}),
            *(Mend(f"all not in education, employment or training ({code})", {"activity": code}) for code in NEET),
        ),
        measures=tuple(measure.code for measure in leaving_care.CARE_LEAVERS.measures[1:]),
    ),
)
