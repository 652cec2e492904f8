"""Strategy discussions and section 47 enquiries started (measure catalogue)."""

from typing import Any

from django.db.models import F, QuerySet

from kpis.days import Days
from kpis.measure import Basis, Measure, Rows, Section, Unit
from kpis.measures.columns import POPULATION
from tracking.models import Section47, StrategyDiscussion
from tracking.rules.known import known
from tracking.rules.teams import recorded_team

CHAPTER = "Child protection"


def discussions(days: Days) -> "QuerySet[StrategyDiscussion]":
    """Strategy discussions by their day."""
    return known(StrategyDiscussion, days.as_at, "held_on").annotate(
        observed_on=F("held_on"), observed_team=recorded_team("held_on", days.as_at)
    )


def section_47s(days: Days) -> "QuerySet[Section47]":
    """Section 47 enquiries by the day they started."""
    return known(Section47, days.as_at, "started_on").annotate(
        observed_on=F("started_on"), observed_team=recorded_team("started_on", days.as_at)
    )


def _three(codes: tuple[str, str, str], titles: tuple[str, str], what: str, **common: Any) -> tuple[Measure, ...]:
    """The month's count, the count since 1 April, and that as a rate."""
    of_month, since_april, rate = codes
    needs: tuple[str, ...] = common.pop("needs")
    rows: Rows = common.pop("rows")
    return (
        Measure(
            code=of_month,
            title=f"{titles[0]} started in month",
            definition=f"{titles[0]} started in the month, one for each child.",
            counts=f"{what} started",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=rows,
            needs=needs,
        ),
        Measure(
            code=since_april,
            title=f"{titles[0]} started year to date",
            definition=f"{titles[0]} started since 1 April, one for each child.",
            counts=f"{what} started",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.COUNT,
            rows=rows,
            needs=needs,
        ),
        Measure(
            code=rate,
            title=f"Rate of {titles[1]} per 10,000 population",
            definition=f"{titles[0]} started since 1 April for every 10,000 children under 18 who live in the area.",
            counts=f"{what} started",
            out_of="children under 18 in the reporting year",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.RATE,
            rows=rows,
            needs=(*needs, POPULATION),
        ),
    )


STRATEGY_DISCUSSIONS = Section(
    slug="strategy-discussions",
    title="Strategy discussions",
    chapter=CHAPTER,
    definition=(
        "Strategy discussions are held where it is suspected that a child is suffering, or likely to suffer, "
        "significant harm, and decide whether a section 47 enquiry follows."
    ),
    measures=_three(
        ("CSC 163", "CSC 162", "CSC 161"),
        ("Strategy discussions", "strategy discussions"),
        "strategy discussions",
        rows=discussions,
        needs=("csc_strategy_discussions.stra_date",),
    ),
)

SECTION_47 = Section(
    slug="section-47-enquiries",
    title="Section 47 enquiries",
    chapter=CHAPTER,
    definition=(
        "Enquiries under section 47 of the Children Act 1989 into whether action is needed to safeguard a child. An "
        "enquiry starts with the strategy discussion that began it."
    ),
    measures=_three(
        ("CSC 166", "CSC 165", "CSC 164"),
        ("Section 47 enquiries", "section 47 enquiries"),
        "section 47 enquiries",
        rows=section_47s,
        needs=("ssd_s47_enquiry.s47e_s47_start_date",),
    ),
)
