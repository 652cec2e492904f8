"""A section of the book as its page shows it: months down, measures across, for one scope; and teams compared."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kpis import charts
from kpis.aggregate import AUTHORITY
from kpis.cards import Card, card, label_of
from kpis.cells import EMPTY, Cell, Row, cell_of
from kpis.measure import Basis, Measure, Section
from kpis.measures import SECTIONS, declared
from kpis.models import Build, BuildState, Figure
from kpis.periods import year_period
from kpis.scopes import Scope
from kpis.series import Series, series_of
from kpis.targets import Targets
from kpis.trend import Comparison, compared_with, earlier_years, projected
from kpis.verdicts import Verdict, change, is_it_changing, will_it_meet
from workdays import Month, Quarter, ReportingYear

SPARK_MONTHS = 24
FEW = 8  # measures that stand side by side over the months; more stand below each other, with the months across
Found = dict[tuple[str, str, str], Figure]


@dataclass(frozen=True)
class Line:
    """A measure across the months: its cells, each with the share beside a count where the section has it."""

    measure: Measure
    target: str
    cells: tuple[tuple[Cell, Cell | None], ...]
    spark: str


@dataclass(frozen=True)
class Page:
    """A section for one year and scope, as it speaks of `month`."""

    section: Section
    scope: Scope
    month: Month
    measures: tuple[Measure, ...]
    targets: tuple[str, ...]
    aims: tuple[Fraction | None, ...]
    earlier: tuple[Row, ...]
    months: tuple[Row, ...]
    so_far: Row
    projection: Row | None
    comparisons: tuple[Comparison, ...]
    stale: frozenset[str]
    series: dict[str, Series]

    @property
    def is_by_quarter(self) -> bool:
        """Whether the rows are quarters and not months."""
        return _is_by_quarter(self.section)

    @property
    def is_wide(self) -> bool:
        """Whether there are so many measures that they stand below each other."""
        return len(self.measures) > FEW or self.is_by_quarter

    @property
    def month_label(self) -> str:
        """The label of the row that the page speaks of."""
        return label_of(self.month.quarter if self.is_by_quarter else self.month)

    @property
    def cards(self) -> list[Card]:
        """The chart and verdicts of each measure with figures by month, where they stand side by side."""
        if self.is_wide:
            return []
        at = next((row for row in self.months if row.label == self.month_label), None)
        months = self.month.reporting_year.months
        return [
            card(self.series[m.code], months, at.cells[place] if at else EMPTY, self.targets[place], self.aims[place])
            for place, m in enumerate(self.measures)
            if any(value is not None for value in self.series[m.code].values)
        ]

    @property
    def columns(self) -> tuple[Row, ...]:
        """What stands across where measures stand below each other. Figures that add up over the quarter have those of
        the quarters' ends and of the newest month, as in the report."""
        rows = [row for row in self.months if any(cell.text for cell in row.cells)]
        if all(measure.basis is Basis.QUARTER_TO_DATE for measure in self.measures):
            ends = {label_of(quarter.months[-1]) for quarter in self.month.reporting_year.quarters}
            rows = [row for row in rows if row.label in ends or row == rows[-1]]
        after = [self.so_far, *([self.projection] if self.projection else [])]
        return (*self.earlier, *rows, *after, *(Row(each.name, each.cells) for each in self.comparisons))

    @property
    def lines(self) -> list[Line]:
        """The measures below each other; the share of a count stands in the count's cells."""
        places = {measure.code: place for place, measure in enumerate(self.measures)}
        pairs = {code: places[f"{code}-PCT"] for code in places if f"{code}-PCT" in places}
        alone = [measure for measure in self.measures if measure.code.removesuffix("-PCT") not in pairs]
        counts = [measure for measure in self.measures if measure.code in pairs]
        across = self.columns
        return [self._line(m, places[m.code], pairs.get(m.code), across) for m in (*counts, *alone)]

    def _line(self, measure: Measure, place: int, share: int | None, across: tuple[Row, ...]) -> Line:
        cells = tuple((row.cells[place], row.cells[share] if share is not None else None) for row in across)
        series = self.series[self.measures[place if share is None else share].code]
        drawn = charts.spark(series.newest(SPARK_MONTHS), series.verdict_of(self.month)) if series.months else ""
        return Line(measure, self.targets[place], cells, drawn)


def newest_builds() -> dict[ReportingYear, Build]:
    """The last finished build of every reporting year that has one, the newest year first."""
    found = Build.objects.filter(finished_at__isnull=False).order_by("-year", "-id").distinct("year")
    return {ReportingYear.parse(build.year): build for build in found}


def built_years() -> list[ReportingYear]:
    """The reporting years that have figures, the newest first."""
    return list(newest_builds())


def newest_build(year: ReportingYear) -> Build | None:
    """The last build of the year that is finished."""
    return Build.objects.filter(year=str(year), finished_at__isnull=False).first()


def page(section: Section, build: Build, scope: Scope, month: Month, builds: Iterable[Build]) -> Page:
    """The section's months and year so far for one scope, with earlier years, projection, comparisons and series."""
    year = ReportingYear.parse(build.year)
    measures = _measures_of(scope, section.all_measures)
    figures = _figures(build, measures, scopes=[scope.key])
    targets = Targets(measures)
    so_far = [figures.get((measure.code, scope.key, year_period(year))) for measure in measures]
    return Page(
        section=section,
        scope=scope,
        month=month,
        measures=measures,
        targets=tuple(targets.text(measure, month.last) for measure in measures),
        aims=tuple(targets.on(measure, month.last) for measure in measures),
        earlier=earlier_years(measures, year, scope),
        months=tuple(_month_row(period, measures, figures, targets, scope) for period in _periods(section, year)),
        so_far=Row(
            so_far_label(build, month),
            tuple(cell_of(m, figure, targets.on(m, build.as_at)) for m, figure in zip(measures, so_far, strict=True)),
        ),
        projection=projected(measures, so_far, build),
        comparisons=compared_with(measures),
        stale=stale_measures(build),
        series=series_of(measures, builds, scope, month, build.as_at),
    )


def stale_measures(build: Build) -> frozenset[str]:
    """The codes of measures that failed in the build: their figures are those of an earlier one."""
    return frozenset(build.steps.filter(state=BuildState.FAILED).values_list("measure", flat=True))


def compare(section: Section, build: Build, scopes: list[Scope], period: str, on: date) -> tuple[Row, ...]:
    """The section's measures for each team of `scopes` in one period; rates have no teams and are left out."""
    measures = tuple(measure for measure in section.all_measures if measure.has_teams)
    teams = [scope for scope in scopes if scope.key != AUTHORITY]
    figures = _figures(build, measures, scopes=[scope.key for scope in teams], periods=[period])
    targets = Targets(measures)
    return tuple(
        Row(
            scope.name,
            tuple(cell_of(m, figures.get((m.code, scope.key, period)), targets.on(m, on)) for m in measures),
        )
        for scope in teams
    )


def so_far_label(build: Build, month: Month) -> str:
    """What the year so far is called beside a month: where that is not the newest, the row says to when it runs."""
    newest = newest_month(build)
    return "Year to date" if month == newest else f"Year to {newest.first:%b %Y}"


@dataclass(frozen=True)
class Headline:
    """A measure on the overview: its month (or quarter), what that is beside earlier ones, and the year so far."""

    measure: Measure
    target: str
    month: Cell
    so_far: Cell
    is_stale: bool
    series: Series
    changing: Verdict
    assured: Verdict

    @property
    def spark(self) -> str:
        """The newest months as a small line."""
        return charts.spark(self.series.newest(SPARK_MONTHS), self.series.verdict_of(self.series.months[-1]))

    @property
    def on_last_month(self) -> str:
        """The change on the month before, with its sign."""
        return change(self.series.last_month)

    @property
    def on_last_year(self) -> str:
        """The change on the same month a year before, with its sign."""
        return change(self.series.last_year)


def overview(build: Build, scope: Scope, month: Month, builds: Iterable[Build]) -> list[tuple[Section, list[Headline]]]:
    """Every section with its measures' month and year so far for one scope, in a few queries."""
    year = ReportingYear.parse(build.year)
    measures = _measures_of(scope, declared().values())
    periods = [str(month), str(month.quarter), year_period(year)]
    figures, targets = _figures(build, measures, scopes=[scope.key], periods=periods), Targets(measures)
    stale, series = stale_measures(build), series_of(measures, builds, scope, month, build.as_at)

    def headline(measure: Measure) -> Headline:
        aim = targets.on(measure, month.last)
        return Headline(
            measure,
            targets.text(measure, month.last),
            cell_of(measure, figures.get((measure.code, scope.key, _newest(measure, month))), aim),
            cell_of(measure, figures.get((measure.code, scope.key, year_period(year))), aim),
            measure.code in stale,
            series[measure.code],
            is_it_changing(series[measure.code]),
            will_it_meet(series[measure.code], aim),
        )

    shown_codes = {measure.code: measure for measure in measures}
    sections = ((section, [m for m in section.all_measures if m.code in shown_codes]) for section in SECTIONS)
    return [(section, [headline(measure) for measure in own]) for section, own in sections if own]


def standing_so(sections: list[tuple[Section, list[Headline]]], standing: str) -> list[tuple[Section, list[Headline]]]:
    """The overview's measures whose month stands so against its target: `met` or `missed`."""
    found = ((section, [each for each in lines if each.month.standing == standing]) for section, lines in sections)
    return [(section, lines) for section, lines in found if lines]


def standings(build: Build, scope: Scope, month: Month) -> Counter[str]:
    """How many measures met and how many missed their target in the month: what `standing_so` lists."""
    measures = _measures_of(scope, declared().values())
    figures = _figures(build, measures, scopes=[scope.key], periods=[str(month), str(month.quarter)])
    targets = Targets(measures)
    return Counter(
        cell_of(measure, figures.get((measure.code, scope.key, _newest(measure, month))), aim).standing
        for measure in measures
        if (aim := targets.on(measure, month.last)) is not None
    )


def _newest(measure: Measure, month: Month) -> str:
    """The period that a measure's figure of a month is of: the month, or its quarter."""
    return str(month.quarter if measure.basis is Basis.QUARTER else month)


def newest_month(build: Build) -> Month:
    """The last month of the build's year that has figures."""
    return min(Month.of(build.as_at), ReportingYear.parse(build.year).months[-1])


def _measures_of(scope: Scope, measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Those that the scope has figures of: rates exist for the authority only."""
    return tuple(measure for measure in measures if measure.has_teams or scope.key == AUTHORITY)


def _figures(build: Build, measures: Iterable[Measure], *, scopes: list[str], periods: Iterable[str] = ()) -> Found:
    found = build.figures.filter(measure__in=[m.code for m in measures], scope__in=scopes)
    if periods:
        found = found.filter(period__in=list(periods))
    return {(figure.measure, figure.scope, figure.period): figure for figure in found}


def _is_by_quarter(section: Section) -> bool:
    return all(measure.basis is Basis.QUARTER for measure in section.measures)


def _periods(section: Section, year: ReportingYear) -> tuple[Month, ...] | tuple[Quarter, ...]:
    return year.quarters if _is_by_quarter(section) else year.months


def _month_row(
    period: Month | Quarter, measures: tuple[Measure, ...], figures: Found, targets: Targets, scope: Scope
) -> Row:
    return Row(
        label_of(period),
        tuple(cell_of(m, figures.get((m.code, scope.key, str(period))), targets.on(m, period.last)) for m in measures),
    )
