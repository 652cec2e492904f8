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


class Observation(NamedTuple):
    """One record behind a figure. Observations that count as the same thing (a group, a child) count once."""

    child_id: str
    episode_id: str
    team: str
    observation_date: date
    met: bool
    counts_as: str


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

    @property
    def has_teams(self) -> bool:
        """Rates exist for the authority only (catalogue, "Team")."""
        return self.unit != RATE


def needs(table: str, *columns: str) -> Callable[[Known], bool]:
    """Recorded where one table has the columns that the rule names."""
    return lambda known: known.has(table, *columns)


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


def figure(unit: str, seen: Iterable[Observation], population: int | None) -> tuple[int, int | None, Fraction | None]:
    """Numerator, denominator and unrounded value of observations, each thing counted once."""
    seen = list(seen)
    met = len({one.counts_as for one in seen if one.met})
    if unit == "count":
        return met, None, Fraction(met)
    of = population if unit == RATE else len({one.counts_as for one in seen})
    return met, of, Fraction(met * (10_000 if unit == RATE else 100), of) if of else None


def shown(unit: str, value: Fraction | None) -> str:
    """What a page shows: counts whole, shares and rates to one decimal, half up and once; - without a denominator."""
    if value is None:
        return "-"
    if unit == "count":
        return str(value)
    tenths = floor(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"
