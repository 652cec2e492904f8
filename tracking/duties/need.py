"""Duties towards children in need: visits during a child in need plan."""

from collections.abc import Iterator

from tracking.duties.due import Due, Episode, chain, earliest
from tracking.duties.facts import Journey
from tracking.duties.kind import Kind, Term
from tracking.duties.limits import Limit, Limits, TimeUnit
from tracking.duties.plans import days_for


def visits(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A visit after the start of a plan and after each visit at which the child was seen (visits name no plan)."""
    for plan in journey.cin_plans:
        yield from chain(
            "cin_visit",
            Episode("ssd_cin_plans", plan.pk),
            plan.started_on,
            days_for(plan, journey.cin_plans, journey.cin_visits),
            earliest(plan.ended, journey.turns_18_on),
            lambda _, day: limits.on("cin_visit", "", day),
        )


CIN_VISIT = Kind(
    code="cin_visit",
    title="Child in need visits",
    group="Children in need",
    actions=("Visit and see the child",),
    starts="start of the child in need plan, then each visit at which the child was seen",
    met_by="next visit at which the child was seen",
    source="Local standard: a visit every 20 working days",
    rule=visits,
    terms={"": Term("", Limit(20, TimeUnit.WORKING_DAYS))},
    needs=("ssd_cin_plans.cinp_cin_plan_start_date", "ssd_cin_visits.cinv_cin_visit_date"),
    records="visit",
)

KINDS = (CIN_VISIT,)
