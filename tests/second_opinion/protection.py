"""Children on a child protection plan, and plans ended and started (catalogue, "Child protection").

Plans of other authorities are left out of all of it, also as earlier plans ("The edges: Plans").
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from .allocation import ALLOCATION_RECORDED, has_qualified_worker
from .determined import all_on_time, of_child
from .duties import duties_known
from .duties_protection import PLANS_RECORDED, Plan, child_protection_plans
from .duty import Duty
from .known import Known
from .measure import RATE, Measure, Observation, all_of, events, needs, only_met
from .periods import Window, months_after

_90_DAYS = timedelta(days=90)


def plans_at(known: Known, on: date) -> list[Plan]:
    """One plan for each child on a plan at the end of a day: of several the last started, then the highest id."""
    every = [
        [plan for plan in plans if plan.start <= on and (plan.end is None or plan.end > on)]
        for plans in known.once(child_protection_plans).values()
    ]
    return [max(plans, key=lambda plan: (plan.start, plan.record.row_id)) for plans in every if plans]


def _observed(known: Known, plan: Plan, on: date, met: bool) -> Observation:
    """A plan by its own id; the team is that of the allocated worker on the date."""
    child, plan_id = plan.record.child_id, plan.record.row_id
    return Observation(child, plan_id, known.team(None, child, on), on, met, plan_id)


# Whether a child counts as met, by the plan that the child is on at E.
Test = Callable[[Known, Plan, Window], bool]


def _children(is_met: Test, is_asked: Test) -> Callable[[Known, Window], list[Observation]]:
    """Children on a plan at E of whom something can be asked."""
    return lambda known, window: [
        _observed(known, plan, window.last, is_met(known, plan, window))._replace(counts_as=plan.record.child_id)
        for plan in plans_at(known, window.last)
        if is_asked(known, plan, window)
    ]


def _always(known: Known, plan: Plan, window: Window) -> bool:
    return True


def _qualified(known: Known, plan: Plan, window: Window) -> bool:
    return has_qualified_worker(known, plan.record.child_id, window.last)


def _for_three_months(known: Known, plan: Plan, window: Window) -> bool:
    """At least 3 months = start + 3 months <= E."""
    return months_after(plan.start, 3) <= window.last


def _reviews(known: Known) -> dict[str, list[Duty]]:
    """Review duties by plan."""
    found: dict[str, list[Duty]] = defaultdict(list)
    for duty in known.once(duties_known):
        if duty.kind == "cp_review":
            found[duty.episode_id].append(duty)
    return found


def _reviewed(known: Known, plan: Plan, window: Window) -> bool:
    """Every review duty since the plan's start met on time and none overdue at E, as things stood at E.

    Overdue at E = due_by < E and not held by E; what was held by E must have been on time.
    """

    def is_well(duty: Duty) -> bool:
        if duty.met_on and duty.met_on <= window.last:
            return bool(duty.in_time)
        return duty.due_by >= window.last

    duties = known.once(_reviews).get(plan.record.row_id, [])
    return all(is_well(duty) for duty in duties if duty.cancelled_on is None)


def _had_an_earlier_plan(known: Known, plan: Plan, window: Window) -> bool:
    """An earlier plan is any that started earlier."""
    return any(other.start < plan.start for other in known.once(child_protection_plans)[plan.record.child_id])


def _ended(known: Known, is_met: Callable[[date, date], bool]) -> list[Observation]:
    """Plans by the day of their end."""
    plans = [plan for of_child in known.once(child_protection_plans).values() for plan in of_child]
    return [_observed(known, plan, plan.end, is_met(plan.start, plan.end)) for plan in plans if plan.end]


def _by_two_years(known: Known) -> list[Observation]:
    """A plan lasted 2 years if start + 24 months <= end."""
    return _ended(known, lambda start, end: months_after(start, 24) <= end)


def _within_90_days(known: Known) -> list[Observation]:
    """90 days or fewer from start to end."""
    return _ended(known, lambda start, end: end - start <= _90_DAYS)


def _started(known: Known) -> list[Observation]:
    """Plans by the day of their start; met = the previous plan ended less than 2 years before."""
    return [
        _observed(known, plan, plan.start, _is_again(plan, plans))
        for plans in known.once(child_protection_plans).values()
        for plan in plans
    ]


def _is_again(plan: Plan, plans: list[Plan]) -> bool:
    """The previous plan is the one that ended last on or before the new start: new start < its end + 24 months."""
    ends = [other.end for other in plans if other is not plan and other.end and other.end <= plan.start]
    return bool(ends) and plan.start < months_after(max(ends), 24)


def _visits_in_time(known: Known, window: Window) -> list[Observation]:
    """Of children on a plan at E with a visit duty determined since 1 April, in any of the child's plans, those with
    all of them on time."""
    in_time = all_on_time(known, "cp_visit", window)
    children = [plan.record.child_id for plan in plans_at(known, window.last)]
    return [of_child(known, child, window, in_time[child]) for child in children if child in in_time]


_PLANS = PLANS_RECORDED
_REVIEWS = needs("ssd_cp_reviews", "cppr_cp_review_date")
_VISITS = needs("ssd_cp_visits", "cppv_cp_visit_date", "cppv_cp_visit_seen")

MEASURES = [
    Measure("CSC 182", "snapshot", "count", _PLANS, _children(_always, _always)),
    Measure("CSC 181", "snapshot", RATE, _PLANS, _children(_always, _always)),
    Measure("CSC 183", "snapshot", "percent", all_of(_PLANS, ALLOCATION_RECORDED), _children(_qualified, _always)),
    Measure("CSC 191", "snapshot", "percent", all_of(_PLANS, _REVIEWS), _children(_reviewed, _for_three_months)),
    Measure("CSC 186", "ytd", "percent", _PLANS, events(_by_two_years)),
    Measure("CSC 188", "ytd", "percent", _PLANS, events(_started)),
    Measure("CSC 189", "snapshot", "percent", _PLANS, _children(_had_an_earlier_plan, _always)),
    Measure("CSC 252", "ytd", "percent", all_of(_PLANS, _VISITS), _visits_in_time),
    Measure("CP-ENDED-90-DAYS", "month", "count", _PLANS, only_met(events(_within_90_days))),
]
