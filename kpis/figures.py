"""How a figure is worked out from its two counts, and how it is written.

Rounding is half up, once, at the end, to one decimal (measure catalogue). "Not recorded", "-" (no denominator) and 0
are three different things.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kpis.measure import Measure, Unit

NOT_RECORDED = "not recorded"
NO_DENOMINATOR = "-"
FACTOR = {Unit.PERCENT: 100, Unit.RATE: 10_000}


def value(measure: Measure, numerator: int | None, denominator: int | None) -> Fraction | None:
    """The unrounded figure: the count, the percentage (0 to 100) or the rate; None where there is none."""
    if numerator is None:
        return None
    if measure.unit is Unit.COUNT:
        return Fraction(numerator)
    return Fraction(numerator * FACTOR[measure.unit], denominator) if denominator else None


def rounded(figure: Fraction) -> Decimal:
    """The figure to one decimal, half up."""
    tenths = Decimal(figure.numerator) / Decimal(figure.denominator)
    exact_half = (figure * 20).denominator == 1 and (figure * 20) % 2 == 1
    if exact_half:  # decided on the exact fraction: a division that repeats could only be cut, never land on a half
        return Decimal(int((figure * 10) + Fraction(1, 2)) if figure >= 0 else 0) / 10
    return tenths.quantize(Decimal("0.1"), ROUND_HALF_UP)


def shown(measure: Measure, *, is_recorded: bool, numerator: int | None, denominator: int | None) -> str:
    """The figure as a page, document or export shows it: `3709`, `97.1`, `-`, `not recorded`."""
    if not is_recorded:
        return NOT_RECORDED
    figure = value(measure, numerator, denominator)
    if figure is None:
        return NO_DENOMINATOR
    return str(figure) if measure.unit is Unit.COUNT else str(rounded(figure))
