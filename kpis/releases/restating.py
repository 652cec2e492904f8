"""What was published held against the figures of today."""

from dataclasses import dataclass

from kpis.figures import shown
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build, Figure, PublishedFigure, Version
from kpis.releases.upto import figures_upto

AnyFigure = Figure | PublishedFigure


@dataclass(frozen=True)
class Moved:
    """A figure that is another today than when it was frozen (now: none where it is no longer worked out)."""

    measure: Measure
    period: str
    published: str
    now: str


def moved(version: Version, build: Build) -> list[Moved]:
    """The figures of a version that are others in the build, in the measures' order."""
    measures = declared(build.as_at)
    now = {(figure.measure, figure.period): figure for figure in figures_upto(build, version.release.month)}
    found = []
    for then in version.figures.order_by("pk"):
        today = now.get((then.measure, then.period))
        if then.measure in measures and (today is None or numbers(then) != numbers(today)):
            measure = measures[then.measure]
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
