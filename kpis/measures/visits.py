"""Statutory visits within timescale: the share of visit duties that were met in time (measure catalogue)."""

from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Rows, Section, Unit
from kpis.measures.columns import PLANS, STAYS, of
from kpis.measures.looked_after import looked_after_at
from kpis.measures.protection import plans_at
from tracking.models import Child, ChildProtectionPlan, Duty, Placement
from tracking.models.base import Record
from tracking.rules.teams import allocated_team

IN_TIME = Q(in_time=True)
PROTECTION_VISITS = (*PLANS, *of("ssd_cp_visits", "cppv_cp_visit_date", "cppv_cp_visit_seen"))
LOOKED_AFTER_VISITS = (
    *STAYS,
    "ssd_cla_placement.csc_intended_until_18",
    *of("ssd_cla_visits", "clav_cla_visit_date", "clav_cla_visit_seen"),
)


def determined(days: Days, kind: str, episodes: type[Record]) -> "QuerySet[Duty]":
    """The duties of a kind whose outcome is known, by their observation date, with the id of their episode."""
    episode = episodes._default_manager.filter(pk=OuterRef("episode_id")).values("source_id")
    return Duty.objects.filter(as_at=days.as_at, kind=kind).determined().annotate(source_id=Subquery(episode))


def children(days: Days, kind: str, at_the_end: Rows) -> "QuerySet[Child]":
    """The children who are `at_the_end` (on a plan, looked after at E) with a visit duty determined since 1 April;
    `is_late` where one of these was not met in time."""
    since_april = Duty.objects.filter(
        as_at=days.as_at,
        kind=kind,
        child=OuterRef("pk"),
        observed_on__gte=days.april,
        observed_on__lte=days.end,
    ).determined()
    there = at_the_end(days).filter(child=OuterRef("pk"))
    return Child.objects.filter(Exists(there), Exists(since_april)).annotate(
        child=F("pk"),
        observed_on=days.end,
        observed_team=allocated_team("observed_on", days.as_at),
        is_late=Exists(since_april.exclude(in_time=True)),
    )


def _all_in_time(code: str, duty: str, who: str, at_the_end: Rows, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=f"% {who} who had all statutory visits within timescale",
        definition=f"Of the {who} at the end of the month who were due a statutory visit since 1 April, the share all "
        "of whose visits were made in time.",
        counts="children all of whose visits since 1 April were made in time",
        out_of=f"{who} at the end of the month with at least one visit made or overdue since 1 April",
        basis=Basis.YEAR_TO_DATE,
        unit=Unit.PERCENT,
        better=Better.HIGH,
        at_month_end=True,
        rows=partial(children, kind=duty, at_the_end=at_the_end),
        met=Q(is_late=False),
        duty=duty,
        episode_table="ssd_person",
        **rest,
    )


def _timely(code: str, basis: Basis, duty: str, who: str, limit: str) -> Measure:
    span, word = ("in the month", "monthly") if basis is Basis.MONTH else ("since 1 April", "year to date")
    is_protection = duty == "cp_visit"
    return Measure(
        code=code,
        title=f"% {who} statutory visits within timescale ({word})",
        definition=f"Of the visits that were due {span}, the share made in time: {limit}. A late visit counts when it "
        "fell due, however late it was made; only visits at which the child was seen count.",
        counts="visit duties met on or before the day on which they fell due",
        out_of="visit duties met, or whose due day has passed; those cancelled by an ending are left out",
        basis=basis,
        unit=Unit.PERCENT,
        better=Better.HIGH,
        rows=partial(determined, kind=duty, episodes=ChildProtectionPlan if is_protection else Placement),
        met=IN_TIME,
        needs=PROTECTION_VISITS if is_protection else LOOKED_AFTER_VISITS,
        duty=duty,
        episode_table="ssd_cp_plans" if is_protection else "ssd_cla_placement",
    )


CP_LIMIT = "within 10 working days of the start of the plan or of the visit before"
CLA_LIMIT = (
    "within 7 days of the start of the placement, then every 6 weeks, or every 3 months after the first year of a "
    "placement intended to last until 18"
)

PROTECTION = Section(
    slug="child-protection-visits",
    title="Child protection: statutory visits",
    chapter="Child protection",
    definition="Statutory visits to children on a child protection plan. Regular visits keep the child in view.",
    measures=(
        _all_in_time("CSC 252", "cp_visit", "children on a plan", plans_at, needs=PROTECTION_VISITS),
        _timely("CSC 252a", Basis.MONTH, "cp_visit", "child protection", CP_LIMIT),
        _timely("CSC 252b", Basis.YEAR_TO_DATE, "cp_visit", "child protection", CP_LIMIT),
    ),
)

LOOKED_AFTER = Section(
    slug="looked-after-visits",
    title="Looked after: statutory visits",
    chapter="Looked after",
    definition="Statutory visits to looked-after children in their placements.",
    measures=(
        _all_in_time(
            "CSC 260", "looked_after_visit", "looked after children", looked_after_at, needs=LOOKED_AFTER_VISITS
        ),
        _timely("CSC 260a", Basis.MONTH, "looked_after_visit", "looked after", CLA_LIMIT),
        _timely("CSC 260b", Basis.YEAR_TO_DATE, "looked_after_visit", "looked after", CLA_LIMIT),
    ),
)
