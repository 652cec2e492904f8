"""Small numbers of teams are hidden in what is published, and the authority's total does not give them away."""

import pytest

from kpis.disclosure import suppressed
from kpis.models import Figure

pytestmark = pytest.mark.django_db


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


def row(*counts: int, period: str = "2017-05", first: int = 0) -> list[Figure]:
    """The authority's figure and a team's for each count."""
    teams = [figure(f"team:T{n}", count, pk=first + n) for n, count in enumerate(counts, 1)]
    found = [figure("authority", sum(counts), pk=first + 100), *teams]
    for each in found:
        each.period = period
    return found


@pytest.mark.parametrize("small", [2, 3])
def test_1_to_4_are_hidden_and_0_and_5_are_not(small: int) -> None:
    assert shown(*row(small, small, 0, 5)) == [str(small * 2 + 5), "<5", "<5", "0", "5"]


@pytest.mark.parametrize("small", [1, 4])
def test_two_hidden_teams_of_2_or_8_in_all_are_1_or_4_each_so_another_is_withheld(small: int) -> None:
    assert shown(*row(small, small, 0, 5)) == [str(small * 2 + 5), "<5", "<5", "0", "c"]


def test_a_single_hidden_team_takes_the_next_smallest_with_it_which_is_not_called_small() -> None:
    assert shown(*row(3, 9, 7, 0)) == ["19", "<5", "9", "c", "0"]


def test_a_single_hidden_month_of_a_team_takes_another_with_it() -> None:
    """The year's total less the shown months would tell the hidden one; the year itself may be withheld instead."""
    months = [
        *row(3, 2, 40),
        *row(8, 9, 30, period="2017-06", first=200),
        *row(11, 11, 70, period="2017/18 YTD", first=400),
    ]
    said = {(each.period, each.scope): text.shown for each, text in suppressed(months)}
    for team in ("team:T1", "team:T2"):
        hidden = [period for period in ("2017-05", "2017-06", "2017/18 YTD") if said[period, team] in ("<5", "c")]
        assert len(hidden) >= 2


def test_the_authoritys_own_figure_is_shown() -> None:
    assert shown(figure("authority", 3)) == ["3"]


def outcomes(*counts: int) -> list[Figure]:
    """Contacts by outcome, every outcome of a few contacts and the share of each."""
    names = ("ADVICE-INFORMATION", "REFER-TO-EARLY-HELP", "REFER-TO-SOCIAL-CARE")
    return [
        figure("authority", count, whole, measure=f"CONTACT-OUTCOME-{name}{suffix}")
        for suffix, whole in (("", None), ("-PCT", sum(counts)))
        for name, count in zip(names, counts, strict=True)
    ]


def test_the_authoritys_figure_of_a_category_is_hidden_and_its_share_too() -> None:
    """What is left of 82 may be 1 or 2 with this outcome, the rest with one that is not published: that is too few."""
    assert shown(*outcomes(2, 20, 60)) == ["<5", "c", "60", "", "", "73.2"]


def test_an_outcome_that_is_not_published_leaves_enough_open_by_itself() -> None:
    """What is left of 83 may be 1, 2 or 3."""
    assert shown(*outcomes(3, 20, 60)) == ["<5", "20", "60", "", "24.1", "72.3"]


@pytest.mark.parametrize(("numerator", "denominator"), [(2, 50), (48, 50), (3, 3)])
def test_a_share_that_tells_of_a_small_number_is_blank(numerator: int, denominator: int) -> None:
    teams = [figure(f"team:T{n}", numerator, denominator, measure="CSC 022", pk=n) for n in range(2)]
    for _, said in suppressed(teams):
        assert (said.shown, said.numerator, said.denominator, said.value) == ("", None, None, None)
