"""Questions about conferences, child protection plans, their reviews and visits."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kpis.measures import attendance, conferences
from kpis.quality.question import Mend, Question, Window
from tracking.models import ConferenceInvitation, InitialConference, ProtectionReview, ProtectionVisit, Section47
from tracking.rules.calendar import MonthsLater
from tracking.rules.known import known

A_YEAR = 12  # months
VISITS = ("CSC 252", "CSC 252a", "CSC 252b")


def held_conferences(window: Window) -> "QuerySet[Any]":
    """Initial conferences held in the year."""
    return known(InitialConference, window.as_at, "held_on").filter(held_on__gte=window.since)


def without_enquiry(window: Window) -> "QuerySet[Any]":
    """Conferences that are no transfer in and name no section 47 enquiry, of children who had one in the year before;
    `enquiry` is the latest."""
    enquiries: QuerySet[Any] = (
        Section47.objects.filter(child=OuterRef("child"), started_on__lte=OuterRef("held_on"))
        .annotate(a_year_on=MonthsLater("started_on", A_YEAR))
        .filter(a_year_on__gte=OuterRef("held_on"))
        .order_by("-started_on", "-pk")
    )
    rows = held_conferences(window).filter(Exists(enquiries), section_47=None).exclude(is_transfer_in=True)
    return rows.annotate(enquiry=Subquery(enquiries.values("pk")[:1]))


def reviews_undated(window: Window) -> "QuerySet[Any]":
    """Reviews that should have been held by now and have no day, of plans that had not ended when the year began."""
    on_a_plan = Q(plan=None) | Q(plan__ended_on=None) | Q(plan__ended_on__gte=window.since)
    return ProtectionReview.objects.filter(on_a_plan, held_on=None, due_on__lt=window.as_at)


def visits_undetermined(window: Window) -> "QuerySet[Any]":
    """Visits of the year of which it is not recorded whether the child was seen."""
    return known(ProtectionVisit, window.as_at, "visited_on").filter(visited_on__gte=window.since, seen=None)


def invitations_uncounted(window: Window) -> "QuerySet[Any]":
    """Invitations of the year of which it is not recorded how many came."""
    rows = known(ConferenceInvitation, window.as_at, "held_on").filter(held_on__gte=window.since)
    return rows.filter(invited__isnull=False, attended=None)


def seen(window: Window) -> tuple[Mend, ...]:
    """The child was seen at every visit, or at none."""
    return (
        Mend("the child was seen at every one", {"seen": True}),
        Mend("the child was seen at none", {"seen": False}),
    )


def held(window: Window) -> tuple[Mend, ...]:
    """Held on the day they were due, or late."""
    return (
        Mend("all held on the day they were due", {"held_on": F("due_on")}),
        Mend("none held before the records were extracted", {"held_on": window.as_at}),
    )


QUESTIONS = (
    Question(
        code="conference-outcome",
        title="Initial conferences without a decision",
        lacks="Whether the conference decided on a child protection plan",
        asked="Did the conference decide on a child protection plan?",
        rows=lambda window: held_conferences(window).filter(led_to_plan=None),
        field="led_to_plan",
        on="held_on",
        mends=lambda window: (
            Mend("all led to a plan", {"led_to_plan": True}),
            Mend("none led to a plan", {"led_to_plan": False}),
        ),
        measures=tuple(measure.code for measure in conferences.CONVERSION.measures),
    ),
    Question(
        code="conference-enquiry",
        title="Initial conferences that name no enquiry",
        lacks="The section 47 enquiry that led to the conference; the child had one in the year before",
        asked="Which enquiry led to the conference, or was it a transfer in?",
        rows=without_enquiry,
        field="section_47",
        on="held_on",
        mends=lambda window: (
            Mend("all after the child's latest enquiry", {"section_47": F("enquiry")}),
            Mend("all transfers in", {"is_transfer_in": True}),
        ),
        measures=tuple(measure.code for measure in conferences.TIMELINESS.measures),
    ),
    Question(
        code="protection-review-date",
        title="Child protection reviews without a day",
        lacks="The day on which a review that was due was held",
        asked="When was the review held, if it was?",
        rows=reviews_undated,
        field="held_on",
        on="due_on",
        of_now=True,
        mends=held,
        measures=("CSC 191",),
    ),
    Question(
        code="protection-visit-seen",
        title="Child protection visits: was the child seen?",
        lacks="Whether the child was seen",
        asked="Was the child seen?",
        rows=visits_undetermined,
        field="seen",
        on="visited_on",
        mends=seen,
        measures=VISITS,
    ),
    Question(
        code="invitation-attended",
        title="Conference invitations without attendance",
        lacks="How many of those invited came",
        asked="How many came?",
        rows=invitations_uncounted,
        field="attended",
        on="held_on",
        mends=lambda window: (
            Mend("all who were invited came", {"attended": F("invited")}),
            Mend("nobody came", {"attended": 0}),
        ),
        measures=tuple(
            measure.code for section in (attendance.INITIAL, attendance.REVIEW) for measure in section.measures
        ),
    ),
)
