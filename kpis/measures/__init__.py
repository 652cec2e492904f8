"""Every section of the book and every measure, in the order of the report. Nothing is found by magic."""

from datetime import date

from kpis.measure import Measure, Place, Section
from kpis.measures import (
    assessments,
    attendance,
    audits,
    centres,
    conferences,
    contacts,
    early_help,
    enquiries,
    health,
    leaving_care,
    looked_after,
    missing,
    placements,
    protection,
    referrals,
    reviews,
    visits,
)

SECTIONS: tuple[Section, ...] = (
    contacts.HOW_MANY,
    contacts.BY_OUTCOME,
    contacts.TIMELINESS,
    referrals.HOW_MANY,
    referrals.TIMELINESS,
    referrals.RE_REFERRALS,
    early_help.HOW_MANY,
    centres.CENTRES,
    missing.MISSING,
    assessments.HOW_MANY,
    assessments.TIMELINESS,
    enquiries.STRATEGY_DISCUSSIONS,
    enquiries.SECTION_47,
    conferences.HOW_MANY,
    conferences.CHILDREN,
    conferences.TIMELINESS,
    attendance.INITIAL,
    conferences.CONVERSION,
    protection.HOW_MANY,
    protection.ALLOCATION_AND_REVIEWS,
    attendance.REVIEW,
    protection.TIME_PERIODS,
    visits.PROTECTION,
    looked_after.HOW_MANY,
    looked_after.ALLOCATION_AND_REVIEWS,
    reviews.TIMELINESS,
    reviews.PERMANENCE,
    reviews.PARTICIPATION,
    visits.LOOKED_AFTER,
    placements.WHERE,
    health.INITIAL,
    health.CHECKS,
    leaving_care.CARE_LEAVERS,
    audits.AUDITS,
)

# What is known beforehand; `declared` has what the records bring beside it.
MEASURES: dict[str, Measure] = {measure.code: measure for section in SECTIONS for measure in section.measures}


def declared(as_at: date | None = None) -> dict[str, Measure]:
    """Every measure by its code, those too that the records known on `as_at` bring with them (children's centres)."""
    return {measure.code: measure for section in SECTIONS for measure in section.measures_as_at(as_at)}


def measure_named(code: str) -> Measure:
    """The measure with that code. Raises KeyError where there is none."""
    return MEASURES[code] if code in MEASURES else declared()[code]


def in_export_order() -> dict[str, tuple[int, int | str]]:
    """Where each measure stands in an export, by its code: the report's order, then the others (contract, "Output")."""
    return {
        code: (measure.place, code if measure.place is Place.CENTRE else number)
        for number, (code, measure) in enumerate(declared().items())
    }


def section_of(slug: str) -> Section | None:
    """The section with that address, or none."""
    return next((section for section in SECTIONS if section.slug == slug), None)
