"""What is withheld protects what is hidden, whoever tries; and the pattern is always the same."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.safety.attack import ENOUGH, attack
from kpis.safety.model import CannotProtect, Form, Key, Pattern, Publication, is_exactly
from kpis.safety.protection import protect
from tests.kpis.safety.small_tables import CELL, ROW, cell, possible_values, published

TABLE = ((1, 3, 7, 8), (2, 9, 6, 4), (5, 0, 5, 5), (20, 3, 0, 11))


def test_the_only_small_cell_of_a_row_takes_another_with_it() -> None:
    pattern = protect(published(((3, 9, 40, 0),), totals=(ROW,)))
    assert pattern == Pattern(frozenset({Key(CELL, "0", "0")}), frozenset({Key(CELL, "0", "1")}))


def test_a_zero_is_never_withheld_and_a_total_only_where_nothing_else_is_left() -> None:
    """A row of 2 in all, of which one cell is not 0, has only its total to withhold."""
    pattern = protect(published(((2, 0, 0), (3, 0, 8)), totals=(ROW,)))
    assert pattern.withheld == {Key(ROW, "0", ""), Key(CELL, "1", "2")}


def test_the_pattern_is_the_same_in_whatever_order_and_after_storing() -> None:
    publication = published(TABLE)
    pattern = protect(publication)
    assert attack(publication, pattern) == []
    cells = list(publication.cells)
    for seed in range(5):
        random.Random(seed).shuffle(cells)
        again = protect(Publication(tuple(cells), dict(reversed(publication.counts.items()))))
        assert json.dumps(again.as_data()) == json.dumps(pattern.as_data())
    assert Pattern.from_data(json.loads(json.dumps(pattern.as_data()))) == pattern


def test_it_says_in_words_what_cannot_be_protected() -> None:
    counts = {"a": 2}
    known = Publication(
        (cell(Key("CSC 034", "2017-05", "team:T1"), Form.of("a"), counts),), counts, (is_exactly(Form.of("a"), 2),)
    )
    with pytest.raises(CannotProtect, match="CSC 034, 2017-05, team:T1: whatever else is left out"):
        protect(known)


tables = st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=2, max_size=2)


@settings(deadline=None, max_examples=30)
@given(tables)
def test_protected_tables_resist_whoever_tries_every_table(table: list[list[int]]) -> None:
    publication = published(table)
    pattern = protect(publication)
    assert {cell.key for cell in publication.cells if cell.is_hidden} <= pattern.hidden
    values = possible_values(publication, pattern, largest=12)
    assert {key for key, possible in values.items() if len(possible) < ENOUGH} == set()
