"""Making the figures of one measure from its counts."""

from collections.abc import Iterable, Iterator
from datetime import date

from kpis.aggregate import Counts, tally
from kpis.measure import Measure, Unit
from kpis.models import Build, Figure
from kpis.periods import Counted, counts_said, figures_of, spans_of, year_period
from tracking.imports.database import copy_rows
from tracking.models import Population
from tracking.recorded import columns_known
from workdays import ReportingYear

_COLUMNS = tuple(str(field.column) for field in Figure._meta.concrete_fields if not field.primary_key)


def figures_of_measure(build: Build, measure: Measure) -> list[Figure]:
    """Every figure of the measure for the build's year and as-at date, in every scope, not yet saved."""
    year = ReportingYear.parse(build.year)
    spans = spans_of(measure, year, build.as_at)
    if not spans:
        return []
    return list(_figures(build, measure, figures_of(measure, spans, year, tally(measure, spans, build.as_at))))


def recount(build: Build, measure: Measure, since: date) -> None:
    """Count the months of the measure again that end on or after `since`, and write what depends on them.

    The counts of the months before are those that its figures already say.
    """
    year = ReportingYear.parse(build.year)
    spans = spans_of(measure, year, build.as_at)
    again = [span for span in spans if span.end >= since]
    if not again:
        return
    stored = list(build.figures.filter(measure=measure.code))
    if any(figure.is_recorded is not is_recorded(measure, build.year) for figure in stored[:1]):
        again = spans
    fresh = tally(measure, again, build.as_at)
    before = [span for span in spans if span.end < since]
    merged = fresh.joined(counts_said(measure, before, _said(measure, stored)))
    changed = {span.name for span in again} | {year_period(year)}
    found = [figure for figure in figures_of(measure, spans, year, merged) if figure.period in changed]
    build.figures.filter(measure=measure.code, period__in=changed).delete()
    write(_figures(build, measure, found))


def said_upto(build: Build, measure: Measure, stored: list[Figure], last: date) -> list[Figure]:
    """What stored figures of the measure say of the periods begun by `last`, the year so far up to the end of these;
    not saved."""
    year = ReportingYear.parse(build.year)
    spans = [span for span in spans_of(measure, year, build.as_at) if span.first <= last]
    counts = counts_said(measure, spans, _said(measure, stored))
    return list(_figures(build, measure, figures_of(measure, spans, year, counts)))


def write(figures: Iterable[Figure]) -> None:
    """Save new figures, all at once. (They are made first: making them asks the database, which then only reads.)"""
    rows = [[getattr(each, name) for name in _COLUMNS] for each in figures]
    copy_rows(Figure._meta.db_table, _COLUMNS, rows)


def _said(measure: Measure, stored: list[Figure]) -> dict[tuple[str, str], Counts]:
    """The counts behind figures, by scope and period."""
    return {
        (figure.scope, figure.period): Counts(
            figure.numerator or 0 if measure.has_denominator else 0,
            (figure.denominator if measure.has_denominator else figure.numerator) or 0,
            figure.children,
        )
        for figure in stored
    }


def _figures(build: Build, measure: Measure, counted: Iterable[Counted]) -> Iterator[Figure]:
    population = population_of(build.year) if measure.unit is Unit.RATE else None
    recorded = is_recorded(measure, build.year)
    for scope, period, counts in counted:
        yield Figure(
            build=build,
            measure=measure.code,
            unit=measure.unit,
            period=period,
            scope=scope,
            is_recorded=recorded,
            **(numbers(measure, counts, population) if recorded else {}),
        )


def is_recorded(measure: Measure, year: str) -> bool:
    """Whether there is what the measure needs; a rate needs the year's population too."""
    has_population = measure.unit is not Unit.RATE or population_of(year) is not None
    return has_population and measure.is_recorded(columns_known())


def population_of(year: str) -> int | None:
    """Children under 18 in the reporting year; None where that is not recorded: no figure is built in."""
    return Population.objects.filter(source_id=year).values_list("under_18", flat=True).first()


def numbers(measure: Measure, counts: Counts, population: int | None) -> dict[str, int | None]:
    """What a figure says of its counts: numerator and denominator, and the children where they are shown."""
    if measure.unit is Unit.RATE:
        return {"numerator": counts.counted, "denominator": population}
    if measure.has_denominator:
        return {"numerator": counts.met, "denominator": counts.counted}
    children = counts.children if measure.unit is Unit.COUNT_CHILDREN else None
    return {"numerator": counts.counted, "children": children}
