"""Early help assessments started, and the share by external agencies (catalogue, "Early help")."""

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


def _by_external(known: Known) -> list[Observation]:
    """Of those that say who delivers them, met = external."""
    by = {row["earl_episode_id"]: row.get("csc_delivered_by", "") for row in known.rows("ssd_early_help_episodes")}
    return [seen._replace(met=by[seen.episode_id] == "external") for seen in known.once(started) if by[seen.episode_id]]


_STARTED = needs("ssd_early_help_episodes", "earl_episode_start_date")
_DELIVERED = needs("ssd_early_help_episodes", "earl_episode_start_date", "csc_delivered_by")

MEASURES = [
    Measure("CSC 001", "ytd", "count", _STARTED, events(started)),
    Measure("CSC 002", "month", "count", _STARTED, events(started)),
    Measure("EARLY-HELP-EXTERNAL", "month", "percent", _DELIVERED, events(_by_external)),
]
