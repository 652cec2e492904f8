"""Kinds of episode of children in need: assessments, plans and visits."""

from tracking.episodes.kind import Ask, Kind, Next
from tracking.models import Assessment, CinPlan, CinVisit

SEEN = (
    Ask(
        "seen", "Was the child seen?", "A visit at which the child was not seen leaves the duty open.", is_required=True
    ),
    Ask("seen_alone", "Was the child seen alone?"),
)
BEDROOM = Ask("bedroom_seen", "Was the child’s bedroom seen?")

ASSESSMENT = Kind(
    code="assessment",
    name="assessment",
    model=Assessment,
    day="started_on",
    end="authorised_on",
    to_end=("authorised_on", "no_further_action"),
    asks=(
        Ask("started_on", "Started on", is_required=True),
        Ask("referral", "Referral"),
        Ask("child_seen", "Was the child seen?"),
        Ask("team", "Team"),
        Ask("worker", "Worker"),
        Ask("authorised_on", "Authorised on", "A manager’s authorisation completes it."),
        Ask("no_further_action", "No further action?"),
    ),
    next=(
        Next("cin_plan", "Start a child in need plan", {"referral": "referral", "started_on": "authorised_on"}),
        Next("strategy_discussion", "Record a strategy discussion", {"referral": "referral", "team": "team"}),
    ),
)

CIN_PLAN = Kind(
    code="cin_plan",
    name="child in need plan",
    model=CinPlan,
    day="started_on",
    end="ended_on",
    to_end=("ended_on",),
    alone="This child is on a child in need plan on those days, from {start}. End it first.",
    asks=(
        Ask("started_on", "Started on", is_required=True),
        Ask("referral", "Referral"),
        Ask("team", "Team"),
        Ask("worker", "Worker"),
        Ask("ended_on", "Ended on"),
    ),
    next=(Next("cin_visit", "Record a visit", {}),),
)

CIN_VISIT = Kind(
    code="cin_visit",
    name="visit to a child in need",
    model=CinVisit,
    day="visited_on",
    within="cin_plan",
    asks=(Ask("visited_on", "Visited on", is_required=True), *SEEN, BEDROOM),
    next=(Next("cin_visit", "Record another visit", {}),),
)

KINDS = (ASSESSMENT, CIN_PLAN, CIN_VISIT)
