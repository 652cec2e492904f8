"""Statutory visits in time (catalogue, "Child protection" and "Looked after"): duties by their observation date."""

from .care import STAYS_RECORDED
from .determined import all_on_time, of_child, of_kind
from .duties_protection import PLANS_RECORDED
from .known import Known
from .looked_after import looked_after
from .measure import Measure, Observation, all_of, events, needs
from .periods import Window

_protection, _looked_after = of_kind("cp_visit"), of_kind("looked_after_visit")


def _all_in_time(known: Known, window: Window) -> list[Observation]:
    """CSC 260: of children looked after at E with a visit duty determined since 1 April, all of them on time."""
    found = all_on_time(known, "looked_after_visit", window)
    children = [period.child_id for period in looked_after(known, window.last)]
    return [of_child(known, child, window, found[child]) for child in children if child in found]


_protection_recorded = all_of(PLANS_RECORDED, needs("ssd_cp_visits", "cppv_cp_visit_date", "cppv_cp_visit_seen"))
_looked_after_recorded = all_of(
    STAYS_RECORDED,
    needs("ssd_cla_placement", "csc_intended_until_18"),
    needs("ssd_cla_visits", "clav_cla_visit_date", "clav_cla_visit_seen"),
)

MEASURES = [
    Measure("CSC 252a", "month", "percent", _protection_recorded, events(_protection)),
    Measure("CSC 252b", "ytd", "percent", _protection_recorded, events(_protection)),
    Measure("CSC 260", "ytd", "percent", _looked_after_recorded, _all_in_time),
    Measure("CSC 260a", "month", "percent", _looked_after_recorded, events(_looked_after)),
    Measure("CSC 260b", "ytd", "percent", _looked_after_recorded, events(_looked_after)),
]
