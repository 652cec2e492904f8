"""The door through which counts leave for publication.

Source: the measure catalogue, "Small numbers". In tables that split children into categories (any figure by team, any
breakdown) a count of 1 to 4 is shown `<5` and its percentage is left blank; 0 is shown. Where that hides just one cell
of a line whose total is published (the teams of a measure, the categories of a breakdown, the months of a year), the
difference would give it away, so the smallest other count above 0 of that line is withheld too and shown `c`.

What can be worked out from several measures together is not withheld yet: nothing is published from here before a proof
by attack stands behind it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from kpis.aggregate import AUTHORITY
from kpis.figures import shown, value
from kpis.measure import Basis, Measure, Unit
from kpis.measures import declared
from kpis.models import Figure

SMALL = range(1, 5)
HIDDEN, WITHHELD = "<5", "c"


class Published(NamedTuple):
    """What a published figure says; None is an empty cell."""

    numerator: int | None
    denominator: int | None
    value: Fraction | None
    shown: str


def suppressed(figures: list[Figure]) -> Iterator[tuple[Figure, Published]]:
    """Each figure of a year with what may be published of it, in the order given."""
    measures = declared()
    split = [figure for figure in figures if _splits(figure, measures)]
    small = {figure.pk for figure in split if _tells_of_few(figure)}
    withheld = _withheld(split, small, measures)
    counts = {_cell(figure) for figure in figures if figure.pk in withheld}
    for figure in figures:
        measure = measures[figure.measure]
        if figure.pk in small:
            yield figure, Published(None, None, None, "" if measure.is_share else HIDDEN)
        elif figure.pk in withheld or _cell(figure) in counts:
            yield figure, Published(None, None, None, "" if measure.is_share else WITHHELD)
        else:
            yield figure, as_it_is(figure, measure)


def as_it_is(figure: Figure, measure: Measure) -> Published:
    """What a figure says where nothing needs hiding."""
    text = shown(
        measure,
        is_recorded=figure.is_recorded,
        numerator=figure.numerator,
        denominator=figure.denominator,
        children=figure.children,
    )
    number = value(measure, figure.numerator, figure.denominator)
    return Published(figure.numerator, figure.denominator, number, text)


def _splits(figure: Figure, measures: Mapping[str, Measure]) -> bool:
    """Whether the figure is one of several into which children are split: by team, or by category."""
    return figure.scope != AUTHORITY or bool(measures[figure.measure].breakdown)


def _tells_of_few(figure: Figure) -> bool:
    """A count of 1 to 4, or a share that tells of one: those who met it, those who did not, or all of them."""
    numerator, denominator = figure.numerator or 0, figure.denominator
    counts = [numerator] if denominator is None else [numerator, denominator - numerator, denominator]
    return any(count in SMALL for count in (*counts, figure.children or 0))


def _withheld(split: list[Figure], small: set[int], measures: Mapping[str, Measure]) -> set[int]:
    """Further counts to withhold, until no line with a published total has a single cell that is not shown."""
    withheld: set[int] = set()
    lines = _lines(split, measures)
    while further := {pk for line in lines if (pk := _second(line, small | withheld))}:
        withheld |= further
    return withheld


def _lines(split: list[Figure], measures: Mapping[str, Measure]) -> list[list[Figure]]:
    """Counts that add up to something published: over teams, over the categories of a breakdown, over months."""
    lines: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in split:
        measure = measures[figure.measure]
        if measure.has_denominator or measure.unit is Unit.RATE:
            continue
        if figure.scope != AUTHORITY:
            lines["teams", figure.measure, figure.period].append(figure)
        if measure.breakdown:
            lines["categories", measure.breakdown, figure.period, figure.scope].append(figure)
        if measure.basis is Basis.MONTH:
            lines["months", figure.measure, figure.scope].append(figure)
    return list(lines.values())


def _second(line: list[Figure], hidden: set[int]) -> int | None:
    """The smallest shown count above 0 of a line in which one cell alone is hidden."""
    if sum(figure.pk in hidden for figure in line) != 1:
        return None
    shown_counts = [figure for figure in line if figure.pk not in hidden and figure.numerator]
    return (
        min(shown_counts, key=lambda each: (each.numerator or 0, each.scope, each.period)).pk if shown_counts else None
    )


def _cell(figure: Figure) -> tuple[str, str, str]:
    """Where a count stands, and the share that has it as numerator."""
    return figure.measure.removesuffix("-PCT"), figure.period, figure.scope
