"""Care leavers (catalogue, "Care leavers" and "The edges: Care leavers")."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from .duty import birthday
from .extract import Row, day
from .known import Known
from .measure import Measure, Observation, all_of, needs, only_met
from .periods import Window

COHORT = ("Relevant", "Former Relevant")
UNAVAILABLE = ("G4", "G6")
NEET = ("G4", "G5", "G6")
CONTACT = "clea_care_leaver_latest_contact"


def _contacts(known: Known) -> dict[str, list[Row]]:
    """By young person, in order of day, then id as text; rows without a contact date are ignored."""
    found: dict[str, list[Row]] = defaultdict(list)
    dated = [row for row in known.rows("ssd_care_leavers") if row.get(CONTACT)]
    for row in sorted(dated, key=lambda row: (row[CONTACT][:10], row["clea_table_id"])):
        found[row["clea_person_id"]].append(row)
    return found


def cohort(known: Known, on: date) -> list[Row]:
    """The latest contact on or before E of each who is by it former relevant or relevant, the 21st birthday after E."""
    found = []
    for child, rows in known.once(_contacts).items():
        by_then = [row for row in rows if (contacted := day(row, CONTACT)) and contacted <= on]
        limit = birthday(known, child, 21)
        if by_then and limit and limit > on and by_then[-1].get("clea_care_leaver_eligibility") in COHORT:
            found.append(by_then[-1])
    return found


def _share(column: str, met_by: tuple[str, ...]) -> Callable[[Known, Window], list[Observation]]:
    """Everyone in the cohort is in the denominator; a blank meets nothing. The team recorded goes first."""

    def observe(known: Known, window: Window) -> list[Observation]:
        on, found = window.last, []
        for row in cohort(known, on):
            child = row["clea_person_id"]
            team = known.team(row.get("clea_care_leaver_allocated_team"), child, on)
            found.append(Observation(child, row["clea_table_id"], team, on, row.get(column, "") in met_by, child))
        return found

    return observe


SUITABLE, ACTIVITY = "clea_care_leaver_accom_suitable", "clea_care_leaver_activity"


def _recorded(column: str) -> Callable[[Known], bool]:
    return all_of(
        needs("ssd_care_leavers", CONTACT, "clea_care_leaver_eligibility", column), needs("ssd_person", "pers_dob")
    )


MEASURES = [
    Measure("CSC 286", "snapshot", "percent", _recorded(SUITABLE), _share(SUITABLE, ("1",))),
    Measure("CSC 294", "snapshot", "percent", _recorded(ACTIVITY), _share(ACTIVITY, NEET)),
    Measure(
        "CARE-LEAVERS-UNAVAILABLE", "snapshot", "count", _recorded(ACTIVITY), only_met(_share(ACTIVITY, UNAVAILABLE))
    ),
]
