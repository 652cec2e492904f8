"""Young people who left care: where they live, and whether they learn or work (measure catalogue, "Care leavers")."""

from typing import Any

from django.db.models import Q, QuerySet

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Place, Section, Unit
from tracking.models import CareLeaverContact
from tracking.rules.leaving_care import NEET, SUITABLE, UNAVAILABLE, latest_contacts
from tracking.rules.teams import recorded_team

IN_COHORT = (
    "ssd_care_leavers.clea_care_leaver_latest_contact",
    "ssd_care_leavers.clea_care_leaver_eligibility",
    "ssd_person.pers_dob",
)
ACTIVE = (*IN_COHORT, "ssd_care_leavers.clea_care_leaver_activity")
HOUSED = (*IN_COHORT, "ssd_care_leavers.clea_care_leaver_accom_suitable")
COHORT = "relevant and former relevant young people under 21 at the end of the month, by their latest contact"


def cohort(days: Days) -> "QuerySet[CareLeaverContact]":
    """The latest contact on or before E of each young person who counts then, which says how they are."""
    return latest_contacts(days.end, days.as_at).annotate(
        observed_on=days.end, observed_team=recorded_team("observed_on", days.as_at)
    )


def _at_the_end(code: str, title: str, definition: str, **rest: Any) -> Measure:
    return Measure(code=code, title=title, definition=definition, basis=Basis.SNAPSHOT, rows=cohort, **rest)


CARE_LEAVERS = Section(
    slug="care-leavers",
    title="Care leavers",
    chapter="Care leavers",
    definition=(
        "Young people under 21 who left care and are entitled to the council's support (relevant or former relevant), "
        "as they were at their latest contact: in suitable accommodation, and in education, employment or training. "
        "They are a group at particular risk of being excluded from society."
    ),
    measures=(
        _at_the_end(
            "CSC 286",
            "% care leavers in suitable accommodation",
            "The share of care leavers whose accommodation was suitable at their latest contact. One for whom that is "
            "not recorded counts as not suitable.",
            counts="care leavers whose accommodation was recorded as suitable",
            out_of=COHORT,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            met=Q(accommodation_suitable=SUITABLE),
            needs=HOUSED,
        ),
        _at_the_end(
            "CSC 294",
            "% care leavers not in education, employment or training",
            "The share of care leavers who were not in education, employment or training at their latest contact "
            "(activity G4, G5 or G6), those too who were unavailable for it. One for whom no activity is recorded "
            "counts as none of these.",
            counts="care leavers not in education, employment or training",
            out_of=COHORT,
            unit=Unit.PERCENT,
            better=Better.LOW,
            met=Q(activity__in=NEET),
            needs=ACTIVE,
        ),
        _at_the_end(
            "CARE-LEAVERS-UNAVAILABLE",
            "Care leavers unavailable for education, employment or training",
            "Care leavers who at their latest contact were not in education, employment or training because of "
            "illness, disability, pregnancy or parenting (activity G4 or G6).",
            counts="care leavers unavailable because of illness, disability, pregnancy or parenting",
            unit=Unit.COUNT,
            place=Place.LOCAL,
            counted=Q(activity__in=UNAVAILABLE),
            needs=ACTIVE,
        ),
    ),
)
