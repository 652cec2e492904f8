"""Contacts: how many, what came of them, how soon they were decided. Only new rows count (measure catalogue)."""

from datetime import date
from typing import Any

from django.db.models import CharField, DateField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce, NullIf

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Section, Unit
from tracking.models import Contact, ContactOutcome
from tracking.rules import known
from tracking.rules.calendar import WorkingDayAfter
from tracking.rules.teams import allocated_team

NEVER = date.max
RECEIVED = ("ssd_contacts.cont_contact_date",)
DECIDED = (*RECEIVED, "ssd_contacts.csc_contact_decision_date")
# The dataset's own JSON tells advice and social care apart, and nothing else that the report asks for.
OUTCOME = (*RECEIVED, "ssd_contacts.csc_contact_outcome")
OUTCOME_OR_JSON = (*RECEIVED, "ssd_contacts.csc_contact_outcome|ssd_contacts.cont_contact_outcome_json")
TOLD_BY_JSON = (ContactOutcome.ADVICE_INFORMATION, ContactOutcome.REFER_TO_SOCIAL_CARE)


def new_rows(days: Days) -> "QuerySet[Contact]":
    """Contacts of children with no referral open just before: none received earlier and not closed by that day."""
    open_before = known.referrals(days.as_at).filter(
        Q(closed__isnull=True) | Q(closed__gt=OuterRef("received_on")),
        child=OuterRef("child"),
        received_on__lt=OuterRef("received_on"),
    )
    return known.contacts(days.as_at).filter(~Exists(open_before)).annotate(contact=_contact())


def by_row(days: Days) -> "QuerySet[Contact]":
    """New rows, each on its own date."""
    return new_rows(days).annotate(
        observed_on=F("received_on"), observed_team=allocated_team("received_on", days.as_at)
    )


def by_contact(days: Days) -> "QuerySet[Contact]":
    """New rows, each with what is true of its whole contact (the rows of one group).

    `observed_on` is the day of the contact's earliest new row, `last_decided` the day on which the last of its new rows
    was decided (NEVER while one is not), `due_in_1` and `due_in_3` the working days by which that should have been.
    """
    received = _over_contact(Min("received_on"))
    return new_rows(days).annotate(
        observed_on=received,
        observed_team=allocated_team("received_on", days.as_at),
        last_decided=_over_contact(Max(Coalesce("decided", Value(NEVER, DateField())))),
        due_in_1=WorkingDayAfter(received, 1),
        due_in_3=WorkingDayAfter(received, 3),
        as_at=days.known_on,
    )


def determined(due: str) -> Q:
    """The contact is decided, or its limit has passed."""
    return Q(last_decided__lt=NEVER) | Q(**{f"{due}__lt": F("as_at")})


def _contact() -> Coalesce:
    """What makes rows one contact: the group, else the row's own id."""
    return Coalesce(NullIf("group", Value("")), "source_id", Cast("pk", CharField()), output_field=CharField())


def _over_contact(expression: Any) -> Window:
    return Window(expression, partition_by=[F("contact")])


HOW_MANY = Section(
    slug="contacts",
    title="Contacts",
    chapter="Contacts and referrals",
    definition=(
        "Contacts are received at the front door and screened against an agreed multi-agency threshold for social "
        "care. Three counts are kept apart: new contacts on cases not currently open to social care (a contact "
        "can include several children); the children in them, each counted every time, because each may have a "
        "different outcome and source; and the distinct children, each counted once a month."
    ),
    measures=(
        Measure(
            code="CSC 004",
            title="Number of new contacts",
            definition="Contacts received in the period that include a child whose case was not open to social care.",
            counts="contacts with at least one new row; rows of one group are one contact",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=by_contact,
            unit_of_count="contact",
            own_day="received_on",
            looks_ahead=True,
            needs=RECEIVED,
        ),
        Measure(
            code="CSC 004i",
            title="Number of contacts, counting each child each time",
            definition="Children in the new contacts of the period; a child is counted once for each contact.",
            counts="new rows: one child in one contact",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=by_row,
            needs=RECEIVED,
        ),
        Measure(
            code="CSC 004k",
            title="Number of individual children contacts were received on",
            definition="Distinct children in the new contacts of one month. It does not add up over months.",
            counts="distinct children with a new row in the month",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=by_row,
            unit_of_count="child_id",
            needs=RECEIVED,
            has_year=False,
        ),
    ),
)


def _outcome_measures(outcome: ContactOutcome) -> tuple[Measure, Measure]:
    """The count of one outcome and its share of the new rows with any outcome recorded."""
    code = f"CONTACT-OUTCOME-{outcome.value.replace('_', '-').upper()}"
    common: dict[str, Any] = {
        "basis": Basis.MONTH,
        "breakdown": "contacts by outcome",
        "rows": by_row,
        "needs": OUTCOME_OR_JSON if outcome in TOLD_BY_JSON else OUTCOME,
    }
    return (
        Measure(
            code=code,
            title=f"Contacts by outcome: {outcome.label}",
            definition=f"Children in new contacts whose outcome was: {outcome.label}.",
            heading=outcome.label,
            counts=f"new rows with the outcome {outcome.label}",
            unit=Unit.COUNT,
            counted=Q(outcome=outcome),
            **common,
        ),
        Measure(
            code=f"{code}-PCT",
            title=f"% of contacts by outcome: {outcome.label}",
            definition=f"Of the children in new contacts with an outcome recorded, the share with: {outcome.label}.",
            heading=f"% {outcome.label}",
            counts=f"new rows with the outcome {outcome.label}",
            out_of="new rows with any outcome recorded",
            unit=Unit.PERCENT,
            counted=~Q(outcome=""),
            met=Q(outcome=outcome),
            **common,
        ),
    )


BY_OUTCOME = Section(
    slug="contacts-outcome",
    title="Contacts: outcome",
    chapter="Contacts and referrals",
    definition=(
        "What came of new contacts, which shows how contacts progress through the system. Calculated on the children "
        "in the contacts, each counted every time, who have an outcome recorded."
    ),
    measures=tuple(
        measure
        for outcome in ContactOutcome
        if outcome is not ContactOutcome.OTHER
        for measure in _outcome_measures(outcome)
    ),
)

TIMELINESS = Section(
    slug="contacts-timeliness",
    title="Contacts: timeliness",
    chapter="Contacts and referrals",
    definition=(
        "The share of contacts decided within 1 working day, and after more than 3. A high share within 1 day shows "
        "that concerns are screened and passed on without delay and drift."
    ),
    measures=(
        Measure(
            code="CSC 006",
            title="% contacts completed within 1 working day",
            definition=(
                "Of the new contacts received in the period whose outcome against the limit is known, the share "
                "decided on or before the next working day. A contact is decided when the last of its new rows is."
            ),
            counts="contacts decided within 1 working day of receipt",
            out_of="contacts decided, or received more than 1 working day before the data were extracted",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=by_contact,
            unit_of_count="contact",
            own_day="received_on",
            due="due_in_1",
            looks_ahead=True,
            counted=determined("due_in_1"),
            met=Q(last_decided__lte=F("due_in_1")),
            needs=DECIDED,
        ),
        Measure(
            code="CSC 009",
            title="% contacts completed in over 3 working days",
            definition=(
                "Of the new contacts received in the period whose outcome against the limit is known, the share "
                "decided after the third working day; one still undecided after that counts as over."
            ),
            counts="contacts decided more than 3 working days after receipt, or undecided for longer than that",
            out_of="contacts decided, or received more than 3 working days before the data were extracted",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            better=Better.LOW,
            rows=by_contact,
            unit_of_count="contact",
            own_day="received_on",
            due="due_in_3",
            looks_ahead=True,
            counted=determined("due_in_3"),
            met=Q(last_decided__gt=F("due_in_3")),
            needs=DECIDED,
        ),
    ),
)
