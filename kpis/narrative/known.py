"""What is known for the words about a year: the authority's figures of it and of the year before, what was entered for
earlier years, targets and benchmarks. Read once; then any figure that a text names can be looked up."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kpis.aggregate import AUTHORITY
from kpis.book import newest_build
from kpis.figures import rounded, value
from kpis.measure import Basis, Measure, Unit
from kpis.measures import declared
from kpis.models import Benchmark, Build, EarlierFigure, Figure
from kpis.narrative.chance import FEW, Pair
from kpis.narrative.quotes import CHANGE, COUNT, OUT_OF, TARGET, VALUE, CannotRead, Reference
from kpis.periods import year_period
from kpis.targets import Targets
from workdays import Month, Quarter, ReportingYear

FEWER = "fewer than five"


class Known:
    """The figures that words about the year of a build may quote, all of them the whole authority's."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.year = ReportingYear.parse(build.year)
        self.measures = declared()
        self.targets = Targets(self.measures.values())
        self.benchmarks = list(Benchmark.objects.all())
        self._entered = {(row.measure, row.year): Fraction(row.value) for row in EarlierFigure.objects.all()}
        before = newest_build(ReportingYear(self.year.begins - 1))
        self._figures = _figures([build, before] if before else [build])
        self._whole = {str(year) for year in _whole_years([build, before] if before else [build])}

    def pair(self, measure: Measure, period: str) -> Pair | None:
        """The counts of a measure in a month, a quarter, a year up to a month or a whole year; None for none.

        Over several months those of a measure by month are added up (distinct children cannot be); any other speaks for
        itself at the last of them.
        """
        if period in self._whole:
            return self._figures.get((measure.code, year_period(ReportingYear.parse(period))))
        months = months_of(period) if measure.basis is not Basis.QUARTER else []
        found = [pair for month in months if (pair := self._figures.get((measure.code, str(month))))]
        if measure.basis is Basis.MONTH and len(months) > 1:
            return _together(found) if found and measure.has_year else None
        return found[-1] if found else self._figures.get((measure.code, period))

    def number(self, reference: Reference) -> Fraction | None:
        """What the reference names, unrounded; None where there is no such figure."""
        measure, part = self.measures.get(reference.measure), reference.part
        if measure is None:
            return None
        if part.startswith(CHANGE):
            return self._change(measure, reference.period, part.removeprefix(CHANGE))
        if part == TARGET:
            return self.targets.on(measure, last_day(reference.period))
        if part in (COUNT, OUT_OF):
            pair = self.pair(measure, reference.period)
            count = pair and (pair.numerator if part == COUNT else pair.denominator)
            return None if count is None else Fraction(count)
        if part == VALUE:
            return self._value(measure, reference.period)
        rows = (row for row in self.benchmarks if row.measure == measure.code and row.period == reference.period)
        return next((Fraction(row.value) for row in rows if row.comparator == part), None)

    def text(self, reference: Reference) -> str:
        """What the reference names as a text writes it: `97.1%`, `1,380`, `354.9`.

        Raises CannotRead where there is no such figure, or it is a count of 1 to 4, which no text may quote.
        """
        number = self.number(reference)
        if number is None:
            raise CannotRead(f"There is no figure {reference}.")
        if self.is_count(reference) and 0 < number < FEW:
            raise CannotRead(f"{reference} is fewer than five: say so in words, such small numbers are not quoted.")
        return self.written(reference, number)

    def written(self, reference: Reference, number: Fraction) -> str:
        """A number as texts write what the reference names; a count of 1 to 4 is `fewer than five`."""
        if self.is_count(reference):
            return FEWER if 0 < number < FEW else f"{int(number):,}"
        is_worked_out = reference.part == VALUE or reference.part.startswith(CHANGE)
        shown = str(rounded(abs(number))) if is_worked_out else f"{float(number):g}"
        return f"{shown}%" if self._is_percentage(reference) else shown

    def still_says(self, says: str, number: Fraction) -> bool:
        """Whether a number as typed is `number`, to as many decimals as it was typed with."""
        typed = Decimal(says.rstrip("%").replace(",", ""))
        step = Decimal(1).scaleb(int(typed.as_tuple().exponent))
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return abs(exact).quantize(step, ROUND_HALF_UP) == typed

    def is_count(self, reference: Reference) -> bool:
        """Whether the reference is a number of records, written whole."""
        unit = self.measures[reference.measure].unit
        counts = unit in (Unit.COUNT, Unit.COUNT_CHILDREN, Unit.COUNT_FRACTION) and reference.part == VALUE
        return counts or reference.part in (COUNT, OUT_OF)

    def _is_percentage(self, reference: Reference) -> bool:
        is_share = self.measures[reference.measure].is_share
        return is_share is not reference.part.startswith(CHANGE)

    def _value(self, measure: Measure, period: str) -> Fraction | None:
        pair = self.pair(measure, period)
        return value(measure, *pair) if pair else self._entered.get((measure.code, period))

    def _change(self, measure: Measure, period: str, since: str) -> Fraction | None:
        now, then = self._value(measure, period), self._value(measure, since)
        if now is None or then is None:
            return None
        if measure.is_share:
            return now - then
        return (now - then) * 100 / then if then else None


def months_of(period: str) -> list[Month]:
    """The months of a month, a quarter or a year up to a month, as texts name them; none of a whole year."""
    if " to " in period:
        year, last = period.split(" to ")
        return [month for month in ReportingYear.parse(year).months if month <= Month.parse(last)]
    if " Q" in period:
        return list(Quarter.parse(period).months)
    return [] if "/" in period else [Month.parse(period)]


def last_day(period: str) -> date:
    """The last day of a period as texts name it."""
    months = months_of(period)
    return months[-1].last if months else ReportingYear.parse(period).last


def _figures(builds: list[Build]) -> dict[tuple[str, str], Pair]:
    rows = Figure.objects.filter(build__in=builds, scope=AUTHORITY, numerator__isnull=False)
    return {
        (measure, period): Pair(numerator or 0, denominator)
        for measure, period, numerator, denominator in rows.values_list("measure", "period", "numerator", "denominator")
    }


def _whole_years(builds: list[Build]) -> list[ReportingYear]:
    years = [(ReportingYear.parse(build.year), build.as_at) for build in builds]
    return [year for year, as_at in years if as_at >= year.last]


def _together(pairs: Sequence[Pair]) -> Pair:
    denominators = [pair.denominator for pair in pairs if pair.denominator is not None]
    return Pair(sum(pair.numerator for pair in pairs), sum(denominators) if denominators else None)
