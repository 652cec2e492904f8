"""What a measure is to the second opinion: observations, counted once each, in the units of the export."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import NamedTuple

from .known import Known
from .periods import Window
from .working_days import working_day_after

RATE = "rate_per_10000"
NOT_RECORDED = "not recorded"
COUNTS = ("count", "count_children", "count_fraction")


class Observation(NamedTuple):
    """One record behind a figure. Observations that count as the same thing (a group, a child) count once.

    `of` is how much it adds to the denominator and `met_of`, where it is met, to the numerator: 1 but for attendance.
    """

    child_id: str
    episode_id: str
    team: str
    observation_date: date
    met: bool
    counts_as: str
    of: int = 1
    met_of: int = 1


class Figure(NamedTuple):
    """Numerator, denominator and unrounded value of one cell, with the distinct children met in it."""

    numerator: int
    denominator: int | None
    value: Fraction | None
    children: int = 0


class Row(NamedTuple):
    """A row of `export_kpis`; `value` is exact, None where the export leaves a number empty."""

    measure: str
    period: str
    basis: str
    scope: str
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    shown: str


@dataclass(frozen=True)
class Measure:
    """One measure: what is observed in a window, and whether the extract has the tables and columns for it."""

    code: str
    basis: str
    unit: str
    recorded: Callable[[Known], bool]
    observe: Callable[[Known, Window], list[Observation]]
    has_year_row: bool = True
    is_authority_only: bool = False

    @property
    def has_teams(self) -> bool:
        """Rates, centres, attendance and audits are for the authority only (catalogue, "Team" and "The edges")."""
        return self.unit != RATE and not self.is_authority_only


def needs(table: str, *columns: str) -> Callable[[Known], bool]:
    """Recorded where one table has the columns that the rule names."""
    return lambda known: known.has(table, *columns)


def all_of(*recorded: Callable[[Known], bool]) -> Callable[[Known], bool]:
    """Recorded where each of several tables has the columns that the rule names."""
    return lambda known: all(one(known) for one in recorded)


def only_met(
    observe: Callable[[Known, Window], list[Observation]],
) -> Callable[[Known, Window], list[Observation]]:
    """The records behind a count: those counted."""
    return lambda known, window: [seen for seen in observe(known, window) if seen.met]


def events(work: Callable[[Known], list[Observation]]) -> Callable[[Known, Window], list[Observation]]:
    """Observations of events: those of `work` whose observation date lies in the window."""
    return lambda known, window: [seen for seen in known.once(work) if window.holds(seen.observation_date)]


def within(start: date, done: date | None, days: int, as_at: date) -> bool | None:
    """Whether a thing was done within n working days of its start; None while that is not known as at A.

    Determined: the thing was done, or its limit has passed, due_by < A (catalogue, "Determined").
    """
    due_by = working_day_after(start, days)
    if done:
        return done <= due_by
    return False if due_by < as_at else None


def figure(unit: str, seen: Iterable[Observation], population: int | None) -> Figure:
    """Each thing counted once, met if any of its observations is.

    Counts have no denominator; a count_fraction has all that was seen, and the count as its value; a rate has the
    population. A share with denominator 0 has no value (contract, "Output").
    """
    seen = list(seen)
    every = sum({one.counts_as: one.of for one in seen}.values())
    met = sum({one.counts_as: one.met_of for one in seen if one.met}.values())
    if unit in COUNTS:
        return Figure(
            met, every if unit == "count_fraction" else None, Fraction(met), len({s.child_id for s in seen if s.met})
        )
    of = population if unit == RATE else every
    return Figure(met, of, Fraction(met * (10_000 if unit == RATE else 100), of) if of else None)


def shown(unit: str, cell: Figure, is_year: bool = False) -> str:
    """What a page shows: `97.1`, `3709`, `72 (25)`, `86.8% (46/53)`, `7/22`, `-` (contract, "Output").

    Shares to one decimal, half up and once; - without a denominator; the year row of episodes without children.
    """
    if unit == "count_fraction":
        return f"{cell.numerator}/{cell.denominator}"
    if cell.value is None:
        return "-"
    if unit in COUNTS:
        return (
            f"{cell.numerator} ({cell.children})" if unit == "count_children" and not is_year else str(cell.numerator)
        )
    tenths = floor(cell.value * 10 + Fraction(1, 2))
    share = f"{tenths // 10}.{tenths % 10}"
    return f"{share}% ({cell.numerator}/{cell.denominator})" if unit == "percent_fraction" else share
