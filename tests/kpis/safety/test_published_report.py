"""The report as it was published: which of its hidden counts can be worked out, and that ours resist."""

from fractions import Fraction

import pytest

from csc_tracker.demo.published import HIDDEN, Published
from kpis.aggregate import AUTHORITY
from kpis.measures import MEASURES
from kpis.models import Figure
from kpis.safety.attack import attack, limits
from kpis.safety.counts import PARTICIPATION
from kpis.safety.model import (
    CannotProtect,
    Cell,
    Form,
    Key,
    Publication,
    Relation,
    adds_up,
    is_exactly,
    is_no_more,
    is_share,
    is_small,
)
from kpis.safety.protection import protect
from kpis.safety.published import Earlier, publication_of
from kpis.safety.solver import System
from tests.kpis.safety.small_tables import only_small

CELLS = Published.read().cells
MONTHS = [f"2017-{month:02}" for month in range(4, 13)]
YEAR = "2017/18 YTD"
MISSING = ("MISSING-ALL", "MISSING-CLA", "MISSING-CLA-20M", "MISSING-OLA", "MISSING-NOT-OPEN")
# The report rounded to two decimals and then to one: 34.6 may be 34.545 or 34.649.
LESS, MORE = Fraction("0.055"), Fraction("0.05")


def form(measure: str, period: str) -> Form:
    """A count of a month, or the sum of the months."""
    return Form.of(*(f"{measure} {month}" for month in (MONTHS if period == YEAR else [period])))


def printed(measures: tuple[str, ...], facts: list[Relation]) -> Publication:
    """Counts of the report with what it printed; the counts behind it are any that could be."""
    cells = []
    for measure in measures:
        for period in (*MONTHS, YEAR):
            text, its = CELLS[measure, period].text.split(" ")[0], form(measure, period)
            is_hidden = text == HIDDEN
            says = () if is_hidden else (is_exactly(its, int(text)),)
            cells.append(Cell(Key(measure, period, ""), says, (its,), (is_small(its),), is_hidden=is_hidden))
    relations = [*facts, *(each for cell in cells for each in (cell.if_small if cell.is_hidden else cell.says))]
    counts = System(relations).least(form(measures[0], YEAR))
    assert counts is not None
    return Publication(tuple(cells), counts, tuple(facts))


def participation() -> Publication:
    """PN0 to PN7 add up to the reviews with a code, which every percentage implies."""
    facts = []
    for period in (*MONTHS, YEAR):
        reviews = form("reviews", period)
        for way in PARTICIPATION:
            if (f"{way}-PCT", period) in CELLS:
                percent = Fraction(CELLS[f"{way}-PCT", period].value)
                facts += is_share(form(way, period), reviews, percent - LESS, percent + MORE)
        facts.append(adds_up([form(way, period) for way in PARTICIPATION], reviews))
    return printed(PARTICIPATION, facts)


def missing() -> Publication:
    """Three kinds of missing episodes are different ones of all; those far from home are of those looked after."""
    facts = []
    for month in MONTHS:
        whole, cared_for = form("MISSING-ALL", month), form("MISSING-CLA", month)
        kinds = cared_for + form("MISSING-OLA", month) + form("MISSING-NOT-OPEN", month)
        facts += [is_no_more(kinds, whole), is_no_more(form("MISSING-CLA-20M", month), cared_for)]
    return printed(MISSING, facts)


def possible(publication: Publication) -> dict[tuple[str, str], tuple[int, ...]]:
    """The hidden counts with fewer than three possible values."""
    found = attack(publication, only_small(publication))
    return {(each.key.measure, each.key.period): each.possible for each in found}


def test_four_counts_of_the_participation_table_are_told_by_their_rows() -> None:
    """April: 18 is 34.6%, so of 52, and 18 + 20 + 8 + 5 are 51: PN5 is 1. July: 11 is 18.6%, so of 59, and 11 + 28 + 18
    are 57: PN5 and PN7 are 1 each. November: 12 is 16.7%, so of 72, and 12 + 21 + 26 + 9 are 68: PN5 is 4."""
    found = possible(participation())
    assert {cell: values for cell, values in found.items() if len(values) == 1} == {
        ("PN5", "2017-04"): (1,),
        ("PN5", "2017-07"): (1,),
        ("PN7", "2017-07"): (1,),
        ("PN5", "2017-11"): (4,),
    }


def test_of_nearly_all_others_only_two_values_are_left() -> None:
    """October: 8 is 20.0%, so of 40, and 8 + 21 + 8 are 37. The 3 left are PN3 and PN7, both printed as `<5`: had PN3
    been 0, PN7 would be 3; as 0 is printed as 0, they are 1 and 2, or 2 and 1."""
    found = possible(participation())
    assert (found["PN3", "2017-10"], found["PN7", "2017-10"]) == ((1, 2), (1, 2))
    assert len(found) == 23
    assert {len(values) for values in found.values()} == {1, 2}


def test_the_missing_table_gives_nothing_away_but_that_no_month_had_only_1_of_other_authorities() -> None:
    """67 in the year less 49 in the months shown are 18 in five months of at most 4."""
    publication = missing()
    assert possible(publication) == {}
    found = {each.key: (each.smallest, each.largest) for each in limits(publication, only_small(publication))}
    assert len(found) == 19
    assert {key.measure for key, (smallest, _) in found.items() if smallest == 2} == {"MISSING-OLA"}
    assert {largest for _, largest in found.values()} == {4}


def figures(publication: Publication) -> list[Figure]:
    """Our figures of the same counts, with the shares of the reviews; of small counts each child once."""
    made = []
    for cell in publication.cells:
        measure, period, _ = cell.key
        count, printed_too = cell.counts[0].value(publication.counts), CELLS[cell.key[:2]].text
        children = None
        if measure in MISSING and period != YEAR:
            children = count if printed_too == HIDDEN else int(printed_too.split("(")[1].rstrip(")"))
        made.append(figure(measure, period, count, children=children))
        if measure in PARTICIPATION:
            reviews = form("reviews", period).value(publication.counts)
            made.append(figure(f"{measure}-PCT", period, count, reviews))
    return made


def figure(
    measure: str, period: str, numerator: int, denominator: int | None = None, children: int | None = None
) -> Figure:
    return Figure(
        measure=measure,
        period=period,
        scope=AUTHORITY,
        is_recorded=True,
        numerator=numerator,
        denominator=denominator,
        children=children,
    )


@pytest.mark.slow
@pytest.mark.parametrize("with_counts", [True, False], ids=["numerators and denominators given", "percentages alone"])
def test_our_version_of_both_tables_resists_and_withholds_little(with_counts: bool) -> None:
    ours = [*figures(participation()), *figures(missing())]
    publication = publication_of(ours, MEASURES, with_counts=with_counts)
    pattern = protect(publication)
    assert attack(publication, only_small(publication)) != []
    assert attack(publication, pattern) == []
    assert {key for key in pattern.hidden if key.measure.startswith("MISSING")} == {
        cell.key for cell in publication.cells if cell.is_hidden and cell.key.measure.startswith("MISSING")
    }
    counts = {key for key in pattern.withheld if not key.measure.endswith("-PCT")}
    assert len(counts) <= 12 < len(pattern.small)
    assert all(Key(f"{key.measure}-PCT", key.period, key.scope) in pattern.hidden for key in counts)


def test_the_pattern_is_the_same_on_every_rebuild_and_in_any_order_of_the_figures() -> None:
    ours = figures(participation())
    pattern = protect(publication_of(ours, MEASURES))
    assert protect(publication_of(reversed(ours), dict(reversed(MEASURES.items())))) == pattern


def test_what_was_published_before_counts_too() -> None:
    """Once the whole table was published but for the small numbers, withholding other figures comes too late."""
    ours = figures(participation())
    nothing_more = only_small(publication_of(ours, MEASURES))
    safe = protect(publication_of(ours, MEASURES))
    again = publication_of(ours, MEASURES, earlier=[Earlier(ours, nothing_more)])
    assert ("PN5", "2017-04") in {found.key[:2] for found in attack(again, safe)}
    with pytest.raises(CannotProtect):
        protect(again)
    kept = publication_of(ours, MEASURES, earlier=[Earlier(ours, safe)])
    assert attack(kept, safe) == []
