"""Children whose plans, care and absences walk the edges of the duties; nothing in them is set aside.

A life has a first day, and a birthday that falls on or beside a day that matters (a start, a due date, A).
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from .history import History
from .periods import months_after
from .working_days import working_day_after

DAY = timedelta(days=1)
Limit = Callable[[date], date]
Scene = Callable[[History, str, date], None]
# A scene and the limits that matter in it: the day on which it starts is often chosen so that one runs out on A.
Timed = tuple[Scene, tuple[Limit, ...]]

YES, NO = ("Y", "Y", "Y", "Yes", "1", "true"), ("N", "", "0", "No")


def working(n: int) -> Limit:
    """n working days; two weeks before the listed bank holidays begin."""
    return lambda on: working_day_after(on, n) if on.year > 2011 else on + 14 * DAY


def calendar(n: int) -> Limit:
    return lambda on: months_after(on, n)


def after(n: int) -> Limit:
    return lambda on: on + n * DAY


LIMITS: tuple[Limit, ...] = (
    *map(working, (1, 7, 10, 15, 20, 45)),
    *map(calendar, (2, 3, 4, 6, 12, 15, 24)),
    *map(after, (0, 3, 7, 42, 56)),
)
# Month ends, Easter and Christmas, and days so long ago that the first due dates lie before the listed bank holidays.
ENDS_OF_MONTHS = ("2016-02-29", "2016-08-31", "2016-11-30", "2016-12-31", "2017-01-31", "2017-03-31", "2017-08-31")
HOLIDAYS = ("2017-03-30", "2017-04-13", "2017-04-18", "2017-11-24", "2017-12-01", "2017-12-08", "2017-12-22")
LONG_AGO = ("2011-03-31", "2011-11-30", "2013-02-28", "2014-12-24", "2015-06-30", "2015-09-01", "2016-01-31")


def starting_day(history: History, limits: Iterable[Limit]) -> date:
    """Any day, a pointed one, or one from which a limit runs out on A or the day beside it."""
    kind = history.rng.random()
    if kind < 0.4:
        return before_as_at(history, limits)
    if kind < 0.7:
        days = history.rng.choice((ENDS_OF_MONTHS, HOLIDAYS, LONG_AGO))
        return min(date.fromisoformat(history.rng.choice(days)), history.as_at)
    return history.day()


def before_as_at(history: History, limits: Iterable[Limit]) -> date:
    limit, target = history.rng.choice(list(limits)), history.as_at + history.rng.choice((-1, 0, 0, 1)) * DAY
    on = target
    while limit(on) > target:
        on -= DAY
    return on


def born(history: History, start: date) -> date | None:
    """So that a birthday that ends or changes a duty falls on a day that matters, or beside it; or not known."""
    if history.chance(0.12):
        return None
    pivot = history.rng.choice((history.rng.choice(LIMITS)(start), start, history.as_at, history.as_at + 20 * DAY))
    years = history.rng.choice((18, 18, 17, 17, 5, 4, 25, 12, 12))
    found = months_after(pivot, -12 * years) + history.rng.choice((-1, 0, 0, 1, 40)) * DAY
    return found if found < min(start, history.as_at) - 40 * DAY else months_after(start, -12 * 9)


def child(history: History, start: date) -> str:
    """Sometimes the child has died, before A or after it."""
    died = history.as_at + history.rng.choice((-9, 0, 1)) * DAY if history.chance(0.06) else None
    return history.child(pers_dob=born(history, start), pers_death_date=died)


def end_of(history: History, start: date, limits: Iterable[Limit]) -> date | None:
    """None, on a limit or beside it, on the first day, before it, or around A."""
    if history.chance(0.45):
        return None
    at_limit = history.rng.choice(list(limits))(start) + history.rng.choice((-1, 0, 1)) * DAY
    around = max(start, history.as_at + history.rng.choice((-20, -1, 0, 1, 30)) * DAY)
    end = history.rng.choice((at_limit, at_limit, at_limit, around, around, start, start - 3 * DAY))
    return min(end, history.as_at + 45 * DAY)


def steps(history: History, start: date, end: date | None, limits: Iterable[Limit]) -> list[date]:
    """Days of events: on limits and beside them, twice on a day, in leaps, at both ends and beyond them."""
    last, limits = start, list(limits)
    found = [start + history.rng.choice((-1, 0, 0, 1)) * DAY] if history.chance(0.35) else []
    for _ in range(history.rng.choice((0, 1, 2, 3, 4, 6))):
        on_limit = history.rng.choice(limits)(last) + history.rng.choice((-1, 0, 0, 1)) * DAY
        soon, leap = last + history.rng.randint(1, 20) * DAY, history.as_at - history.rng.randrange(120) * DAY
        last = max(last, history.rng.choice((on_limit, on_limit, on_limit, soon, last, leap)))
        if last > history.as_at + 45 * DAY:
            break
        found.append(last)
    if end:
        found += [end + shift * DAY for shift in history.rng.sample((-1, 0, 0, 1, 9), 2)]
    return found


def near_birthday(history: History, child: str, years: int, default: date) -> date:
    """The child's birthday or the day beside it; another day where it is not known or not long past or to come."""
    birth = history.births.get(child)
    found = months_after(birth, 12 * years) + history.rng.choice((-1, 0, 0, 1)) * DAY if birth else default
    return found if date(2012, 1, 9) < found <= history.as_at + 45 * DAY else default


def flag(history: History, of_one: float = 0.85) -> str:
    return history.rng.choice(YES if history.chance(of_one) else NO)


def or_blank(history: History, on: date, of_one: float = 0.04) -> date | None:
    return None if history.chance(of_one) else on


def another(history: History, table: str, column: str, default: str = "") -> str:
    """The key of any row so far: most often another child's."""
    keys = [str(row[column]) for row in history.rows[table] if row.get(column)]
    return history.rng.choice(keys) if keys else default
