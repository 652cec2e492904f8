"""A section of the book as its page shows it: months down, measures across, for one scope; and teams compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kpis.aggregate import AUTHORITY
from kpis.cells import Cell, Row, cell_of
from kpis.measure import Basis, Measure, Section
from kpis.measures import SECTIONS, declared
from kpis.models import Build, BuildState, Figure
from kpis.periods import year_period
from kpis.scopes import Scope
from kpis.targets import Targets
from kpis.trend import Comparison, compared_with, earlier_years, projected
from workdays import Month, Quarter, ReportingYear

Found = dict[tuple[str, str, str], Figure]


@dataclass(frozen=True)
class Page:
    """A section for one year and scope."""

    section: Section
    scope: Scope
    measures: tuple[Measure, ...]
    targets: tuple[str, ...]
    aims: tuple[Fraction | None, ...]
    earlier: tuple[Row, ...]
    months: tuple[Row, ...]
    so_far: Row
    projection: Row | None
    comparisons: tuple[Comparison, ...]
    stale: frozenset[str]

    @property
    def is_by_quarter(self) -> bool:
        """Whether the rows are quarters and not months."""
        return _is_by_quarter(self.section)


def built_years() -> list[ReportingYear]:
    """The reporting years that have figures, the newest first."""
    years = Build.objects.filter(finished_at__isnull=False).order_by().values_list("year", flat=True).distinct()
    return sorted((ReportingYear.parse(year) for year in years), reverse=True)


def newest_build(year: ReportingYear) -> Build | None:
    """The last build of the year that is finished."""
    return Build.objects.filter(year=str(year), finished_at__isnull=False).first()


def page(section: Section, build: Build, scope: Scope) -> Page:
    """The section's months and year so far for one scope, with earlier years, projection and comparisons."""
    year = ReportingYear.parse(build.year)
    measures = _measures_of(scope, section.all_measures)
    figures = _figures(build, measures, scopes=[scope.key])
    targets = Targets(measures)
    so_far = [figures.get((measure.code, scope.key, year_period(year))) for measure in measures]
    return Page(
        section=section,
        scope=scope,
        measures=measures,
        targets=tuple(targets.text(measure, build.as_at) for measure in measures),
        aims=tuple(targets.on(measure, build.as_at) for measure in measures),
        earlier=earlier_years(measures, year, scope),
        months=tuple(_month_row(period, measures, figures, targets, scope) for period in _periods(section, year)),
        so_far=Row(
            "Year to date",
            tuple(cell_of(m, figure, targets.on(m, build.as_at)) for m, figure in zip(measures, so_far, strict=True)),
        ),
        projection=projected(measures, so_far, build),
        comparisons=compared_with(measures),
        stale=stale_measures(build),
    )


def stale_measures(build: Build) -> frozenset[str]:
    """The codes of measures that failed in the build: their figures are those of an earlier one."""
    return frozenset(build.steps.filter(state=BuildState.FAILED).values_list("measure", flat=True))


def compare(section: Section, build: Build, scopes: list[Scope], period: str, on: date) -> tuple[Row, ...]:
    """The section's measures for each team of `scopes` in one period; rates have no teams and are left out."""
    measures = tuple(measure for measure in section.all_measures if measure.has_teams)
    teams = [scope for scope in scopes if scope.key != AUTHORITY]
    figures = _figures(build, measures, scopes=[scope.key for scope in teams], period=period)
    targets = Targets(measures)
    return tuple(
        Row(
            scope.name,
            tuple(cell_of(m, figures.get((m.code, scope.key, period)), targets.on(m, on)) for m in measures),
        )
        for scope in teams
    )


@dataclass(frozen=True)
class Headline:
    """A measure on the overview: its newest month (or quarter) and the year so far."""

    measure: Measure
    target: str
    month: Cell
    so_far: Cell
    is_stale: bool


def overview(build: Build, scope: Scope) -> list[tuple[Section, list[Headline]]]:
    """Every section with its measures' newest month and year so far for one scope, in a few queries."""
    year, month = ReportingYear.parse(build.year), newest_month(build)
    measures = _measures_of(scope, declared().values())
    figures, targets, stale = _figures(build, measures, scopes=[scope.key]), Targets(measures), stale_measures(build)

    def headline(measure: Measure) -> Headline:
        aim = targets.on(measure, build.as_at)
        newest = str(month.quarter if measure.basis is Basis.QUARTER else month)
        return Headline(
            measure,
            targets.text(measure, build.as_at),
            cell_of(measure, figures.get((measure.code, scope.key, newest)), aim),
            cell_of(measure, figures.get((measure.code, scope.key, year_period(year))), aim),
            measure.code in stale,
        )

    shown_codes = {measure.code: measure for measure in measures}
    sections = ((section, [m for m in section.all_measures if m.code in shown_codes]) for section in SECTIONS)
    return [(section, [headline(measure) for measure in own]) for section, own in sections if own]


def against_target(build: Build, scope: Scope, standing: str) -> list[tuple[Section, list[Headline]]]:
    """The overview's measures whose newest month stands so against its target: `met` or `missed`."""
    found = ((section, [h for h in lines if h.month.standing == standing]) for section, lines in overview(build, scope))
    return [(section, lines) for section, lines in found if lines]


def newest_month(build: Build) -> Month:
    """The last month of the build's year that has figures."""
    return min(Month.of(build.as_at), ReportingYear.parse(build.year).months[-1])


def _measures_of(scope: Scope, measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Those that the scope has figures of: rates exist for the authority only."""
    return tuple(measure for measure in measures if measure.has_teams or scope.key == AUTHORITY)


def _figures(build: Build, measures: Iterable[Measure], *, scopes: list[str], period: str = "") -> Found:
    found = build.figures.filter(measure__in=[m.code for m in measures], scope__in=scopes)
    if period:
        found = found.filter(period=period)
    return {(figure.measure, figure.scope, figure.period): figure for figure in found}


def _is_by_quarter(section: Section) -> bool:
    return all(measure.basis is Basis.QUARTER for measure in section.measures)


def _periods(section: Section, year: ReportingYear) -> tuple[Month, ...] | tuple[Quarter, ...]:
    return year.quarters if _is_by_quarter(section) else year.months


def _month_row(
    period: Month | Quarter, measures: tuple[Measure, ...], figures: Found, targets: Targets, scope: Scope
) -> Row:
    label = f"{period.first:%b %Y}" if isinstance(period, Month) else f"Quarter {period.number}"
    return Row(
        label,
        tuple(cell_of(m, figures.get((m.code, scope.key, str(period))), targets.on(m, period.last)) for m in measures),
    )
