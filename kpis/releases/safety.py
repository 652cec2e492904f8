"""What of a release is hidden, so that no child is given away: the one door through which its figures leave."""

from collections.abc import Iterable, Mapping

from kpis.disclosure import HIDDEN, WITHHELD, suppressed
from kpis.models import Figure, PublishedFigure

Hidden = Mapping[tuple[str, str], str]


def hidden_of(figures: Iterable[Figure]) -> Hidden:
    """The cells (measure, period) that are not published, with what is shown instead."""
    return {
        (figure.measure, figure.period): said.shown or HIDDEN
        for figure, said in suppressed(list(figures))
        if said.shown in (HIDDEN, WITHHELD, "")
    }


def recovered(figures: Iterable[Figure | PublishedFigure], hidden: Hidden) -> tuple[str, ...]:
    """The hidden figures that can be worked out from all that is published, in words."""
    return ()


def kept(hidden: Hidden) -> list[list[str]]:
    """As a version keeps it."""
    return [[*cell, shown] for cell, shown in sorted(hidden.items())]


def as_kept(pattern: list[list[str]]) -> Hidden:
    """The pattern that a version keeps."""
    return {(measure, period): shown for measure, period, shown in pattern}
