"""The figures of a year as rows, in the form and order that others can check (export_kpis)."""

import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kpis.aggregate import year_period
from kpis.disclosure import Published, as_it_is, suppressed
from kpis.measures import MEASURES
from kpis.models import Build, Figure
from workdays import ReportingYear

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

HEADER = ("measure", "period", "basis", "scope", "numerator", "denominator", "value", "shown")
ORDER = {code: place for place, code in enumerate(MEASURES)}


def figures_of(build: Build) -> list[Figure]:
    """Every figure of the build, in the measures' order, then by month with the year last, then by scope (as text)."""
    found = build.figures.filter(measure__in=ORDER)
    year = year_period(ReportingYear.parse(build.year))
    return sorted(found, key=lambda each: (ORDER[each.measure], each.period == year, each.period, each.scope))


def rows(figures: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    """The figures as they are, nothing hidden."""
    return _as_text((figure, as_it_is(figure)) for figure in figures)


def suppressed_rows(figures: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    """The figures with the small numbers of teams hidden."""
    return _as_text(suppressed(list(figures)))


def write(rows: Iterable[tuple[str, ...]], out: "SupportsWrite[str]") -> None:
    """Write header and rows as CSV with LF line ends."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)


def _as_text(pairs: Iterable[tuple[Figure, Published]]) -> Iterator[tuple[str, ...]]:
    for figure, said in pairs:
        number = "" if said.value is None else str(said.value if said.value.denominator == 1 else float(said.value))
        counts = ("" if n is None else str(n) for n in (said.numerator, said.denominator))
        basis = MEASURES[figure.measure].basis
        yield (figure.measure, figure.period, basis, figure.scope, *counts, number, said.shown)
