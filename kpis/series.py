"""All months of a measure since its figures began, over the years that are built: for charts and process control."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.contrib.postgres.aggregates import ArrayAgg

from kpis import spc
from kpis.figures import value
from kpis.measure import Basis, Measure
from kpis.models import Build, Figure
from kpis.scopes import Scope
from workdays import MONTHS_IN_YEAR, Month, ReportingYear


@dataclass(frozen=True)
class Series:
    """A measure's figures of consecutive months, the oldest first (None: no figure), and their control chart.

    There is no control chart of a figure that adds up over the year or the quarter.
    """

    measure: Measure
    months: tuple[Month, ...]
    values: tuple[Fraction | None, ...]
    control: spc.Chart | None

    def of(self, month: Month) -> Fraction | None:
        """The figure of a month; None where there is none."""
        return self.values[self.months.index(month)] if month in self.months else None

    def verdict_of(self, month: Month) -> spc.Variation | None:
        """What process control says of a month's point."""
        if self.control is None or self.control.upper is None or month not in self.months:
            return None
        return self.control.variation_of(self.months.index(month))

    def newest(self, count: int) -> tuple[Fraction | None, ...]:
        """The figures of the newest months, at most `count`."""
        return self.values[-count:]

    @property
    def last_month(self) -> Fraction | None:
        """By how much the newest month differs from the one before; None for a figure that adds up."""
        return self._change(1) if self.measure.stands_alone else None

    @property
    def last_year(self) -> Fraction | None:
        """By how much the newest month differs from the same month a year before."""
        return self._change(MONTHS_IN_YEAR)

    def _change(self, months: int) -> Fraction | None:
        now, before = self.values[-1:], self.values[-1 - months : -months]
        return now[0] - before[0] if now and before and now[0] is not None and before[0] is not None else None


def series_of(
    measures: Sequence[Measure], builds: Iterable[Build], scope: Scope, upto: Month, as_at: date
) -> dict[str, Series]:
    """The series of each measure by its code, from the first month that any of the builds has up to `upto`.

    The events of a month still running on `as_at` are not all there: its figure is drawn, and is no point of process
    control. The state at its end is that of the as-at date, which is one.
    """
    own = {build.pk: build for build in builds if build.year <= str(upto.reporting_year)}
    first = min((ReportingYear.parse(build.year).months[0] for build in own.values()), default=upto)
    months = _months(first, upto)
    found = _found(measures, list(own), scope, months)
    return {measure.code: _series(measure, months, found.get(measure.code, {}), as_at) for measure in measures}


def _found(
    measures: Sequence[Measure], builds: list[int], scope: Scope, months: tuple[Month, ...]
) -> dict[str, dict[str, tuple[int | None, int | None]]]:
    """The two counts of each figure by measure and month, one row of arrays for each measure."""
    rows = (
        Figure.objects.filter(
            build__in=builds,
            measure__in=[measure.code for measure in measures],
            scope=scope.key,
            period__in=[str(month) for month in months],
            is_recorded=True,
        )
        .order_by()
        .values("measure")
        .annotate(periods=ArrayAgg("period"), n=ArrayAgg("numerator"), d=ArrayAgg("denominator"))
        .values_list("measure", "periods", "n", "d")
    )
    return {
        code: dict(zip(periods, zip(numerators, denominators, strict=True), strict=True))
        for code, periods, numerators, denominators in rows
    }


def _series(
    measure: Measure,
    months: tuple[Month, ...],
    counts: dict[str, tuple[int | None, int | None]],
    as_at: date,
) -> Series:
    values = tuple(value(measure, *counts[name]) if name in counts else None for name in _names(months))
    control = spc.chart(_whole(measure, months, values, as_at), measure.better) if measure.stands_alone else None
    return Series(measure, months, values, control)


def _whole(
    measure: Measure, months: tuple[Month, ...], values: tuple[Fraction | None, ...], as_at: date
) -> tuple[Fraction | None, ...]:
    """The figures without that of a month whose events are not all there yet."""
    if measure.basis is not Basis.MONTH or not months or months[-1].last <= as_at:
        return values
    return (*values[:-1], None)


@lru_cache(maxsize=8)
def _names(months: tuple[Month, ...]) -> tuple[str, ...]:
    """What figures call the months: the same for every measure of a page."""
    return tuple(map(str, months))


def _months(first: Month, last: Month) -> tuple[Month, ...]:
    count = (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month + 1
    return tuple(first + n for n in range(count))
