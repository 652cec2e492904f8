"""What was published held against the figures of today."""

from collections.abc import Collection
from dataclasses import dataclass

from kpis.figures import shown
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build, Figure, PublishedFigure, Version, VersionState
from kpis.periods import in_words, slug_of
from kpis.releases.upto import figures_upto
from workdays import ReportingYear

AnyFigure = Figure | PublishedFigure


@dataclass(frozen=True)
class Moved:
    """A figure that is another today than when it was frozen (now: none where it is no longer worked out)."""

    measure: Measure
    period: str
    published: str
    now: str

    @property
    def slug(self) -> str:
        """The period as in an address."""
        return slug_of(self.period)

    @property
    def words(self) -> str:
        """The period in words."""
        return in_words(self.period)


def newest_published(year: ReportingYear) -> Version | None:
    """The version that was published last for the latest month of the reporting year; none where nothing was."""
    published = Version.objects.filter(state=VersionState.PUBLISHED).defer("content", "pattern")
    of_year = [v for v in published.select_related("release") if v.release.month.reporting_year == year]
    return max(of_year, key=lambda version: (version.release.month, version.published_at), default=None)


def moved(version: Version, build: Build, measures: Collection[Measure] | None = None) -> list[Moved]:
    """The figures of a version (of all measures, or of some) that are others in the build, in the measures' order."""
    every = declared(build.as_at)
    codes = list(every) if measures is None else [measure.code for measure in measures]
    now = {(each.measure, each.period): each for each in figures_upto(build, version.release.month, measures)}
    found = []
    for then in version.figures.filter(measure__in=codes).order_by("pk"):
        today = now.get((then.measure, then.period))
        if today is None or numbers(then) != numbers(today):
            measure = every[then.measure]
            found.append(Moved(measure, then.period, text_of(measure, then), text_of(measure, today) if today else ""))
    return found


def numbers(figure: AnyFigure) -> tuple[bool, int | None, int | None, int | None]:
    """What makes two figures the same."""
    return figure.is_recorded, figure.numerator, figure.denominator, figure.children


def text_of(measure: Measure, figure: AnyFigure) -> str:
    """A figure as pages show it."""
    return shown(
        measure,
        is_recorded=figure.is_recorded,
        numerator=figure.numerator,
        denominator=figure.denominator,
        children=figure.children,
    )
