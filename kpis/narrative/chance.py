"""What counts as a difference: one that chance would make less than about one time in twenty. Pure arithmetic.

Two standard errors, worked out exactly in fractions. A share of fewer than `FIRM` records is not compared at all: a
difference of one child in seven is no trend. The rule errs on the side of silence: a state is compared as if its
children were others each time.
"""

from fractions import Fraction
from typing import NamedTuple

STANDARD_ERRORS = 2
FIRM = 20  # records
FEW = 5  # a count below it, other than 0, is never quoted


class Pair(NamedTuple):
    """The counts behind a figure: of a count there is no denominator."""

    numerator: int
    denominator: int | None = None

    @property
    def tells_of_few(self) -> bool:
        """Whether quoting the counts would tell of 1 to 4 records: those who met it, those who did not, or all."""
        counts = [self.numerator]
        if self.denominator is not None:
            counts += [self.denominator, self.denominator - self.numerator]
        return any(0 < count < FEW for count in counts)


def counts_differ(one: int, other: int) -> bool:
    """Whether two counts of events differ by more than chance would make of them (Poisson).

    A difference below five never does.
    """
    return (one - other) ** 2 > STANDARD_ERRORS**2 * (one + other)


def shares_differ(one: Pair, other: Pair) -> bool:
    """Whether two shares, each of its own records, differ by more than chance would make of them."""
    if not (is_firm(one) and is_firm(other)):
        return False
    first, second = one.denominator or 0, other.denominator or 0
    together = Fraction(one.numerator + other.numerator, first + second)
    variance = together * (1 - together) * (Fraction(1, first) + Fraction(1, second))
    return (Fraction(one.numerator, first) - Fraction(other.numerator, second)) ** 2 > STANDARD_ERRORS**2 * variance


def share_differs_from(one: Pair, percentage: Fraction) -> bool:
    """Whether a share differs from a published percentage, whose own counts are not known, by more than chance."""
    if not is_firm(one):
        return False
    of, expected = one.denominator or 0, percentage / 100
    return (Fraction(one.numerator, of) - expected) ** 2 > STANDARD_ERRORS**2 * expected * (1 - expected) / of


def is_firm(pair: Pair) -> bool:
    """Whether a share is of enough records to be compared."""
    return (pair.denominator or 0) >= FIRM
