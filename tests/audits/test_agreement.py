"""Agreement: shares and weighted kappa, worked by hand."""

import pytest

from audits.agreement import agreement

O, G, R, I = "outstanding", "good", "requires_improvement", "inadequate"  # noqa: E741 - as people abbreviate them


def test_the_share_of_equal_judgements() -> None:
    found = agreement([(G, G), (G, R), (R, R)])
    assert (found.pairs, found.equal, found.text) == (3, 2, "66.7% (2/3)")


def test_kappa_with_linear_weights_by_hand() -> None:
    """Distances 0, 1, 0, 1: 2/4 = 0.5 on average. By chance: auditors G G R R, moderators G R R I, so of the sixteen
    pairs G stands against G R R I (0 1 1 2), R against G R R I (1 0 0 1), each twice: (8 + 4) / 16 = 0.75."""
    assert agreement([(G, G), (G, R), (R, R), (R, I)]).kappa == pytest.approx(1 - 0.5 / 0.75)


def test_full_agreement_is_one_and_full_disagreement_below_nought() -> None:
    assert agreement([(O, O), (G, G), (I, I)]).kappa == 1
    assert agreement([(O, I), (I, O)]).kappa == -1


@pytest.mark.parametrize("pairs", [[], [(G, G), (G, G)]])
def test_where_there_is_nothing_to_tell_apart_there_is_no_kappa(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs)
    assert found.kappa is None
    assert found.text == ("100.0% (2/2)" if pairs else "–")
