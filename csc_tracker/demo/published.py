"""The published report, cell by cell: the target of the demonstration authority and of its tests.

`published.csv` is the monthly report of December 2017: measure, period, what was printed, and a note where the figure
was rounded twice or does not follow from the others.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Self

FILE = Path(__file__).with_name("published.csv")

ONE_DECIMAL = Decimal("0.1")

# A count from 1 to 4 is printed so in a table that splits children into categories, and its percentage left blank.
HIDDEN, HIDDEN_COUNTS = "<5", range(1, 5)


def percentage(numerator: int, denominator: int) -> Decimal:
    """Numerator as a percentage of a denominator above 0, rounded half up, once, to one decimal."""
    return (Decimal(numerator) * 100 / denominator).quantize(ONE_DECIMAL, ROUND_HALF_UP)


@dataclass(frozen=True)
class Cell:
    """One printed figure and the note about it, empty for most."""

    text: str
    note: str

    @property
    def value(self) -> Decimal:
        """The figure as a number, without its percent sign."""
        return Decimal(self.text.rstrip("%"))

    @property
    def accepted(self) -> frozenset[Decimal]:
        """The values that meet the cell: what was printed, and 0.1 less where it was (probably) rounded twice."""
        if "rounded twice" in self.note:
            return frozenset({self.value, self.value - ONE_DECIMAL})
        return frozenset({self.value})

    @property
    def decimals(self) -> int:
        """To how many decimals the figure was rounded: those printed, none where it was given as a whole percentage."""
        is_whole = "rounded to a whole percentage" in self.note
        return 0 if is_whole else -int(self.value.as_tuple().exponent)

    def is_met_by(self, figure: Decimal | Fraction) -> bool:
        """Whether a figure, rounded half up to the cell's decimals, is one of those accepted."""
        nearest = floor(Fraction(figure) * 10**self.decimals + Fraction(1, 2))
        return Decimal(nearest).scaleb(-self.decimals) in self.accepted


@dataclass(frozen=True)
class Published:
    """The cells of the report, by measure code and period (2017-12, 2016/17, 2017/18 YTD)."""

    cells: Mapping[tuple[str, str], Cell]

    @classmethod
    def read(cls) -> Self:
        """The report as it came."""
        with FILE.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            return cls({(row["measure"], row["period"]): Cell(row["published"], row["note"]) for row in rows})

    def count(self, measure: str, period: str) -> int:
        """A count as printed. Raises KeyError where the report has no such cell."""
        return int(self.cells[measure, period].value)

    def numerator(self, measure: str, period: str, denominator: int) -> int:
        """The count behind a printed percentage, the denominator being known.

        Raises ValueError where no count comes to the percentage.
        """
        cell = self.cells[measure, period]
        nearest = int((cell.value * denominator / 100).quantize(Decimal(1), ROUND_HALF_UP))
        if percentage(nearest, denominator) not in cell.accepted:
            raise ValueError(f"{measure} {period}: no count of {denominator} comes to {cell.text}%")
        return nearest
