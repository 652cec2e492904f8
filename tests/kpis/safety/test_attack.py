"""The attack finds what can be worked out, and nothing else: hand-worked tables, and all small ones by trying all."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.safety.attack import ENOUGH, attack, limits
from kpis.safety.model import Cell, Form, Key, Pattern, Publication, is_exactly, is_rounded
from tests.kpis.safety.small_tables import CELL, ROW, cell, only_small, possible_values, published

# Two blocks of four cells that stand for each other, and one cell (second row, third column) between the blocks.
BLOCKS = {(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3)}
BETWEEN = (1, 2)
FOUR_BY_FOUR = ((9, 7, 12, 30), (8, 6, 2, 25), (40, 11, 9, 14), (22, 31, 16, 10))


def recovered(publication: Publication, pattern: Pattern) -> dict[Key, tuple[int, ...]]:
    return {found.key: found.possible for found in attack(publication, pattern)}


def test_two_suppressions_in_every_line_do_not_hide_a_cell_between_two_blocks() -> None:
    """The first two rows less the first two columns: what is left of them is the cell between."""
    publication = published(FOUR_BY_FOUR, hidden=BLOCKS | {BETWEEN})
    hidden = only_small(publication).small
    for line in range(4):
        assert sum(key.period == str(line) for key in hidden) >= 2
        assert sum(key.scope == str(line) for key in hidden) >= 2
    assert recovered(publication, only_small(publication)) == {Key(CELL, "1", "2"): (2,)}


def test_two_suppressions_in_every_line_do_not_hide_cells_of_which_one_can_only_grow_and_one_only_shrink() -> None:
    """Of the first block the 1 cannot be less and the 4 across no more: nothing in it can move. The other block is
    safe, as its cells can go up and down."""
    table = ((1, 2, 12, 30), (3, 4, 9, 25), (40, 11, 2, 3), (22, 31, 2, 3))
    publication = published(table)
    assert recovered(publication, only_small(publication)) == {
        Key(CELL, "0", "0"): (1,),
        Key(CELL, "0", "1"): (2,),
        Key(CELL, "1", "0"): (3,),
        Key(CELL, "1", "1"): (4,),
    }


def test_two_possible_values_are_too_few_and_three_are_enough() -> None:
    two, three = published(((1, 2, 9),), totals=(ROW,)), published(((2, 2, 9),), totals=(ROW,))
    assert recovered(two, only_small(two)) == {Key(CELL, "0", "0"): (1, 2), Key(CELL, "0", "1"): (1, 2)}
    assert recovered(three, only_small(three)) == {}


def test_a_count_is_worked_out_from_the_others_and_the_denominator_that_a_percentage_implies() -> None:
    """18 is 34.6%: of 52, as 18/51 is 35.3% and 18/53 34.0%. With 33 others the hidden one is 1."""
    counts = {"a": 18, "b": 33, "c": 1}
    whole = Form.of(*counts)
    share = Cell(Key("share", "", ""), is_rounded(Form.of("a"), whole, Fraction("34.6")), ())
    shown = [cell(Key(name, "", ""), Form.of(name), counts) for name in counts]
    with_share, without = Publication((*shown, share), counts), Publication(tuple(shown), counts)
    assert recovered(with_share, only_small(with_share)) == {Key("c", "", ""): (1,)}
    assert recovered(without, only_small(without)) == {}


def test_what_is_left_of_a_known_whole_may_be_hidden_too() -> None:
    """Those who did not meet a standard, of 50 in all: 1 to 4, and not worked out."""
    counts = {"met": 47, "all": 50}
    missed = cell(Key("missed", "", ""), Form.of("all") - Form.of("met"), counts)
    whole = cell(Key("all", "", ""), Form.of("all"), counts)
    publication = Publication((missed, whole), counts)
    assert attack(publication, only_small(publication)) == []
    assert [found[-2:] for found in limits(publication, only_small(publication))] == [(1, 4)]


@pytest.mark.parametrize(
    ("shown", "possible"),
    [
        ("34.6", {52}),  # 18/52 = 34.615...
        ("34.7", set()),  # nothing between 51 and 52
        ("18.8", {96}),  # 18/96 = 18.75, half up; 18/95 = 18.947..., 18/97 = 18.556...
        ("18.7", set()),
        ("3.6", {494, 500, 507}),  # 18/0.0365 = 493.1..., 18/0.0355 = 507.04...
    ],
)
def test_a_percentage_is_rounded_half_up_to_one_decimal(shown: str, possible: set[int]) -> None:
    """Which denominators 18 as numerator and the percentage leave."""
    relations = is_rounded(Form.of("n"), Form.of("d"), Fraction(shown))
    left = {d for d in range(1, 1000) if all(relation.holds({"n": 18, "d": d}) for relation in relations)}
    assert left == possible if len(possible) < 2 else (min(left), max(left)) == (min(possible), max(possible))


def test_a_rate_is_rounded_on_the_population() -> None:
    """Of 22,627 under 18, 10.2 per 10,000 are 23 children (10.16); 22 would be 9.7, 24 would be 10.6."""
    relations = is_rounded(Form.of("n"), 22_627, Fraction("10.2"), 10_000)
    assert [n for n in range(100) if all(relation.holds({"n": n}) for relation in relations)] == [23]


def test_a_month_is_the_year_to_date_less_the_months_before() -> None:
    """April 12, May `<5`, June 9, 24 since April: May is 3, and so it is where 15 until May are shown."""
    counts = {"april": 12, "may": 3, "june": 9}
    april, may, june = (cell(Key(name, "", ""), Form.of(name), counts) for name in counts)
    until_may = cell(Key("until may", "", ""), Form.of("april", "may"), counts)
    until_june = cell(Key("until june", "", ""), Form.of(*counts), counts)
    for total in (until_may, until_june):
        publication = Publication((april, may, june, total), counts)
        assert recovered(publication, only_small(publication)) == {Key("may", "", ""): (3,)}
    safe = Publication((april, may, june), counts)
    assert recovered(safe, only_small(safe)) == {}


def test_what_linear_programming_leaves_open_whole_numbers_may_close() -> None:
    """2a + 4b is 10 and a is 1 to 4: between 1 and 4 if counts could be broken, 1 or 3 in whole children."""
    counts = {"a": 3, "b": 1}
    hidden = cell(Key("a", "", ""), Form.of("a"), counts)
    publication = Publication((hidden,), counts, facts=(is_exactly(Form.of("a") * 2 + Form.of("b") * 4, 10),))
    assert recovered(publication, only_small(publication)) == {Key("a", "", ""): (1, 3)}


def test_what_is_not_so_is_not_published() -> None:
    counts = {"a": 3}
    with pytest.raises(ValueError, match="not true"):
        Publication((Cell(Key("a", "", ""), (is_exactly(Form.of("a"), 4),), ()),), counts)


tables = st.integers(2, 3).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 7), min_size=columns, max_size=columns), min_size=2, max_size=2)
)


@settings(deadline=None, max_examples=30)
@given(tables)
def test_the_attack_finds_what_trying_every_table_finds(table: list[list[int]]) -> None:
    publication = published(table)
    pattern = only_small(publication)
    every = possible_values(publication, pattern, largest=21)
    assert recovered(publication, pattern) == {
        key: tuple(sorted(values)) for key, values in every.items() if len(values) < ENOUGH
    }
    assert {found.key: (found.smallest, found.largest) for found in limits(publication, pattern)} == {
        key: (min(values), max(values)) for key, values in every.items()
    }
