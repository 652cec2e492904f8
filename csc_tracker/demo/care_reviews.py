"""Reviews of looked-after children: all in time since April, so many in each month, and how the children took part."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from csc_tracker.demo.care_days import any_day, workdays_after
from csc_tracker.demo.care_moves import CannotPlan
from csc_tracker.demo.care_records import Period, Review
from csc_tracker.demo.care_targets import FIRST_DAY, UNDER_4, CareTarget, care_targets
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.targets import AS_AT
from workdays import add_months, add_years

FIRST_WITHIN, SECOND_MONTHS, LATER_MONTHS = 20, 3, 6
# A permanence plan is in place at the second review, within 4 months of entering care.
PLAN_MONTHS = 4
# Reviews are not held sooner after each other, or after entering care.
APART, AFTER_ENTERING = timedelta(days=28), 8
# Earlier ones were late now and then.
LATE_SHARE, MOST_LATE, ALL_IN_TIME_SINCE = 0.09, timedelta(days=21), date(2016, 10, 1)
CANCELLED_SHARE = 0.03
ATTENDED = {"PN1": 45, "PN6": 32, "PN7": 10, "PN5": 4, "PN4": 3, "PN3": 3, "PN2": 3}


@dataclass(eq=False)
class Reviewed:
    """One child's reviews as they are planned."""

    period: Period
    held: list[date] = field(default_factory=list)

    @property
    def due(self) -> date:
        """When the next review is due."""
        if not self.held:
            return workdays_after(self.period.entered, FIRST_WITHIN)
        if len(self.held) == 1:
            by_plan = add_months(self.period.entered, PLAN_MONTHS) - ONE_DAY
            return min(add_months(self.held[-1], SECOND_MONTHS), max(by_plan, self.held[-1] + ONE_DAY))
        return add_months(self.held[-1], LATER_MONTHS)

    @property
    def earliest(self) -> date:
        """The first day on which the next review can be held."""
        return self.held[-1] + APART if self.held else self.period.entered + AFTER_ENTERING * ONE_DAY

    def is_under_4(self, day: date) -> bool:
        """Whether the child is under 4 on the day."""
        return day < add_years(self.period.child.born, 4)


def review(rng: Random, periods: list[Period]) -> None:
    """Give all periods their reviews."""
    children = [Reviewed(period) for period in periods]
    for child in children:
        hold_before(rng, child, FIRST_DAY)
        record(rng, child.period, child.held)
    for target in care_targets():
        _review_month(rng, children, target)
        if not any(target.month.first <= day <= target.month.last for child in children for day in child.held[1:2]):
            raise CannotPlan(f"{target.month}: no second review, of whose permanence plans the report has the share")
    for child in children:
        child.period.reviews.sort(key=lambda one: one.held)
        _cancel_some(rng, child.period)


def hold_before(rng: Random, child: Reviewed, end: date) -> None:
    """The reviews before a day, most of them in time."""
    period = child.period
    while True:
        first, last = max(child.earliest, child.due - timedelta(days=rng.randint(4, 40))), child.due
        if last < ALL_IN_TIME_SINCE and rng.random() < LATE_SHARE:
            first, last = last + ONE_DAY, last + MOST_LATE
        day = any_day(rng, first, max(first, last))
        if day >= min(end, period.ceased or end):
            return
        child.held.append(day)


def record(rng: Random, period: Period, held: list[date], codes: list[str] | None = None) -> None:
    """Write reviews held, from the first on, into the period."""
    so_far = Reviewed(period)
    for place, day in enumerate(held):
        due = so_far.due
        code = codes[place] if codes else _code(rng, so_far.is_under_4(day))
        period.reviews.append(Review(day, due, code, has_plan=place > 0))
        so_far.held.append(day)


def _code(rng: Random, is_under_4: bool) -> str:
    return UNDER_4 if is_under_4 else rng.choices(list(ATTENDED), list(ATTENDED.values()))[0]


def _review_month(rng: Random, children: list[Reviewed], target: CareTarget) -> None:
    """Hold what falls due in the month, then what is due next, until each code has its number."""
    codes = [code for code, count in target.participation.items() for _ in range(count) if code != UNDER_4]
    rng.shuffle(codes)
    young = [UNDER_4] * target.participation[UNDER_4]
    children.sort(key=lambda child: child.due)
    for child in children:
        while (day := _day_for(rng, child, target)) is not None:
            left = young if child.is_under_4(day) else codes
            must = child.due <= target.month.last and (child.period.ceased is None or child.period.ceased >= child.due)
            if not left and not must:
                break
            # Where more fall due than the report counts, it is not recorded how the child took part.
            _hold(child, day, left.pop() if left else "")
            if child.due > target.month.last:
                break
    if young or codes:
        _hold_more(rng, children, target, young, codes)


def _hold_more(rng: Random, children: list[Reviewed], target: CareTarget, young: list[str], codes: list[str]) -> None:
    for child in sorted(children, key=lambda one: one.due):
        day = _day_for(rng, child, target)
        left = (young if child.is_under_4(day) else codes) if day else None
        if day and left:
            _hold(child, day, left.pop())
    if young or codes:
        raise CannotPlan(f"{target.month}: {len(young) + len(codes)} reviews too few")


def _day_for(rng: Random, child: Reviewed, target: CareTarget) -> date | None:
    """A day of the month on which the child's next review can be held, in time."""
    period = child.period
    first = max(target.month.first, child.earliest)
    last = min(target.month.last, AS_AT, child.due, period.ceased - ONE_DAY if period.ceased else AS_AT)
    return any_day(rng, first, last) if first <= last else None


def _hold(child: Reviewed, day: date, code: str) -> None:
    child.period.reviews.append(Review(day, child.due, code, has_plan=bool(child.held)))
    child.held.append(day)


def _cancel_some(rng: Random, period: Period) -> None:
    """A few reviews were cancelled some days before they were held."""
    for one in list(period.reviews):
        before = one.held - rng.randint(3, 9) * ONE_DAY
        if rng.random() < CANCELLED_SHARE and before > period.entered:
            period.reviews.append(Review(before, one.due, is_cancelled=True))
