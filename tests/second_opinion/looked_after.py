"""Children looked after, and periods of care begun and ceased (catalogue, "Looked after" and "The edges: Care").

Series of short breaks are left out everywhere; nobody is left out for being 18.
"""

from collections.abc import Callable
from datetime import date

from .allocation import ALLOCATION_RECORDED, has_qualified_worker
from .care import CARE_RECORDED, Period, periods_of_care
from .known import Known
from .measure import RATE, Measure, Observation, all_of, events
from .periods import Window

# Whether a child looked after at E is met; None where the measure leaves the child out.
Rule = Callable[[Known, Period, Window], bool | None]
Observe = Callable[[Known, Window], list[Observation]]


def looked_after(known: Known, on: date) -> list[Period]:
    """One period for each child: open at d = start <= d and (no end or end > d) (catalogue, "Open at d").

    Of several open at once the one that started last, then the one whose first episode has the highest id.
    """
    at_once = [
        period
        for period in known.once(periods_of_care)
        if period.start <= on and (period.end is None or period.end > on)
    ]
    in_order = sorted(at_once, key=lambda period: (period.start, period.record.row_id))
    return list({period.child_id: period for period in in_order}.values())


def of_children(rule: Rule) -> Observe:
    """Children looked after at E, observed at E with the team of that day; the record is the period's first episode."""

    def observe(known: Known, window: Window) -> list[Observation]:
        ruled = [(period, rule(known, period, window)) for period in looked_after(known, window.last)]
        return [_observed(known, period, window.last, met) for period, met in ruled if met is not None]

    return observe


def _observed(known: Known, period: Period, on: date, met: bool) -> Observation:
    team = known.team(None, period.child_id, on)
    return Observation(period.child_id, period.record.row_id, team, on, met, period.child_id)


def _all(known: Known, period: Period, window: Window) -> bool:
    return True


def _is_allocated(known: Known, period: Period, window: Window) -> bool:
    """Any allocated worker at E is qualified."""
    return has_qualified_worker(known, period.child_id, window.last)


def _dated(day_of: Callable[[Period], date | None]) -> Callable[[Known], list[Observation]]:
    """Periods of care by a day of theirs; a child has as many as there are."""

    def work(known: Known) -> list[Observation]:
        dated = [(period, day_of(period)) for period in known.once(periods_of_care)]
        return [
            _observed(known, period, on, True)._replace(counts_as=period.record.row_id) for period, on in dated if on
        ]

    return work


# What makes a period of care; entered care dates and legal statuses only correct it.
IN_CARE = CARE_RECORDED

MEASURES = [
    Measure("CSC 201", "snapshot", "count", IN_CARE, of_children(_all)),
    Measure("CSC 200", "snapshot", RATE, IN_CARE, of_children(_all)),
    Measure("CSC 227", "snapshot", "percent", all_of(IN_CARE, ALLOCATION_RECORDED), of_children(_is_allocated)),
    Measure("CLA-STARTED", "month", "count", IN_CARE, events(_dated(lambda period: period.start))),
    Measure("CLA-CEASED", "month", "count", IN_CARE, events(_dated(lambda period: period.end))),
]
