"""Children's centres: who came in the month, and how many of them live in the most deprived areas (measure catalogue).

The report names five centres. Others are measured too where the records have them.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import FirstValue, TruncMonth
from django.db.models.lookups import IsNull

from kpis.days import Days
from kpis.measure import NO_TEAM, Basis, Measure, Place, Section, Unit
from tracking.models import CentreAttendance
from tracking.rules.known import known

TABLE = "csc_centre_attendances"
ATTENDED = (f"{TABLE}.catt_centre", f"{TABLE}.catt_person_id", f"{TABLE}.catt_date")
DEPRIVED = (*ATTENDED, f"{TABLE}.catt_imd_decile")
MOST_DEPRIVED = 3  # deciles 1 to 3 are the 30% most deprived areas
IN_REPORT = ("McNay Street", "Haughton & Redhall", "Mount Pleasant", "Skerne Park", "Dodmire")
SHARES_IN_REPORT = ("McNay Street", "Haughton & Redhall", "Skerne Park", "Mount Pleasant", "Dodmire")
NO_CENTRE = " "  # no row has this: values are stripped when they are read


def code_of(centre: str) -> str:
    """The centre's name in capitals, each run of characters that are no letters or digits made one hyphen."""
    return re.sub(r"[\W_]+", "-", centre.upper()).strip("-")


def spellings(code: str) -> list[str]:
    """The names in the records that come to the code."""
    return [name for name in _names(CentreAttendance.objects.all()) if code_of(name) == code]


def _names(rows: "QuerySet[CentreAttendance]") -> list[str]:
    return list(rows.order_by("centre").values_list("centre", flat=True).distinct())


def attendances(days: Days, centre: str) -> "QuerySet[CentreAttendance]":
    """Attendances at the centre (a code), each with the last `decile` recorded for its attendee in its month."""
    rows: QuerySet[Any] = known(CentreAttendance, days.as_at, "attended_on")
    decile = Window(
        FirstValue("imd_decile"),
        partition_by=[F("attendee"), TruncMonth("attended_on")],
        order_by=[IsNull(F("imd_decile"), True), F("attended_on").desc(), F("source_id").desc(nulls_last=True)],
    )
    return (
        rows.filter(centre__in=[*spellings(centre), NO_CENTRE])
        .exclude(attendee="")
        .annotate(observed_on=F("attended_on"), observed_team=NO_TEAM, decile=decile)
    )


def attendees(name: str, place: Place = Place.REPORT) -> Measure:
    """How many came in the month."""
    return Measure(
        code=f"CENTRE-ATTENDEES-{code_of(name)}",
        title=f"Attendees: {name}",
        heading=name,
        definition=f"Distinct people who attended {name} in the month. The year's figure is the sum of the months.",
        counts="people who attended, each once a month",
        unit=Unit.COUNT,
        **_common(name, place),
        needs=ATTENDED,
    )


def share_deprived(name: str, place: Place = Place.REPORT) -> Measure:
    """How many of those who came live in the most deprived areas."""
    return Measure(
        code=f"CENTRE-DEPRIVED-{code_of(name)}",
        title=f"% attendees from 30% most deprived areas: {name}",
        heading=f"% {name}",
        definition=f"Of the people who attended {name} in the month, the share who live in an area of deciles 1 to 3 "
        "of the index of multiple deprivation, by the last one recorded in the month.",
        counts="attendees whose last recorded decile of the month is 1, 2 or 3",
        out_of="people who attended, each once a month",
        unit=Unit.PERCENT,
        met=Q(decile__lte=MOST_DEPRIVED),
        **_common(name, place),
        needs=DEPRIVED,
    )


def _common(name: str, place: Place) -> dict[str, Any]:
    return {
        "basis": Basis.MONTH,
        "place": place,
        "rows": partial(attendances, centre=code_of(name)),
        "unit_of_count": "attendee",
        "child": "attendee",
        "for_authority_only": True,
        "owner": "Head of Early Help",
    }


def others(as_at: date | None) -> tuple[Measure, ...]:
    """The measures of centres that the records known on `as_at` name and the report does not, by code."""
    return tuple(sorted(_others(as_at or date.max), key=lambda measure: measure.code))


def _others(as_at: date) -> Iterator[Measure]:
    by_code = {code_of(name): name for name in reversed(_names(known(CentreAttendance, as_at, "attended_on")))}
    for code in by_code.keys() - {"", *(code_of(name) for name in IN_REPORT)}:
        yield attendees(by_code[code], Place.CENTRE)
        yield share_deprived(by_code[code], Place.CENTRE)


CENTRES = Section(
    slug="childrens-centres",
    title="Children's centres",
    chapter="Early help",
    definition=(
        "How many people come to each children's centre in a month, and how many of them live in the 30% most deprived "
        "areas, which is whom the centres are there for most."
    ),
    measures=(
        *(attendees(name) for name in IN_REPORT),
        *(share_deprived(name) for name in SHARES_IN_REPORT),
    ),
    more=others,
)
