"""Duties towards young people who left care: keeping in touch, and reviewing their pathway plan."""

from collections.abc import Iterator

from tracking.duties.due import Due, Episode, chain
from tracking.duties.facts import Journey, LeaverContact
from tracking.duties.kind import Kind, Term
from tracking.duties.limits import Limit, Limits, TimeUnit

UNTIL = 25  # years of age: Children and Social Work Act 2017, section 3
LAST_CONTACT = "ssd_care_leavers.clea_care_leaver_latest_contact"


def contacts(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A contact after each contact."""
    by_day = {one.contacted_on: one for one in journey.leaver_contacts}
    for day, contact in sorted(by_day.items())[:1]:
        duties = chain(
            "care_leaver_contact",
            Episode("ssd_care_leavers", contact.pk),
            day,
            (later for later in by_day if later > day),
            journey.birthday(UNTIL),
            lambda _, start: limits.on("care_leaver_contact", "", start),
        )
        yield from (_at(due, by_day[due.started_on]) for due in duties)


def pathway_plan_reviews(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A review of the pathway plan after each review."""
    by_day = {one.pathway_plan_reviewed: one for one in reversed(journey.leaver_contacts) if one.pathway_plan_reviewed}
    for day, contact in sorted(by_day.items())[:1]:
        duties = chain(
            "pathway_plan_review",
            Episode("ssd_care_leavers", contact.pk),
            day,
            (later for later in by_day if later > day),
            journey.birthday(UNTIL),
            lambda _, start: limits.on("pathway_plan_review", "", start),
        )
        yield from (_at(due, by_day[due.started_on]) for due in duties)


def _at(due: Due, contact: LeaverContact) -> Due:
    """The duty hung on the contact that starts it, whose team it is."""
    return due._replace(episode=Episode("ssd_care_leavers", contact.pk), team_id=contact.team_id)


CARE_LEAVER_CONTACT = Kind(
    code="care_leaver_contact",
    title="Contacts with care leavers",
    group="Care leavers",
    actions=("Be in touch with the young person",),
    starts="last contact",
    met_by="next contact",
    source="Children Act 1989 guidance, volume 3: in touch at least every 8 weeks",
    rule=contacts,
    terms={"": Term("", Limit(8, TimeUnit.WEEKS))},
    needs=(LAST_CONTACT,),
    records="contact",
    starts_when_done=True,
)

PATHWAY_PLAN_REVIEW = Kind(
    code="pathway_plan_review",
    title="Pathway plan reviews",
    group="Care leavers",
    actions=("Review the pathway plan",),
    starts="last review of the pathway plan",
    met_by="next review of the pathway plan",
    source="Care Leavers (England) Regulations 2010, regulation 7: at least every 6 months",
    rule=pathway_plan_reviews,
    terms={"": Term("", Limit(6, TimeUnit.MONTHS))},
    needs=(LAST_CONTACT, "ssd_care_leavers.clea_pathway_plan_review_date"),
    records="pathway_review",
    starts_when_done=True,
)

KINDS = (CARE_LEAVER_CONTACT, PATHWAY_PLAN_REVIEW)
