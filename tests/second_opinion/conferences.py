"""Initial child protection conferences (catalogue, "ICPC" and "The edges: Conferences" and "Teams")."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from .contacts import flags_set
from .duties import duties_known
from .duty import is_yes
from .extract import Row, day
from .known import Known
from .measure import RATE, Measure, Observation, all_of, events, needs, only_met

TABLE = "ssd_initial_cp_conference"


class Conferenced(NamedTuple):
    """A row of the conference table with a date: one child at one conference, transfers in too."""

    row: Row
    held: date
    team: str

    @property
    def row_id(self) -> str:
        return self.row["icpc_icpc_id"]

    @property
    def meeting(self) -> tuple[str, str]:
        """Rows of one meeting id are one meeting; a blank one is a meeting of its own."""
        named = self.row.get("icpc_icpc_meeting_id", "")
        return ("meeting", named) if named else ("row", self.row_id)

    @property
    def led_to_a_plan(self) -> bool:
        """The flag is Y or, where that is blank, CP_FLAG is set in the JSON."""
        if self.row.get("icpc_icpc_outcome_cp_flag"):
            return is_yes(self.row, "icpc_icpc_outcome_cp_flag")
        return "CP_FLAG" in flags_set(self.row.get("icpc_icpc_outcome_json", ""))

    def observed(self, on: date, met: bool, counts_as: str) -> Observation:
        return Observation(self.row["icpc_person_id"], self.row_id, self.team, on, met, counts_as)


def conferenced(known: Known) -> list[Conferenced]:
    """By conference date; the team is icpc_icpc_team, else the allocated worker's on the row's own date."""
    dated = [(row, day(row, "icpc_icpc_date")) for row in known.rows(TABLE)]
    return [
        Conferenced(row, on, known.team(row.get("icpc_icpc_team"), row["icpc_person_id"], on))
        for row, on in dated
        if on
    ]


def _meetings(known: Known) -> list[Observation]:
    """Once in the authority and in every team that has a row of it, on the date of its earliest row."""
    meetings: dict[tuple[str, str], list[Conferenced]] = defaultdict(list)
    for one in known.once(conferenced):
        meetings[one.meeting].append(one)
    return [
        one.observed(min(other.held for other in rows), True, " ".join(meeting))
        for meeting, rows in meetings.items()
        for one in rows
    ]


def _children(known: Known) -> list[Observation]:
    """Every row: a child conferenced twice counts twice."""
    return [one.observed(one.held, True, one.row_id) for one in known.once(conferenced)]


def _by_outcome(known: Known) -> list[Observation]:
    return [one.observed(one.held, one.led_to_a_plan, one.row_id) for one in known.once(conferenced)]


def _in_time(known: Known) -> list[Observation]:
    """Conferences held that name a section 47 enquiry and are no transfers in, by conference date.

    Their duty started with the enquiry: one whose enquiry has no start has no limit, and is left out.
    """
    in_time = {
        duty.episode_id: bool(duty.in_time)
        for duty in known.once(duties_known)
        if duty.kind == "icpc" and duty.episode_table == TABLE and duty.met_on
    }
    rows = [one for one in known.once(conferenced) if one.row_id in in_time]
    return [one.observed(one.held, in_time[one.row_id], one.row_id) for one in rows]


_HELD = needs(TABLE, "icpc_icpc_date")
_TIMED = all_of(
    needs(TABLE, "icpc_icpc_date", "icpc_s47_enquiry_id", "icpc_icpc_transfer_in"),
    needs("ssd_s47_enquiry", "s47e_s47_start_date"),
)


def _outcome_recorded(known: Known) -> bool:
    """The flag or the JSON: either can tell."""
    return known.has(TABLE, "icpc_icpc_date", "icpc_icpc_outcome_cp_flag") or known.has(
        TABLE, "icpc_icpc_date", "icpc_icpc_outcome_json"
    )


MEASURES = [
    Measure("CSC 170", "month", "count", _HELD, events(_meetings)),
    Measure("CSC 169", "ytd", "count", _HELD, events(_meetings)),
    Measure("CSC 172", "month", "count", _HELD, events(_children)),
    Measure("CSC 171", "ytd", "count", _HELD, events(_children)),
    Measure("CSC 173", "ytd", RATE, _HELD, events(_children)),
    Measure("CSC 178", "month", "percent", _TIMED, events(_in_time)),
    Measure("CSC 176", "ytd", "percent", _TIMED, events(_in_time)),
    Measure("CSC 175", "month", "count", _outcome_recorded, only_met(events(_by_outcome))),
    Measure("CSC 177", "ytd", "percent", _outcome_recorded, events(_by_outcome)),
    Measure("CSC 177-MONTH", "month", "percent", _outcome_recorded, events(_by_outcome)),
]
