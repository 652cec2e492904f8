"""Every section of the book and every measure, in the order of the report. Nothing is found by magic."""

from kpis.measure import Measure, Section
from kpis.measures import assessments, contacts, early_help, referrals, visits

SECTIONS: tuple[Section, ...] = (
    contacts.HOW_MANY,
    contacts.BY_OUTCOME,
    contacts.TIMELINESS,
    referrals.HOW_MANY,
    referrals.TIMELINESS,
    referrals.RE_REFERRALS,
    early_help.HOW_MANY,
    assessments.HOW_MANY,
    assessments.TIMELINESS,
    visits.PROTECTION,
    visits.LOOKED_AFTER,
)

MEASURES: dict[str, Measure] = {measure.code: measure for section in SECTIONS for measure in section.measures}


def section_of(slug: str) -> Section | None:
    """The section with that address, or none."""
    return next((section for section in SECTIONS if section.slug == slug), None)
