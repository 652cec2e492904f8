"""What the rules ask of one measure in one month, gathered from what is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kpis.figures import value
from kpis.measure import Basis, Better, Measure
from kpis.models import Comparator
from kpis.narrative.chance import FEW, Pair, counts_differ, share_differs_from, shares_differ
from kpis.narrative.known import Known
from kpis.narrative.quotes import Reference
from kpis.spc import Chart, chart
from kpis.targets import standing
from workdays import MONTHS_IN_YEAR, Month, ReportingYear

MONTHS_IN_QUARTER = 3
_COMPARATORS = {name: place for place, name in enumerate(Comparator.values)}


@dataclass(frozen=True)
class Point:
    """A month's figure, the target of its time, and how it stood against it: `met`, `missed` or nothing."""

    month: Month
    number: Fraction
    target: Fraction | None
    standing: str


@dataclass(frozen=True)
class Comparison:
    """A figure and another that it is held against; `direction` is 1 where it is higher, -1 lower, 0 where the
    difference may be chance."""

    now: Reference
    then: Reference
    direction: int


@dataclass(frozen=True)
class Facts:
    """One measure as it stands in one month. `points` are the months up to it, the oldest first, `chart` their
    control chart, where months stand beside each other; `quarter` and `last_year` compare it with the quarter and with
    the year before, where that can be compared."""

    measure: Measure
    section: str
    month: Month
    pair: Pair
    points: tuple[Point, ...]
    chart: Chart | None = None
    quarter: Comparison | None = None
    last_year: Comparison | None = None
    benchmarks: tuple[Comparison, ...] = ()

    @property
    def standing(self) -> str:
        """How the month stands against its target."""
        return self.points[-1].standing

    @property
    def run(self) -> int:
        """For how many months in a row the figure has stood so. A month without a figure neither counts nor breaks."""
        told = [point.standing for point in self.points if point.standing]
        return next((n for n, each in enumerate(reversed(told)) if each != self.standing), len(told))

    @property
    def is_so_throughout(self) -> bool:
        """Whether it has stood so in every month that is known, of several."""
        return 1 < self.run == sum(bool(point.standing) for point in self.points)

    @property
    def last_so(self) -> Month | None:
        """The month in which it last stood so before this run; None where it never did."""
        before = [point for point in self.points if point.standing][: -self.run or None]
        return next((point.month for point in reversed(before) if point.standing == self.standing), None)


def gather(known: Known, measure: Measure, section: str, month: Month) -> Facts | None:
    """The facts of a measure in a month; None where it has no figure then, or is kept by quarter."""
    pair = known.pair(measure, str(month))
    if measure.basis is Basis.QUARTER or pair is None or value(measure, *pair) is None:
        return None
    # A rise within the year says nothing then, and a whole year's figure is no measure of a part of it.
    grows = measure.since_april or (measure.is_state and measure.basis is Basis.YEAR_TO_DATE)
    points = tuple(_points(known, measure, month))
    return Facts(
        measure,
        section,
        month,
        pair,
        points,
        chart([point.number for point in points], measure.better) if measure.stands_alone else None,
        None if grows else _on_last_quarter(known, measure, month),
        _on_last_year(known, measure, month, grows),
        () if grows else tuple(_on_benchmarks(known, measure, month)),
    )


def _points(known: Known, measure: Measure, month: Month) -> Iterator[Point]:
    """The months of this year and the last up to the month that have a figure."""
    for each in (
        *(month.reporting_year.months[0] - n for n in range(MONTHS_IN_YEAR, 0, -1)),
        *month.reporting_year.months,
    ):
        pair = known.pair(measure, str(each)) if each <= month else None
        number = value(measure, *pair) if pair else None
        if number is not None:
            target = known.targets.on(measure, each.last)
            yield Point(each, number, target, standing(measure, number, target))


def _on_last_quarter(known: Known, measure: Measure, month: Month) -> Comparison | None:
    """This quarter, once it is over, against the one before; of what is not counted by month, the month against the
    last one of that quarter. A sum since April only grows and is not compared."""
    quarter, before = month.quarter, (month - MONTHS_IN_QUARTER).quarter
    if measure.basis is not Basis.MONTH:
        return None if _is_sum(measure) else _compared(known, measure, str(month), str(before.months[-1]))
    return _compared(known, measure, str(quarter), str(before)) if month == quarter.months[-1] else None


def _on_last_year(known: Known, measure: Measure, month: Month, grows: bool) -> Comparison | None:
    """The year so far against the same months of last year where these are known; else a share against the figure of
    the whole of last year, unless it grows through the year."""
    year, before = month.reporting_year, ReportingYear(month.reporting_year.begins - 1)
    now, then = str(month), str(month - MONTHS_IN_YEAR)
    if measure.basis is Basis.MONTH:
        now, then = f"{year} to {now}", f"{before} to {then}"
    found = _compared(known, measure, now, then)
    return found or (_compared(known, measure, now, str(before)) if measure.is_share and not grows else None)


def _on_benchmarks(known: Known, measure: Measure, month: Month) -> Iterator[Comparison]:
    """The newest figure of each comparator, where one way is good; statistical neighbours first, England last."""
    newest = {row.comparator: row for row in reversed(known.benchmarks) if row.measure == measure.code}
    pair = known.pair(measure, str(month))
    for row in sorted(newest.values(), key=lambda row: _COMPARATORS.get(row.comparator, len(_COMPARATORS))):
        if measure.is_share and measure.better is not Better.NEITHER and pair:
            expected = Fraction(row.value)
            direction = _sign(value(measure, *pair), expected) if share_differs_from(pair, expected) else 0
            yield Comparison(
                Reference(measure.code, str(month)), Reference(measure.code, row.period, row.comparator), direction
            )


def _compared(known: Known, measure: Measure, now: str, then: str) -> Comparison | None:
    """A figure against an earlier one; None where either is not known, or is a count too small to be quoted."""
    references = Reference(measure.code, now), Reference(measure.code, then)
    numbers = [known.number(reference) for reference in references]
    pairs = [known.pair(measure, period) for period in (now, then)]
    if None in numbers or pairs[0] is None or not (measure.is_share or _can_be_quoted(pairs)):
        return None
    differs = _differ(measure, pairs[0], pairs[1], numbers[1])
    return Comparison(*references, _sign(numbers[0], numbers[1]) if differs else 0)


def _differ(measure: Measure, now: Pair, then: Pair | None, published: Fraction | None) -> bool:
    """Whether a figure differs from an earlier one by more than chance; of one that was entered only the share is
    known, not its counts."""
    if not measure.is_share:
        return then is not None and counts_differ(now.numerator, then.numerator)
    if then is not None:
        return shares_differ(now, then)
    return published is not None and share_differs_from(now, published)


def _can_be_quoted(counts: list[Pair | None]) -> bool:
    return all(pair is not None and pair.numerator >= FEW for pair in counts)


def _is_sum(measure: Measure) -> bool:
    return measure.basis is Basis.YEAR_TO_DATE and not measure.is_share


def _sign(one: Fraction | None, other: Fraction | None) -> int:
    return 0 if one is None or other is None else (one > other) - (one < other)
