"""Statutory visits in time (catalogue, "Child protection" and "Looked after"): duties by their observation date."""

from .determined import all_on_time, of_child, of_kind
from .known import Known
from .looked_after import IN_CARE, looked_after
from .measure import Measure, Observation, all_of, events
from .periods import Window

_protection, _looked_after = of_kind("cp_visit"), of_kind("looked_after_visit")


def _all_in_time(known: Known, window: Window) -> list[Observation]:
    """CSC 260: of children looked after at E with a visit duty determined since 1 April, all of them on time."""
    found = all_on_time(known, "looked_after_visit", window)
    children = [period.child_id for period in looked_after(known, window.last)]
    return [of_child(known, child, window, found[child]) for child in children if child in found]


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
    Measure("CSC 260", "ytd", "percent", all_of(IN_CARE, _looked_after_recorded), _all_in_time),
    Measure("CSC 260a", "month", "percent", _looked_after_recorded, events(_looked_after)),
    Measure("CSC 260b", "ytd", "percent", _looked_after_recorded, events(_looked_after)),
]
