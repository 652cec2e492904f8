"""How much of child protection happens in each month of 2017/18, worked out from the published report.

What the report prints as a count is taken as it is. Where it prints only a percentage, numerator and denominator are
the believable ones nearest to what such a council has, chosen so that the month's and the year's percentages hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from csc_tracker.demo.days import ONE_DAY, last_day, number_of
from csc_tracker.demo.published import Published, percentage
from csc_tracker.demo.targets import LAST_MONTH, YEAR
from workdays import Month

YEAR_BEFORE = "2016/17"
MONTHS = tuple(month for month in YEAR.months if month <= LAST_MONTH)

# A conference on the last working day of these months leads to a plan from the next one on. With one such plan each,
# CSC 188 of July (2 of 45) and November (3 of 86) hold as printed, and so does CSC 252 of October, where 37 of 89
# children need a seventh plan begun in the month.
BEGIN_IN_THE_NEXT_MONTH = {Month(2017, 7): 1, Month(2017, 9): 1, Month(2017, 11): 1}

# Children of a month who are transfers in, at the most, and as a share of all.
MOST_TRANSFERS, TRANSFER_SHARE = 4, 0.08

# Working days from one visit to the next, on average: 687 visits of the third quarter to about 93 children.
DAYS_BETWEEN_VISITS = 8.5
# How far from that a month's number of visits may be.
FURTHEST_FROM_TYPICAL = 17
# The report's words on the third quarter: 648 of 687 visits in time.
THIRD_QUARTER = (687, 687 - 648)

T = TypeVar("T")


@dataclass(frozen=True)
class ProtectionTarget:
    """One month, in children unless it says otherwise; `begun` and `ended` are plans, `meetings` conferences.

    `again_lately` and `again_long_after` are children whose earlier plan ended less than, or at least, two years
    before. `unseen` are on a plan at the month's end and no visit has fallen due yet; of the others `never_late` had
    every visit since April in time.
    """

    month: Month
    discussions: int
    enquiries: int
    meetings: int
    conferenced: int
    to_plan: int
    transfers_in: int
    held_late: int
    begin_later: int
    begun: int
    ended: int
    on_plan: int
    again_lately: int
    again_long_after: int
    again_ended: int
    unseen: int
    never_late: int
    visits: int
    late_visits: int


@dataclass(frozen=True)
class Before:
    """The state at 31 March 2017, in children on a plan."""

    on_plan: int
    again: int


def state_before() -> Before:
    """Who was on a plan when the year began, as the report's annual trend has it."""
    published = Published.read()
    on_plan = published.count("CSC 182", YEAR_BEFORE)
    return Before(on_plan, published.numerator("CSC 189", YEAR_BEFORE, on_plan))


@cache
def protection_targets() -> tuple[ProtectionTarget, ...]:
    """The targets of April to December 2017, in order."""
    return tuple(_Arithmetic(Published.read()).targets())


def solve(options: Sequence[Sequence[T]], fits: Callable[[list[T]], bool]) -> list[T]:
    """One option for each place so that every beginning fits, the earliest options first.

    Raises ValueError where there is no such choice.
    """
    found = _solve(options, fits, [])
    if found is None:
        raise ValueError("no choice of the options fits")
    return found


def _solve(options: Sequence[Sequence[T]], fits: Callable[[list[T]], bool], begun: list[T]) -> list[T] | None:
    if len(begun) == len(options):
        return begun
    for option in options[len(begun)]:
        longer = [*begun, option]
        if fits(longer) and (found := _solve(options, fits, longer)):
            return found
    return None


class _Arithmetic:
    """Works out each row of the targets from the cells; every list has one entry for each month."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.before = state_before()
        self.on_plan = self._counts("CSC 182")
        self.conferenced = self._counts("CSC 172")
        self.to_plan = self._counts("CSC 175")
        later = [BEGIN_IN_THE_NEXT_MONTH.get(month, 0) for month in MONTHS]
        self.begun = [
            planned - now + earlier for planned, now, earlier in zip(self.to_plan, later, [0, *later], strict=False)
        ]
        self.ended = [
            earlier + begun - on_plan
            for earlier, begun, on_plan in zip(
                [self.before.on_plan, *self.on_plan], self.begun, self.on_plan, strict=False
            )
        ]

    def targets(self) -> list[ProtectionTarget]:
        """All of it, month by month."""
        timely, again, seen, visits = self._timeliness(), self._again(), self._never_late(), self._visits()
        return [
            ProtectionTarget(
                month=month,
                discussions=self._count("CSC 163", month),
                enquiries=self._count("CSC 166", month),
                meetings=self._count("CSC 170", month),
                conferenced=self.conferenced[place],
                to_plan=self.to_plan[place],
                transfers_in=self.conferenced[place] - timely[place][0],
                held_late=timely[place][1],
                begin_later=BEGIN_IN_THE_NEXT_MONTH.get(month, 0),
                begun=self.begun[place],
                ended=self.ended[place],
                on_plan=self.on_plan[place],
                again_lately=again[place][0],
                again_long_after=again[place][1],
                again_ended=again[place][2],
                unseen=self.on_plan[place] - seen[place][1],
                never_late=seen[place][0],
                visits=visits[place][0],
                late_visits=visits[place][1],
            )
            for place, month in enumerate(MONTHS)
        ]

    def _count(self, measure: str, month: Month) -> int:
        return self.published.count(measure, str(month))

    def _counts(self, measure: str) -> list[int]:
        return [self._count(measure, month) for month in MONTHS]

    def _is_met(self, measure: str, month: Month, numerator: int, denominator: int) -> bool:
        return percentage(numerator, denominator) in self.published.cells[measure, str(month)].accepted

    def _timeliness(self) -> list[tuple[int, int]]:
        """Children conferenced who are no transfers in, and how many of them too late (CSC 178, CSC 176)."""
        options = []
        for month, conferenced in zip(MONTHS, self.conferenced, strict=True):
            typical = conferenced * (1 - TRANSFER_SHARE)
            counts = sorted(
                range(max(1, conferenced - MOST_TRANSFERS), conferenced + 1), key=lambda n: abs(n - typical)
            )
            options.append(
                [(n, late) for n in counts for late in range(n) if self._is_met("CSC 178", month, n - late, n)]
            )
        return solve(options, lambda begun: self._adds_up("CSC 176", begun))

    def _adds_up(self, measure: str, begun: list[tuple[int, int]]) -> bool:
        """Whether the year to date is met by months of a denominator and how many of it were too late."""
        total, late = (sum(column) for column in zip(*begun, strict=True))
        return self._is_met(measure, MONTHS[len(begun) - 1], total - late, total)

    def _again(self) -> list[tuple[int, int, int]]:
        """Plans begun lately and long after an earlier one (CSC 188, CSC 189), and plans ended of such children."""
        found, lately_so_far, begun_so_far, earlier = [], 0, 0, self.before.again
        for month, begun, on_plan in zip(MONTHS, self.begun, self.on_plan, strict=True):
            begun_so_far += begun
            lately = self.published.numerator("CSC 188", str(month), begun_so_far) - lately_so_far
            again = self.published.numerator("CSC 189", str(month), on_plan)
            more = max(lately, again - earlier)
            found.append((lately, more - lately, more - (again - earlier)))
            lately_so_far, earlier = lately_so_far + lately, again
        return found

    def _never_late(self) -> list[tuple[int, int]]:
        """Children on a plan never visited late, of how many with a visit due or made (CSC 252).

        Only who began in the month can be without a visit. Where that leaves no exact pair, the nearest.
        """
        options = []
        for month, on_plan, begun in zip(MONTHS, self.on_plan, self.begun, strict=True):
            printed = self.published.cells["CSC 252", str(month)].value
            pairs = [(n, seen) for seen in range(on_plan, on_plan - begun - 1, -1) for n in range(seen + 1)]
            off = {pair: abs(percentage(*pair) - printed) for pair in pairs}
            options.append([pair for pair in pairs if off[pair] == min(off.values())])
        return solve(options, self._can_follow)

    def _can_follow(self, begun: list[tuple[int, int]]) -> bool:
        """Whether nobody who was late would have to be never late a month after."""
        place = len(begun) - 1
        before, unseen_before = self.before.on_plan, 0
        if place:
            before, unseen_before = begun[-2][0], self.on_plan[place - 1] - begun[-2][1]
        never_late, seen = begun[-1]
        return never_late <= before + unseen_before + self.begun[place] - (self.on_plan[place] - seen)

    def _visits(self) -> list[tuple[int, int]]:
        """Visits of a month, and how many of them late (CSC 252a, CSC 252b)."""
        options = []
        for place, month in enumerate(MONTHS):
            typical = self._typical_visits(place)
            near = range(round(typical) - FURTHEST_FROM_TYPICAL, round(typical) + FURTHEST_FROM_TYPICAL + 1)
            counts = sorted(near, key=lambda n: abs(n - typical))
            options.append(
                [(n, late) for n in counts for late in range(n) if self._is_met("CSC 252a", month, n - late, n)]
            )
        return solve(options, self._visits_add_up)

    def _typical_visits(self, place: int) -> float:
        month = MONTHS[place]
        working_days = number_of(last_day(month)) - number_of(month.first - ONE_DAY)
        earlier = self.on_plan[place - 1] if place else self.before.on_plan
        return (earlier + self.on_plan[place]) / 2 * working_days / DAYS_BETWEEN_VISITS

    def _visits_add_up(self, begun: list[tuple[int, int]]) -> bool:
        if not self._adds_up("CSC 252b", begun):
            return False
        return len(begun) < len(MONTHS) or tuple(map(sum, zip(*begun[-3:], strict=True))) == THIRD_QUARTER
