"""Bank holidays of England, for the years that are known and for no other.

The days come from the ``holidays`` package. It can also work out years that GOV.UK has not announced yet; those would
be a guess (a jubilee, a coronation or a state funeral is announced year by year), so they are refused here.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays

FIRST_KNOWN_DAY = date(2012, 1, 1)
# The last year that GOV.UK has published. Move it when GOV.UK publishes another; a test compares every day.
LAST_KNOWN_DAY = date(2028, 12, 31)

SATURDAY = 5


class UnknownYear(ValueError):
    """A year whose bank holidays are not known was asked for; the message says which years are."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"the bank holidays of {year} are not known: the years {FIRST_KNOWN_DAY.year} to {LAST_KNOWN_DAY.year} are"
        )
        self.year = year


def is_weekend(day: date) -> bool:
    """Whether the calendar day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def bank_holidays(year: int, *, closures: frozenset[date] = frozenset()) -> dict[date, str]:
    """The bank holidays of England in a calendar year, by date, with their names.

    Only days that are taken off work are listed, as on GOV.UK: where Christmas Day is a Sunday, the substitute day on
    the Tuesday is listed and the Sunday is not. ``closures`` are a council's own closure days; those of the year are
    added as "Closure day" where they are no weekend and no bank holiday anyway.

    Raises UnknownYear for a year before 2012 or after the last one that GOV.UK has published.
    """
    own = {day: "Closure day" for day in sorted(closures) if day.year == year and not is_weekend(day)}
    return dict(sorted((own | dict(_of_england(year))).items()))


@cache
def _of_england(year: int) -> Mapping[date, str]:
    if not FIRST_KNOWN_DAY.year <= year <= LAST_KNOWN_DAY.year:
        raise UnknownYear(year)
    listed = holidays.country_holidays("GB", subdiv="ENG", years=year)
    # The package lists a holiday that falls on a weekend beside its substitute day; GOV.UK lists the substitute only.
    return {day: name for day, name in listed.items() if not is_weekend(day)}
