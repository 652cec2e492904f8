"""Who enters care when, and who ceases to be looked after: a period of care for every child that the targets count."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import care_targets as targets
from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_records import Period, Story
from csc_tracker.demo.care_targets import MONTHS
from csc_tracker.demo.days import ONE_DAY
from workdays import Month, add_months, add_years

# Looked after in April: 16 and 17 years old and there at the year's end; entered from July 2015 to March 2016.
OLDER, LATER = 20, 18
FIRST_OF_LATER, LAST_OF_LATER = date(2015, 7, 6), date(2016, 3, 18)
# Entered from January to March 2017 and still looked after at the year's end.
ENTERED_LATELY = 22
LATELY = (date(2017, 1, 3), date(2017, 3, 21))
# The earliest day on which anyone looked after in 2017 can have entered care.
EARLIEST = date(2003, 1, 6)
LAST_OF_LONG = date(2014, 10, 24)
# Nobody who entered since April ceases sooner: the initial health assessment has been due by then.
SHORTEST_NEW = timedelta(days=33)
# The last child of the year enters so late that the steps after it are not due on the date of the extract.
LAST_TO_ENTER = (date(2017, 12, 20), date(2017, 12, 21))
ENTERING_UP_TO = 8

RETURNED, RETURNED_UNPLANNED, TO_OTHERS = "E4A", "E4B", "E13"
ADOPTED, GUARDIAN_RELATIVE, GUARDIAN_CARER = "E12", "E45", "E46"
INDEPENDENT, STAYING_PUT = "E5", "E17"


def plan_periods(rng: Random) -> list[Period]:
    """The periods of care of everyone looked after at any time from 1 April to the date of the extract."""
    periods = [
        *_long(rng),
        *_reaching_30_months(rng),
        *_reaching_18(rng),
        *_older(rng),
        *_later(rng),
        *_recent(rng),
        *_short(rng),
        *_new(rng),
    ]
    return sorted(periods, key=lambda period: period.entered)


def in_month(rng: Random, month: Month, last: date | None = None) -> date:
    """A day of the month."""
    return any_day(rng, month.first, min(month.last, last or month.last))


def _long(rng: Random) -> Iterator[Period]:
    """Children under 16 in care for 30 months: who leaves that cohort when, and who is in one placement for 2 years."""
    stable = iter(
        [True] * (targets.care_targets()[0].stable - sum(targets.CEASING_STABLE) - sum(targets.TURNING_16_STABLE))
    )
    gains = [month for month, count in zip(MONTHS, targets.reaching_2_years(), strict=True) for _ in range(count)]
    for place, month in enumerate(MONTHS):
        for number in range(targets.CEASING_LONG[place]):
            is_stable = number < targets.CEASING_STABLE[place]
            yield _long_period(rng, is_stable, ceased=in_month(rng, month))
        for number in range(targets.TURNING_16[place]):
            is_stable = number < targets.TURNING_16_STABLE[place]
            yield _long_period(rng, is_stable, turning_16=in_month(rng, month))
    left = targets.COHORT[0] - sum(targets.CEASING_LONG) - sum(targets.TURNING_16)
    for _ in range(left):
        period = _long_period(rng, next(stable, False))
        if period.stable_from is None and gains:
            period.stable_from = in_month(rng, gains.pop())
        yield period


def _long_period(rng: Random, is_stable: bool, ceased: date | None = None, turning_16: date | None = None) -> Period:
    entered = any_day(rng, max(EARLIEST, LAST_OF_LONG - timedelta(days=rng.randint(30, 3600))), LAST_OF_LONG)
    if turning_16:
        # A child enters care after the birth.
        entered = max(entered, add_years(turning_16, -15))
    period = Period(Story.LONG, entered, ceased, turning_16=turning_16)
    if is_stable:
        period.stable_from = any_day(rng, date(2016, 10, 3), date(2017, 4, 28))
    if ceased:
        period.reason = rng.choice((GUARDIAN_RELATIVE, GUARDIAN_CARER, RETURNED))
    return period


def _reaching_30_months(rng: Random) -> Iterator[Period]:
    for month, count in zip(MONTHS, targets.reaching_30_months(), strict=True):
        for _ in range(count):
            yield Period(Story.REACHING_30_MONTHS, in_month(rng, month - 30))


def _reaching_18(rng: Random) -> Iterator[Period]:
    for month, count in zip(MONTHS, targets.CEASING_ADULT, strict=True):
        for _ in range(count):
            ceased = in_month(rng, month)
            entered = any_day(rng, add_years(ceased, -rng.randint(3, 11)), date(2015, 12, 4))
            yield Period(Story.REACHING_18, entered, ceased, reason=rng.choice((INDEPENDENT, STAYING_PUT)))


def _older(rng: Random) -> Iterator[Period]:
    for _ in range(OLDER):
        entered = any_day(rng, date(2015, 12, 4) - timedelta(days=rng.randint(60, 3000)), date(2015, 12, 4))
        yield Period(Story.OLDER, entered)


def _later(rng: Random) -> Iterator[Period]:
    for month, count in zip(MONTHS, targets.CEASING_LATER, strict=True):
        for _ in range(count):
            entered = any_day(rng, FIRST_OF_LATER, LAST_OF_LATER)
            reason = rng.choice((ADOPTED, ADOPTED, GUARDIAN_RELATIVE, RETURNED))
            yield Period(Story.LATER, entered, in_month(rng, month), reason=reason)
    for _ in range(LATER):
        yield Period(Story.LATER, any_day(rng, FIRST_OF_LATER, LAST_OF_LATER))


def _recent(rng: Random) -> Iterator[Period]:
    for month, count in zip(MONTHS, targets.reaching_12_months(), strict=True):
        for _ in range(count):
            yield Period(Story.RECENT, in_month(rng, month - 12))
    for _ in range(ENTERED_LATELY):
        yield Period(Story.RECENT, any_day(rng, *LATELY))


def _short(rng: Random) -> Iterator[Period]:
    for month, count in zip(MONTHS, targets.CEASING_EARLY, strict=True):
        for _ in range(count):
            ceased = in_month(rng, month)
            first = max(add_months(ceased, -11), date(2016, 6, 1))
            yield Period(Story.SHORT, any_day(rng, first, LATELY[1] - 20 * ONE_DAY), ceased, reason=_returned(rng))


def _returned(rng: Random) -> str:
    return rng.choices((RETURNED, RETURNED_UNPLANNED, TO_OTHERS), (6, 3, 1))[0]


def _new(rng: Random) -> list[Period]:
    periods = [Period(Story.NEW, day) for place in range(len(MONTHS)) for day in _entering(rng, place)]
    for place, count in enumerate(targets.CEASING_NEW):
        for _ in range(count):
            _cease(rng, periods, MONTHS[place])
    return periods


def _entering(rng: Random, place: int) -> list[date]:
    """The days of the month on which children enter care, some of them on its last."""
    month, late = MONTHS[place], targets.ENTERING_LAST[place]
    early = targets.ENTERING[place] - late
    days = [in_month(rng, month, month.last - ENTERING_UP_TO * ONE_DAY) for _ in range(early)]
    if month == MONTHS[-1]:
        days = [*(any_day(rng, date(2017, 12, 1), date(2017, 12, 8)) for _ in days[1:]), any_day(rng, *LAST_TO_ENTER)]
    return days + [any_day(rng, month.last - 4 * ONE_DAY, month.last - ONE_DAY) for _ in range(late)]


def _cease(rng: Random, periods: list[Period], month: Month) -> None:
    """End one of the new periods in the month."""
    found = [period for period in periods if period.ceased is None and period.entered + SHORTEST_NEW <= month.last]
    period = rng.choice(found)
    period.ceased = any_day(rng, max(month.first, period.entered + SHORTEST_NEW), month.last)
    period.reason = _returned(rng)
