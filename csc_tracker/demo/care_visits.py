"""Statutory visits to looked-after children: when each falls due, who is visited when, and which visits are late.

The report counts the visits of every month, those of them that were late, and the children who had a late one since
April. Each month is planned in turn: first what falls due, late for as many as the report says; then further visits
until the month has its number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import care_targets as targets
from csc_tracker.demo.care_days import any_day, is_workday
from csc_tracker.demo.care_moves import CannotPlan
from csc_tracker.demo.care_records import Period, Stay, Visit
from csc_tracker.demo.care_targets import FIRST_DAY, CareTarget, care_targets
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.targets import AS_AT
from workdays import add_months

FIRST_WITHIN, WITHIN, MONTHS_WHERE_LASTING = timedelta(days=7), timedelta(days=42), 3
FIRST_YEAR = 12

# The last visit before April: of children visited again in April, in May, and (placed until 18) in June.
VISITED_BEFORE = {0: (date(2017, 2, 21), date(2017, 3, 31)), 1: (date(2017, 3, 20), date(2017, 3, 31))}
VISITED_BEFORE_JUNE = (date(2017, 3, 2), date(2017, 3, 30))

# Days between earlier visits, and how often one of those was late.
INTERVAL, LASTING_INTERVAL, LATE_INTERVAL, LATE_SHARE = (24, 42), (50, 88), (43, 60), 0.1
# How late a visit is, in days: of 39 that the report counts 16 were 1 day late, 13 up to 3 and 10 up to 10.
DAYS_LATE = ([1] * 16, [2] * 7, [3] * 6, [4, 5, 6, 7, 8, 9, 10, 5, 6, 7])
# Of those due late in December most are overdue on the date of the extract.
OVERDUE_SINCE, OVERDUE_SHARE = date(2017, 12, 11), 0.8
# A visit is made so many days before it is due, at the most.
DAYS_BEFORE_DUE = 5
TRIES = 60
NOT_SEEN_SHARE, ALONE_SHARE = 0.03, 0.75


def due_by(stay: Stay, since: date) -> date:
    """When the next visit is due after a visit on the day, or after the first day of the placement."""
    if since == stay.started:
        return since + FIRST_WITHIN
    if stay.is_until_18 and since >= add_months(stay.started, FIRST_YEAR):
        return add_months(since, MONTHS_WHERE_LASTING)
    return since + WITHIN


@dataclass(eq=False)
class Visited:
    """One child's visits as they are planned: the last so far, or the first day of the placement."""

    period: Period
    number: int = 0
    since: date = date.min
    days: set[date] = field(default_factory=set)
    # Days on which a visit would be one too many: between the due day of a late one and its visit.
    waiting: tuple[date, date] | None = None
    is_late: bool = False

    @property
    def stay(self) -> Stay:
        """The placement in which the next visit is due."""
        return self.period.stays[self.number]

    def next_due(self, last: date) -> date | None:
        """The next due day up to the last day, going on to later placements; a duty ends with its placement."""
        while True:
            due, ended = due_by(self.stay, self.since), self.stay.ended
            if due <= last and (ended is None or due <= ended):
                return due
            if ended is None or ended > last or self.number + 1 == len(self.period.stays):
                return None
            self.number += 1
            self.since = self.stay.started


class Planner:
    """Plans the visits of all children from April on, month by month."""

    def __init__(self, rng: Random, periods: list[Period]) -> None:
        self.rng = rng
        self.children = [Visited(period) for period in periods]
        self.late: set[Visited] = set()
        self.first_month = self._first_months()
        for child in self.children:
            self._before_the_year(child)

    def _first_months(self) -> dict[Visited, int]:
        """From which month on each child is visited: April, May or June; who enters care or moves then is visited."""
        lasting = [child for child in self.children if child.period.stays[-1].is_until_18]
        others = [child for child in self.children if not child.period.stays[-1].is_until_18]
        april, may = care_targets()[0], care_targets()[1]
        there = [child for child in others if child.period.is_open_on(april.month.last)]
        in_april = [child for child in there if _starts_in(child.period, april)]
        free = [child for child in there if child not in in_april]
        self.rng.shuffle(free)
        wanted = april.looked_after - april.not_visited - len(in_april)
        found = dict.fromkeys(free[wanted:], may.place) | dict.fromkeys(lasting, may.place + 1)
        return {child: found.get(child, april.place) for child in self.children}

    def _before_the_year(self, child: Visited) -> None:
        """Visits from entering care until the last before April."""
        period, rng = child.period, self.rng
        child.since = period.entered
        if period.entered >= FIRST_DAY:
            return
        for number, stay in enumerate(period.stays):
            if stay.started >= FIRST_DAY:
                break
            child.number, child.since = number, stay.started
            until = min(stay.ended or FIRST_DAY, FIRST_DAY) - ONE_DAY
            if until == FIRST_DAY - ONE_DAY:
                until = self._last_before(child, stay)
            child.days.update(self._past(stay, until))
            if child.days:
                child.since = max(stay.started, *child.days)
        if not child.days:
            child.days.add(
                any_day(rng, period.entered + ONE_DAY, min(period.entered + 5 * ONE_DAY, period.ceased or AS_AT))
            )
            child.since = max(child.days)

    def _last_before(self, child: Visited, stay: Stay) -> date:
        month = self.first_month[child]
        first, last = VISITED_BEFORE.get(month, VISITED_BEFORE_JUNE)
        return any_day(self.rng, min(max(first, stay.started + ONE_DAY), last), last)

    def _past(self, stay: Stay, until: date) -> Iterator[date]:
        """Visits in a placement, the last of them on the day."""
        rng, day = self.rng, stay.started + self.rng.randint(1, 6) * ONE_DAY
        while day < until - timedelta(days=14):
            yield day
            is_lasting = stay.is_until_18 and day >= add_months(stay.started, FIRST_YEAR)
            interval = LATE_INTERVAL if rng.random() < LATE_SHARE else LASTING_INTERVAL if is_lasting else INTERVAL
            day += timedelta(days=rng.randint(*interval))
            while not is_workday(day):
                day -= ONE_DAY
        if until > stay.started:
            if until - day > WITHIN:
                yield until - timedelta(days=rng.randint(20, 38))
            yield until

    def plan(self, target: CareTarget) -> None:
        """The visits of one month."""
        first, last = target.month.first, min(target.month.last, AS_AT)
        allowed = [child for child in self.children if self._is_visited(child, target)]
        for child in self.children:
            child.is_late = False
        for child in self._choose_late(target, allowed, last):
            self._visit_late(child, last)
        count = sum(child.is_late for child in self.children)
        for child in self.children:
            if child.period.entered <= last and (child.period.ceased is None or child.period.ceased >= first):
                count += self._visit_in_time(child, first, last)
        if count > target.visits:
            raise CannotPlan(f"{count} visits fall due in {target.month}, more than {target.visits}")
        self._visit_more(target, allowed, target.visits - count)

    def check(self, target: CareTarget) -> None:
        """Count the month again from the days alone: what a plan overlooks must not go unnoticed."""
        observed = [(child, due, met) for child in self.children for due, met in observations(child.period, child.days)]
        last = target.month.last
        of_month = [met <= due for _, due, met in observed if target.month.first <= min(met, due) <= last]
        since_april = [(child, met <= due) for child, due, met in observed if FIRST_DAY <= min(met, due) <= last]
        there = {child for child, _ in since_april if child.period.is_open_on(last)}
        late = {child for child, in_time in since_april if not in_time} & there
        found = (len(of_month), of_month.count(False), len(there), len(late))
        wanted = (target.visits, target.visits_late, target.looked_after - target.not_visited, target.children_late)
        if found != wanted:
            raise CannotPlan(f"{target.month}: visits, late, children, of them late are {found}, not {wanted}")

    def _is_visited(self, child: Visited, target: CareTarget) -> bool:
        """Whether further visits can be made in the month: not to who entered on its last days."""
        period, last = child.period, target.month.last
        return (
            self.first_month[child] <= target.place
            and period.entered <= last - FIRST_WITHIN
            and (period.ceased is None or period.ceased >= target.month.first)
        )

    def _choose_late(self, target: CareTarget, allowed: list[Visited], last: date) -> list[Visited]:
        """Whose visit is late: so many who had none late since April, the others again."""
        leaving = [child for child in allowed if _ceases_in(child.period, 5)]
        found = [child for child in allowed if self._can_be_late(child, target, last)]
        self.rng.shuffle(found)
        before = sum(child.period.is_open_on(target.month.last) for child in self.late)
        new = target.children_late - before
        again = target.visits_late - new
        fresh = [child for child in found if child not in self.late]
        if 1 <= target.place < 5:
            missing = targets.LATE_AND_CEASING - sum(child in self.late for child in leaving)
            first = [child for child in fresh if child in leaving][: max(0, missing)]
            fresh = first + [child for child in fresh if child.period.stays_on]
        else:
            fresh = [child for child in fresh if child.period.stays_on]
        repeated = [child for child in found if child in self.late and child.period.stays_on]
        if new < 0 or again < 0 or len(fresh) < new or len(repeated) < again:
            raise CannotPlan(f"{target.month}: {new} of {len(fresh)} late, {again} of {len(repeated)} again")
        self.late.update(fresh[:new])
        return fresh[:new] + repeated[:again]

    def _can_be_late(self, child: Visited, target: CareTarget, last: date) -> bool:
        """Whether a visit falls due in the month, and the placement goes on long enough after it."""
        due = child.next_due(last)
        if due is None or not target.month.first <= due < AS_AT:
            return False
        return child.stay.ended is None or child.stay.ended > due + 12 * ONE_DAY

    def _visit_late(self, child: Visited, last: date) -> None:
        due = child.next_due(last) or last
        visited = due + self.rng.choice(self.rng.choices(DAYS_LATE, (16, 7, 6, 10))[0]) * ONE_DAY
        if due >= OVERDUE_SINCE and self.rng.random() < OVERDUE_SHARE:
            visited = AS_AT + 2 * ONE_DAY
        child.waiting, child.is_late, child.since = (due, visited), True, visited
        child.days.add(visited)

    def _visit_in_time(self, child: Visited, first: date, last: date) -> int:
        """Make the visits that fall due in the month; returns how many."""
        count = 0
        while (due := child.next_due(last)) is not None:
            # A visit on the day of a move is one to the next placement.
            latest = min(due, child.stay.ended - ONE_DAY) if child.stay.ended else due
            wanted = due - self.rng.randint(0, DAYS_BEFORE_DUE) * ONE_DAY
            day = min(max(first, child.since + ONE_DAY, wanted), latest)
            while not is_workday(day) and day < latest:
                day += ONE_DAY
            child.days.add(day)
            child.since = day
            count += 1
        return count

    def _visit_more(self, target: CareTarget, allowed: list[Visited], count: int) -> None:
        """Further visits in the month, none before it is due at the earliest two days after another."""
        first, last = target.month.first, min(target.month.last, AS_AT)
        found = [child for child in allowed if not child.is_late and child.since <= last]
        for child in self._unvisited(found, target):
            count -= self._add_visit(child, first, last)
        for _ in range(count * TRIES):
            if count <= 0:
                return
            count -= self._add_visit(self.rng.choice(found), first, last)
        if count:
            raise CannotPlan(f"{target.month}: {count} visits too few")

    def _unvisited(self, found: list[Visited], target: CareTarget) -> list[Visited]:
        """Children who must be visited for the first time since April, and are not yet."""
        if target.place > 2:
            return []
        return [child for child in found if not any(FIRST_DAY <= day for day in child.days)]

    def _add_visit(self, child: Visited, first: date, last: date) -> int:
        """Add a visit on any day on which one can be; 1 if there was such a day."""
        period = child.period
        latest = min(last, period.ceased - ONE_DAY if period.ceased else last)
        earliest = max(first, period.entered + ONE_DAY)
        if earliest > latest:
            return 0
        day = any_day(self.rng, earliest, latest)
        if any(abs(day - other) < 3 * ONE_DAY for other in child.days) or self._is_awkward(child, day):
            return 0
        child.days.add(day)
        if day >= child.stay.started:
            child.since = max(child.since, day)
        return 1

    def _is_awkward(self, child: Visited, day: date) -> bool:
        """Whether the day is that of a move, or a late visit is waited for."""
        if any(stay.started == day for stay in child.period.stays):
            return True
        return child.waiting is not None and child.waiting[0] - WITHIN <= day <= child.waiting[1]

    def record(self) -> None:
        """Write the visits into the periods; now and then nobody was seen, and somebody went again."""
        rng = self.rng
        for child in self.children:
            visits = {day: Visit(day, True, rng.random() < ALONE_SHARE) for day in sorted(child.days) if day <= AS_AT}
            for day in sorted(visits):
                before = day - rng.randint(1, 4) * ONE_DAY
                if rng.random() < NOT_SEEN_SHARE and before not in visits and before > child.period.entered:
                    visits[before] = Visit(before, False)
            child.period.visits = [visits[day] for day in sorted(visits)]


def observations(period: Period, days: set[date]) -> Iterator[tuple[date, date]]:
    """When visits were due and when each was made, placement by placement; date.max where it was not made in time to be
    known."""
    moves = {stay.started for stay in period.stays[1:]}
    for stay in period.stays:
        ended = stay.ended or date.max
        own = sorted(
            day
            for day in days
            if stay.started <= day <= min(ended, AS_AT) and (day == stay.started or day not in moves)
        )
        since = stay.started
        for day in own:
            yield due_by(stay, since), day
            since = day
        due = due_by(stay, since)
        if due <= ended and due < AS_AT:
            yield due, date.max


def _starts_in(period: Period, target: CareTarget) -> bool:
    """Whether the child enters care or moves in the month, or so late before it that the first visit is due in it."""
    first = target.month.first - FIRST_WITHIN
    return any(first <= stay.started <= target.month.last for stay in period.stays)


def _ceases_in(period: Period, place: int) -> bool:
    month = care_targets()[place].month
    return period.ceased is not None and month.first <= period.ceased <= month.last


def visit(rng: Random, periods: list[Period]) -> None:
    """Give all periods their visits."""
    planner = Planner(rng, periods)
    for target in care_targets():
        planner.plan(target)
    for target in care_targets():
        planner.check(target)
    planner.record()
