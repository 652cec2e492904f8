"""Whether a figure comes to what the report printed, in each of the forms in which it prints figures."""

import re
from dataclasses import dataclass
from fractions import Fraction

from csc_tracker.demo.published import HIDDEN, HIDDEN_COUNTS, Cell


@dataclass(frozen=True)
class Counted:
    """A figure with the counts behind it; `children` are those behind a number of episodes."""

    value: Fraction
    numerator: int
    denominator: int | None = None
    children: int | None = None

    def comes_to(self, cell: Cell) -> bool:
        """Whether it is what was printed; every number in brackets or around a slash has to be met as well."""
        if cell.text == HIDDEN:
            return {self.numerator, self.children or self.numerator} <= set(HIDDEN_COUNTS)
        if found := re.fullmatch(r"(\d+)/(\d+)", cell.text):
            return (self.numerator, self.denominator) == (int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d+) \((\d+)\)", cell.text):
            return (self.numerator, self.children) == (int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(.+) \((\d+/\d+)\)", cell.text):
            counts = Cell(found[2], cell.note)
            return self.comes_to(counts) and Cell(found[1], cell.note).is_met_by(self.value)
        return cell.is_met_by(self.value)
