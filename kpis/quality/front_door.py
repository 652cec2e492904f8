"""Questions about contacts, referrals and assessments."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least

from kpis.measures import assessments, contacts, referrals
from kpis.quality.question import Mend, Question, Window
from tracking.models import ContactOutcome
from tracking.rules import known
from tracking.rules.calendar import WorkingDayAfter

CONTACTS_IN_TIME = tuple(measure.code for measure in contacts.TIMELINESS.measures)
REFERRALS_IN_TIME = tuple(measure.code for measure in referrals.TIMELINESS.measures)
ASSESSMENTS = tuple(measure.code for measure in assessments.HOW_MANY.measures)
ASSESSMENTS_IN_TIME = tuple(measure.code for measure in assessments.TIMELINESS.measures)
PATIENCE = 3  # working days, after which even the longest limit of a decision has passed
LONGER_THAN_ANY_LIMIT = timedelta(days=120)


def decided(window: Window) -> tuple[Mend, ...]:
    """Decided on the day on which it was received, or not before the records were extracted."""
    return (
        Mend("all decided on the day they were received", {"decided_on": F("received_on")}),
        Mend("none decided before the records were extracted", {"decided_on": window.as_at}),
    )


def _undecided(rows: "QuerySet[Any]", window: Window) -> "QuerySet[Any]":
    overdue = rows.annotate(overdue_after=WorkingDayAfter("received_on", PATIENCE))
    return overdue.filter(decided_on=None, received_on__gte=window.since, overdue_after__lt=window.as_at)


def contacts_undecided(window: Window) -> "QuerySet[Any]":
    """Contacts of the year without a decision, whose time has passed."""
    return _undecided(known.contacts(window.as_at), window)


def referrals_undecided(window: Window) -> "QuerySet[Any]":
    """Referrals of the year without a decision, whose time has passed."""
    return _undecided(known.referrals(window.as_at), window)


def decided_too_early(rows: "QuerySet[Any]", window: Window) -> "QuerySet[Any]":
    """Those of the year whose decision is dated before they were received."""
    return rows.filter(received_on__gte=window.since, decided_on__lt=F("received_on"))


def contacts_without_outcome(window: Window) -> "QuerySet[Any]":
    """Contacts of the year that are decided and have no outcome."""
    rows: QuerySet[Any] = known.contacts(window.as_at)
    return rows.filter(received_on__gte=window.since, decided__isnull=False, outcome="")


def completed(window: Window) -> "QuerySet[Any]":
    """Assessments authorised in the year."""
    rows: QuerySet[Any] = known.assessments(window.as_at)
    return rows.filter(authorised__gte=window.since)


def left_open(window: Window) -> "QuerySet[Any]":
    """Assessments of referrals that closed in the year, not authorised themselves."""
    closed = Q(referral__closed_on__gte=window.since, referral__closed_on__lte=window.as_at)
    rows = known.assessments(window.as_at).filter(closed, authorised_on=None, started_on__isnull=False)
    return rows.filter(started_on__lte=F("referral__closed_on")).annotate(
        due_by=WorkingDayAfter("started_on", assessments.STATUTORY)
    )


QUESTIONS = (
    Question(
        code="contact-undecided",
        title="Contacts without a decision",
        lacks="The day of the decision; its time limit has passed",
        asked="When was the contact decided?",
        rows=contacts_undecided,
        field="decided_on",
        on="received_on",
        mends=decided,
        measures=CONTACTS_IN_TIME,
    ),
    Question(
        code="contact-outcome",
        title="Contacts decided without an outcome",
        lacks="The outcome of a contact that is decided",
        asked="What came of the contact?",
        rows=contacts_without_outcome,
        field="outcome",
        on="received_on",
        mends=lambda window: tuple(
            Mend(f"all with the outcome {outcome.label}", {"outcome": outcome.value}) for outcome in ContactOutcome
        ),
        measures=tuple(measure.code for measure in contacts.BY_OUTCOME.measures),
    ),
    Question(
        code="contact-decided-before",
        title="Contacts decided before they were received",
        lacks="The decision is dated before the contact was received",
        asked="When was the contact received, and when was it decided?",
        rows=lambda window: decided_too_early(known.contacts(window.as_at), window),
        field="decided_on",
        on="received_on",
        mends=decided,
        measures=CONTACTS_IN_TIME,
    ),
    Question(
        code="referral-undecided",
        title="Referrals without a decision",
        lacks="The day of the decision; its time limit has passed",
        asked="When was the referral decided?",
        rows=referrals_undecided,
        field="decided_on",
        on="received_on",
        mends=decided,
        measures=REFERRALS_IN_TIME,
    ),
    Question(
        code="referral-decided-before",
        title="Referrals decided before they were received",
        lacks="The decision is dated before the referral was received",
        asked="When was the referral received, and when was it decided?",
        rows=lambda window: decided_too_early(known.referrals(window.as_at), window),
        field="decided_on",
        on="received_on",
        mends=decided,
        measures=REFERRALS_IN_TIME,
    ),
    Question(
        code="assessment-start",
        title="Assessments without a start",
        lacks="The day on which an authorised assessment was started",
        asked="When was the assessment started?",
        rows=lambda window: completed(window).filter(started_on=None),
        field="started_on",
        on="authorised_on",
        mends=lambda window: (
            Mend("all authorised on the day they were started", {"started_on": F("authorised_on")}),
            Mend("all started too early", {"started_on": F("authorised_on") - LONGER_THAN_ANY_LIMIT}),
        ),
        measures=ASSESSMENTS_IN_TIME,
    ),
    Question(
        code="assessment-order",
        title="Assessments authorised before they were started",
        lacks="The assessment is authorised before it was started",
        asked="When was the assessment started, and when was it authorised?",
        rows=lambda window: completed(window).filter(authorised_on__lt=F("started_on")),
        field="started_on",
        on="authorised_on",
        mends=lambda window: (
            Mend("all authorised on the day they were started", {"started_on": F("authorised_on")}),
            Mend("all started too early", {"started_on": F("authorised_on") - LONGER_THAN_ANY_LIMIT}),
        ),
        measures=ASSESSMENTS_IN_TIME,
    ),
    Question(
        code="assessment-open",
        title="Assessments left open when the referral closed",
        lacks="The day of authorisation, though the referral is closed",
        asked="When was the assessment authorised, or was it abandoned?",
        rows=left_open,
        field="authorised_on",
        on="started_on",
        mends=lambda window: (
            Mend(
                "all authorised in time",
                {"authorised_on": Least("due_by", "referral__closed_on")},
            ),
            Mend("all authorised when the referral closed", {"authorised_on": F("referral__closed_on")}),
            Mend("none authorised", {"authorised_on": None}),
        ),
        measures=(*ASSESSMENTS, *ASSESSMENTS_IN_TIME),
    ),
    Question(
        code="assessment-outcome",
        title="Assessments authorised without an outcome",
        lacks="Whether the assessment ended in no further action",
        asked="Did the assessment end in no further action?",
        rows=lambda window: completed(window).filter(no_further_action=None),
        field="no_further_action",
        on="authorised_on",
        mends=lambda window: (
            Mend("all ended in no further action", {"no_further_action": True}),
            Mend("none ended in no further action", {"no_further_action": False}),
        ),
        measures=("FLOW-NFA",),
    ),
)
