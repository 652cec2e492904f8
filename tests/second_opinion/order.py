"""The order of measures in the export (contract, "Output"; catalogue, "The edges: Centres and missing")."""

import csv
from collections.abc import Iterable
from pathlib import Path

from .measure import Measure

CENTRE = "CENTRE-"
# A copy of report/measures.csv: data of the specification, not code of the product.
LISTED = Path(__file__).parents[1] / "kpis" / "report_measures.csv"


def listed() -> list[dict[str, str]]:
    """The rows of measures.csv."""
    with LISTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_FIRST = {
    code: place for place, code in enumerate((*(row["measure"] for row in listed()), "CSC 250R", "CSC 251R", "SDQ"))
}


def in_order(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """As measures.csv, then CSC 250R, CSC 251R and SDQ, then centres that it does not name, by code, then others."""

    def place(measure: Measure) -> tuple[int, str]:
        if measure.code in _FIRST:
            return _FIRST[measure.code], ""
        return (len(_FIRST), measure.code) if measure.code.startswith(CENTRE) else (len(_FIRST) + 1, "")

    return tuple(sorted(measures, key=place))
