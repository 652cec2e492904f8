"""Making the figures of one measure from its counts."""

from kpis.aggregate import Counts, tally
from kpis.measure import Measure, Unit
from kpis.models import Build, Figure
from kpis.periods import figures_of, spans_of
from tracking.models import Population
from tracking.recorded import recorded_columns
from workdays import ReportingYear


def figures_of_measure(build: Build, measure: Measure) -> list[Figure]:
    """Every figure of the measure for the build's year and as-at date, in every scope, not yet saved."""
    year = ReportingYear.parse(build.year)
    spans = spans_of(measure, year, build.as_at)
    if not spans:
        return []
    population = population_of(build.year)
    is_recorded = measure.is_recorded(recorded_columns()) and (measure.unit is not Unit.RATE or population is not None)
    found = figures_of(measure, spans, year, tally(measure, spans, build.as_at))
    return [
        Figure(
            build=build,
            measure=measure.code,
            unit=measure.unit,
            period=period,
            scope=scope,
            is_recorded=is_recorded,
            **(_numbers(measure, counts, population) if is_recorded else {}),
        )
        for scope, period, counts in found
    ]


def population_of(year: str) -> int | None:
    """Children under 18 in the reporting year; None where that is not recorded: no figure is built in."""
    return Population.objects.filter(source_id=year).values_list("under_18", flat=True).first()


def _numbers(measure: Measure, counts: Counts, population: int | None) -> dict[str, int | None]:
    if measure.unit is Unit.RATE:
        return {"numerator": counts.counted, "denominator": population}
    if measure.has_denominator:
        return {"numerator": counts.met, "denominator": counts.counted}
    return {"numerator": counts.counted, "children": counts.children}
