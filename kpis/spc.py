"""Statistical process control of a monthly figure: is it changing, and will it meet its target?

XmR charts after the rules of NHS England's "Making Data Count": the mean of all points, limits at the mean +/- 2.66
times the mean moving range, and four rules for a special cause. The two questions are kept apart: a measure may be
improving and still never meet its target. Pure arithmetic on exact fractions. Readings that the rules leave open:
docs/adr/0006-process-control.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise
from math import lcm
from typing import NamedTuple

from kpis.measure import Better

LIMITS = Fraction(266, 100)  # of the mean moving range: three sigma of an individual point (3 / 1.128)
RUN = 7  # points in a row on one side of the mean, or rising, or falling
NEAR = Fraction(2, 3)  # of the way from the mean to a limit: what lies beyond is near that limit
FEWEST = RUN  # points: with fewer no rule about a run can speak, so nothing is said
ENOUGH = 13  # points: with fewer the mean and the limits are provisional

Mark = tuple[int, int]  # a point's place, and the side on which a rule marks it


class Side(IntEnum):
    """Which way a signal points: up or down on the drawing, good or bad as the measure has it."""

    HIGH = 1
    LOW = -1


class Rule(Enum):
    """What makes a point a special cause, in words for either side."""

    OUTSIDE = ("above the upper limit", "below the lower limit")
    SHIFT = (f"{RUN} or more in a row above the mean", f"{RUN} or more in a row below the mean")
    TREND = (f"{RUN} or more in a row rising", f"{RUN} or more in a row falling")
    TWO_OF_THREE = ("two of three near the upper limit", "two of three near the lower limit")


class Signal(NamedTuple):
    """One rule that a point breaks, and on which side."""

    rule: Rule
    side: Side

    @property
    def words(self) -> str:
        """What happened: `7 or more in a row above the mean`."""
        return self.rule.value[0 if self.side is Side.HIGH else 1]


class Variation(StrEnum):
    """Is it changing? By the signals of the newest point."""

    IMPROVING = "improving"
    CONCERNING = "concerning"
    CHANGING = "changing"  # a special cause, and neither way is good
    COMMON_CAUSE = "common cause"
    TOO_FEW = "too few"


class Assurance(StrEnum):
    """Will it meet its target, as long as nothing changes?"""

    MEETS = "meets"
    FAILS = "fails"
    HIT_OR_MISS = "hit or miss"
    NO_TARGET = "no target"
    TOO_FEW = "too few"


@dataclass(frozen=True)
class Chart:
    """A series of points (None: no figure) with its mean, its limits and what is special about each point.

    `mean` is None without any figure, `lower` and `upper` are None for fewer than FEWEST figures. The limits are as
    worked out: a lower one may be below 0 and an upper one of a percentage above 100. `signals` has one entry for each
    point given, in their order, empty where there is no figure.
    """

    points: tuple[Fraction | None, ...]
    better: Better
    mean: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    signals: tuple[tuple[Signal, ...], ...]

    @property
    def count(self) -> int:
        """How many points have a figure."""
        return sum(point is not None for point in self.points)

    @property
    def is_provisional(self) -> bool:
        """Whether there are too few points for limits that will hold."""
        return self.count < ENOUGH

    @property
    def newest(self) -> int | None:
        """The place of the last point that has a figure."""
        return next((place for place in reversed(range(len(self.points))) if self.points[place] is not None), None)

    @property
    def side(self) -> Side | None:
        """Which way the newest point is special; None where it is not."""
        return None if self.newest is None else self.side_of(self.newest)

    @property
    def variation(self) -> Variation:
        """Is it changing? What the newest point says."""
        if self.newest is None or self.mean is None or self.upper is None:
            return Variation.TOO_FEW
        return self.variation_of(self.newest)

    def side_of(self, place: int) -> Side | None:
        """Which way a point is special: that of its signals, or where they differ that of the mean on which it lies."""
        sides = {signal.side for signal in self.signals[place]}
        point = self.points[place]
        if len(sides) < len(Side) or point is None or self.mean is None:
            return next(iter(sides), None)
        return Side.HIGH if point >= self.mean else Side.LOW

    def variation_of(self, place: int) -> Variation:
        """What a point says: nothing special, better, worse, or only changing where neither way is good."""
        side = self.side_of(place)
        if side is None:
            return Variation.COMMON_CAUSE
        if self.better is Better.NEITHER:
            return Variation.CHANGING
        is_good = (side is Side.HIGH) == (self.better is Better.HIGH)
        return Variation.IMPROVING if is_good else Variation.CONCERNING

    def assurance(self, target: Fraction | None) -> Assurance:
        """Will it meet the target? Always where both limits lie on its good side (on it is met), never where both lie
        on its bad side."""
        if target is None or self.better is Better.NEITHER:
            return Assurance.NO_TARGET
        if self.lower is None or self.upper is None:
            return Assurance.TOO_FEW
        worst, best = (self.lower, self.upper) if self.better is Better.HIGH else (-self.upper, -self.lower)
        aim = target if self.better is Better.HIGH else -target
        if worst >= aim:
            return Assurance.MEETS
        return Assurance.FAILS if best < aim else Assurance.HIT_OR_MISS


def chart(values: Sequence[Fraction | None], better: Better) -> Chart:
    """The control chart of consecutive months, the oldest first.

    A month without a figure (None: not recorded, or nothing to make a share of) is no nought: it is left out of the
    mean and the limits, and neither breaks a run nor counts in it.
    """
    places = [place for place, value in enumerate(values) if value is not None]
    known = [value for value in values if value is not None]
    signals: list[tuple[Signal, ...]] = [()] * len(values)
    if len(known) < FEWEST:
        mean = Fraction(sum(known), len(known)) if known else None
        return Chart(tuple(values), better, mean, None, None, tuple(signals))
    scaled = _Scaled.of(known)
    for place, found in zip(places, scaled.signals(), strict=True):
        signals[place] = found
    return Chart(tuple(values), better, *scaled.lines(), tuple(signals))


@dataclass(frozen=True)
class _Scaled:
    """The points as whole numbers of a common unit (1/`unit`) so fine that the mean, the limits and two thirds of the
    way to them are whole too: exact, and much faster than fractions."""

    points: list[int]
    unit: int

    @classmethod
    def of(cls, known: list[Fraction]) -> "_Scaled":
        n = len(known)
        unit = lcm(*(point.denominator for point in known)) * n * (n - 1) * LIMITS.denominator * NEAR.denominator
        return cls([point.numerator * (unit // point.denominator) for point in known], unit)

    @cached_property
    def mean(self) -> int:
        """The mean of all points."""
        return sum(self.points) // len(self.points)

    @cached_property
    def reach(self) -> int:
        """How far the limits lie from the mean: 2.66 times the mean moving range."""
        ranges = [abs(after - before) for before, after in pairwise(self.points)]
        return sum(ranges) // len(ranges) * LIMITS.numerator // LIMITS.denominator

    def lines(self) -> tuple[Fraction, Fraction, Fraction]:
        """The mean, the lower and the upper limit."""
        mean, reach = Fraction(self.mean, self.unit), Fraction(self.reach, self.unit)
        return mean, mean - reach, mean + reach

    def signals(self) -> list[tuple[Signal, ...]]:
        """Those of each point, in the order of the rules."""
        marks = {
            Rule.OUTSIDE: {(place, side) for place, side in enumerate(self._beyond(self.reach)) if side},
            Rule.SHIFT: _shifts([_sign(point - self.mean) for point in self.points]),
            Rule.TREND: _trends([_sign(after - before) for before, after in pairwise(self.points)]),
            Rule.TWO_OF_THREE: _two_of_three(self._beyond(self.reach * NEAR.numerator // NEAR.denominator)),
        }
        found: list[list[Signal]] = [[] for _ in self.points]
        for rule, marked in marks.items():
            for place, side in sorted(marked):
                found[place].append(Signal(rule, Side(side)))
        return [tuple(signals) for signals in found]

    def _beyond(self, reach: int) -> list[int]:
        """The side on which each point is further than `reach` from the mean; 0 where it is not."""
        return [_sign(point - self.mean) if abs(point - self.mean) > reach else 0 for point in self.points]


def _shifts(sides: list[int]) -> set[Mark]:
    """Points of a run on one side of the mean; one on the mean is on neither side and ends a run."""
    runs = ((start, end, side) for start, end, side in _stretches(sides) if side and end - start >= RUN)
    return {(place, side) for start, end, side in runs for place in range(start, end)}


def _trends(steps: list[int]) -> set[Mark]:
    """Points of a run that rises or falls at every step, its first point included; an equal point ends it."""
    runs = ((start, end, side) for start, end, side in _stretches(steps) if side and end - start >= RUN - 1)
    return {(place, side) for start, end, side in runs for place in range(start, end + 1)}


def _two_of_three(near: list[int]) -> set[Mark]:
    """The points near a limit, or beyond it, of which any three in a row have two on the same side."""
    threes = ((start, near[start : start + 3]) for start in range(len(near) - 2) if any(near[start : start + 3]))
    both = ((start, three, side) for start, three in threes for side in Side if three.count(side) > 1)
    return {(start + place, side) for start, three, side in both for place in range(3) if three[place] == side}


def _stretches(signs: list[int]) -> Iterator[tuple[int, int, int]]:
    """Where each stretch of equal signs begins and ends (one past its last)."""
    start = 0
    for sign, same in groupby(signs):
        end = start + len(list(same))
        yield start, end, sign
        start = end


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
