"""Process control: every rule by hand, with its edges, and what must hold for any series."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.measure import Better
from kpis.spc import Assurance, Chart, Rule, Side, Signal, Variation, chart

OPPOSITE = {
    Variation.IMPROVING: Variation.CONCERNING,
    Variation.CONCERNING: Variation.IMPROVING,
    Variation.COMMON_CAUSE: Variation.COMMON_CAUSE,
    Variation.TOO_FEW: Variation.TOO_FEW,
}
# Twelve months that move by 2 about 11: the mean moving range is 2, the limits are 11 +/- 5.32.
STEADY = (10, 12) * 6
figures = st.integers(1, 500).flatmap(lambda d: st.integers(0, d).map(lambda n: Fraction(100 * n, d)))
any_series = st.lists(st.none() | figures, max_size=40)


def drawn(*values: float | None, better: Better = Better.HIGH) -> Chart:
    return chart([None if value is None else Fraction(str(value)) for value in values], better)


def marked(made: Chart, rule: Rule, side: Side) -> list[int]:
    """The places of the points that break a rule on one side."""
    return [place for place, found in enumerate(made.signals) if Signal(rule, side) in found]


def test_the_limits_are_the_mean_and_2_66_times_the_mean_moving_range() -> None:
    """(3 + 5 + 4 + 8 + 6 + 5 + 4) / 7 = 5; the moving ranges 2, 1, 4, 2, 1, 1 have the mean 11/6."""
    made = drawn(3, 5, 4, 8, 6, 5, 4)
    reach = Fraction(266, 100) * Fraction(11, 6)
    assert (made.mean, made.lower, made.upper) == (5, 5 - reach, 5 + reach)


def test_fewer_than_7_points_have_a_mean_and_no_limits_and_nothing_is_said() -> None:
    made = drawn(1, 2, 3, 4, 5, 6)
    assert (made.mean, made.lower, made.upper) == (Fraction(7, 2), None, None)
    assert made.variation is Variation.TOO_FEW and made.assurance(Fraction(0)) is Assurance.TOO_FEW
    assert drawn().mean is None and drawn(None).variation is Variation.TOO_FEW


def test_12_points_are_provisional_and_13_are_not() -> None:
    assert drawn(*STEADY).is_provisional and not drawn(*STEADY, 11).is_provisional
    assert drawn(*STEADY, None).is_provisional


def test_a_point_outside_the_limits_is_a_special_cause() -> None:
    """Twelve months about 11 and one of 30: the mean is 162/13, the mean moving range 40/12, the upper limit 21.3."""
    made = drawn(*STEADY, 30)
    assert marked(made, Rule.OUTSIDE, Side.HIGH) == [12] and made.variation is Variation.IMPROVING
    assert drawn(*STEADY, 30, better=Better.LOW).variation is Variation.CONCERNING
    assert drawn(*STEADY, 30, better=Better.NEITHER).variation is Variation.CHANGING


def test_a_point_on_a_limit_is_not_outside() -> None:
    """Every point of a series that never moves lies on both its limits."""
    made = drawn(*[100] * 14)
    assert made.lower == made.upper == made.mean == 100
    assert made.variation is Variation.COMMON_CAUSE and not any(made.signals)


@pytest.mark.parametrize(("length", "is_signal"), [(6, False), (7, True), (8, True)])
def test_7_in_a_row_on_one_side_of_the_mean_are_a_special_cause(length: int, is_signal: bool) -> None:
    """Low months first, then 11 and 12 in turn above the mean."""
    high = ([11, 12] * length)[:length]
    made = drawn(*[1, 2, 1, 2, 1, 2] * 2, *high)
    assert marked(made, Rule.SHIFT, Side.HIGH) == (list(range(12, 12 + length)) if is_signal else [])


def test_a_point_on_the_mean_ends_a_run() -> None:
    """Six below, one on the mean of 5, one above, and so on: with the tie counted there would be 7 in a row."""
    below, above = [4, 3, 4, 3, 4, 3], [6, 7, 6, 7, 6, 7]
    assert drawn(*below, 5, *above).mean == 5
    assert not marked(drawn(*below, 5, *above), Rule.SHIFT, Side.LOW)
    longer = drawn(*below, 3, 5, 7, *above)
    assert longer.mean == 5 and marked(longer, Rule.SHIFT, Side.LOW) == list(range(7))


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ((5, 1, 2, 3, 4, 5, 6, 7, 1), [1, 2, 3, 4, 5, 6, 7]),  # exactly 7: six steps up
        ((5, 2, 3, 4, 5, 6, 7, 1), []),  # six
        ((1, 2, 3, 4, 4, 5, 6, 7), []),  # an equal month ends the run
    ],
)
def test_7_in_a_row_rising_are_a_special_cause(values: tuple[int, ...], places: list[int]) -> None:
    assert marked(drawn(*values), Rule.TREND, Side.HIGH) == places
    assert marked(drawn(*[-value for value in values]), Rule.TREND, Side.LOW) == places


def test_a_peak_belongs_to_the_rise_before_it_and_the_fall_after_it() -> None:
    """Its signals differ, so it is special on the side of the mean on which it lies."""
    made = drawn(*range(1, 8), *range(6, 0, -1))
    assert Signal(Rule.TREND, Side.HIGH) in made.signals[6] and Signal(Rule.TREND, Side.LOW) in made.signals[6]
    assert made.side_of(6) is Side.HIGH


# 20 months about 11, for what comes after them.
BEFORE = (10, 12) * 10


@pytest.mark.parametrize(
    ("after", "side", "places"),
    [
        # The mean is 264/23 = 11.48, the mean moving range 50/22, the upper limit 17.5, its outer third begins at 15.5.
        ((16, 12, 16), Side.HIGH, [20, 22]),
        ((12, 16, 16), Side.HIGH, [21, 22]),
        ((6, 10, 6), Side.LOW, [20, 22]),
        ((16, 12, 10, 16), Side.HIGH, []),  # two of four
        ((16, 6), Side.HIGH, []),  # near different limits (the mean is 11, the outer thirds begin at 6.6 and 15.4)
        ((16,), Side.HIGH, []),
    ],
)
def test_two_of_three_near_the_same_limit_are_a_special_cause(
    after: tuple[int, ...], side: Side, places: list[int]
) -> None:
    assert marked(drawn(*BEFORE, *after), Rule.TWO_OF_THREE, side) == places


def test_a_point_just_two_thirds_of_the_way_to_a_limit_is_not_near_it() -> None:
    """Sixteen months of 1 and -1 and four of 217/26 and -217/26 in turn: two thirds of the way from the mean
    of 0 to the limit are exactly 217/26. Where the others move less, it is further than that."""
    edge = Fraction(217, 26)
    far = [edge, -edge] * 2
    on = chart([Fraction(1), Fraction(-1)] * 8 + far, Better.HIGH)
    assert on.mean == 0 and on.upper * 2 / 3 == edge
    assert not marked(on, Rule.TWO_OF_THREE, Side.HIGH)
    quieter = chart([Fraction(9, 10), Fraction(-9, 10)] * 8 + far, Better.HIGH)
    assert marked(quieter, Rule.TWO_OF_THREE, Side.HIGH) == [16, 18]


def test_a_month_without_a_figure_is_no_nought_and_breaks_no_run() -> None:
    whole, broken = drawn(1, 2, 3, 4, 5, 6, 7), drawn(1, 2, 3, None, 4, 5, 6, None, 7, None)
    assert (broken.mean, broken.lower, broken.upper) == (whole.mean, whole.lower, whole.upper)
    assert marked(broken, Rule.TREND, Side.HIGH) == [0, 1, 2, 4, 5, 6, 8] and broken.signals[3] == ()
    assert (broken.count, broken.newest, broken.variation) == (7, 8, Variation.IMPROVING)


def test_what_happened_long_ago_is_marked_but_is_not_changing_now() -> None:
    made = drawn(30, *(9, 14) * 10)
    assert marked(made, Rule.OUTSIDE, Side.HIGH) == [0]
    assert made.variation is Variation.COMMON_CAUSE and made.side is None


@pytest.mark.parametrize(
    ("better", "target", "expected"),
    [
        # The limits of STEADY are 5.68 and 16.32.
        (Better.HIGH, "5.68", Assurance.MEETS),
        (Better.HIGH, "5.69", Assurance.HIT_OR_MISS),
        (Better.HIGH, "16.32", Assurance.HIT_OR_MISS),
        (Better.HIGH, "16.33", Assurance.FAILS),
        (Better.LOW, "16.32", Assurance.MEETS),
        (Better.LOW, "16.31", Assurance.HIT_OR_MISS),
        (Better.LOW, "5.68", Assurance.HIT_OR_MISS),
        (Better.LOW, "5.67", Assurance.FAILS),
        (Better.NEITHER, "11", Assurance.NO_TARGET),
    ],
)
def test_it_will_meet_its_target_where_both_limits_lie_on_the_good_side(
    better: Better, target: str, expected: Assurance
) -> None:
    assert drawn(*STEADY, better=better).assurance(Fraction(target)) is expected


def test_without_a_target_nothing_is_said_of_it() -> None:
    assert drawn(*STEADY).assurance(None) is Assurance.NO_TARGET


@given(any_series, st.integers(-1000, 1000))
def test_moving_every_figure_moves_mean_and_limits_and_marks_the_same_points(
    values: list[Fraction | None], by: int
) -> None:
    before = chart(values, Better.HIGH)
    after = chart([None if value is None else value + by for value in values], Better.HIGH)
    assert after.signals == before.signals
    for name in ("mean", "lower", "upper"):
        line = getattr(before, name)
        assert getattr(after, name) == (None if line is None else line + by)


@given(any_series)
def test_where_the_other_way_is_good_better_and_worse_change_places(values: list[Fraction | None]) -> None:
    made = chart(values, Better.LOW)
    assert made.variation is OPPOSITE[chart(values, Better.HIGH).variation]
    mirrored = chart([None if value is None else -value for value in values], Better.HIGH)
    assert made.variation is mirrored.variation
    assert made.assurance(Fraction(50)) is mirrored.assurance(Fraction(-50))


@given(any_series)
def test_only_what_has_a_figure_is_marked_and_a_month_without_one_changes_nothing(
    values: list[Fraction | None],
) -> None:
    made, dense = chart(values, Better.HIGH), chart([value for value in values if value is not None], Better.HIGH)
    assert [found for found, value in zip(made.signals, values, strict=True) if value is not None] == list(
        dense.signals
    )
    assert not any(found for found, value in zip(made.signals, values, strict=True) if value is None)
    assert (made.mean, made.lower, made.upper) == (dense.mean, dense.lower, dense.upper)
