"""Children's centres (catalogue, "Children's centres" and "The edges: Centres and missing").

The measures of the five centres that measures.csv names are there in every extract, those of others only where an
attendance on or before A names the centre.
"""

from collections import defaultdict
from datetime import date
from itertools import groupby
from typing import NamedTuple

from .extract import Row, day
from .known import UNALLOCATED, Known
from .measure import Measure, Observation, events, needs
from .order import CENTRE, listed

ATTENDEES, DEPRIVED = f"{CENTRE}ATTENDEES-", f"{CENTRE}DEPRIVED-"
NAMED = tuple(row["measure"].removeprefix(ATTENDEES) for row in listed() if row["measure"].startswith(ATTENDEES))
MOST_DEPRIVED = ("1", "2", "3")


def code_of(name: str) -> str:
    """The name in capitals, each run of characters that are no letters or digits one hyphen, none at the ends."""
    runs = groupby(name.upper(), key=str.isalnum)
    return "".join("".join(run) if is_word else "-" for is_word, run in runs).strip("-")


class _Attendance(NamedTuple):
    """A row of attendances that has a date and an attendee."""

    row: Row
    on: date

    @property
    def attendee(self) -> str:
        """One person at one centre in one month: the year's attendees are the sum of the months."""
        return f"{self.on:%Y-%m} {self.row['catt_person_id']}"


def _attendances(known: Known) -> dict[str, list[_Attendance]]:
    """By centre, in order of date and id: the last row of an attendee that has a decile says it."""
    found: dict[str, list[_Attendance]] = defaultdict(list)
    for row in known.rows("csc_centre_attendances"):
        on = day(row, "catt_date")
        if on and row.get("catt_person_id"):
            found[code_of(row.get("catt_centre", ""))].append(_Attendance(row, on))
    return {code: sorted(rows, key=lambda one: (one.on, one.row["catt_id"])) for code, rows in found.items()}


def centres(known: Known) -> list[str]:
    """The codes of the centres in the data that measures.csv does not name."""
    dated = (row for row in known.rows("csc_centre_attendances") if row.get("catt_date"))
    return sorted({code_of(row.get("catt_centre", "")) for row in dated} - {"", *NAMED})


def _attended(known: Known, centre: str) -> list[Observation]:
    """Every attendance of a centre, met where the attendee's last decile recorded in the month is 1 to 3."""
    rows = known.once(_attendances).get(centre, [])
    deciles = {one.attendee: str(int(text)) for one in rows if (text := one.row.get("catt_imd_decile"))}
    return [
        Observation(
            one.row["catt_person_id"],
            one.row["catt_id"],
            UNALLOCATED,
            one.on,
            deciles.get(one.attendee) in MOST_DEPRIVED,
            one.attendee,
        )
        for one in rows
    ]


def _measures(centre: str) -> list[Measure]:
    def deprived(known: Known) -> list[Observation]:
        return _attended(known, centre)

    def attendees(known: Known) -> list[Observation]:
        return [seen._replace(met=True) for seen in _attended(known, centre)]

    return [
        Measure(f"{ATTENDEES}{centre}", "month", "count", _RECORDED, events(attendees), is_authority_only=True),
        Measure(f"{DEPRIVED}{centre}", "month", "percent", _DECILE_RECORDED, events(deprived), is_authority_only=True),
    ]


_COLUMNS = ("catt_centre", "catt_person_id", "catt_date")
_RECORDED = needs("csc_centre_attendances", *_COLUMNS)
_DECILE_RECORDED = needs("csc_centre_attendances", *_COLUMNS, "catt_imd_decile")

MEASURES = [measure for centre in NAMED for measure in _measures(centre)]


def measures_of(known: Known) -> list[Measure]:
    """The measures of the centres that only this extract has."""
    return [measure for centre in centres(known) for measure in _measures(centre)]
