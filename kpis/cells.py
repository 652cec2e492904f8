"""One figure as a table shows it."""

from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from kpis.figures import shown, value
from kpis.measure import Measure, Unit
from kpis.models import Figure
from kpis.periods import in_words, slug_of, year_of
from kpis.targets import standing


@dataclass(frozen=True)
class Source:
    """The figure that a cell shows, and where the records behind it are."""

    measure: Measure
    period: str
    scope: str

    @property
    def url(self) -> str:
        """The address of the records."""
        where = {"year": year_of(self.period).slug, "slug": self.measure.slug, "period": slug_of(self.period)}
        return f"{reverse('records_behind', kwargs=where)}?{urlencode({'scope': self.scope})}"

    @property
    def name(self) -> str:
        """The figure in words: `CSC 022, December 2017`."""
        return f"{self.measure.short_code or self.measure.title}, {in_words(self.period)}"


@dataclass(frozen=True)
class Cell:
    """One figure as shown, the counts behind a share, how it stands against its target, a remark (`entered`), and what
    leads to its records, where it has any."""

    text: str
    counts: str = ""
    standing: str = ""
    figure: Fraction | None = None
    remark: str = ""
    source: Source | None = None


EMPTY = Cell("")


@dataclass(frozen=True)
class Row:
    """A line of a table: a month, the year so far, an earlier year, or a team."""

    label: str
    cells: tuple[Cell, ...]


def cell_of(measure: Measure, figure: Figure | None, target: Fraction | None = None) -> Cell:
    """A figure as built, held against its target; empty where there is none."""
    if figure is None:
        return EMPTY
    number = value(measure, figure.numerator, figure.denominator)
    has_counts = measure.unit is Unit.PERCENT and number is not None
    return Cell(
        text=shown(
            measure,
            is_recorded=figure.is_recorded,
            numerator=figure.numerator,
            denominator=figure.denominator,
            children=figure.children,
        ),
        counts=f"{figure.numerator:,} of {figure.denominator:,}" if has_counts else "",
        standing=standing(measure, number, target),
        figure=number,
        source=Source(measure, figure.period, figure.scope),
    )
