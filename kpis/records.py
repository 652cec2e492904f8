"""The records behind one figure as a page shows them: which figure is asked for, what the list adds up to, by whom."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet

from kpis.actions.figures import numbers, population_of
from kpis.aggregate import Counts
from kpis.days import Span
from kpis.disclosure import as_it_is
from kpis.events import many
from kpis.figures import FACTOR, NO_DENOMINATOR, rounded, value
from kpis.measure import Better, Measure, Unit
from kpis.models import Build, Figure, RecordBehind
from kpis.observations import counts
from kpis.periods import in_words, year_period
from kpis.scopes import Scope
from workdays import ReportingYear

NOBODY = "Nobody allocated"


@dataclass(frozen=True)
class Asked:
    """The figure whose records are asked for."""

    measure: Measure
    build: Build
    span: Span
    scope: Scope

    @property
    def title(self) -> str:
        """The measure's code and title."""
        return " ".join(filter(None, (self.measure.short_code, self.measure.title)))

    @property
    def name(self) -> str:
        """Which figure it is, in one line, for the access log."""
        return f"{self.measure.code}, {self.period}, {self.scope.name}"

    @property
    def period(self) -> str:
        """The figure's period in words."""
        return in_words(self.span.name)

    @property
    def when(self) -> str:
        """The days whose records count."""
        end = f"{self.span.end:%-d %B %Y}"
        return f"as things stood at the end of {end}" if self.measure.is_state else f"of {self._since} to {end}"

    @property
    def _since(self) -> str:
        first, end = self.span.first, self.span.end
        return f"{first:%-d %B %Y}" if first.year != end.year else f"{first:%-d %B}"

    @property
    def figure(self) -> Figure | None:
        """The figure as it was last worked out."""
        scope, period = self.scope.key, self.span.name
        return self.build.figures.filter(measure=self.measure.code, scope=scope, period=period).first()


@dataclass(frozen=True)
class Standing:
    """What the list adds up to: the figure worked out from it, and in a sentence how."""

    figure: Figure
    text: str
    sentence: str


@dataclass(frozen=True)
class Share:
    """What is behind the figure for one worker: how many, how many of them met it, and the share."""

    worker: str
    counted: int
    met: int
    text: str


def standing(asked: Asked, rows: "QuerySet[RecordBehind]") -> Standing:
    """What the rows (all of the figure's scope) add up to."""
    measure, counted = asked.measure, counts(rows, asked.measure)
    population = population_of(asked.build.year) if measure.unit is Unit.RATE else None
    figure = Figure(
        measure=measure.code, period=asked.span.name, is_recorded=True, **numbers(measure, counted, population)
    )
    if asked.span.name == year_period(ReportingYear.parse(asked.build.year)):
        figure.children = None  # distinct children do not add up over months
    sentence = f"{_how_many(measure, counted, rows)}: {_result(measure, figure)}."
    return Standing(figure, text_of(figure, measure), sentence)


def text_of(figure: Figure, measure: Measure) -> str:
    """A figure as pages show it, a percentage with its sign."""
    text = as_it_is(figure, measure).shown
    return f"{text}%" if measure.unit is Unit.PERCENT and text != NO_DENOMINATOR else text


def counts_of(figure: Figure) -> tuple[int | None, int | None, int | None]:
    """What makes two figures the same."""
    return figure.numerator, figure.denominator, figure.children


def by_worker(rows: "QuerySet[RecordBehind]", measure: Measure) -> list[Share]:
    """What counts among the rows by the worker allocated on the observation date; with each who has a part of it."""
    found = (
        rows.filter(counted=True)
        .order_by()
        .values("worker", "worker__name", "worker__source_id")
        .annotate(records=Count("unit", distinct=True), records_met=Count("unit", distinct=True, filter=Q(met=True)))
        .order_by(F("worker__name").asc(nulls_last=True), "worker")
    )
    return [
        Share(
            line["worker__name"] or line["worker__source_id"] or NOBODY,
            line["records"],
            line["records_met"],
            f"{rounded(Fraction(100 * line['records_met'], line['records']))}%",
        )
        for line in found
    ]


def _how_many(measure: Measure, counted: Counts, rows: "QuerySet[RecordBehind]") -> str:
    in_list = rows.filter(counted=True).count()
    if measure.amounts:
        return f"{in_list:,} rows whose numbers of people are added up, {counted.met:,} of {counted.counted:,}"
    words = many(measure, counted.counted)
    if in_list != counted.counted:
        words += f" in {in_list:,} rows"
    if measure.unit is Unit.COUNT_CHILDREN:
        words += f" of {counted.children:,} child{'' if counted.children == 1 else 'ren'}"
    return f"{words}, {counted.met:,} {met_words(measure)}" if measure.has_denominator else words


def met_words(measure: Measure) -> str:
    """What is said of a record in the numerator: `met` where that is good."""
    return "met" if measure.better is Better.HIGH else "in the numerator"


def _result(measure: Measure, figure: Figure) -> str:
    if value(measure, figure.numerator, figure.denominator) is None:
        return f"nothing to take a share of, so there is no figure ({NO_DENOMINATOR})"
    if measure.unit is Unit.RATE:
        how = f"{figure.numerator:,} × {FACTOR[Unit.RATE]:,} / {figure.denominator:,} children under 18 = "
    else:
        how = f"{figure.numerator:,} of {figure.denominator:,} = " if measure.unit is Unit.PERCENT else ""
    return f"the figure is {how}{text_of(figure, measure)}"
