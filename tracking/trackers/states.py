"""What overdue, due soon and met late mean, once, for lists, counts, exports, mails and forecasts.

Due today is not overdue. "Soon" is from today to the 10th working day after it.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from tracking.models import Duty, DutyQuerySet
from workdays import working_day_after, working_days_between

SOON = 10  # working days
LATELY = 28  # days: how long a duty that was met late stays on its list
# As column headings.
HEADINGS = {"overdue": "Overdue", "soon": "Due soon", "later": "Due later", "met_late": "Met late"}
STATES = {
    "overdue": "Overdue",
    "soon": f"Due within {SOON} working days",
    "later": "Due later",
    "met_late": f"Met late in the last {LATELY // 7} weeks",
}


def condition(state: str, as_at: date) -> Q:
    """The duties in a state on `as_at`; the same condition counts them and lists them."""
    until = working_day_after(as_at, SOON)
    conditions = {
        "overdue": Q(is_open=True, due_by__lt=as_at),
        "soon": Q(is_open=True, due_by__gte=as_at, due_by__lte=until),
        "later": Q(is_open=True, due_by__gt=until),
        "met_late": Q(in_time=False, met_on__gt=as_at - timedelta(days=LATELY)),
    }
    return conditions[state]


def listed(duties: DutyQuerySet, as_at: date) -> DutyQuerySet:
    """The duties that are in any of the states."""
    return duties.filter(Q(is_open=True) | condition("met_late", as_at))


def counts(duties: DutyQuerySet, as_at: date) -> dict[str, int]:
    """How many of the duties are in each state."""
    return duties.order_by().aggregate(**{state: Count("pk", filter=condition(state, as_at)) for state in STATES})


def counts_by_kind(duties: DutyQuerySet, as_at: date) -> dict[str, dict[str, int]]:
    """How many duties of each kind are in each state; a kind without any is missing."""
    tallies = {state: Count("pk", filter=condition(state, as_at)) for state in STATES}
    rows: Any = duties.order_by().values("kind").annotate(**tallies)
    return {row["kind"]: {state: row[state] for state in STATES} for row in rows}


def state_of(duty: Duty) -> str:
    """The state of one duty that is listed."""
    if not duty.is_open:
        return "met_late"
    if duty.due_by < duty.as_at:
        return "overdue"
    return "soon" if duty.due_by <= working_day_after(duty.as_at, SOON) else "later"


def working_days_left(duty: Duty) -> int:
    """Working days until the due day: 0 on the day itself, negative once it has passed (to the day it was met)."""
    return working_days_between(duty.met_on or duty.as_at, duty.due_by)
