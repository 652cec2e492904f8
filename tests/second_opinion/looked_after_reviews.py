"""Reviews of children looked after, permanence plans and participation (catalogue, "Looked after" and "The edges").

Duties come from `duties_care.py`; a review counts if it was held and not cancelled.
"""

from collections import defaultdict
from collections.abc import Callable

from .care import Period, all_periods, periods_of_care
from .determined import all_on_time, of_child, of_kind
from .duty import is_yes
from .extract import Row, day
from .known import Known
from .looked_after import IN_CARE, of_children
from .measure import Measure, Observation, all_of, events, needs, only_met
from .periods import Window

CODES = tuple(f"PN{number}" for number in range(8))
REVIEW = "looked_after_review"


def _all_in_time(known: Known, window: Window) -> list[Observation]:
    """CSC 218: all children with a review duty determined since 1 April, still looked after at E or not."""
    return [of_child(known, child, window, in_time) for child, in_time in all_on_time(known, REVIEW, window).items()]


def _orders(known: Known) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows("ssd_permanence"):
        found[row["perm_person_id"]].append(row)
    return found


def _is_planned(known: Known, period: Period, window: Window) -> bool | None:
    """PERMANENCE-PO: with a placement order dated on or before E and not adopted by then, is a plan in place?

    Rows are those that name the current period or none; the plan stands on a row with such a placement order and is
    as at A for every month; a reversed decision stays in.
    """
    rows = [
        row for row in known.once(_orders).get(period.child_id, []) if row.get("perm_cla_id", "") in ("", period.cla_id)
    ]
    ordered = [row for row in rows if _is_dated(row, "perm_placement_order_date", window)]
    adopted = [
        row
        for row in rows
        if "adoption" in row.get("perm_permanence_order_type", "").lower()
        and _is_dated(row, "perm_permanence_order_date", window)
    ]
    if not ordered or adopted:
        return None
    return any(is_yes(row, "csc_plan_in_place") for row in ordered)


def _is_dated(row: Row, column: str, window: Window) -> bool:
    """On or before E."""
    on = day(row, column)
    return on is not None and on <= window.last


def _children_of(known: Known) -> dict[str, str]:
    """The child of each clae_cla_id, without series of short breaks."""
    kept = {period.record for period in known.once(periods_of_care)}
    ordered = sorted(known.once(all_periods), key=lambda period: period.child_id, reverse=True)
    named = {period.cla_id: period for period in ordered if period.cla_id}
    return {cla_id: period.child_id for cla_id, period in named.items() if period.record in kept}


def _with_a_code(known: Known) -> list[tuple[str, Observation]]:
    """Reviews held that have a code, each with its code; two on a day are two. The child is the period's."""
    found = []
    for row in known.rows("ssd_cla_reviews"):
        code, on = row.get("clar_cla_review_participation", ""), day(row, "clar_cla_review_date")
        child = known.once(_children_of).get(row.get("clar_cla_id", ""))
        if code in CODES and on and child and not is_yes(row, "clar_cla_review_cancelled"):
            key = row["clar_cla_review_id"]
            found.append((code, Observation(child, key, known.team(None, child, on), on, True, key)))
    return found


def _share(code: str) -> Callable[[Known], list[Observation]]:
    """Of the reviews with a code."""
    return lambda known: [seen._replace(met=own == code) for own, seen in known.once(_with_a_code)]


_REVIEWS = all_of(IN_CARE, needs("ssd_cla_reviews", "clar_cla_id", "clar_cla_review_date", "clar_cla_review_cancelled"))
_PLANS = all_of(_REVIEWS, needs("ssd_cla_reviews", "csc_permanence_plan"))
_ORDERS = all_of(
    IN_CARE,
    needs(
        "ssd_permanence",
        "perm_placement_order_date",
        "perm_permanence_order_date",
        "perm_permanence_order_type",
        "csc_plan_in_place",
    ),
)
_PARTICIPATION = all_of(_REVIEWS, needs("ssd_cla_reviews", "clar_cla_review_participation"))

MEASURES = [
    Measure("CSC 218", "ytd", "percent", _REVIEWS, _all_in_time),
    Measure("CSC 219", "ytd", "percent", _REVIEWS, events(of_kind(REVIEW, lambda duty: duty.number == 1))),
    Measure("CSC 220", "ytd", "percent", _REVIEWS, events(of_kind(REVIEW, lambda duty: duty.number > 1))),
    Measure("PERMANENCE-4M", "month", "percent", _PLANS, events(of_kind("permanence_plan"))),
    Measure("PERMANENCE-PO", "snapshot", "percent", _ORDERS, of_children(_is_planned)),
    *(Measure(code, "month", "count", _PARTICIPATION, only_met(events(_share(code)))) for code in CODES),
    *(Measure(f"{code}-PCT", "month", "percent", _PARTICIPATION, events(_share(code))) for code in CODES),
]
