"""Attendance at conferences as a share of invitations (catalogue, "ICPC" and "The edges: Conferences")."""

from collections.abc import Callable

from .extract import day
from .known import UNALLOCATED, Known
from .measure import Measure, Observation, events, needs
from .order import listed

TABLE = "csc_conference_invitations"


def plain(text: str) -> str:
    """Without case and punctuation: School Nurse, SCHOOL-NURSE and school nurse are one."""
    return "".join(filter(str.isalnum, text)).lower()


def _attended(kind: str, agency: str) -> Callable[[Known], list[Observation]]:
    """Attended of invited, in numbers of people; no more attended than were invited.

    A row with blank invited or blank attended is left out; an agency that is none of the fourteen counts nowhere.
    """

    def work(known: Known) -> list[Observation]:
        found = []
        for row in known.rows(TABLE):
            on, is_one = day(row, "conf_date"), row.get("conf_kind") == kind
            numbers = row.get("conf_invited", ""), row.get("conf_attended", "")
            if on and is_one and all(numbers) and plain(row.get("conf_agency", "")) == agency:
                invited, attended = map(int, numbers)
                came, key = min(invited, attended), row["conf_id"]
                found.append(Observation("", key, UNALLOCATED, on, came > 0, key, invited, came))
        return found

    return work


_RECORDED = needs(TABLE, "conf_kind", "conf_date", "conf_agency", "conf_invited", "conf_attended")

# One for each of the fourteen agencies of measures.csv at both kinds of conference.
MEASURES = [
    Measure(row["measure"], "qtd", "percent", _RECORDED, events(_attended(kind, plain(agency))), is_authority_only=True)
    for row in listed()
    for kind, is_attendance, agency in [row["measure"].partition("-ATT-")]
    if is_attendance
]
