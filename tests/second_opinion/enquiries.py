"""Strategy discussions and section 47 enquiries started (catalogue, "Strategy discussions")."""

from collections.abc import Callable

from .extract import day
from .known import Known
from .measure import RATE, Measure, Observation, events, needs


def _started(table: str, prefix: str, key: str, on_column: str, team: str) -> Callable[[Known], list[Observation]]:
    """Rows by their date; the team is the one recorded, else the allocated worker's on that date."""

    def work(known: Known) -> list[Observation]:
        found = []
        for row in known.rows(table):
            child, episode, on = row[f"{prefix}person_id"], row[key], day(row, on_column)
            if on:
                found.append(Observation(child, episode, known.team(row.get(team), child, on), on, True, episode))
        return found

    return work


_discussions = _started("csc_strategy_discussions", "stra_", "stra_id", "stra_date", "stra_team")
_enquiries = _started(
    "ssd_s47_enquiry", "s47e_", "s47e_s47_enquiry_id", "s47e_s47_start_date", "s47e_s47_completed_by_team"
)
_DISCUSSED = needs("csc_strategy_discussions", "stra_date")
_ENQUIRED = needs("ssd_s47_enquiry", "s47e_s47_start_date")

MEASURES = [
    Measure("CSC 163", "month", "count", _DISCUSSED, events(_discussions)),
    Measure("CSC 162", "ytd", "count", _DISCUSSED, events(_discussions)),
    Measure("CSC 161", "ytd", RATE, _DISCUSSED, events(_discussions)),
    Measure("CSC 166", "month", "count", _ENQUIRED, events(_enquiries)),
    Measure("CSC 165", "ytd", "count", _ENQUIRED, events(_enquiries)),
    Measure("CSC 164", "ytd", RATE, _ENQUIRED, events(_enquiries)),
]
