"""Small numbers of teams are hidden in what is published, and the authority's total does not give them away."""

import pytest

from kpis.disclosure import suppressed
from kpis.models import Figure


def figure(
    scope: str, numerator: int, denominator: int | None = None, *, measure: str = "CSC 013", pk: int = 0
) -> Figure:
    return Figure(
        pk=pk,
        measure=measure,
        period="2017-05",
        scope=scope,
        is_recorded=True,
        numerator=numerator,
        denominator=denominator,
    )


def shown(*figures: Figure) -> list[str]:
    return [said.shown for _, said in suppressed(list(figures))]


def row(*counts: int) -> list[Figure]:
    total = figure("authority", sum(counts), pk=100)
    return [total, *(figure(f"team:T{n}", count, pk=n) for n, count in enumerate(counts))]


@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_1_to_4_are_hidden_and_0_and_5_are_not(small: int) -> None:
    assert shown(*row(small, small, 0, 5)) == [str(small * 2 + 5), "<5", "<5", "0", "5"]


def test_a_single_hidden_team_takes_the_next_smallest_with_it() -> None:
    assert shown(*row(3, 9, 7, 0)) == ["19", "<5", "9", "<5", "0"]


def test_the_authoritys_own_figure_is_shown() -> None:
    assert shown(figure("authority", 3)) == ["3"]


@pytest.mark.parametrize(("numerator", "denominator"), [(2, 50), (48, 50), (3, 3)])
def test_a_share_that_tells_of_a_small_number_is_blank(numerator: int, denominator: int) -> None:
    teams = [figure(f"team:T{n}", numerator, denominator, measure="CSC 022", pk=n) for n in range(2)]
    for _, said in suppressed(teams):
        assert (said.shown, said.numerator, said.denominator, said.value) == ("", None, None, None)
