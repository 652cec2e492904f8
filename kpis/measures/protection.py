"""Children on a child protection plan: how many, their workers and reviews, how long plans last and whether they recur.

Source: the measure catalogue, "Child protection". Other authorities' plans are left out, as earlier plans too.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Place, Section, Unit
from kpis.measures.columns import ALLOCATED, PLANS, POPULATION
from tracking.duties.protection import CP_REVIEW
from tracking.models import ChildProtectionPlan, Duty
from tracking.models.protection import SHORT_PLAN
from tracking.rules.calendar import MonthsLater
from tracking.rules.known import known
from tracking.rules.teams import allocated_team, has_qualified_worker

CHAPTER = "Child protection"
TABLE = "ssd_cp_plans"
REVIEWED = (*PLANS, "ssd_cp_reviews.cppr_cp_review_date")
ON_A_PLAN = "children on a child protection plan at the end of the month"
TWO_YEARS, AT_LEAST = 24, 3  # months


def own_plans(days: Days) -> "QuerySet[Any]":
    """The authority's own plans as known then, with `ended`."""
    plans: QuerySet[Any] = known(ChildProtectionPlan, days.as_at, "started_on", ended="ended_on")
    return plans.exclude(is_other_authoritys=True)


def plans_at(days: Days) -> "QuerySet[Any]":
    """The children on a plan at E, one row each: the plan open then that started last (then the highest id)."""
    open_then = own_plans(days).filter(Q(ended=None) | Q(ended__gt=days.end), started_on__lte=days.end)
    newest_first = open_then.filter(child=OuterRef("child")).order_by(
        "-started_on", F("source_id").desc(nulls_last=True), "-pk"
    )
    return open_then.filter(pk=Subquery(newest_first.values("pk")[:1])).annotate(
        observed_on=days.end, observed_team=allocated_team("observed_on", days.as_at)
    )


def with_workers(days: Days) -> "QuerySet[Any]":
    """Children on a plan at E; `is_qualified` where a qualified social worker is allocated to them then."""
    return plans_at(days).annotate(is_qualified=has_qualified_worker("observed_on", days.as_at))


def with_reviews(days: Days) -> "QuerySet[Any]":
    """Children on a plan at E for at least 3 months; `is_late` where a review of the plan that had fallen due by then
    was not held in time."""
    fallen_due = Duty.objects.filter(
        as_at=days.as_at,
        kind=CP_REVIEW.code,
        episode_table=TABLE,
        episode_id=OuterRef("pk"),
        due_by__lt=days.end,
        cancelled_on=None,
    )
    rows = plans_at(days).annotate(three_months_on=MonthsLater("started_on", AT_LEAST))
    return rows.filter(three_months_on__lte=days.end).annotate(is_late=Exists(fallen_due.exclude(in_time=True)))


def with_earlier_plans(days: Days) -> "QuerySet[Any]":
    """Children on a plan at E; `had_one` where they had any plan that started earlier."""
    earlier = own_plans(days).filter(child=OuterRef("child"), started_on__lt=OuterRef("started_on"))
    return plans_at(days).annotate(had_one=Exists(earlier))


def by_end(days: Days) -> "QuerySet[Any]":
    """Plans by the day they ended, with the day on which they would have lasted 2 years."""
    return (
        own_plans(days)
        .filter(ended__isnull=False)
        .annotate(
            observed_on=F("ended"),
            observed_team=allocated_team("ended", days.as_at),
            two_years_on=MonthsLater("started_on", TWO_YEARS),
        )
    )


def by_start(days: Days) -> "QuerySet[Any]":
    """Plans by the day they started; `is_again` where the child's previous plan ended less than 2 years before."""
    # If the plan that ended last on or before the start is not so recent, no earlier one is.
    recent = (
        own_plans(days)
        .annotate(two_years_on=MonthsLater("ended_on", TWO_YEARS))
        .filter(
            ~Q(pk=OuterRef("pk")),
            child=OuterRef("child"),
            ended__lte=OuterRef("started_on"),
            two_years_on__gt=OuterRef("started_on"),
        )
    )
    return own_plans(days).annotate(
        observed_on=F("started_on"),
        observed_team=allocated_team("started_on", days.as_at),
        is_again=Exists(recent),
    )


def _share_of_children(code: str, title: str, definition: str, counts: str, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=definition,
        counts=counts,
        out_of=rest.pop("out_of", ON_A_PLAN),
        basis=Basis.SNAPSHOT,
        unit=Unit.PERCENT,
        **rest,
    )


HOW_MANY = Section(
    slug="child-protection",
    title="Child protection",
    chapter=CHAPTER,
    definition=(
        "Children who are the subject of a child protection plan at the end of each month. Temporary plans of other "
        "authorities' children are left out."
    ),
    measures=(
        Measure(
            code="CSC 182",
            title="Children subject to a child protection plan",
            definition="Children on a child protection plan at the end of the month.",
            counts=ON_A_PLAN,
            basis=Basis.SNAPSHOT,
            unit=Unit.COUNT,
            rows=plans_at,
            needs=PLANS,
        ),
        Measure(
            code="CSC 181",
            title="Rate of children subject to a child protection plan per 10,000 population",
            definition="Children on a child protection plan at the end of the month for every 10,000 children under 18 "
            "who live in the area.",
            counts=ON_A_PLAN,
            out_of="children under 18 in the reporting year",
            basis=Basis.SNAPSHOT,
            unit=Unit.RATE,
            rows=plans_at,
            needs=(*PLANS, POPULATION),
        ),
    ),
)

ALLOCATION_AND_REVIEWS = Section(
    slug="child-protection-allocation-and-reviews",
    title="Child protection: allocation and reviews",
    chapter=CHAPTER,
    definition=(
        "Whether every child on a plan has a qualified social worker, and whether their plans are reviewed in time: "
        "first within 3 months of the initial conference, then every 6 months."
    ),
    measures=(
        _share_of_children(
            "CSC 183",
            "% child protection cases allocated to a qualified social worker",
            "Of the children on a plan at the end of the month, the share to whom a qualified social worker is "
            "allocated on that day.",
            "children with an allocated worker who is a registered social worker",
            better=Better.HIGH,
            rows=with_workers,
            met=Q(is_qualified=True),
            needs=(*PLANS, *ALLOCATED),
        ),
        _share_of_children(
            "CSC 191",
            "% children on a plan reviewed within required timescales",
            "Of the children on a plan at the end of the month for at least 3 months, the share whose every review "
            "since the plan started was held in time, and none is overdue.",
            "children all of whose reviews that had fallen due were held in time",
            out_of=f"{ON_A_PLAN} for at least 3 months",
            better=Better.HIGH,
            rows=with_reviews,
            met=Q(is_late=False),
            needs=REVIEWED,
        ),
    ),
)

TIME_PERIODS = Section(
    slug="child-protection-time-periods",
    title="Child protection: time periods",
    chapter=CHAPTER,
    definition=(
        "Plans that last 2 years or more may drift; a child who comes onto a plan again may have left the first one "
        "too soon. Guidance: no plan is ended within 90 days without substantial evidence."
    ),
    measures=(
        Measure(
            code="CSC 186",
            title="% children ceasing a plan who had been on it 2 or more years",
            definition="Of the plans that ended since 1 April, the share that had lasted 2 years or more.",
            counts="plans that ended 2 years or more after they started",
            out_of="plans that ended",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.PERCENT,
            better=Better.LOW,
            rows=by_end,
            met=Q(two_years_on__lte=F("ended")),
            needs=PLANS,
        ),
        Measure(
            code="CSC 188",
            title="% children becoming subject to a plan for a 2nd or subsequent time within 2 years",
            definition="Of the plans that started since 1 April, the share where the child's previous plan had ended "
            "less than 2 years before.",
            counts="plans that started less than 2 years after the child's previous plan ended",
            out_of="plans that started",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.PERCENT,
            better=Better.LOW,
            rows=by_start,
            met=Q(is_again=True),
            needs=PLANS,
        ),
        _share_of_children(
            "CSC 189",
            "% children becoming subject to a plan for a 2nd or subsequent time (ever)",
            "Of the children on a plan at the end of the month, the share who had a plan before, however long ago.",
            "children who had any earlier plan",
            better=Better.LOW,
            rows=with_earlier_plans,
            met=Q(had_one=True),
            needs=PLANS,
        ),
        Measure(
            code="CP-ENDED-90-DAYS",
            title=f"Child protection plans ended within {SHORT_PLAN} days",
            heading=f"Ended within {SHORT_PLAN} days",
            definition=f"Plans that ended in the month and had lasted {SHORT_PLAN} days or fewer.",
            counts=f"plans that ended {SHORT_PLAN} calendar days or fewer after they started",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            place=Place.LOCAL,
            rows=by_end,
            counted=Q(ended__lte=F("started_on") + SHORT_PLAN),
            needs=PLANS,
        ),
    ),
)
