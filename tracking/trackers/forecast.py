"""What falls due in the next four weeks, by team and worker."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from tracking.models import DutyQuerySet
from tracking.trackers.states import condition

WEEKS = 4


@dataclass(frozen=True)
class Week:
    """Seven days from `first`; the first week begins on the as-at date."""

    first: date
    last: date


@dataclass(frozen=True)
class Load:
    """What is overdue and what falls due week by week for one worker of a team; None is nobody or no team."""

    team_id: int | None
    team: str
    worker_id: int | None
    worker: str
    overdue: int
    by_week: tuple[tuple[int, Week], ...]

    @property
    def total(self) -> int:
        """Everything from overdue to the end of the fourth week."""
        return self.overdue + sum(count for count, _ in self.by_week)


def weeks(as_at: date) -> list[Week]:
    """The next four weeks."""
    starts = [as_at + timedelta(weeks=number) for number in range(WEEKS)]
    return [Week(start, start + timedelta(days=6)) for start in starts]


def falls_in(week: Week) -> Q:
    """The open duties that fall due in a week."""
    return Q(is_open=True, due_by__gte=week.first, due_by__lte=week.last)


def forecast(duties: DutyQuerySet, as_at: date) -> Iterator[Load]:
    """The load of each worker who has anything, by team and name; what no team or nobody has comes last."""
    named = {f"week_{number}": week for number, week in enumerate(weeks(as_at))}
    tallies = {name: Count("pk", filter=falls_in(week)) for name, week in named.items()}
    rows: Any = (
        duties.order_by()
        .values("team_id", "team__name", "worker_id", "worker__name", "worker__source_id")
        .annotate(overdue=Count("pk", filter=condition("overdue", as_at)), **tallies)
        .order_by("team__name", "team_id", "worker__name", "worker_id")
    )
    for row in rows:
        load = Load(
            row["team_id"],
            row["team__name"] or "Unallocated",
            row["worker_id"],
            row["worker__name"] or row["worker__source_id"] or "Nobody",
            row["overdue"],
            tuple((row[name], week) for name, week in named.items()),
        )
        if load.total:
            yield load
