"""The conversion flow: what became of the referrals of a quarter, step by step, three months in arrears.

Source: the measure catalogue, "Conversion flow". A record belongs to the referral that it names; one that names none
belongs to the child's last referral received on or before its day. What happens later than three months after the
quarter is not followed. A referral that reached a step passed through those before it, recorded or not, so what went on
and what stopped always add up.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from kpis.days import Days, Span
from kpis.figures import NO_DENOMINATOR, rounded
from kpis.measures.contacts import new_rows
from tracking.models import (
    Assessment,
    ChildProtectionPlan,
    InitialConference,
    PeriodOfCare,
    Referral,
    Section47,
    StrategyDiscussion,
)
from tracking.rules.known import known
from workdays import Quarter

FOLLOWED_FOR = 3  # months after the quarter
STEPS = (
    "Referral",
    "Assessment",
    "Strategy discussion",
    "Section 47 enquiry",
    "Initial child protection conference",
)
OUTCOME = "Child protection plan or looked after"
CONTACT = "New contact"


@dataclass(frozen=True)
class Step:
    """One step: how many came to it, went on to a later one, and stopped at it."""

    title: str
    reached: int
    went_on: int

    @property
    def share(self) -> str:
        """How many of those who came to it went on, as a percentage; - where nobody came."""
        return f"{rounded(Fraction(self.went_on * 100, self.reached))}%" if self.reached else NO_DENOMINATOR

    @property
    def stopped(self) -> int:
        """No further action after this step within the time that is followed."""
        return self.reached - self.went_on


@dataclass(frozen=True)
class Flow:
    """A quarter's cohort; `contacts` are the quarter's new contacts, of which some led to a referral, `outcome` those
    who came to the end of the way."""

    quarter: Quarter
    followed_to: date
    contacts: Step
    steps: tuple[Step, ...]
    outcome: int

    @property
    def story(self) -> str:
        """The flow in a sentence."""
        steps = ", ".join(
            f"{step.went_on} went on from {step.title.lower()} and {step.stopped} stopped"
            for step in (self.contacts, *self.steps)
        )
        return f"Of {self.steps[0].reached} referrals: {steps}. {self.outcome} came to a plan or were looked after."


def followed_to(quarter: Quarter) -> date:
    """The last day on which what becomes of a quarter's referrals is followed: that of the third month after it."""
    return (quarter.months[-1] + FOLLOWED_FOR).last


def flow(quarter: Quarter, as_at: date) -> Flow | None:
    """The flow of the quarter's referrals; None while their three months are not over by `as_at`."""
    end = followed_to(quarter)
    if as_at < end:
        return None
    furthest = list(cohort(quarter, as_at).values_list("furthest", flat=True))
    reached = [sum(step >= place for step in furthest) for place in range(len(STEPS) + 1)]
    steps = tuple(Step(title, reached[place], reached[place + 1]) for place, title in enumerate(STEPS))
    return Flow(quarter, end, _contacts(quarter, as_at), steps, reached[-1])


def cohort(quarter: Quarter, as_at: date) -> "QuerySet[Any]":
    """The referrals received in the quarter with the `furthest` step they came to, 0 for the referral itself."""
    end = followed_to(quarter)
    plans = known(ChildProtectionPlan, as_at, "started_on").exclude(is_other_authoritys=True)
    in_care = PeriodOfCare.objects.filter(as_at=as_at, is_short_breaks=False)
    steps: list[list[Exists]] = [
        [_of_referral(known(Assessment, as_at, "started_on"), "started_on", end)],
        [_of_referral(known(StrategyDiscussion, as_at, "held_on"), "held_on", end)],
        [_of_referral(known(Section47, as_at, "started_on"), "started_on", end)],
        [_of_referral(known(InitialConference, as_at, "held_on"), "held_on", end)],
        [
            _of_referral(plans, "started_on", end, names="referral_source_id"),
            _of_referral(in_care, "started_on", end, names="first_episode__referral_source_id"),
        ],
    ]
    cases = [
        When(condition, then=Value(place))
        for place, exist in reversed(list(enumerate(steps, 1)))
        for condition in exist
    ]
    received = known(Referral, as_at, "received_on").filter(
        received_on__gte=quarter.first, received_on__lte=quarter.last
    )
    return received.annotate(furthest=Case(*cases, default=Value(0), output_field=IntegerField()))


def _of_referral(rows: "QuerySet[Any]", day: str, end: date, names: str = "referral") -> Exists:
    """Whether there is a row of the referral dated no later than `end`; `names` is how a row names its referral."""
    by_text = names != "referral"
    named = Q(**{names: OuterRef("source_id" if by_text else "pk")})
    unnamed = Q(**{names: ""}) if by_text else Q(**{f"{names}__isnull": True})
    later = Referral.objects.filter(
        child=OuterRef("child"), received_on__gt=OuterRef(OuterRef("received_on")), received_on__lte=OuterRef(day)
    )
    nearest = Q(unnamed, ~Exists(later), child=OuterRef("child"), **{f"{day}__gte": OuterRef("received_on")})
    return Exists(rows.filter(named | nearest, **{f"{day}__lte": end}))


def _contacts(quarter: Quarter, as_at: date) -> Step:
    """The children in the quarter's new contacts, and those for whom a referral was received from that day on."""
    rows: QuerySet[Any] = new_rows(Days.of(Span.of(quarter, as_at), as_at)).filter(
        received_on__gte=quarter.first, received_on__lte=quarter.last
    )
    referred = known(Referral, as_at, "received_on").filter(
        child=OuterRef("child"), received_on__gte=OuterRef("received_on"), received_on__lte=followed_to(quarter)
    )
    return Step(CONTACT, rows.count(), rows.filter(Exists(referred)).count())
