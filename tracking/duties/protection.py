"""Duties of child protection: the initial conference, visits, reviews. Other authorities' plans have none."""

from collections.abc import Iterator
from typing import Any

from tracking.duties.due import Due, Episode, chain, earliest, single
from tracking.duties.facts import Journey
from tracking.duties.kind import Kind, Term
from tracking.duties.limits import Limit, Limits, TimeUnit
from tracking.duties.plans import days_for

SET = frozenset({"y", "yes", "1", "true"})
LED_TO_CONFERENCE = ("CP_CONFERENCE_FLAG", "CP_CONFERENCE")


def led_to_conference(outcomes: Any) -> bool:
    """Whether the outcome (JSON) of a section 47 enquiry is an initial child protection conference."""
    found = outcomes if isinstance(outcomes, dict) else {}
    return any(str(value).strip().lower() in SET for key, value in found.items() if key.upper() in LED_TO_CONFERENCE)


def conferences(journey: Journey, limits: Limits) -> Iterator[Due]:
    """The initial conference that a section 47 enquiry led to: the row of the conference, held or not; where there is
    none yet, the enquiry itself if it says so. Transfers in are left out."""
    for conference in journey.conferences:
        if (start := conference.enquiry_started) and not conference.is_transfer_in:
            limit = limits.on("icpc", "", start)
            episode = Episode("ssd_initial_cp_conference", conference.pk)
            held_on, team_id = conference.held_on, conference.team_id
            yield from single("icpc", episode, start, limit, held_on, team_id=team_id)
    for enquiry in journey.section_47s:
        is_known = enquiry.ended_on is None or enquiry.ended_on <= journey.as_at
        if not enquiry.is_conferenced and is_known and led_to_conference(enquiry.outcomes):
            limit = limits.on("icpc", "", enquiry.started_on)
            episode = Episode("ssd_s47_enquiry", enquiry.pk)
            yield from single("icpc", episode, enquiry.started_on, limit, None, team_id=enquiry.team_id)


def visits(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A visit after the start of a plan and after each visit at which the child was seen."""
    for plan in journey.protection_plans:
        seen = days_for(plan, journey.protection_plans, journey.protection_visits)
        yield from chain(
            "cp_visit",
            Episode("ssd_cp_plans", plan.pk),
            plan.started_on,
            seen,
            earliest(plan.ended, journey.turns_18_on),
            lambda _, day: limits.on("cp_visit", "", day),
        )


def reviews(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A review after the initial conference (the start of the plan where there is none) and after each review."""
    for plan in journey.protection_plans:
        held = days_for(plan, journey.protection_plans, journey.protection_reviews)
        yield from chain(
            "cp_review",
            Episode("ssd_cp_plans", plan.pk),
            plan.conferred or plan.started_on,
            held,
            earliest(plan.ended, journey.turns_18_on),
            lambda number, day: limits.on("cp_review", "first" if number == 1 else "later", day),
        )


ICPC = Kind(
    code="icpc",
    title="Initial child protection conferences",
    group="Child protection",
    actions=("Hold the initial conference",),
    starts="strategy discussion that began the section 47 enquiry (its start)",
    met_by="conference held",
    source="Working Together to Safeguard Children, chapter 1: within 15 working days of the strategy discussion",
    rule=conferences,
    terms={"": Term("", Limit(15, TimeUnit.WORKING_DAYS))},
    needs=("ssd_s47_enquiry.s47e_s47_start_date", "ssd_initial_cp_conference.icpc_icpc_date"),
)

CP_VISIT = Kind(
    code="cp_visit",
    title="Child protection visits",
    group="Child protection",
    actions=("Visit and see the child",),
    starts="start of the plan, then each visit at which the child was seen",
    met_by="next visit at which the child was seen",
    source="Local standard: statutory visits every 10 working days",
    rule=visits,
    terms={"": Term("", Limit(10, TimeUnit.WORKING_DAYS))},
    needs=("ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cp_visits.cppv_cp_visit_date"),
    records="visit",
)

CP_REVIEW = Kind(
    code="cp_review",
    title="Child protection reviews",
    group="Child protection",
    actions=("Hold the first review conference", "Hold the next review conference"),
    starts="initial conference (start of the plan where there is none), then each review",
    met_by="review held",
    source="Working Together to Safeguard Children, chapter 1: within 3 months, then at most every 6",
    rule=reviews,
    terms={
        "first": Term("the first review", Limit(3, TimeUnit.MONTHS)),
        "later": Term("each later review", Limit(6, TimeUnit.MONTHS)),
    },
    needs=("ssd_cp_plans.cppl_cp_plan_start_date", "ssd_cp_reviews.cppr_cp_review_date"),
    records="review",
)

KINDS = (ICPC, CP_VISIT, CP_REVIEW)
