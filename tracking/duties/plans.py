"""Which plan a visit or review counts for: the one that it names, else the child's plan of that day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol


class Plan(Protocol):
    """What is asked of a plan of either kind."""

    @property
    def pk(self) -> int: ...
    @property
    def source_id(self) -> str | None: ...
    @property
    def started_on(self) -> date: ...
    @property
    def ended(self) -> date | None: ...


def plan_of_the_day(plans: Iterable[Plan], day: date) -> int | None:
    """The plan (its primary key) whose first to last day hold `day`; of several the one that started last."""
    found = [plan for plan in plans if plan.started_on <= day and (plan.ended is None or plan.ended >= day)]
    latest = max(found, key=lambda plan: (plan.started_on, plan.source_id or "", plan.pk), default=None)
    return latest.pk if latest else None


def days_for(plan: Plan, plans: Iterable[Plan], events: Iterable[tuple[date, int | str | None]]) -> Iterator[date]:
    """The days of those events (day, plan named by primary key or source id, or none) that count for `plan`."""
    plans = list(plans)
    for day, named in events:
        if named in (plan.pk, plan.source_id) if named else plan_of_the_day(plans, day) == plan.pk:
            yield day
