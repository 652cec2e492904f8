"""How far mending the rows of a question moves figures: from what they are to between the least and the greatest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from kpis.actions.figures import figures_of_measure
from kpis.figures import value
from kpis.measure import Measure
from kpis.models import Build, Figure
from kpis.periods import spans_of, year_period
from kpis.quality.mending import mended
from kpis.quality.question import Mend, Question, Window
from kpis.reading import counts_what_is_worked_out
from workdays import ReportingYear

Scoped = dict[tuple[str, str], "Pair"]  # by measure and scope


@dataclass(frozen=True)
class Pair:
    """The two numbers of a figure."""

    numerator: int
    denominator: int | None

    def of(self, measure: Measure) -> Fraction | None:
        """The figure, not rounded; None where there is none."""
        return value(measure, self.numerator, self.denominator)


@dataclass(frozen=True)
class Move:
    """One figure as it is, and the least and the greatest that it can be once the rows are mended."""

    measure: Measure
    scope: str
    period: str
    now: Pair
    low: Pair
    high: Pair


def spoken_of(measure: Measure, build: Build) -> str | None:
    """The period whose figure is moved: the year so far, or the newest period of what has no year; None before it."""
    year = ReportingYear.parse(build.year)
    spans = spans_of(measure, year, build.as_at)
    if not spans:
        return None
    return year_period(year) if measure.has_year else spans[-1].name


def moves_of(question: Question, measures: Iterable[Measure], build: Build, window: Window) -> Iterator[Move]:
    """Every figure of the build that mending all rows of the question can move.

    What the measures count must be worked out (kpis.reading.ensure_worked_out).
    """
    by_code = {measure.code: measure for measure in measures}
    built = _as_built(by_code, build)
    wanted = {code: by_code[code] for code in dict.fromkeys(code for code, _ in built)}
    found = [_if_mended(question, mend, wanted, build, window) for mend in question.mends(window)]
    for (code, scope), now in built.items():
        measure = by_code[code]
        ends = [pair for each in found if (pair := each.get((code, scope))) and pair.of(measure) is not None]
        if any(pair != now for pair in ends):
            low, high = (end(ends, key=lambda pair: pair.of(measure) or 0) for end in (min, max))
            yield Move(measure, scope, str(spoken_of(measure, build)), now, low, high)


def _as_built(measures: dict[str, Measure], build: Build) -> Scoped:
    periods = {code: spoken_of(measure, build) for code, measure in measures.items()}
    figures = build.figures.filter(measure__in=periods, period__in=set(periods.values()), is_recorded=True)
    return {
        (figure.measure, figure.scope): _pair(figure) for figure in figures if figure.period == periods[figure.measure]
    }


def _pair(figure: Figure) -> Pair:
    return Pair(figure.numerator or 0, figure.denominator)


def _if_mended(question: Question, mend: Mend, measures: dict[str, Measure], build: Build, window: Window) -> Scoped:
    """The figures by measure and scope if all rows of the question were mended in one way."""
    with_duties = any(counts_what_is_worked_out(measure) for measure in measures.values())
    found: Scoped = {}
    with mended(question.asked_about(window), mend, as_at=window.as_at, with_duties=with_duties):
        for code, measure in measures.items():
            period = spoken_of(measure, build)
            figures = (figure for figure in figures_of_measure(build, measure) if figure.period == period)
            found |= {(code, figure.scope): _pair(figure) for figure in figures}
    return found
