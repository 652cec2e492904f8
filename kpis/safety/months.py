"""Which months' records are behind a figure: what is counted once is one unknown, in however many figures it stands."""

from collections.abc import Iterable, Mapping

from kpis.measure import Basis, Measure
from kpis.periods import YEAR_SO_FAR, year_of
from workdays import Month


def behind(measure: Measure, period: str, periods: Iterable[str]) -> tuple[str, ...]:
    """The months (quarters, of a measure by quarter) that a figure adds up; of a state, the one month whose end it is.

    `periods` are those that the measure has figures for: the year so far ends with the last one of its year.
    """
    if not is_year(period):
        own = [period]
    else:
        own = sorted(each for each in periods if not is_year(each) and year_of(each) == year_of(period))
    last = own[-1] if own else period
    if measure.is_state or (not is_year(period) and measure.basis in (Basis.MONTH, Basis.QUARTER)):
        return (last,)
    if measure.basis in (Basis.MONTH, Basis.QUARTER):
        return tuple(own)
    return tuple(str(month) for month in _months(measure, last, so_far=is_year(period)))


def own_counts(measure: Measure, said: Mapping[str, int]) -> dict[str, int]:
    """The count of each month by itself, of what the figures of one scope say (by period).

    Of a count that adds up, a month is what was added since the month before; it has none where that is not among them.
    """
    found = {}
    for period, value in said.items():
        if is_year(period):
            continue
        before = behind(measure, period, said)[:-1]
        if not before:
            found[period] = value
        elif before[-1] in said:
            found[period] = value - said[before[-1]]
    return found


def is_year(period: str) -> bool:
    """Whether the period is a whole year so far."""
    return period.endswith(f" {YEAR_SO_FAR}")


def _months(measure: Measure, last: str, *, so_far: bool) -> list[Month]:
    """The months that a measure adds up until the last one: of the year, or of its quarter."""
    month = Month.parse(last)
    in_quarter = measure.basis is Basis.QUARTER_TO_DATE and not so_far
    months = month.quarter.months if in_quarter else month.reporting_year.months
    return [each for each in months if each.first <= month.first]
