"""The figures of a year as rows, in the form and order that others can check (export_kpis)."""

import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kpis.disclosure import Published, as_it_is, suppressed
from kpis.measure import Place
from kpis.measures import declared, in_export_order
from kpis.models import Build, Figure
from kpis.periods import year_period
from workdays import ReportingYear

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

HEADER = ("measure", "period", "basis", "scope", "numerator", "denominator", "value", "shown")


def figures_of(build: Build, *, with_local: bool = False) -> list[Figure]:
    """The figures of the build, in the measures' order, then by period with the year last, then by scope (as text).

    Measures that no report has (`with_local`) are shown on our own pages and left out of what others check.
    """
    order = in_export_order()
    wanted = [code for code, (place, _) in order.items() if with_local or place != Place.LOCAL]
    year = year_period(ReportingYear.parse(build.year))
    return sorted(
        build.figures.filter(measure__in=wanted),
        key=lambda each: (order[each.measure], each.period == year, each.period, each.scope),
    )


def rows(figures: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    """The figures as they are, nothing hidden."""
    measures = declared()
    return _as_text((figure, as_it_is(figure, measures[figure.measure])) for figure in figures)


def suppressed_rows(figures: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    """The figures with the small numbers of teams hidden."""
    return _as_text(suppressed(list(figures)))


def write(rows: Iterable[tuple[str, ...]], out: "SupportsWrite[str]") -> None:
    """Write header and rows as CSV with LF line ends."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)


def _as_text(pairs: Iterable[tuple[Figure, Published]]) -> Iterator[tuple[str, ...]]:
    measures = declared()
    for figure, said in pairs:
        number = "" if said.value is None else str(said.value if said.value.denominator == 1 else float(said.value))
        counts = ("" if n is None else str(n) for n in (said.numerator, said.denominator))
        basis = measures[figure.measure].basis
        yield (figure.measure, figure.period, basis, figure.scope, *counts, number, said.shown)
