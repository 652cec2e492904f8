"""Periods of care that ended before April 2017, and series of short breaks, which are left out of every figure."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import words
from csc_tracker.demo.care_children import Children
from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_permanence import FULL, PLACEMENT_ORDER, SHORT_BREAKS
from csc_tracker.demo.care_records import Period, Permanence, Stay, Story, Visit
from csc_tracker.demo.care_reviews import Reviewed, hold_before, record
from csc_tracker.demo.care_roster import ADOPTED, GUARDIAN_CARER, INDEPENDENT, RETURNED, STAYING_PUT
from csc_tracker.demo.care_targets import FIRST_DAY
from workdays import add_years

# Young people under 21 in April 2017 who were in care until 18, by when they turn 21: in July, in October, later.
TURNING_21 = ((date(2017, 7, 4), date(2017, 7, 26)), (date(2017, 10, 3), date(2017, 10, 27)))
TURNING_21_COUNTS = (1, 5)
LATER_21, LATER_COUNT = (date(2018, 1, 8), date(2020, 1, 24)), 35
OTHERS = {ADOPTED: 9, GUARDIAN_CARER: 7, RETURNED: 10}
OTHERS_CEASED = (date(2015, 1, 12), date(2017, 3, 24))
ADOPTED_BORN, OTHERS_BORN = (date(2012, 3, 5), date(2014, 2, 20)), (date(2003, 1, 6), date(2011, 12, 20))
YEARS_IN_CARE = (2, 9)
MONTHS_IN_CARE = (10, 22)
VISITED_EVERY = (26, 44)

BREAKS, BREAKS_BORN, BREAKS_FROM = 6, (date(2002, 1, 7), date(2010, 12, 20)), (date(2014, 6, 2), date(2017, 9, 15))
BREAKS_NEED = words.CHILDS_DISABILITY


def former_periods(rng: Random, children: Children) -> list[Period]:
    """Those who left care: young adults first, then adopted children and others."""
    periods = [*_young_adults(rng), *_others(rng)]
    for period in periods:
        born = ADOPTED_BORN if period.reason == ADOPTED else OTHERS_BORN
        if period.reason in (INDEPENDENT, STAYING_PUT):
            born = (add_years(period.end, -18),) * 2
        children.made(period, born)
        _fill(rng, period)
    return periods


def _young_adults(rng: Random) -> Iterator[Period]:
    spans = [span for span, count in zip(TURNING_21, TURNING_21_COUNTS, strict=True) for _ in range(count)]
    spans += [LATER_21] * LATER_COUNT
    for first, last in spans:
        ceased = add_years(any_day(rng, first, last), -3)
        entered = any_day(rng, add_years(ceased, -rng.randint(*YEARS_IN_CARE)), add_years(ceased, -1))
        yield Period(
            Story.FORMER, min(entered, date(2014, 3, 10)), ceased, reason=rng.choice((INDEPENDENT, STAYING_PUT))
        )


def _others(rng: Random) -> Iterator[Period]:
    for reason, count in OTHERS.items():
        for _ in range(count):
            ceased = any_day(rng, *OTHERS_CEASED)
            entered = ceased - timedelta(days=30 * rng.randint(*MONTHS_IN_CARE))
            yield Period(Story.FORMER, max(entered, date(2014, 4, 2)), ceased, reason=reason)


def _fill(rng: Random, period: Period) -> None:
    """Placements, legal status, visits and reviews of a period that is over."""
    ceased = period.end
    half = any_day(rng, period.entered + (ceased - period.entered) / 3, ceased - timedelta(days=80))
    kinds = ("U6", "A6") if period.reason == ADOPTED else ("U6", rng.choice(("U4", "K2", "U6")))
    days = [period.entered, half] if rng.random() < 0.6 or period.reason == ADOPTED else [period.entered]
    for place, (start, end) in enumerate(zip(days, [*days[1:], ceased], strict=True)):
        urn, distance = f"SC4{rng.randrange(100_000):05}", f"{rng.uniform(0.4, 25):.1f}"
        reason = "CARPL" if end == half else ""
        period.stays.append(Stay(start, end, kinds[place], urn, "PR1", "", distance, change_reason=reason))
    period.legal = [(FULL, period.entered, ceased)]
    if period.reason == ADOPTED:
        ordered = half - timedelta(days=30)
        period.permanence = Permanence(ordered - timedelta(days=25), ordered, half, ceased)
        period.legal = [(FULL, period.entered, ordered), (PLACEMENT_ORDER, ordered, ceased)]
    day = period.entered + timedelta(days=rng.randint(2, 6))
    while day < ceased:
        period.visits.append(Visit(day, True, rng.random() < 0.7))
        day += timedelta(days=rng.randint(*VISITED_EVERY))
    reviewed = Reviewed(period)
    hold_before(rng, reviewed, FIRST_DAY)
    record(rng, period, reviewed.held)


def short_breaks(rng: Random, children: Children) -> list[Period]:
    """Disabled children who stay away from home a few nights a month."""
    periods = []
    for number in range(BREAKS):
        period = Period(Story.SHORT_BREAKS, any_day(rng, *BREAKS_FROM), need=BREAKS_NEED)
        children.made(period, BREAKS_BORN)
        urn = f"SC4{rng.randrange(100_000):05}"
        period.stays = [
            Stay(period.entered, None, rng.choice(("K2", "U6")), urn, "PR1", "", f"{rng.uniform(1, 9):.1f}")
        ]
        period.legal = [(SHORT_BREAKS[number % 2], period.entered, None)]
        periods.append(period)
    return periods
