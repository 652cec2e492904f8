"""The national code lists, each code with the years in which it is valid (codes.csv, beside this file)."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

CODES = Path(__file__).with_name("codes.csv")
_YEAR = re.compile(r"(\d{4})-\d{2}\b")


@dataclass(frozen=True)
class Years:
    """The days on which a code is valid; an end that is None is open."""

    first: date | None
    last: date | None


def code_list(name: str) -> dict[str, list[Years]]:
    """The codes of one list, each with its years. Raises KeyError where there is no such list."""
    return all_codes()[name]


@cache
def all_codes() -> dict[str, dict[str, list[Years]]]:
    """Every list by name. A year such as 2023-24 runs from 1 April 2023 to 31 March 2024."""
    found: dict[str, dict[str, list[Years]]] = defaultdict(lambda: defaultdict(list))
    with CODES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = _first_year(row["valid_from"]), _first_year(row["valid_to"])
            found[row["list"]][row["code"]].append(
                Years(date(first, 4, 1) if first else None, date(last + 1, 3, 31) if last else None)
            )
    return {name: dict(codes) for name, codes in found.items()}


def _first_year(text: str) -> int | None:
    """The year in which a school or reporting year begins; some end with a note of what replaced the code."""
    year = _YEAR.match(text)
    return int(year[1]) if year else None


@cache
def words_of(name: str) -> dict[str, str]:
    """The codes of one list with what they mean."""
    with CODES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["label"] for row in csv.DictReader(file) if row["list"] == name}
