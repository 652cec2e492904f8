"""Reviews of looked-after children: in time, with a plan for permanence, with the child (measure catalogue)."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Section, Unit
from kpis.measures.columns import LOOKED_AFTER_REVIEWS, PERIODS_OF_CARE
from kpis.measures.looked_after import CHAPTER, EPISODES, looked_after_at
from kpis.measures.visits import IN_TIME, determined
from tracking.duties.looked_after import LOOKED_AFTER_REVIEW, PERMANENCE_PLAN
from tracking.models import CareEpisode, LookedAfterReview, PeriodOfCare, Permanence
from tracking.rules.known import known
from tracking.rules.teams import allocated_team

PLANNED = (*LOOKED_AFTER_REVIEWS, "ssd_cla_reviews.csc_permanence_plan")
PARTICIPATED = (*LOOKED_AFTER_REVIEWS, "ssd_cla_reviews.clar_cla_review_participation")
ORDERED = (
    "ssd_permanence.perm_placement_order_date",
    "ssd_permanence.perm_permanence_order_date",
    "ssd_permanence.perm_permanence_order_type",
    "ssd_permanence.csc_plan_in_place",
)
WAYS = {
    "PN0": "Child aged under 4",
    "PN1": "Attended and spoke for self",
    "PN2": "Attended, advocate spoke",
    "PN3": "Attended, gave views non-verbally",
    "PN4": "Attended without contributing",
    "PN5": "Not attended, advocate briefed with views",
    "PN6": "Not attended, views sent",
    "PN7": "Not attended and did not send views",
}


def with_placement_orders(days: Days) -> "QuerySet[PeriodOfCare]":
    """Children looked after at E who have a placement order by then and are not adopted; `has_plan` where a plan is in
    place, as known now.

    What counts are the permanence rows that name the period of care or none. Adopted: one has an order of a type that
    contains "adoption". A decision that was reversed stays in.
    """
    rows = Permanence.objects.filter(
        Q(period_of_care="") | Q(period_of_care=OuterRef("period_of_care")), child=OuterRef("child")
    )
    ordered = rows.filter(placement_order_on__lte=days.end)
    adopted = rows.filter(order_type__icontains="adoption", order_on__lte=days.end)
    return (
        looked_after_at(days)
        .filter(Exists(ordered), ~Exists(adopted))
        .annotate(has_plan=Exists(ordered.filter(plan_in_place=True)))
    )


def held(days: Days) -> "QuerySet[LookedAfterReview]":
    """Reviews held and not cancelled, by their day; `child` is whose period of care the review names.

    One that names none is nobody's and left out, as are those of series of short breaks.
    """
    # By the episode, because episodes have an index of the names of periods.
    periods = PeriodOfCare.objects.filter(
        as_at=days.as_at, is_short_breaks=False, first_episode__period_of_care=OuterRef("period_of_care")
    ).order_by("-started_on", "child_id")
    return (
        known(LookedAfterReview, days.as_at, "held_on")
        .exclude(cancelled=True)
        .exclude(period_of_care="")
        .annotate(child=Subquery(periods.values("child")[:1]))
        .filter(child__isnull=False)
        .annotate(observed_on=F("held_on"), observed_team=allocated_team("held_on", days.as_at))
    )


def _timely(code: str, which: str, counted: Q, limit: str) -> Measure:
    return Measure(
        code=code,
        title=f"% looked after {which} reviews within timescale",
        definition=f"Of the {which} reviews that were due since 1 April, the share held in time: {limit}. A late "
        "review counts when it fell due, however late it was held.",
        counts="reviews held on or before the day on which they fell due",
        out_of=f"{which} reviews held, or whose due day has passed; those cancelled by the end of care are left out",
        basis=Basis.YEAR_TO_DATE,
        unit=Unit.PERCENT,
        better=Better.HIGH,
        rows=partial(determined, kind=LOOKED_AFTER_REVIEW.code, episodes=CareEpisode),
        counted=counted,
        met=IN_TIME,
        needs=LOOKED_AFTER_REVIEWS,
        duty=LOOKED_AFTER_REVIEW.code,
        episode_table=EPISODES,
    )


TIMELINESS = Section(
    slug="looked-after-reviews",
    title="Looked after: reviews",
    chapter=CHAPTER,
    definition="Reviews of looked-after children held in time since 1 April: the first ones, and all later ones.",
    measures=(
        _timely("CSC 219", "initial", Q(number=1), "within 20 working days of entering care"),
        _timely(
            "CSC 220",
            "subsequent",
            Q(number__gt=1),
            "the second within 3 months of the first, each later one within 6 months of the one before",
        ),
    ),
)

PERMANENCE = Section(
    slug="looked-after-permanence",
    title="Looked after: permanence planning",
    chapter=CHAPTER,
    definition=(
        "Whether children have a plan for a permanent home: by the review at 4 months, and while a placement order "
        "waits for an adoption."
    ),
    measures=(
        Measure(
            code="PERMANENCE-4M",
            title="% children with a 4-month review in the month who had a permanence plan",
            definition="Of the children whose plan for permanence was agreed in the month, or should have been by 4 "
            "months after entering care, the share for whom a review agreed one in time.",
            counts="children with a review, within 4 months of entering care, at which a plan was in place",
            out_of="children whose plan was agreed in the month, or was due in it and was not agreed in time",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=partial(determined, kind=PERMANENCE_PLAN.code, episodes=CareEpisode),
            met=IN_TIME,
            needs=PLANNED,
            duty=PERMANENCE_PLAN.code,
            episode_table=EPISODES,
        ),
        Measure(
            code="PERMANENCE-PO",
            title="% children with a placement order not yet adopted with a plan in place",
            definition="Of the children looked after at the end of the month who had a placement order and were not "
            "adopted, the share with a plan in place, as recorded now. One whose plan was reversed stays in.",
            counts="children with a plan in place",
            out_of="children looked after with a placement order, not adopted",
            basis=Basis.SNAPSHOT,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=with_placement_orders,
            met=Q(has_plan=True),
            needs=(*PERIODS_OF_CARE, *ORDERED),
            episode_table=EPISODES,
        ),
    ),
)


def _participation() -> Iterator[Measure]:
    """For each code the count, and its share of the reviews that have a code."""
    for code, way in WAYS.items():
        for suffix, title, unit in (
            ("", f"Review participation: {way}", Unit.COUNT),
            ("-PCT", f"% review participation: {way}", Unit.PERCENT),
        ):
            yield Measure(
                code=code + suffix,
                title=title,
                heading=f"% {way}" if suffix else way,
                definition=f"Of the reviews held in the month with participation recorded, the share with: {way}."
                if suffix
                else f"Reviews held in the month with participation: {way}.",
                counts=f"reviews held with the participation code {code}",
                out_of="reviews held with any participation code" if suffix else "",
                basis=Basis.MONTH,
                unit=unit,
                rows=held,
                counted=Q(participation__in=WAYS) if suffix else Q(participation=code),
                met=Q(participation=code),
                breakdown="participation in reviews",
                needs=PARTICIPATED,
            )


PARTICIPATION = Section(
    slug="looked-after-participation",
    title="Looked after: participation in reviews",
    chapter=CHAPTER,
    definition=(
        "How children took part in the reviews held in the month: by attending and speaking for themselves, by "
        "attending while another person speaks for them, by giving their views in writing or by another means, or by "
        "briefing an advocate. Children under 4 are counted apart."
    ),
    measures=tuple(_participation()),
)
