"""Referrals: how many, how soon they were decided, how many were repeated within 12 months (measure catalogue)."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Place, Section, Unit
from kpis.measures.columns import POPULATION
from tracking.models import Referral
from tracking.rules import known
from tracking.rules.calendar import MonthsLater, WorkingDayAfter
from tracking.rules.teams import recorded_team

RECEIVED = ("ssd_cin_episodes.cine_referral_date",)
DECIDED = (*RECEIVED, "ssd_cin_episodes.csc_referral_decision_date")
RE_REFERRED = Q(is_re_referral=True)


def by_receipt(days: Days) -> "QuerySet[Referral]":
    """Referrals by the day they were received, with the working days by which they should have been decided."""
    return known.referrals(days.as_at).annotate(
        observed_on=F("received_on"),
        observed_team=recorded_team("received_on", days.as_at),
        due_in_1=WorkingDayAfter("received_on", 1),
        due_in_3=WorkingDayAfter("received_on", 3),
        as_at=days.known_on,
    )


def with_earlier(days: Days) -> "QuerySet[Referral]":
    """Referrals by the day they were received; `is_re_referral` where the child had another one, dated earlier and no
    more than 12 months before (two on one day are not re-referrals of each other)."""
    earlier = known.referrals(days.as_at).annotate(a_year_on=MonthsLater("received_on", 12))
    within_12_months = earlier.filter(
        child=OuterRef("child"), received_on__lt=OuterRef("received_on"), a_year_on__gte=OuterRef("received_on")
    )
    return by_receipt(days).annotate(is_re_referral=Exists(within_12_months))


def with_assessments(days: Days) -> "QuerySet[Referral]":
    """Referrals by the day they were received; `is_assessed` where an assessment names them."""
    assessed = known.assessments(days.as_at).filter(referral=OuterRef("pk"))
    return by_receipt(days).annotate(is_assessed=Exists(assessed))


def determined(due: str) -> Q:
    """The referral is decided, or its limit has passed."""
    return Q(decided__isnull=False) | Q(**{f"{due}__lt": F("as_at")})


HOW_MANY = Section(
    slug="referrals",
    title="Referrals",
    chapter="Contacts and referrals",
    definition=(
        "Referrals to children's social care, in the month and since 1 April. A contact becomes a referral if it is "
        "considered that an assessment or a service may be required."
    ),
    measures=(
        Measure(
            code="CSC 013",
            title="Monthly number of referrals",
            definition="Referrals received in the month, one for each child.",
            counts="referrals received",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=by_receipt,
            needs=RECEIVED,
        ),
        Measure(
            code="CSC 012",
            title="Number of referrals started year to date",
            definition="Referrals received since 1 April, one for each child.",
            counts="referrals received",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.COUNT,
            rows=by_receipt,
            needs=RECEIVED,
        ),
        Measure(
            code="CSC 014",
            title="Rate of referrals per 10,000 population",
            definition="Referrals received since 1 April for every 10,000 children under 18 who live in the area.",
            counts="referrals received",
            out_of="children under 18 in the reporting year",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.RATE,
            rows=by_receipt,
            needs=(*RECEIVED, POPULATION),
        ),
        Measure(
            code="FLOW-REFERRAL-TO-ASSESSMENT",
            title="% referrals that led to an assessment",
            definition="Of the referrals received in the month, the share after which an assessment was begun.",
            counts="referrals that an assessment names",
            out_of="referrals received",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            place=Place.LOCAL,
            rows=with_assessments,
            met=Q(is_assessed=True),
            looks_ahead=True,
            needs=(*RECEIVED, "ssd_cin_assessments.cina_referral_id"),
        ),
    ),
)

TIMELINESS = Section(
    slug="referrals-timeliness",
    title="Referrals: timeliness",
    chapter="Contacts and referrals",
    definition=(
        "The share of referrals decided within 24 hours, and after more than 72 hours, counted as 1 and 3 working "
        "days. A decision within 24 hours keeps drift and delay small and children safe."
    ),
    measures=(
        Measure(
            code="CSC 022",
            title="% referrals completed within 24 hours",
            definition=(
                "Of the referrals received in the month whose outcome against the limit is known, the share decided on "
                "or before the next working day."
            ),
            counts="referrals decided within 1 working day of receipt",
            out_of="referrals decided, or received more than 1 working day before the data were extracted",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=by_receipt,
            counted=determined("due_in_1"),
            due="due_in_1",
            met=Q(decided__lte=F("due_in_1")),
            needs=DECIDED,
        ),
        Measure(
            code="CSC 026",
            title="% referrals completed in over 72 hours",
            definition=(
                "Of the referrals received in the month whose outcome against the limit is known, the share decided "
                "after the third working day; one still undecided after that counts as over."
            ),
            counts="referrals decided more than 3 working days after receipt, or undecided for longer than that",
            out_of="referrals decided, or received more than 3 working days before the data were extracted",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            better=Better.LOW,
            rows=by_receipt,
            counted=determined("due_in_3"),
            due="due_in_3",
            met=Q(decided__gt=F("due_in_3")) | Q(decided__isnull=True),
            needs=DECIDED,
        ),
    ),
)

RE_REFERRALS = Section(
    slug="re-referrals",
    title="Referrals: re-referrals",
    chapter="Contacts and referrals",
    definition=(
        "Referrals of a child who had another referral no more than 12 months before. A re-referral can mean that the "
        "earlier referral was closed without the first concerns being met."
    ),
    measures=(
        Measure(
            code="CSC 034",
            title="Monthly number of re-referrals within 12 months",
            definition="Referrals received in the month where the child had another one in the 12 months before.",
            counts="referrals with an earlier one of the same child, no more than 12 months before",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=with_earlier,
            counted=RE_REFERRED,
            needs=RECEIVED,
        ),
        Measure(
            code="CSC 032",
            title="% re-referrals within 12 months (cumulative)",
            definition="The share of the referrals received since 1 April that are re-referrals.",
            counts="referrals with an earlier one of the same child, no more than 12 months before",
            out_of="referrals received",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.PERCENT,
            better=Better.LOW,
            rows=with_earlier,
            met=RE_REFERRED,
            needs=RECEIVED,
        ),
        Measure(
            code="CSC 032-MONTH",
            title="% re-referrals within 12 months (monthly)",
            definition="The share of the referrals received in the month that are re-referrals.",
            counts="referrals with an earlier one of the same child, no more than 12 months before",
            out_of="referrals received",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            better=Better.LOW,
            rows=with_earlier,
            met=RE_REFERRED,
            needs=RECEIVED,
        ),
    ),
)
