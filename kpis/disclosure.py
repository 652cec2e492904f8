"""The door through which counts leave for publication.

Source: the measure catalogue, "Small numbers". In tables that split children into categories (any figure by team, any
breakdown) a count of 1 to 4 is shown `<5` and its percentage is left blank; 0 is shown. Further figures are withheld
and shown `c` until nobody can work out a hidden count from everything that is published (kpis.safety): at least three
whole numbers stay possible for each.
"""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from kpis.figures import shown, value
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Figure
from kpis.safety.model import Pattern
from kpis.safety.published import Earlier, key_of, publication_of
from kpis.safety.published import Figure as AnyFigure

SMALL = range(1, 5)
HIDDEN, WITHHELD = "<5", "c"


class Published(NamedTuple):
    """What a published figure says; None is an empty cell."""

    numerator: int | None
    denominator: int | None
    value: Fraction | None
    shown: str


def pattern_of(figures: Iterable[AnyFigure], *, earlier: Iterable[Earlier] = ()) -> Pattern:
    """What must be left out where these figures of a year are published together, beside what was published `earlier`.

    They are all figures of the year up to the last month, so that what adds up is known to add up. Raises CannotProtect
    (kpis.safety.model) where leaving figures out does not help.
    """
    from kpis.safety.protection import protect  # brings SciPy: half a second, which no other page should pay

    return protect(publication_of(figures, declared(), earlier=earlier))


def recovered(figures: Iterable[AnyFigure], pattern: Pattern, *, earlier: Iterable[Earlier] = ()) -> tuple[str, ...]:
    """The hidden counts that can be worked out from everything that is published with that pattern, in words."""
    from kpis.safety.attack import attack  # as above

    found = attack(publication_of(figures, declared(), earlier=earlier), pattern)
    return tuple(
        f"{each.key.measure}, {each.key.period}, {each.key.scope}: {' or '.join(map(str, each.possible))}"
        for each in found
    )


def suppressed(figures: Collection[Figure], pattern: Pattern | None = None) -> Iterator[tuple[Figure, Published]]:
    """Each figure of a year with what may be published of it, in the order given.

    The pattern is the one that is stored with them; none given: the one that they need.
    """
    measures = declared()
    pattern = pattern_of(figures) if pattern is None else pattern
    for figure in figures:
        measure = measures[figure.measure]
        if key_of(figure) in pattern.hidden:
            mark = HIDDEN if key_of(figure) in pattern.small else WITHHELD
            yield figure, Published(None, None, None, "" if measure.is_share else mark)
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
