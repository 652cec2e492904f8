"""Visits to children on a plan: about every ten working days, as many and as many of them late as the report counts.

First it is decided whose visit is late in which month, so that as many children as the report has were never visited
late. Then each plan gets its visits at long intervals, and further ones are put between them until a month has its
number.
Days are numbers of working days (days.number_of).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from csc_tracker.demo.days import ONE_DAY, day_of, last_day, number_of
from csc_tracker.demo.protection_records import ProtectionPlan, Visit
from csc_tracker.demo.protection_targets import ProtectionTarget
from csc_tracker.demo.records import Child
from csc_tracker.demo.targets import AS_AT, YEAR
from workdays import Month

WITHIN = 10
END = number_of(AS_AT)
YEAR_BEGINS = number_of(YEAR.first - ONE_DAY) + 1

# Working days to the next visit; few are short, so that there is room for further ones.
INTERVALS = {10: 85, 9: 15}
INTERVALS_BEFORE = {10: 35, 9: 25, 8: 15, 7: 10, 6: 5, 5: 10}
FIRST_INTERVALS = (2, 8)
# How late a late visit is, and how many were late in the years before.
LATE_BY, LATE_BY_AT_THE_END = (1, 7), (4, 10)
LATE_SHARE_BEFORE = 0.12
EARLY_IN_LAST_MONTH = 0.2
# Visits at which the child was not seen: before most late ones, and now and then.
NOT_SEEN_BEFORE_LATE, NOT_SEEN = 0.5, 0.03
ALONE_SHARE, BEDROOM_SHARE = 0.7, 0.45
ALONE_FROM_AGE = 3.5

Late = dict[ProtectionPlan, set[Month]]


def visit(rng: Random, plans: Sequence[ProtectionPlan], targets: Sequence[ProtectionTarget]) -> None:
    """Give every plan its visits."""
    ours = [plan for plan in plans if not plan.is_other_authoritys]
    late = _Lateness(rng, ours, targets).decide()
    for plan in plans:
        plan.seen_on = list(_seen_on(rng, plan, late[plan]))
    _add_further(rng, ours, targets)
    for plan in plans:
        plan.visits = [*_visits(rng, plan)]


@dataclass
class _Lateness:
    """Decides who is visited late in which month; `late_children` are those who have been so far."""

    rng: Random
    plans: Sequence[ProtectionPlan]
    targets: Sequence[ProtectionTarget]
    late: Late = field(default_factory=lambda: defaultdict(set))
    late_children: set[Child] = field(default_factory=set)

    def decide(self) -> Late:
        """The months of each plan in which a visit is late."""
        for target, following in zip(self.targets, [*self.targets[1:], None], strict=True):
            self._month(target, following)
        return self.late

    def _month(self, target: ProtectionTarget, following: ProtectionTarget | None) -> None:
        all_month = [plan for plan in self.plans if _is_open_all(plan, target.month)]
        repeatedly = [plan for plan in all_month if plan.child in self.late_children]
        newly = self._newly_late(target, following, all_month)
        again = self.rng.sample(repeatedly, target.late_visits - len(newly))
        for plan in [*newly, *again]:
            self.late[plan].add(target.month)
            self.late_children.add(plan.child)

    def _newly_late(
        self, target: ProtectionTarget, following: ProtectionTarget | None, plans: list[ProtectionPlan]
    ) -> list[ProtectionPlan]:
        """So many that as many as the report has were never late; who comes off a plan next is looked at first."""
        can_be = [plan for plan in plans if plan.child not in self.late_children and plan.is_open_on(target.month.last)]
        number = self._never_late(target) - target.never_late
        leaving = [plan for plan in can_be if following and _ends_in(plan, following.month)]
        staying = [plan for plan in can_be if plan not in leaving]
        least, most = self._leaving_late(target, following, leaving)
        from_leaving = min(most, max(least, number - len(staying), round(number * len(leaving) / (len(can_be) or 1))))
        chosen = self.rng.sample(leaving, from_leaving)
        return chosen + self.rng.sample(staying, number - from_leaving)

    def _never_late(self, target: ProtectionTarget) -> int:
        """The children on a plan at the month's end who were visited in the year and never late so far."""
        on_plan = [plan for plan in self.plans if plan.is_open_on(target.month.last)]
        return sum(plan.child not in self.late_children and not _is_unseen_in(plan, target.month) for plan in on_plan)

    def _leaving_late(
        self, target: ProtectionTarget, following: ProtectionTarget | None, leaving: list[ProtectionPlan]
    ) -> tuple[int, int]:
        """How many of those who leave next month have to be late by then, and can be, for that month to come right."""
        if following is None:
            return 0, 0
        # If nobody left and nobody became late, so many would never have been late at the end of next month.
        ahead = target.never_late + target.unseen + following.begun - following.unseen
        stay_never_late = len(leaving) - (ahead - following.never_late)
        with_all_late = len(leaving) - (ahead - following.never_late - following.late_visits)
        return max(0, stay_never_late), min(len(leaving), max(0, with_all_late))


def _is_open_all(plan: ProtectionPlan, month: Month) -> bool:
    return plan.started < month.first and (plan.ended is None or plan.ended > last_day(month))


def _ends_in(plan: ProtectionPlan, month: Month) -> bool:
    return plan.ended is not None and Month.of(plan.ended) == month


def _is_unseen_in(plan: ProtectionPlan, month: Month) -> bool:
    """Whether no visit has fallen due by the end of the month, in which the plan began."""
    return plan.is_unseen and Month.of(plan.started) == month


def _seen_on(rng: Random, plan: ProtectionPlan, late: set[Month]) -> Iterator[int]:
    """The days on which the child is seen, at long intervals, late once in each of the months given."""
    last = min(END, number_of(plan.ended)) if plan.ended else END
    waiting = set(late)
    day = _first_visit(rng, plan)
    while day <= last:
        yield day
        due = day + WITHIN
        if _is_late(rng, due, waiting):
            waiting.discard(Month.of(day_of(due)))
            day = due + rng.randint(*(LATE_BY_AT_THE_END if _is_in_last_month(due) else LATE_BY))
        else:
            intervals = INTERVALS_BEFORE if due < YEAR_BEGINS else INTERVALS
            day += rng.choices(list(intervals), list(intervals.values()))[0]


def _first_visit(rng: Random, plan: ProtectionPlan) -> int:
    start, month_end = number_of(plan.started), number_of(last_day(Month.of(plan.started)))
    if plan.is_unseen:
        return rng.randint(month_end + 1, start + WITHIN)
    return min(start + rng.randint(*FIRST_INTERVALS), max(month_end, start + 1))


def _is_late(rng: Random, due: int, waiting: set[Month]) -> bool:
    """Whether a visit due on the day is late: in the year where one of its month is to be, before it now and then."""
    if due < YEAR_BEGINS:
        return rng.random() < LATE_SHARE_BEFORE
    # In the last month it is mostly the last one: many of those are overdue at the date of the extract.
    is_last = due + WITHIN >= END
    return (
        due <= END
        and Month.of(day_of(due)) in waiting
        and (not _is_in_last_month(due) or is_last or rng.random() < EARLY_IN_LAST_MONTH)
    )


def _is_in_last_month(day: int) -> bool:
    return Month.of(day_of(day)) == Month.of(AS_AT)


def _add_further(rng: Random, plans: Sequence[ProtectionPlan], targets: Sequence[ProtectionTarget]) -> None:
    """Put further visits between those in time until every month has its number."""
    counts = Counter(month for plan in plans for month in visited_months(plan))
    for target in targets:
        further = target.visits - counts[target.month]
        if further < 0:
            raise ValueError(f"{-further} visits of {target.month} too many at the longest intervals")
        while further:
            further -= _add_some(rng, plans, target.month, further)


def visited_months(plan: ProtectionPlan) -> Iterator[Month]:
    """The month in which each visit counts: that in which it was made or, if late, fell due."""
    starts = [number_of(plan.started), *plan.seen_on]
    for start, seen in pairwise(starts):
        yield Month.of(day_of(min(seen, start + WITHIN)))
    due = starts[-1] + WITHIN
    # One that was never made: it counts where the plan went on until it fell due.
    if due < number_of(AS_AT + ONE_DAY) and (plan.ended is None or day_of(due) <= plan.ended):
        yield Month.of(day_of(due))


def _add_some(rng: Random, plans: Iterable[ProtectionPlan], month: Month, most: int) -> int:
    """Put up to so many visits of the month each between two that were in time; returns how many."""
    first, last = number_of(month.first - ONE_DAY) + 1, number_of(last_day(month))
    places = [
        (plan, max(earlier + 1, first), min(later - 1, last))
        for plan in plans
        for earlier, later in pairwise(plan.seen_on)
        if later - earlier <= WITHIN and max(earlier + 1, first) <= min(later - 1, last)
    ]
    chosen = rng.sample(places, min(most, len(places)))
    for plan, earliest, latest in chosen:
        plan.seen_on.append(rng.randint(earliest, latest))
    for plan in {plan: None for plan, _, _ in chosen}:
        plan.seen_on.sort()
    if not chosen:
        raise ValueError(f"no room for {most} further visits in {month}")
    return len(chosen)


def _visits(rng: Random, plan: ProtectionPlan) -> Iterator[Visit]:
    """The visits made, in order; at some the child was not seen."""
    before = number_of(plan.started)
    for number in plan.seen_on:
        is_late = number > before + WITHIN
        if number - before > 3 and rng.random() < (NOT_SEEN_BEFORE_LATE if is_late else NOT_SEEN):
            yield Visit(day_of(min(before + WITHIN, number - 1)), False, False, False)
        is_alone = plan.child.age_on(day_of(number)) >= ALONE_FROM_AGE and rng.random() < ALONE_SHARE
        yield Visit(day_of(number), True, is_alone, rng.random() < BEDROOM_SHARE)
        before = number
