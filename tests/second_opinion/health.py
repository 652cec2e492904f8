"""Health of children looked after (catalogue, "Looked after" and "The edges: Reviews and health").

Duties and what counts as a check come from `duties_health.py`.
"""

from collections.abc import Callable
from datetime import date

from .care import Period
from .determined import determined, of_kind
from .duties_health import ASSESSMENT, DENTAL, INITIAL, Checks, checks, completed, scored
from .duty import birthday
from .known import Known
from .looked_after import IN_CARE, Rule, of_children
from .measure import Measure, Observation, all_of, events, needs
from .periods import Window, months_after

# An initial health assessment is a health check.
HEALTH, TEETH = (INITIAL, ASSESSMENT), (DENTAL,)


def _newly_looked_after(known: Known, window: Window) -> list[Observation]:
    """CSC 247: determined duties of periods of care begun in the quarter to E, whenever they fell due or were met.

    The observation date is the duty's, and may lie after E.
    """
    return [
        seen
        for duty, seen in known.once(determined)
        if duty.kind == "initial_health_assessment" and window.holds(duty.started_on)
    ]


def _is_a_year_in_care(period: Period, on: date) -> bool:
    return months_after(period.start, 12) <= on


def _refused(known: Known) -> Checks:
    return checks(known, "Refused")


def _days(known: Known, found: Callable[[Known], Checks], child_id: str, kinds: tuple[str, ...]) -> list[date]:
    return [on for kind in kinds for on in known.once(found).get((child_id, kind), [])]


def _checked(kinds: tuple[str, ...]) -> Rule:
    """CSC 250, 251: of those looked after for at least 12 months at E, a completed check from 1 April to E."""

    def rule(known: Known, period: Period, window: Window) -> bool | None:
        if not _is_a_year_in_care(period, window.last):
            return None
        return any(map(window.holds, _days(known, completed, period.child_id, kinds)))

    return rule


def _up_to_date(kinds: tuple[str, ...], months_of: Callable[[Known, str, date], int]) -> Rule:
    """CSC 250R, 251R: of the same children, E is no later than so many months after the last check by then."""

    def rule(known: Known, period: Period, window: Window) -> bool | None:
        on, child = window.last, period.child_id
        if not _is_a_year_in_care(period, on):
            return None
        last = max((one for one in _days(known, completed, child, kinds) if one <= on), default=None)
        return last is not None and on <= months_after(last, months_of(known, child, on))

    return rule


def _months_of_health(known: Known, child_id: str, on: date) -> int:
    """6 for those under five at E: the fifth birthday is after E."""
    fifth = birthday(known, child_id, 5)
    return 6 if fifth and fifth > on else 12


def _months_of_teeth(known: Known, child_id: str, on: date) -> int:
    return 12


def _refusals(kinds: tuple[str, ...]) -> Rule:
    """Of the same children those with a refused check from 1 April to E; a count has no others."""

    def rule(known: Known, period: Period, window: Window) -> bool | None:
        is_refused = any(map(window.holds, _days(known, _refused, period.child_id, kinds)))
        return True if is_refused and _is_a_year_in_care(period, window.last) else None

    return rule


def _questioned(known: Known, period: Period, window: Window) -> bool | None:
    """SDQ: of the same children, 4th birthday on or before E and 17th after E, one with an SDQ from 1 April to E."""
    on, child = window.last, period.child_id
    fourth, seventeenth = birthday(known, child, 4), birthday(known, child, 17)
    if not fourth or not seventeenth or not fourth <= on < seventeenth or not _is_a_year_in_care(period, on):
        return None
    return any(map(window.holds, known.once(scored).get(child, [])))


_CHECKED = all_of(
    IN_CARE, needs("ssd_cla_health", "clah_health_check_type", "clah_health_check_date", "clah_health_check_status")
)
_FORMS = all_of(IN_CARE, needs("ssd_cla_episodes", "csc_iha_form_returned_date"))
_SCORED = all_of(IN_CARE, needs("ssd_sdq_scores", "csdq_sdq_completed_date", "csdq_sdq_reason", "csdq_sdq_score"))
_BIRTHS = needs("ssd_person", "pers_dob")

MEASURES = [
    Measure("CSC 247", "qtd", "percent", _CHECKED, _newly_looked_after),
    Measure("IHA-FORMS-7WD", "month", "percent", _FORMS, events(of_kind("iha_form"))),
    Measure("CSC 250", "snapshot", "percent", _CHECKED, of_children(_checked(HEALTH))),
    Measure("CSC 251", "snapshot", "percent", _CHECKED, of_children(_checked(TEETH))),
    Measure(
        "CSC 250R",
        "snapshot",
        "percent",
        all_of(_CHECKED, _BIRTHS),
        of_children(_up_to_date(HEALTH, _months_of_health)),
    ),
    Measure("CSC 251R", "snapshot", "percent", _CHECKED, of_children(_up_to_date(TEETH, _months_of_teeth))),
    Measure("SDQ", "snapshot", "percent", all_of(_SCORED, _BIRTHS), of_children(_questioned)),
    Measure("HEALTH-REFUSED", "snapshot", "count", _CHECKED, of_children(_refusals(HEALTH))),
    Measure("DENTAL-REFUSED", "snapshot", "count", _CHECKED, of_children(_refusals(TEETH))),
]
