"""What the figures of a release tell: months, quarters, years, teams, shares and rates are of the same counts."""

import pytest

from kpis.aggregate import AUTHORITY
from kpis.measures import MEASURES
from kpis.models import Figure
from kpis.safety.attack import attack
from kpis.safety.counts import Count, Counted, D
from kpis.safety.model import Key, Pattern, Publication
from kpis.safety.months import behind, own_counts
from kpis.safety.published import publication_of

EAST, WEST = "team:East", "team:West"
MONTHS = ["2017-04", "2017-05", "2017-06", "2017-07"]
YEAR = "2017/18 YTD"


def figure(measure: str, period: str, numerator: int, denominator: int | None = None, scope: str = AUTHORITY) -> Figure:
    return Figure(
        measure=measure,
        period=period,
        scope=scope,
        is_recorded=True,
        numerator=numerator,
        denominator=denominator,
    )


def told(*figures: Figure) -> dict[Key, tuple[int, ...]]:
    """The small counts of which the figures leave fewer than three values, and these."""
    publication = publication_of(figures, MEASURES, with_counts=False)
    return {found.key: found.possible for found in attack(publication, _only_small(publication))}


def _only_small(publication: Publication) -> Pattern:
    return Pattern(frozenset(cell.key for cell in publication.cells if cell.is_hidden), frozenset())


@pytest.mark.parametrize(
    ("measure", "period", "months"),
    [
        ("CSC 013", "2017-05", ("2017-05",)),  # by month
        ("CSC 013", YEAR, tuple(MONTHS)),
        ("CSC 012", "2017-05", ("2017-04", "2017-05")),  # since April
        ("CSC 247", "2017-05", ("2017-04", "2017-05")),  # since the quarter began
        ("CSC 247", "2017-07", ("2017-07",)),
        ("CSC 247", YEAR, tuple(MONTHS)),
        ("CSC 182", "2017-05", ("2017-05",)),  # the state at the end of a month
        ("CSC 182", YEAR, ("2017-07",)),
        ("CSC 252", "2017-06", ("2017-06",)),  # a state too, whatever it looks back on
    ],
)
def test_the_months_behind_a_figure(measure: str, period: str, months: tuple[str, ...]) -> None:
    assert behind(MEASURES[measure], period, {*MONTHS, YEAR}) == months


def test_a_month_of_a_count_that_adds_up_is_what_was_added() -> None:
    since_april = {"2017-04": 12, "2017-05": 15, "2017-06": 24, YEAR: 24}
    assert own_counts(MEASURES["CSC 012"], since_april) == {"2017-04": 12, "2017-05": 3, "2017-06": 9}
    since_the_quarter = {"2017-06": 24, "2017-07": 5}
    assert own_counts(MEASURES["CSC 247"], since_the_quarter) == {"2017-07": 5}


def test_measures_that_count_the_same_are_one_count() -> None:
    counted = Counted(MEASURES)
    referrals = {Count("CSC 013"), Count("CSC 012"), Count("CSC 014"), Count("CSC 032-MONTH", D), Count("CSC 032", D)}
    assert len({counted.named(count) for count in referrals}) == 1
    assert counted.named(Count("PN5-PCT")) == counted.named(Count("PN5"))
    assert counted.named(Count("CSC 034")) == counted.named(Count("CSC 032")) != counted.named(Count("CSC 013"))


def test_a_teams_month_is_told_by_the_year_to_date_of_another_measure() -> None:
    """East had 12 referrals in April, and 15 until May."""
    hidden = figure("CSC 013", "2017-05", 3, scope=EAST)
    april, until_may = figure("CSC 013", "2017-04", 12, scope=EAST), figure("CSC 012", "2017-05", 15, scope=EAST)
    until_april = figure("CSC 012", "2017-04", 12, scope=EAST)
    assert told(april, hidden) == {}
    assert told(april, hidden, until_april, until_may) == {Key("CSC 013", "2017-05", EAST): (3,)}


def test_a_team_is_told_by_the_authority_and_the_other_team() -> None:
    hidden = figure("CSC 013", "2017-04", 3, scope=EAST)
    other, authority = figure("CSC 013", "2017-04", 9, scope=WEST), figure("CSC 013", "2017-04", 12)
    assert told(hidden, other) == {}
    assert told(hidden, other, authority) == {Key("CSC 013", "2017-04", EAST): (3,)}


def test_a_team_is_told_by_the_authoritys_rate() -> None:
    """Of 22,627 children 5.3 per 10,000 are 12."""
    hidden, other = figure("CSC 013", "2017-04", 3, scope=EAST), figure("CSC 013", "2017-04", 9, scope=WEST)
    rate = figure("CSC 014", "2017-04", 12, 22_627)
    assert told(hidden, other, rate) == {Key("CSC 013", "2017-04", EAST): (3,)}


def test_a_contact_of_two_teams_leaves_open_what_one_of_them_had() -> None:
    """Contacts count once in every team that has a row of them, so teams can add up to more than the authority."""
    hidden, other = figure("CSC 004", "2017-04", 3, scope=EAST), figure("CSC 004", "2017-04", 9, scope=WEST)
    assert told(hidden, other, figure("CSC 004", "2017-04", 10)) == {}


def test_the_authoritys_own_figures_are_not_hidden_where_they_split_nothing() -> None:
    publication = publication_of([figure("CSC 013", "2017-04", 3), figure("CSC 022", "2017-04", 2, 3)], MEASURES)
    assert _only_small(publication).small == frozenset()


def test_what_is_not_recorded_tells_nothing() -> None:
    nothing = Figure(measure="CSC 013", period="2017-04", scope=AUTHORITY, is_recorded=False)
    assert publication_of([nothing], MEASURES).cells == ()
