"""Early help assessments started (catalogue, "Early help")."""

from .extract import day
from .known import Known
from .measure import Measure, Observation, events, needs


def started(known: Known) -> list[Observation]:
    """By start date; no team is recorded, so it is the allocated worker's on that date."""
    found = []
    for row in known.rows("ssd_early_help_episodes"):
        child, episode, on = row["earl_person_id"], row["earl_episode_id"], day(row, "earl_episode_start_date")
        if on:
            found.append(Observation(child, episode, known.team(None, child, on), on, True, episode))
    return found


_STARTED = needs("ssd_early_help_episodes", "earl_episode_start_date")

MEASURES = [
    Measure("CSC 001", "ytd", "count", _STARTED, events(started)),
    Measure("CSC 002", "month", "count", _STARTED, events(started)),
]
