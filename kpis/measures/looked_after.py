"""Looked-after children: how many there are, who is their social worker, whether all their reviews were in time.

Source: the measure catalogue, "Looked after". Children in a series of short breaks are left out everywhere.
"""

from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Place, Section, Unit
from kpis.measures.columns import ALLOCATED, LOOKED_AFTER_REVIEWS, PERIODS_OF_CARE, POPULATION
from tracking.duties.looked_after import LOOKED_AFTER_REVIEW
from tracking.models import Child, Duty, PeriodOfCare
from tracking.rules.teams import allocated_team, has_qualified_worker

CHAPTER = "Looked after"
EPISODES = "ssd_cla_episodes"
AT_THE_END = "children looked after at the end of the month, series of short breaks left out"


def periods_of_care(days: Days) -> "QuerySet[PeriodOfCare]":
    """The periods of care as known then, but for series of short breaks, each with the id of its first episode."""
    rows = PeriodOfCare.objects.filter(as_at=days.as_at, is_short_breaks=False)
    return rows.annotate(source_id=F("first_episode__source_id"))


def looked_after_at(days: Days) -> "QuerySet[PeriodOfCare]":
    """The children looked after at E, one row each: the period of care open then, of several the one that started last
    (then the highest id of its first episode)."""
    is_open = Q(ended_on=None) | Q(ended_on__gt=days.end)
    open_then = periods_of_care(days).filter(is_open, started_on__lte=days.end)
    newest_first = open_then.filter(child=OuterRef("child")).order_by(
        "-started_on", F("source_id").desc(nulls_last=True), "-pk"
    )
    return open_then.filter(pk=Subquery(newest_first.values("pk")[:1])).annotate(
        observed_on=days.end, observed_team=allocated_team("observed_on", days.as_at)
    )


def with_workers(days: Days) -> "QuerySet[PeriodOfCare]":
    """Children looked after at E; `is_qualified` where a qualified social worker is allocated to them then."""
    return looked_after_at(days).annotate(is_qualified=has_qualified_worker("observed_on", days.as_at))


def by_day(days: Days, day: str) -> "QuerySet[PeriodOfCare]":
    """Periods of care by the day in field `day`: their first or their last."""
    rows = periods_of_care(days).filter(**{f"{day}__isnull": False})
    return rows.annotate(observed_on=F(day), observed_team=allocated_team(day, days.as_at))


def reviewed_since_april(days: Days) -> "QuerySet[Child]":
    """Children with a review duty determined since 1 April, still looked after or not; `is_late` where one of these
    was not met in time."""
    since_april = Duty.objects.filter(
        as_at=days.as_at,
        kind=LOOKED_AFTER_REVIEW.code,
        child=OuterRef("pk"),
        observed_on__gte=days.april,
        observed_on__lte=days.end,
    ).determined()
    return Child.objects.filter(Exists(since_april)).annotate(
        child=F("pk"),
        observed_on=days.end,
        observed_team=allocated_team("observed_on", days.as_at),
        is_late=Exists(since_april.exclude(in_time=True)),
    )


def _children(**rest: Any) -> Measure:
    return Measure(counts=AT_THE_END, basis=Basis.SNAPSHOT, rows=looked_after_at, **rest)


def _periods(code: str, title: str, day: str, done: str, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=f"Periods of care that {done} in the month, series of short breaks left out. A period runs from "
        "entering care to ceasing, over all its episodes.",
        counts=f"periods of care that {done}",
        basis=Basis.MONTH,
        unit=Unit.COUNT,
        place=Place.LOCAL,
        rows=partial(by_day, day=day),
        episode_table=EPISODES,
        **rest,
    )


HOW_MANY = Section(
    slug="looked-after",
    title="Looked after",
    chapter=CHAPTER,
    definition=(
        "Children looked after by the council at the end of each month, and the children who came into care and "
        "ceased to be looked after. Children in a series of short breaks are left out."
    ),
    measures=(
        _children(
            code="CSC 201",
            title="Number of looked after children",
            definition="Children looked after at the end of the month.",
            unit=Unit.COUNT,
            needs=PERIODS_OF_CARE,
            episode_table=EPISODES,
        ),
        _children(
            code="CSC 200",
            title="Rate of looked after children per 10,000 population",
            definition="Children looked after at the end of the month for every 10,000 children under 18 who live in "
            "the area.",
            out_of="children under 18 in the reporting year",
            unit=Unit.RATE,
            needs=(*PERIODS_OF_CARE, POPULATION),
            episode_table=EPISODES,
        ),
        _periods("CLA-STARTED", "Children who came into care in month", "started_on", "began", needs=PERIODS_OF_CARE),
        _periods(
            "CLA-CEASED", "Children who ceased to be looked after in month", "ended_on", "ended", needs=PERIODS_OF_CARE
        ),
    ),
)

ALLOCATION_AND_REVIEWS = Section(
    slug="looked-after-allocation-and-reviews",
    title="Looked after: allocation and reviews",
    chapter=CHAPTER,
    definition=(
        "Whether every looked-after child has a qualified social worker, and whether all their reviews were held in "
        "time: within 20 working days of entering care, then within 3 months, then every 6 months. A review considers "
        "the plan for the child's welfare, follows its progress and changes it where circumstances have changed."
    ),
    measures=(
        Measure(
            code="CSC 227",
            title="% looked after children allocated to a qualified social worker",
            definition="Of the children looked after at the end of the month, the share with a qualified social worker "
            "allocated to them then.",
            counts="children with an allocated worker who has a social work registration number",
            out_of=AT_THE_END,
            basis=Basis.SNAPSHOT,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=with_workers,
            met=Q(is_qualified=True),
            needs=(*PERIODS_OF_CARE, *ALLOCATED),
            episode_table=EPISODES,
        ),
        Measure(
            code="CSC 218",
            title="% looked after children whose reviews were all within timescale",
            definition="Of the children with a review due or held since 1 April, still looked after or not, the share "
            "whose reviews were all held in time.",
            counts="children with no review since 1 April that was late or not held",
            out_of="children with a review held since 1 April, or one whose due day has passed",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=reviewed_since_april,
            at_month_end=True,
            met=Q(is_late=False),
            needs=LOOKED_AFTER_REVIEWS,
            duty=LOOKED_AFTER_REVIEW.code,
        ),
    ),
)
