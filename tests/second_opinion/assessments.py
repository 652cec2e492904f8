"""Assessments completed and how long they took (catalogue, "Assessments")."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from .extract import Row, day
from .known import Known
from .measure import RATE, Measure, Observation, events, needs
from .working_days import working_day_after


class Completed(NamedTuple):
    """Completed = authorised."""

    row: Row
    authorised: date
    team: str

    def observed(self, met: bool) -> Observation:
        assessment_id = self.row["cina_assessment_id"]
        return Observation(self.row["cina_person_id"], assessment_id, self.team, self.authorised, met, assessment_id)


def completed(known: Known) -> list[Completed]:
    """By authorisation date; the team is cina_assessment_team, else the allocated worker's on that date."""
    dated = [(row, day(row, "cina_assessment_auth_date")) for row in known.rows("ssd_cin_assessments")]
    return [
        Completed(row, on, known.team(row.get("cina_assessment_team"), row["cina_person_id"], on))
        for row, on in dated
        if on
    ]


def _all(known: Known) -> list[Observation]:
    return [assessment.observed(True) for assessment in known.once(completed)]


def _took(days: int) -> Callable[[Known], list[Observation]]:
    """Of those completed, met = took no more than n working days; one without a start date is left out."""

    def work(known: Known) -> list[Observation]:
        started = [(one, day(one.row, "cina_assessment_start_date")) for one in known.once(completed)]
        return [one.observed(one.authorised <= working_day_after(start, days)) for one, start in started if start]

    return work


_AUTHORISED = needs("ssd_cin_assessments", "cina_assessment_auth_date")
_TIMED = needs("ssd_cin_assessments", "cina_assessment_start_date", "cina_assessment_auth_date")

MEASURES = [
    Measure("CSC 037", "month", "count", _AUTHORISED, events(_all)),
    Measure("CSC 036", "ytd", "count", _AUTHORISED, events(_all)),
    Measure("CSC 035", "ytd", RATE, _AUTHORISED, events(_all)),
    Measure("CSC 038", "ytd", "percent", _TIMED, events(_took(45))),
    Measure("CSC 040", "month", "percent", _TIMED, events(_took(45))),
    Measure("CSC 060", "month", "percent", _TIMED, events(_took(25))),
    Measure("CSC 080", "month", "percent", _TIMED, events(_took(15))),
    Measure("CSC 100", "month", "percent", _TIMED, events(_took(10))),
]
