"""Statutory visits in time (catalogue, "Child protection" and "Looked after"): duties by their observation date."""

from collections.abc import Callable

from .duties import duties_known
from .known import Known
from .measure import Measure, Observation, events


def _determined(kind: str) -> Callable[[Known], list[Observation]]:
    def work(known: Known) -> list[Observation]:
        found = []
        for place, duty in enumerate(duties_known(known)):
            if duty.kind == kind and duty.is_determined(known.as_at):
                team = known.team(None, duty.child_id, duty.observation_date)
                start = (duty.child_id, duty.episode_id, team, duty.observation_date)
                found.append(Observation(*start, bool(duty.in_time), str(place)))
        return found

    return work


_protection, _looked_after = _determined("cp_visit"), _determined("looked_after_visit")


def _protection_recorded(known: Known) -> bool:
    return known.has("ssd_cp_plans", "cppl_cp_plan_start_date") and known.has(
        "ssd_cp_visits", "cppv_cp_visit_date", "cppv_cp_visit_seen"
    )


def _looked_after_recorded(known: Known) -> bool:
    return (
        known.has("ssd_cla_episodes", "clae_cla_episode_start_date")
        and known.has("ssd_cla_placement", "clap_cla_placement_start_date")
        and known.has("ssd_cla_visits", "clav_cla_visit_date", "clav_cla_visit_seen")
    )


MEASURES = [
    Measure("CSC 252a", "month", "percent", _protection_recorded, events(_protection)),
    Measure("CSC 252b", "ytd", "percent", _protection_recorded, events(_protection)),
    Measure("CSC 260a", "month", "percent", _looked_after_recorded, events(_looked_after)),
    Measure("CSC 260b", "ytd", "percent", _looked_after_recorded, events(_looked_after)),
]
