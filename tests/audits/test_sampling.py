"""Drawing a sample by a seed: the same list for whoever draws, whatever the machine."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.sampling import Wanted, draw, for_moderation, hash_of, in_order, next_in_order

FRAME = ("P1", "P2", "P3", "P4", "P5")
REFERENCES = st.lists(st.text("PQ0123456789", min_size=1, max_size=4), unique=True, max_size=20)


def test_the_order_is_that_of_the_hashes_of_seed_category_and_reference() -> None:
    by_hand = sorted(FRAME, key=lambda name: hashlib.sha256(f"seed:looked_after:{name}".encode()).hexdigest())
    assert in_order("seed", "looked_after", FRAME) == by_hand == ["P3", "P4", "P1", "P5", "P2"]


def test_a_frame_has_the_hash_of_its_children_in_order_a_line_each() -> None:
    assert hash_of(["P2", "P1", "P2"]) == hashlib.sha256(b"P1\nP2\n").hexdigest()
    assert hash_of(["P1", "P2"]) != hash_of(["P1P2"]) != hash_of([])


def test_the_first_so_many_are_drawn_and_those_left_out_are_passed_over_with_their_reason() -> None:
    (drawn,) = draw("seed", [Wanted("looked_after", 2, FRAME)], {"P3": "recent", "X": "died"}, elsewhere="other")
    assert drawn.taken == ("P4", "P1")
    assert drawn.left_out == {"P3": "recent"}
    assert drawn.frame_hash == hash_of(FRAME)


def test_a_child_is_drawn_in_one_category_only() -> None:
    first, second = draw("seed", [Wanted("a", 3, FRAME), Wanted("b", 5, FRAME)], {}, elsewhere="other")
    assert set(first.taken).isdisjoint(second.taken) and len(second.taken) == 2
    assert second.left_out == dict.fromkeys(sorted(first.taken), "other")


def test_a_small_frame_is_drawn_whole() -> None:
    (drawn,) = draw("seed", [Wanted("a", 9, FRAME)], {}, elsewhere="other")
    assert sorted(drawn.taken) == sorted(FRAME)


def test_a_replacement_is_the_next_in_the_order_and_none_where_all_are_taken() -> None:
    assert next_in_order("seed", "looked_after", FRAME, {"P3", "P4"}) == "P1"
    assert next_in_order("seed", "looked_after", FRAME, FRAME) is None


@pytest.mark.parametrize(("share", "count"), [(0, 0), (1, 1), (20, 1), (21, 2), (100, 5)])
def test_the_moderated_share_is_rounded_up(share: int, count: int) -> None:
    assert len(for_moderation("seed", FRAME, share)) == count


@given(seed=st.text(max_size=5), frame=REFERENCES, count=st.integers(0, 25), out=REFERENCES)
def test_drawing_again_gives_the_same_and_never_who_is_left_out(
    seed: str, frame: list[str], count: int, out: list[str]
) -> None:
    left_out = dict.fromkeys(out, "recent")
    (first,) = draw(seed, [Wanted("a", count, frame)], left_out, elsewhere="other")
    (again,) = draw(seed, [Wanted("a", count, frame[::-1])], left_out, elsewhere="other")
    assert first == again
    assert not set(first.taken) & set(out) and set(first.taken) <= set(frame)
    assert len(first.taken) == min(count, len(set(frame) - set(out)))
