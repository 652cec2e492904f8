"""A section of the book as its page shows it: months down, measures across, for one scope; and teams compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.models import Team, User
from accounts.roles import Right
from kpis.aggregate import AUTHORITY, UNALLOCATED
from kpis.figures import shown, value
from kpis.measure import Better, Measure, Section, Unit
from kpis.measures import SECTIONS, declared
from kpis.models import Build, BuildState, Figure, Target
from kpis.periods import year_period
from workdays import Month, ReportingYear


@dataclass(frozen=True)
class Scope:
    """Whose figures: the authority's, a team's, or those that no team can be named for."""

    key: str
    name: str


WHOLE_AUTHORITY = Scope(AUTHORITY, "Whole authority")
NO_TEAM = Scope(UNALLOCATED, "Unallocated")


@dataclass(frozen=True)
class Cell:
    """One figure as shown, the counts behind a share, and how it stands against its target."""

    text: str
    counts: str = ""
    standing: str = ""
    figure: Fraction | None = None


EMPTY = Cell("")


@dataclass(frozen=True)
class Row:
    """A line of a table: a month, the year so far, or a team."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Page:
    """A section for one year and scope."""

    section: Section
    scope: Scope
    measures: tuple[Measure, ...]
    targets: tuple[str, ...]
    aims: tuple[Fraction | None, ...]
    months: tuple[Row, ...]
    so_far: Row
    stale: frozenset[str]


def scopes_of(user: User) -> list[Scope]:
    """Whose figures the user may see: everything, or those of their own teams and the teams below."""
    if user.may(Right.SEE_AUTHORITY_FIGURES):
        return [WHOLE_AUTHORITY, *_of_teams(Team.objects.filter(is_current=True)), NO_TEAM]
    if user.may(Right.SEE_TEAM_FIGURES):
        return _of_teams(Team.objects.filter(is_current=True).seen_by(user))
    return []


def _of_teams(teams: Iterable[Team]) -> list[Scope]:
    return [Scope(f"team:{team.source_id or f'#{team.pk}'}", str(team)) for team in teams]


def built_years() -> list[ReportingYear]:
    """The reporting years that have figures, the newest first."""
    years = Build.objects.filter(finished_at__isnull=False).order_by().values_list("year", flat=True).distinct()
    return sorted((ReportingYear.parse(year) for year in years), reverse=True)


def newest_build(year: ReportingYear) -> Build | None:
    """The last build of the year that is finished."""
    return Build.objects.filter(year=str(year), finished_at__isnull=False).first()


def page(section: Section, build: Build, scope: Scope) -> Page:
    """The section's months and year so far for one scope, in three queries."""
    year = ReportingYear.parse(build.year)
    measures = _measures_of(scope, section.all_measures)
    figures = _figures(build, measures, scopes=[scope.key])
    targets = _Targets(measures)
    return Page(
        section=section,
        scope=scope,
        measures=measures,
        targets=tuple(targets.text(measure, build.as_at) for measure in measures),
        aims=tuple(targets.on(measure, build.as_at) for measure in measures),
        months=tuple(_month_row(month, measures, figures, targets, scope) for month in year.months),
        so_far=_row(
            "Year to date",
            [(m, figures.get((m.code, scope.key, year_period(year))), targets.on(m, build.as_at)) for m in measures],
        ),
        stale=stale_measures(build),
    )


def stale_measures(build: Build) -> frozenset[str]:
    """The codes of measures that failed in the build: their figures are those of an earlier one."""
    return frozenset(build.steps.filter(state=BuildState.FAILED).values_list("measure", flat=True))


def compare(section: Section, build: Build, scopes: list[Scope], period: str, on: date) -> tuple[Row, ...]:
    """The section's measures for each team of `scopes` in one period; rates have no teams and are left out."""
    measures = tuple(measure for measure in section.measures if measure.has_teams)
    teams = [scope for scope in scopes if scope.key != AUTHORITY]
    figures = _figures(build, measures, scopes=[scope.key for scope in teams], period=period)
    targets = _Targets(measures)
    return tuple(
        _row(scope.name, [(m, figures.get((m.code, scope.key, period)), targets.on(m, on)) for m in measures])
        for scope in teams
    )


@dataclass(frozen=True)
class Headline:
    """A measure on the overview: its newest month and the year so far."""

    measure: Measure
    target: str
    month: Cell
    so_far: Cell
    is_stale: bool


def overview(build: Build, scope: Scope) -> list[tuple[Section, list[Headline]]]:
    """Every section with its measures' newest month and year so far for one scope, in three queries."""
    year, month = ReportingYear.parse(build.year), newest_month(build)
    measures = _measures_of(scope, declared().values())
    figures, targets, stale = _figures(build, measures, scopes=[scope.key]), _Targets(measures), stale_measures(build)

    def headline(measure: Measure) -> Headline:
        return Headline(
            measure,
            targets.text(measure, build.as_at),
            _cell(measure, figures.get((measure.code, scope.key, str(month))), targets.on(measure, build.as_at)),
            _cell(measure, figures.get((measure.code, scope.key, year_period(year))), targets.on(measure, build.as_at)),
            measure.code in stale,
        )

    shown_codes = {measure.code for measure in measures}
    return [(section, [headline(m) for m in section.all_measures if m.code in shown_codes]) for section in SECTIONS]


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


def _figures(
    build: Build, measures: Iterable[Measure], *, scopes: list[str], period: str = ""
) -> dict[tuple[str, str, str], Figure]:
    found = build.figures.filter(measure__in=[m.code for m in measures], scope__in=scopes)
    if period:
        found = found.filter(period=period)
    return {(figure.measure, figure.scope, figure.period): figure for figure in found}


class _Targets:
    """The targets of some measures, each in force from its date until the next."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._targets = list(Target.objects.filter(measure__in=[m.code for m in measures]).order_by("starts_on"))

    def on(self, measure: Measure, day: date) -> Fraction | None:
        """The target in force on `day`."""
        values = [t.value for t in self._targets if t.measure == measure.code and t.starts_on <= day]
        return Fraction(values[-1]) if values else None

    def text(self, measure: Measure, day: date) -> str:
        """The target in words: `at least 95%`."""
        target = self.on(measure, day)
        if target is None:
            return ""
        bound = {Better.HIGH: "at least ", Better.LOW: "at most ", Better.NEITHER: ""}[measure.better]
        return f"{bound}{float(target):g}{'%' if measure.unit is Unit.PERCENT else ''}"


def _month_row(
    month: Month,
    measures: tuple[Measure, ...],
    figures: dict[tuple[str, str, str], Figure],
    targets: _Targets,
    scope: Scope,
) -> Row:
    cells = [(m, figures.get((m.code, scope.key, str(month))), targets.on(m, month.last)) for m in measures]
    return _row(f"{month.first:%b %Y}", cells)


def _row(label: str, cells: list[tuple[Measure, Figure | None, Fraction | None]]) -> Row:
    return Row(label, tuple(_cell(*cell) for cell in cells))


def _cell(measure: Measure, figure: Figure | None, target: Fraction | None) -> Cell:
    if figure is None:
        return EMPTY
    counts = {"numerator": figure.numerator, "denominator": figure.denominator}
    number = value(measure, **counts)
    return Cell(
        text=shown(measure, is_recorded=figure.is_recorded, **counts),
        counts=f"{figure.numerator:,} of {figure.denominator:,}" if measure.is_share and number is not None else "",
        standing=_standing(measure, number, target),
        figure=number,
    )


def _standing(measure: Measure, number: Fraction | None, target: Fraction | None) -> str:
    """`met` or `missed`, by the unrounded figure; nothing without a figure, a target or a direction."""
    if number is None or target is None or measure.better is Better.NEITHER:
        return ""
    return "met" if (number >= target if measure.better is Better.HIGH else number <= target) else "missed"
