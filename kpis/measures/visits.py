"""Statutory visits within timescale: the share of visit duties that were met in time (measure catalogue)."""

from functools import partial

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Section, Unit
from tracking.models import ChildProtectionPlan, Duty, Placement
from tracking.models.base import Record

IN_TIME = Q(in_time=True)
PROTECTION_VISITS = (
    "ssd_cp_plans.cppl_cp_plan_start_date",
    "ssd_cp_visits.cppv_cp_visit_date",
    "ssd_cp_visits.cppv_cp_visit_seen",
)
LOOKED_AFTER_VISITS = (
    "ssd_cla_episodes.clae_cla_episode_start_date",
    "ssd_cla_placement.clap_cla_placement_start_date",
    "ssd_cla_visits.clav_cla_visit_date",
    "ssd_cla_visits.clav_cla_visit_seen",
)


def determined(days: Days, kind: str, episodes: type[Record]) -> "QuerySet[Duty]":
    """The duties of a kind whose outcome is known, by their observation date, with the id of their episode."""
    episode = episodes._default_manager.filter(pk=OuterRef("episode_id")).values("source_id")
    return Duty.objects.filter(as_at=days.as_at, kind=kind).determined().annotate(source_id=Subquery(episode))


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
        _timely("CSC 260a", Basis.MONTH, "looked_after_visit", "looked after", CLA_LIMIT),
        _timely("CSC 260b", Basis.YEAR_TO_DATE, "looked_after_visit", "looked after", CLA_LIMIT),
    ),
)
