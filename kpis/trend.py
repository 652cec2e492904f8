"""What a section's figures are read beside: earlier years, the projection to the year's end, what others achieve."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from kpis.aggregate import AUTHORITY
from kpis.cells import EMPTY, Cell, Row, cell_of
from kpis.figures import rounded, value
from kpis.measure import Basis, Measure, Unit
from kpis.models import Benchmark, Build, Comparator, EarlierFigure, Figure
from kpis.periods import months_begun, year_period
from kpis.scopes import Scope
from workdays import MONTHS_IN_YEAR, ReportingYear

ENTERED = "entered"
_COMPARATORS = list(Comparator.values)


@dataclass(frozen=True)
class Comparison:
    """What one comparator achieved: a figure for each measure, empty where there is none."""

    name: str
    cells: tuple[Cell, ...]


def earlier_years(measures: Sequence[Measure], year: ReportingYear, scope: Scope) -> tuple[Row, ...]:
    """A row for each earlier year, the oldest first: computed where that year was built to its end, else as entered."""
    codes = [measure.code for measure in measures]
    computed = _computed(codes, year, scope)
    entered = {
        (row.year, row.measure): row
        for row in EarlierFigure.objects.filter(measure__in=codes, year__lt=str(year))
        if scope.key == AUTHORITY
    }
    years = sorted({each for each, _ in (*computed, *entered)})
    return tuple(
        Row(each, tuple(_year_cell(m, computed.get((each, m.code)), entered.get((each, m.code))) for m in measures))
        for each in years
    )


def _computed(codes: list[str], year: ReportingYear, scope: Scope) -> dict[tuple[str, str], Figure]:
    """The year rows of earlier years' newest builds, by year and measure, where the year was over by then."""
    builds = Build.objects.filter(year__lt=str(year), finished_at__isnull=False)
    newest = {build.year: build for build in reversed(list(builds))}
    whole = [build for build in newest.values() if build.as_at >= ReportingYear.parse(build.year).last]
    names = [year_period(ReportingYear.parse(build.year)) for build in whole]
    found = Figure.objects.filter(build__in=whole, measure__in=codes, scope=scope.key, period__in=names)
    return {(figure.period.split()[0], figure.measure): figure for figure in found}


def _year_cell(measure: Measure, computed: Figure | None, entered: EarlierFigure | None) -> Cell:
    if computed is not None and computed.is_recorded:
        return cell_of(measure, computed)
    if entered is None:
        return cell_of(measure, computed)
    return Cell(as_text(measure, entered.value), figure=Fraction(entered.value), remark=ENTERED)


def projected(measures: Sequence[Measure], so_far: Sequence[Figure | None], build: Build) -> Row | None:
    """Where a year-to-date count or rate would be at the year's end: figure / months elapsed x 12 (measure catalogue).

    None where no measure can be projected, or the year is over.
    """
    months = len(months_begun(ReportingYear.parse(build.year), build.as_at))
    can_be = [measure.basis is Basis.YEAR_TO_DATE and measure.unit in (Unit.COUNT, Unit.RATE) for measure in measures]
    if months in (0, MONTHS_IN_YEAR) or not any(can_be):
        return None
    pairs = zip(measures, so_far, can_be, strict=True)
    return Row("Projected to 31 March", tuple(_projection(m, f, months) if can else EMPTY for m, f, can in pairs))


def _projection(measure: Measure, figure: Figure | None, months: int) -> Cell:
    number = value(measure, figure.numerator, figure.denominator) if figure and figure.is_recorded else None
    if number is None:
        return EMPTY
    at_end = number / months * MONTHS_IN_YEAR
    return Cell(
        str(rounded(at_end)) if measure.unit is Unit.RATE else str(floor(at_end + Fraction(1, 2))), figure=at_end
    )


def compared_with(measures: Sequence[Measure]) -> tuple[Comparison, ...]:
    """The newest figure of each comparator: statistical neighbours, region, England, then any other."""
    found: dict[tuple[str, str], dict[str, Benchmark]] = defaultdict(dict)
    for row in Benchmark.objects.filter(measure__in=[measure.code for measure in measures]).order_by("period"):
        found[row.comparator, row.name][row.measure] = row
    ordered = sorted(found.items(), key=lambda item: (_place(item[0][0]), item[0][1]))
    return tuple(
        Comparison(name, tuple(_benchmark(measure, rows.get(measure.code)) for measure in measures))
        for (_, name), rows in ordered
    )


def _place(comparator: str) -> int:
    return _COMPARATORS.index(comparator) if comparator in _COMPARATORS else len(_COMPARATORS)


def _benchmark(measure: Measure, row: Benchmark | None) -> Cell:
    if row is None:
        return EMPTY
    remark = f"{row.period}: {row.note}" if row.note else row.period
    return Cell(as_text(measure, row.value), figure=Fraction(row.value), remark=remark)


def as_text(measure: Measure, number: Decimal) -> str:
    """A figure as it was published elsewhere, without zeros that say nothing."""
    text = f"{number.normalize():f}"
    return text if measure.unit is Unit.COUNT or "." in text else f"{text}.0"
