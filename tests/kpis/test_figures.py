"""How a figure is worked out and written: rounded once, half up; unknown, no denominator and zero kept apart."""

from fractions import Fraction

import pytest

from kpis.figures import rounded, shown, value
from kpis.measures import MEASURES

SHARE, COUNT, RATE = MEASURES["CSC 006"], MEASURES["CSC 004"], MEASURES["CSC 014"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (3602, 3709, "97.1"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),  # 6.25 exactly: half goes up
        (396, 397, "99.7"),  # 99.748: rounded twice it would be 99.8
        (0, 5, "0.0"),
        (5, 5, "100.0"),
        (1, 2000, "0.1"),  # 0.05 exactly
        (999, 2000, "50.0"),  # 49.95 exactly
    ],
)
def test_a_share_is_rounded_half_up_once(numerator: int, denominator: int, text: str) -> None:
    assert shown(SHARE, is_recorded=True, numerator=numerator, denominator=denominator) == text


def test_a_rate_is_per_10_000_of_the_population() -> None:
    assert shown(RATE, is_recorded=True, numerator=803, denominator=22627) == "354.9"


def test_a_count_is_itself() -> None:
    assert shown(COUNT, is_recorded=True, numerator=3709, denominator=None) == "3709"


def test_zero_no_denominator_and_not_recorded_look_different() -> None:
    assert shown(SHARE, is_recorded=True, numerator=0, denominator=4) == "0.0"
    assert shown(SHARE, is_recorded=True, numerator=0, denominator=0) == "-"
    assert shown(SHARE, is_recorded=False, numerator=None, denominator=None) == "not recorded"


def test_the_value_is_not_rounded() -> None:
    assert value(SHARE, 1, 3) == Fraction(100, 3)
    assert value(SHARE, 0, 0) is None


@pytest.mark.parametrize("tenth", range(0, 1000, 7))
def test_every_exact_half_goes_up(tenth: int) -> None:
    assert rounded(Fraction(tenth, 10) + Fraction(1, 20)) * 10 == tenth + 1
