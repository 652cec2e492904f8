"""When looked-after children move: who has three placements within a year, and who stays in one.

A child has three placements within 12 months from the day of a second move until 12 months after the first. So for
every child who is counted from one month to another, the months give the days of the two moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import care_targets as targets
from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_records import Period, Stay, Story
from csc_tracker.demo.care_roster import ADOPTED
from csc_tracker.demo.care_targets import FIRST_DAY, MONTHS
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.targets import AS_AT
from workdays import add_months

# A placement that began by then is not touched by any 12 months that the report looks at, and neither reaches 2 years.
SETTLED_SINCE = (date(2016, 1, 5), date(2016, 4, 22))
# Children visited every 3 months only have been in their placement for a year when that begins.
LONG_STAY_SINCE = date(2016, 2, 26)
YEAR_BEFORE = date(2017, 1, 2)
# Others move once, at the most, in this time.
ONE_MOVE_FROM, ONE_MOVE_SHARE = date(2016, 6, 1), 0.45
SHORTEST_STAY = timedelta(days=12)
BEFORE_END, LAST_MOVE = timedelta(days=25), date(2017, 12, 22)
PLACED_FOR_ADOPTION = (110, 190)
EARLIER_MOVES = {0: 5, 1: 4, 2: 2, 3: 1}
CAN_BE_UNSETTLED = frozenset({Story.LONG, Story.REACHING_30_MONTHS, Story.LATER, Story.RECENT, Story.NEW})


class CannotPlan(ValueError):
    """The children drawn cannot come to the report's figures; another draw can."""


@dataclass(frozen=True)
class Unsettled:
    """A child who has three placements within 12 months from one month to another; None: before, or to the end."""

    since: int | None
    until: int | None

    @property
    def first_move(self) -> tuple[date, date]:
        """The days on which the first of the two moves can be."""
        if self.until is None:
            return YEAR_BEFORE, AS_AT
        month = MONTHS[self.until] - 12
        return month.first, month.last

    @property
    def second_move(self) -> tuple[date, date]:
        """The days on which the second move can be."""
        if self.since is None:
            return FIRST_DAY - timedelta(days=330), MONTHS[0].last
        return MONTHS[self.since].first, MONTHS[self.since].last


def plan_moves(rng: Random, periods: list[Period]) -> None:
    """Give every period its placements, as days from and to."""
    starts = {period: _earlier_starts(rng, period) for period in periods}
    _unsettle(rng, periods, starts)
    long_stays = _long_stays(rng, periods, starts)
    for period in periods:
        if not period.is_unsettled and period not in long_stays:
            starts[period] += _one_move(rng, period)
        days = starts[period]
        ends = [*days[1:], period.ceased]
        period.stays = [Stay(start, end) for start, end in zip(days, ends, strict=True)]
        period.stays[-1].is_until_18 = period in long_stays


def _earlier_starts(rng: Random, period: Period) -> list[date]:
    """The first days of the placements up to the one of spring 2016, or the first."""
    last = _last_start(rng, period)
    if last is None or last <= period.entered:
        return [period.entered]
    count = rng.choices(list(EARLIER_MOVES), list(EARLIER_MOVES.values()))[0]
    between = {any_day(rng, period.entered + 20 * ONE_DAY, last - 20 * ONE_DAY) for _ in range(count)}
    return sorted({period.entered, last} | {day for day in between if period.entered < day < last})


def _last_start(rng: Random, period: Period) -> date | None:
    if period.stable_from:
        return add_months(period.stable_from, -24)
    if period.story in (Story.LONG, Story.REACHING_30_MONTHS):
        first, last = SETTLED_SINCE
        return any_day(rng, first, LONG_STAY_SINCE if _leaves_cohort(period) else last)
    if period.story in (Story.OLDER, Story.REACHING_18):
        return any_day(rng, max(period.entered, date(2013, 1, 7)), LONG_STAY_SINCE)
    return None


def _leaves_cohort(period: Period) -> bool:
    return period.ceased is not None or period.turning_16 is not None


def _unsettle(rng: Random, periods: list[Period], starts: dict[Period, list[date]]) -> None:
    """Two moves for every child who is to have three placements within 12 months."""
    pool = [
        period
        for period in periods
        if period.story in CAN_BE_UNSETTLED
        and period.stays_on
        and period.stable_from is None
        and period.turning_16 is None
    ]
    for wanted in sorted(_wanted(), key=lambda one: one.first_move[1]):
        first, last = wanted.first_move
        found = [period for period in pool if period.entered + 2 * SHORTEST_STAY <= _latest(wanted)]
        if not found:
            raise CannotPlan(f"nobody can move between {first} and {last}")
        # Those who entered lately are kept for moves that only they can have made.
        period = rng.choice(sorted(found, key=lambda one: one.entered)[: max(8, len(found) * 2 // 3)])
        pool.remove(period)
        period.is_unsettled = True
        starts[period] += _two_moves(rng, period, wanted)


def _latest(wanted: Unsettled) -> date:
    return min(wanted.first_move[1], wanted.second_move[1] - SHORTEST_STAY)


def _two_moves(rng: Random, period: Period, wanted: Unsettled) -> list[date]:
    (first, last), (earliest, latest) = wanted.first_move, wanted.second_move
    second = any_day(rng, max(earliest, period.entered + 2 * SHORTEST_STAY), latest)
    while second - SHORTEST_STAY < max(first, period.entered + SHORTEST_STAY):
        second += ONE_DAY
    moved = any_day(rng, max(first, period.entered + SHORTEST_STAY), min(last, second - SHORTEST_STAY))
    return [moved, second]


def _wanted() -> Iterator[Unsettled]:
    """From when to when, for every such child: who was there in April ceases to be counted first."""
    sinces: list[int | None] = [None] * targets.care_targets()[0].unsettled
    sinces += [place for place, count in enumerate(targets.UNSETTLED) for _ in range(count)]
    untils = [place for place, count in enumerate(targets.settling()) for _ in range(count)]
    for since in sinces:
        yield Unsettled(since, untils.pop(0) if untils else None)


def _long_stays(rng: Random, periods: list[Period], starts: dict[Period, list[date]]) -> set[Period]:
    """Children whose placement is meant to last until 18 and who were visited in March, and then in June: so many that
    the children without a visit due by May come to the report's figure."""
    found = [
        period
        for period in periods
        if not period.is_unsettled
        and starts[period][-1] <= LONG_STAY_SINCE
        and (period.ceased is None or period.ceased > MONTHS[2].last)
        and period.reason != ADOPTED
    ]
    wanted = targets.NOT_VISITED[1] - targets.ENTERING_LAST[1]
    if len(found) < wanted:
        raise CannotPlan(f"{wanted} long placements are needed and {len(found)} are there")
    return set(rng.sample(found, wanted))


def _one_move(rng: Random, period: Period) -> list[date]:
    """At the most one move in the time that the report looks at; none for a child who stays in one placement."""
    if period.stable_from:
        return []
    last = period.ceased - BEFORE_END if period.ceased else LAST_MOVE
    first = max(period.entered + timedelta(days=20), ONE_MOVE_FROM)
    if period.reason == ADOPTED and period.ceased:
        return [period.ceased - timedelta(days=rng.randint(*PLACED_FOR_ADOPTION))]
    if first >= last or rng.random() >= ONE_MOVE_SHARE:
        return []
    return [any_day(rng, first, last)]
