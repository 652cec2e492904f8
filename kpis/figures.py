"""How a figure is worked out from its two counts, and how it is written.

Rounding is half up, once, at the end, to one decimal (measure catalogue). "Not recorded", "-" (no denominator) and 0
are three different things.
"""

from decimal import Decimal
from fractions import Fraction
from math import floor

from kpis.measure import Measure, Unit

NOT_RECORDED = "not recorded"
NO_DENOMINATOR = "-"
FACTOR = {Unit.PERCENT: 100, Unit.PERCENT_FRACTION: 100, Unit.RATE: 10_000}


def value(measure: Measure, numerator: int | None, denominator: int | None) -> Fraction | None:
    """The unrounded figure: the count, the percentage (0 to 100) or the rate; None where there is none."""
    if numerator is None:
        return None
    if measure.unit not in FACTOR:
        return Fraction(numerator)
    return Fraction(numerator * FACTOR[measure.unit], denominator) if denominator else None


def rounded(figure: Fraction) -> Decimal:
    """The figure (not negative) to one decimal, half up, decided on the exact fraction."""
    return Decimal(floor(figure * 10 + Fraction(1, 2))).scaleb(-1)


def shown(
    measure: Measure, *, is_recorded: bool, numerator: int | None, denominator: int | None, children: int | None = None
) -> str:
    """The figure as a page, document or export shows it: `3709`, `72 (25)`, `7/22`, `97.1`, `86.8% (46/53)`, `-`,
    `not recorded`. Distinct children do not add up over months, so over a year they are not shown (None)."""
    if not is_recorded:
        return NOT_RECORDED
    figure = value(measure, numerator, denominator)
    if figure is None:
        return NO_DENOMINATOR
    if measure.unit in FACTOR:
        text = str(rounded(figure))
        return f"{text}% ({numerator}/{denominator})" if measure.unit is Unit.PERCENT_FRACTION else text
    if measure.unit is Unit.COUNT_FRACTION:
        return f"{numerator}/{denominator}"
    return f"{figure} ({children})" if children is not None else str(figure)
