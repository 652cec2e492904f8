"""Initial child protection conferences: meetings, the children at them, whether in time, what came of them."""

from typing import Any

from django.db.models import CharField, Exists, F, Min, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Section, Unit
from kpis.measures.columns import POPULATION
from tracking.duties.protection import ICPC
from tracking.models import Duty, InitialConference
from tracking.rules.known import known
from tracking.rules.teams import recorded_team

CHAPTER = "Child protection"
PREFIX = "Initial child protection conferences"
TABLE = "ssd_initial_cp_conference"
HELD = (f"{TABLE}.icpc_icpc_date",)
CONVERTED = (*HELD, f"{TABLE}.icpc_icpc_outcome_cp_flag|{TABLE}.icpc_icpc_outcome_json")
IN_TIME = (
    *HELD,
    f"{TABLE}.icpc_s47_enquiry_id",
    f"{TABLE}.icpc_icpc_transfer_in",
    "ssd_s47_enquiry.s47e_s47_start_date",
)
LED_TO_PLAN = Q(led_to_plan=True)


def by_child(days: Days) -> "QuerySet[InitialConference]":
    """The children at conferences held, each on its own row's day; a child conferenced twice counts twice."""
    return known(InitialConference, days.as_at, "held_on").annotate(
        observed_on=F("held_on"), observed_team=recorded_team("held_on", days.as_at)
    )


def by_meeting(days: Days) -> "QuerySet[InitialConference]":
    """The same rows, each on the day of its meeting's earliest row; without a meeting's id a row is its own."""
    own = Concat(Value("#"), Cast("pk", CharField()))
    meeting = Coalesce(NullIf("meeting", Value("")), own, output_field=CharField())
    rows = by_child(days).annotate(conference=meeting)
    return rows.annotate(observed_on=Window(Min("held_on"), partition_by=[F("conference")]))


def after_enquiries(days: Days) -> "QuerySet[InitialConference]":
    """Conferences held that name a section 47 enquiry, transfers in left out; `is_known` where the day by which it was
    due is known, `in_time` where it was held by then."""
    duties = Duty.objects.filter(as_at=days.as_at, kind=ICPC.code, episode_table=TABLE, episode_id=OuterRef("pk"))
    rows = by_child(days).filter(section_47__isnull=False).exclude(is_transfer_in=True)
    return rows.annotate(is_known=Exists(duties.determined()), in_time=Exists(duties.filter(in_time=True)))


def _meetings(code: str, title: str, basis: Basis, span: str) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=f"Initial child protection conferences held {span}, transfers in included. The children of one "
        "meeting are one conference.",
        counts="meetings held; rows of one meeting are one conference",
        basis=basis,
        unit=Unit.COUNT,
        rows=by_meeting,
        unit_of_count="conference",
        own_day="held_on",
        looks_ahead=True,
        needs=HELD,
    )


def _children(code: str, title: str, basis: Basis, definition: str, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=definition,
        counts="children at conferences held; a child conferenced twice counts twice",
        basis=basis,
        unit=rest.pop("unit", Unit.COUNT),
        rows=by_child,
        needs=rest.pop("needs", HELD),
        **rest,
    )


def _timely(code: str, word: str, basis: Basis, span: str) -> Measure:
    return Measure(
        code=code,
        title=f"% ICPCs within 15 working days of strategy discussion ({word})",
        definition=f"Of the children at conferences held {span} after a section 47 enquiry, the share whose conference "
        "was held within 15 working days of the strategy discussion that began the enquiry. Transfers in are left out.",
        counts="children whose conference was held on or before the 15th working day after the enquiry started",
        out_of="children at conferences held that name a section 47 enquiry, transfers in left out",
        basis=basis,
        unit=Unit.PERCENT,
        better=Better.HIGH,
        rows=after_enquiries,
        counted=Q(is_known=True),
        met=Q(in_time=True),
        needs=IN_TIME,
    )


def _converted(code: str, title: str, basis: Basis, span: str, *, unit: Unit) -> Measure:
    is_share = unit is Unit.PERCENT
    return Measure(
        code=code,
        title=title,
        definition=f"Children conferenced {span} whose conference decided on a child protection plan"
        + (", as a share of all children conferenced." if is_share else "."),
        counts="children conferenced whose outcome was a child protection plan",
        out_of="children conferenced" if is_share else "",
        basis=basis,
        unit=unit,
        rows=by_child,
        counted=Q() if is_share else LED_TO_PLAN,
        met=LED_TO_PLAN,
        needs=CONVERTED,
    )


HOW_MANY = Section(
    slug="conferences",
    title=PREFIX,
    chapter=CHAPTER,
    definition=(
        "An initial child protection conference brings together the family and the professionals to decide whether a "
        "child needs a child protection plan. Here meetings are counted, however many children they are about."
    ),
    measures=(
        _meetings("CSC 170", "ICPCs in month", Basis.MONTH, "in the month"),
        _meetings("CSC 169", "ICPCs year to date", Basis.YEAR_TO_DATE, "since 1 April"),
    ),
)

CHILDREN = Section(
    slug="conferences-children",
    title=f"{PREFIX}: children",
    chapter=CHAPTER,
    definition="The children at initial child protection conferences, transfers in included.",
    measures=(
        _children(
            "CSC 172",
            "Children subject to an ICPC in month",
            Basis.MONTH,
            "Children at initial child protection conferences held in the month.",
        ),
        _children(
            "CSC 171",
            "Children subject to an ICPC year to date",
            Basis.YEAR_TO_DATE,
            "Children at initial child protection conferences held since 1 April.",
        ),
        _children(
            "CSC 173",
            "Rate of children subject to an ICPC per 10,000 population",
            Basis.YEAR_TO_DATE,
            "Children at initial child protection conferences held since 1 April for every 10,000 children under 18 "
            "who live in the area.",
            unit=Unit.RATE,
            out_of="children under 18 in the reporting year",
            needs=(*HELD, POPULATION),
        ),
    ),
)

TIMELINESS = Section(
    slug="conferences-timeliness",
    title=f"{PREFIX}: timeliness",
    chapter=CHAPTER,
    definition=(
        "Conferences are held within 15 working days of the strategy discussion, so that children at risk are "
        "protected without delay (Working Together to Safeguard Children)."
    ),
    measures=(
        _timely("CSC 178", "monthly", Basis.MONTH, "in the month"),
        _timely("CSC 176", "cumulative", Basis.YEAR_TO_DATE, "since 1 April"),
    ),
)

CONVERSION = Section(
    slug="conferences-conversion",
    title=f"{PREFIX}: conversion",
    chapter=CHAPTER,
    definition="How many of the children conferenced became subject to a child protection plan.",
    measures=(
        _converted(
            "CSC 175",
            "Children conferenced who became subject to a plan, in month",
            Basis.MONTH,
            "in the month",
            unit=Unit.COUNT,
        ),
        _converted(
            "CSC 177",
            "% children conferenced who became subject to a plan (cumulative)",
            Basis.YEAR_TO_DATE,
            "since 1 April",
            unit=Unit.PERCENT,
        ),
        _converted(
            "CSC 177-MONTH",
            "% children conferenced who became subject to a plan (monthly)",
            Basis.MONTH,
            "in the month",
            unit=Unit.PERCENT,
        ),
    ),
)
