"""The door through which counts leave for publication.

Source: the measure catalogue, "Small numbers". In tables by team a count of 1 to 4 is shown `<5` and its percentage is
left blank; 0 is shown. Where that hides just one team of a row whose authority figure is published, the difference
would give it away, so the smallest other count above 0 is hidden with it. What can be worked out across months, or from
several measures together, is not hidden yet: nothing is published from here before a proof by attack stands behind it.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from kpis.aggregate import AUTHORITY
from kpis.figures import shown, value
from kpis.measure import Measure, Unit
from kpis.measures import MEASURES
from kpis.models import Figure

SMALL = range(1, 5)
HIDDEN = "<5"


class Published(NamedTuple):
    """What a published figure says; None is an empty cell."""

    numerator: int | None
    denominator: int | None
    value: Fraction | None
    shown: str


def suppressed(figures: list[Figure]) -> Iterator[tuple[Figure, Published]]:
    """Each figure with what may be published of it, in the order given."""
    hidden = _hidden(figures)
    for figure in figures:
        measure = MEASURES[figure.measure]
        yield figure, (_hide(measure) if figure.pk in hidden else as_it_is(figure))


def as_it_is(figure: Figure) -> Published:
    """What a figure says where nothing needs hiding."""
    measure, counts = MEASURES[figure.measure], (figure.numerator, figure.denominator)
    text = shown(measure, is_recorded=figure.is_recorded, numerator=counts[0], denominator=counts[1])
    return Published(*counts, value(measure, *counts), text)


def _hidden(figures: list[Figure]) -> set[int]:
    """The primary keys of the figures to hide: small ones, and one more where only one of a row would be."""
    by_row: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.scope != AUTHORITY and figure.is_recorded:
            by_row[figure.measure, figure.period].append(figure)
    hidden: set[int] = set()
    for row in by_row.values():
        small = [figure for figure in row if _is_small(figure)]
        others = sorted((f for f in row if f not in small and f.numerator), key=lambda f: (f.numerator or 0, f.scope))
        hidden.update(figure.pk for figure in (small + others[:1] if len(small) == 1 else small))
    return hidden


def _is_small(figure: Figure) -> bool:
    """A count of 1 to 4, or a share that tells of one: those who met it, those who did not, or all of them."""
    numerator, denominator = figure.numerator or 0, figure.denominator
    counts = [numerator] if denominator is None else [numerator, denominator - numerator, denominator]
    return any(count in SMALL for count in counts)


def _hide(measure: Measure) -> Published:
    return Published(None, None, None, HIDDEN if measure.unit is Unit.COUNT else "")
