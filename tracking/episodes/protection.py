"""Kinds of episode of child protection: from the strategy discussion to the plan, its visits and reviews."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tracking.episodes.kind import Ask, Kind, Next, Problems
from tracking.episodes.need import BEDROOM, SEEN
from tracking.models import (
    ChildProtectionPlan,
    ConferenceInvitation,
    ConferenceKind,
    InitialConference,
    ProtectionReview,
    ProtectionVisit,
    Section47,
    StrategyDiscussion,
    StrategyOutcome,
)
from tracking.models.protection import SHORT_PLAN

ATTENDANCE, OF_MEETING = "Record an agency’s attendance", {"meeting": "meeting", "held_on": "held_on"}
SECTION_47_OUTCOMES = (
    ("CP_CONFERENCE", "Initial child protection conference"),
    ("NFA", "No further action"),
    ("NFA_CONTINUE_SINGLE", "No further action, the assessment goes on"),
    ("LEGAL_ACTION", "Legal action"),
    ("PROV_OF_SERVICES", "Services (section 17)"),
    ("PROV_OF_SB_CARE", "Short break care (section 17)"),
    ("MONITOR", "Another agency monitors the child’s welfare"),
    ("OTHER", "Another outcome"),
)


def _reason_for_a_short_plan(plan: ChildProtectionPlan, latest: date) -> Problems:
    if not (plan.started_on and plan.ended_on) or plan.early_end_reason.strip():
        return {}
    if plan.ended_on > plan.started_on + timedelta(days=SHORT_PLAN):
        return {}
    lasted = (plan.ended_on - plan.started_on).days
    words = f"The plan lasted {lasted} days. Local guidance ends none within {SHORT_PLAN} days without substantial "
    return {"early_end_reason": words + "evidence: say what it is."}


def _meeting(record: Any, child_id: int | None) -> None:
    """A meeting of its own where none is named: invitations to it and other children’s rows name it."""
    record.meeting = record.meeting or f"recorded-{uuid4().hex}"


def _plan_named(visit: ProtectionVisit, child_id: int | None) -> None:
    """The plan of the day by the source’s id, where it has one; by day otherwise."""
    plan = ChildProtectionPlan.objects.filter(child=child_id, started_on__lte=visit.visited_on)
    if not visit.plan_source_id:
        latest = plan.order_by("started_on", "source_id", "pk").last()
        visit.plan_source_id = (latest and latest.source_id) or ""


def _child_invited(invitation: ConferenceInvitation) -> int | None:
    """A child whom the meeting is about."""
    models = (InitialConference, ProtectionReview)
    rows = (model._default_manager.filter(meeting=invitation.meeting).order_by("pk") for model in models)
    return next((row.child_id for found in rows for row in found[:1]), None)


def _invitations(record: Any) -> Iterable[Any]:
    """Those to a meeting that was about this child alone."""
    models = (InitialConference, ProtectionReview)
    others = sum(model._default_manager.filter(meeting=record.meeting).count() for model in models) > 1
    return () if others or not record.meeting else (ConferenceInvitation.objects.filter(meeting=record.meeting),)


def _attendance_of_a_meeting(invitation: ConferenceInvitation, latest: date) -> Problems:
    if not invitation.meeting:
        return {"": "Record it from the page of the conference."}
    if invitation.attended is None or (invitation.invited is not None and invitation.attended <= invitation.invited):
        return {}
    return {"attended": "No more can have come than were invited."}


STRATEGY_DISCUSSION = Kind(
    code="strategy_discussion",
    name="strategy discussion",
    model=StrategyDiscussion,
    day="held_on",
    asks=(
        Ask("held_on", "Held on", is_required=True),
        Ask("referral", "Referral"),
        Ask("outcome", "Outcome", "Section 47 enquiry leads to the enquiry."),
        Ask("team", "Team"),
    ),
    next=(
        Next(
            "section_47",
            "Start the section 47 enquiry",
            {"started_on": "held_on", "referral": "referral", "team": "team"},
            when=("outcome", StrategyOutcome.SECTION_47),
        ),
        Next(
            "assessment",
            "Start the assessment",
            {"started_on": "held_on", "referral": "referral", "team": "team"},
            when=("outcome", StrategyOutcome.ASSESSMENT),
        ),
    ),
)

SECTION_47 = Kind(
    code="section_47",
    name="section 47 enquiry",
    model=Section47,
    day="started_on",
    end="ended_on",
    to_end=("ended_on", "outcome_details", "no_further_action"),
    asks=(
        Ask("started_on", "Started on", "The day of the strategy discussion that began it.", is_required=True),
        Ask("referral", "Referral"),
        Ask("worker", "Worker"),
        Ask("team", "Team"),
        Ask("ended_on", "Ended on"),
        Ask("outcome_details", "Outcome", flags=SECTION_47_OUTCOMES),
        Ask("no_further_action", "No further action?"),
    ),
    next=(
        Next(
            "conference",
            "Record the initial conference",
            {"section_47": "", "referral": "referral", "team": "team", "worker": "worker"},
        ),
    ),
)

CONFERENCE = Kind(
    code="conference",
    name="initial child protection conference",
    model=InitialConference,
    day="held_on",
    prepare=_meeting,
    goes_with=_invitations,
    asks=(
        Ask("held_on", "Held on", is_required=True),
        Ask("section_47", "Section 47 enquiry"),
        Ask("referral", "Referral"),
        Ask("target_on", "Target day", may_be_ahead=True),
        Ask("is_transfer_in", "Is the child transferring in from another authority?"),
        Ask("led_to_plan", "Was a child protection plan agreed?", "Yes leads to the plan."),
        Ask("team", "Team"),
        Ask("worker", "Worker"),
    ),
    next=(
        Next(
            "protection_plan",
            "Start the child protection plan",
            {"initial_conference": "", "started_on": "held_on", "referral_source_id": "referral.source_id"},
            when=("led_to_plan", True),
        ),
        Next("invitation", ATTENDANCE, OF_MEETING, given={"kind": ConferenceKind.ICPC}),
    ),
)

INVITATION = Kind(
    code="invitation",
    only_follows=True,
    name="invitation to a conference",
    model=ConferenceInvitation,
    day="held_on",
    of_child=_child_invited,
    rules=(_attendance_of_a_meeting,),
    asks=(
        Ask("agency", "Agency", "Such as health, police or school.", is_required=True),
        Ask("kind", "Conference", choices=tuple(ConferenceKind.choices), is_required=True),
        Ask("held_on", "Held on", is_required=True),
        Ask("invited", "How many were invited", is_required=True),
        Ask("attended", "How many came"),
        Ask("report", "Their report"),
    ),
    next=(
        Next(
            "invitation",
            "Record another agency’s attendance",
            {"meeting": "meeting", "kind": "kind", "held_on": "held_on"},
        ),
    ),
)

PROTECTION_PLAN = Kind(
    code="protection_plan",
    name="child protection plan",
    model=ChildProtectionPlan,
    day="started_on",
    end="ended_on",
    to_end=("ended_on", "latest_category", "early_end_reason"),
    alone="This child is on a child protection plan on those days, from {start}. End it first.",
    rules=(_reason_for_a_short_plan,),
    asks=(
        Ask("started_on", "Started on", is_required=True),
        Ask("initial_conference", "Initial conference"),
        Ask("initial_category", "Category of abuse at the start", codes="category_of_abuse", is_required=True),
        Ask("is_other_authoritys", "Is it another authority’s plan?"),
        Ask("ended_on", "Ended on"),
        Ask("latest_category", "Latest category of abuse", codes="category_of_abuse"),
        Ask(
            "early_end_reason",
            f"Why it ends within {SHORT_PLAN} days",
            "Local guidance: no plan is closed so soon without substantial evidence. Needed for such a plan only.",
            is_long=True,
        ),
    ),
    next=(
        Next("protection_visit", "Record a visit", {}),
        Next("protection_review", "Record a review", {"plan": ""}),
    ),
)

PROTECTION_VISIT = Kind(
    code="protection_visit",
    name="visit to a child on a plan",
    model=ProtectionVisit,
    day="visited_on",
    within="protection_plan",
    prepare=_plan_named,
    asks=(Ask("visited_on", "Visited on", is_required=True), *SEEN, BEDROOM),
    next=(Next("protection_visit", "Record another visit", {}),),
)

PROTECTION_REVIEW = Kind(
    code="protection_review",
    name="review child protection conference",
    model=ProtectionReview,
    day="held_on",
    prepare=_meeting,
    goes_with=_invitations,
    within="protection_plan",
    asks=(
        Ask("held_on", "Held on", is_required=True),
        Ask("plan", "Plan", is_required=True),
        Ask("due_on", "Due on", may_be_ahead=True),
        Ask("continues", "Does the plan continue?"),
        Ask("quorate", "Was it quorate?"),
        Ask("participation", "How the child took part"),
    ),
    next=(Next("invitation", ATTENDANCE, OF_MEETING, given={"kind": ConferenceKind.RCPC}),),
)

KINDS = (
    STRATEGY_DISCUSSION,
    SECTION_47,
    CONFERENCE,
    INVITATION,
    PROTECTION_PLAN,
    PROTECTION_VISIT,
    PROTECTION_REVIEW,
)
