"""One figure as a table shows it."""

from dataclasses import dataclass
from fractions import Fraction

from kpis.figures import shown, value
from kpis.measure import Measure, Unit
from kpis.models import Figure
from kpis.targets import standing


@dataclass(frozen=True)
class Cell:
    """One figure as shown, the counts behind a share, how it stands against its target, and a remark (`entered`)."""

    text: str
    counts: str = ""
    standing: str = ""
    figure: Fraction | None = None
    remark: str = ""


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
    )
