"""Duties of the front door: deciding on contacts and referrals, and finishing assessments."""

from collections.abc import Iterator

from tracking.duties.due import Due, Episode, single
from tracking.duties.facts import Contact, Journey
from tracking.duties.kind import Kind, Term
from tracking.duties.limits import Limit, Limits, TimeUnit

ONE_WORKING_DAY = Limit(1, TimeUnit.WORKING_DAYS)


def is_new(contact: Contact, journey: Journey) -> bool:
    """Whether the child had no referral open just before the contact: only new contacts await a decision."""
    return not any(
        referral.received_on < contact.received_on
        and (referral.closed is None or referral.closed > contact.received_on)
        for referral in journey.referrals
    )


def contact_decisions(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A decision on each new contact, by its own day."""
    for contact in journey.contacts:
        if is_new(contact, journey):
            limit = limits.on("contact_decision", "", contact.received_on)
            episode = Episode("ssd_contacts", contact.pk)
            yield from single("contact_decision", episode, contact.received_on, limit, contact.decided)


def referral_decisions(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A decision on each referral."""
    for referral in journey.referrals:
        start = referral.received_on
        limit = limits.on("referral_decision", "", start)
        episode = Episode("ssd_cin_episodes", referral.pk)
        yield from single("referral_decision", episode, start, limit, referral.decided, team_id=referral.team_id)


def assessments(journey: Journey, limits: Limits) -> Iterator[Due]:
    """The authorisation of each assessment that has a start date."""
    for assessment in journey.assessments:
        start = assessment.started_on
        limit = limits.on("assessment", "", start)
        episode = Episode("ssd_cin_assessments", assessment.pk)
        yield from single("assessment", episode, start, limit, assessment.authorised, team_id=assessment.team_id)


CONTACT_DECISION = Kind(
    code="contact_decision",
    title="Contact decisions",
    group="Front door",
    actions=("Decide on the contact",),
    starts="contact received about a child without an open referral",
    met_by="contact decided",
    source="Local standard: contacts are decided within 1 working day",
    rule=contact_decisions,
    terms={"": Term("", ONE_WORKING_DAY)},
    needs=("ssd_contacts.cont_contact_date", "ssd_contacts.csc_contact_decision_date"),
)

REFERRAL_DECISION = Kind(
    code="referral_decision",
    title="Referral decisions",
    group="Front door",
    actions=("Decide on the referral",),
    starts="referral received",
    met_by="referral decided",
    source="Working Together to Safeguard Children, chapter 1: a decision within one working day of a referral",
    rule=referral_decisions,
    terms={"": Term("", ONE_WORKING_DAY)},
    needs=("ssd_cin_episodes.cine_referral_date", "ssd_cin_episodes.csc_referral_decision_date"),
)

ASSESSMENT = Kind(
    code="assessment",
    title="Assessments",
    group="Front door",
    actions=("Finish and authorise the assessment",),
    starts="assessment started",
    met_by="assessment authorised",
    source="Working Together to Safeguard Children, chapter 1: no longer than 45 working days",
    rule=assessments,
    terms={"": Term("", Limit(45, TimeUnit.WORKING_DAYS))},
    needs=("ssd_cin_assessments.cina_assessment_start_date", "ssd_cin_assessments.cina_assessment_auth_date"),
)

KINDS = (CONTACT_DECISION, REFERRAL_DECISION, ASSESSMENT)
