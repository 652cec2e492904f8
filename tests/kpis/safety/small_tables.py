"""Small tables to publish, and every table that looks the same to a reader, found by trying all."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from kpis.safety.model import (
    LARGEST,
    SMALLEST,
    Cell,
    Form,
    Key,
    Pattern,
    Publication,
    Relation,
    is_exactly,
    is_small,
    said,
    secrets,
)

Table = Sequence[Sequence[int]]
CELL, ROW, COLUMN = "cell", "row", "column"


def published(
    table: Table, *, hidden: set[tuple[int, int]] | None = None, totals: Sequence[str] = (ROW, COLUMN)
) -> Publication:
    """A table of counts and its totals; `hidden` are the cells that are not shown (none given: those of 1 to 4)."""
    rows, columns = range(len(table)), range(len(table[0]))
    counts = {f"{row},{column}": table[row][column] for row, column in product(rows, columns)}
    cells = [
        cell(
            Key(CELL, str(row), str(column)),
            Form.of(f"{row},{column}"),
            counts,
            is_hidden=None if hidden is None else (row, column) in hidden,
        )
        for row, column in product(rows, columns)
    ]
    for row in rows if ROW in totals else ():
        form = Form.of(*(f"{row},{column}" for column in columns))
        cells.append(cell(Key(ROW, str(row), ""), form, counts, is_hidden=False, cost=1000))
    for column in columns if COLUMN in totals else ():
        form = Form.of(*(f"{row},{column}" for row in rows))
        cells.append(cell(Key(COLUMN, "", str(column)), form, counts, is_hidden=False, cost=1000))
    return Publication(tuple(cells), counts)


def cell(
    key: Key, form: Form, counts: Mapping[str, int], *, is_hidden: bool | None = None, cost: int | None = None
) -> Cell:
    """A count that is shown, or hidden (not said: if it is 1 to 4). To withhold it costs 10 and its size, that it is
    small 30 (not said); a 0 never is."""
    value = form.value(counts)
    is_few = SMALLEST <= value <= LARGEST
    is_hidden = is_few if is_hidden is None else is_hidden
    return Cell(
        key,
        says=(is_exactly(form, value),),
        counts=(form,),
        if_small=(is_small(form),) if is_few else (Relation(form, 0, None),),
        if_withheld=(Relation(form, 1, None),) if value else (),
        is_hidden=is_hidden,
        cost=(cost or (30 if is_hidden else 10 + value)) if value else None,
    )


def only_small(publication: Publication) -> Pattern:
    """Nothing withheld beside what is hidden anyway."""
    return Pattern(frozenset(cell.key for cell in publication.cells if cell.is_hidden), frozenset())


def all_alike(publication: Publication, pattern: Pattern, largest: int) -> Iterator[dict[str, int]]:
    """Every set of counts up to `largest` that a reader cannot tell from the true one."""
    relations = list(said(publication, pattern))
    names = sorted(publication.counts)
    alike: list[dict[str, int]] = [{}]
    for place, name in enumerate(names):
        done = set(names[: place + 1])
        ripe = [each for each in relations if name in (its := {n for n, _ in each.form.terms}) and its <= done]
        wider = ({**counts, name: value} for counts in alike for value in range(largest + 1))
        alike = [counts for counts in wider if all(relation.holds(counts) for relation in ripe)]
    yield from alike


def possible_values(publication: Publication, pattern: Pattern, largest: int) -> dict[Key, set[int]]:
    """For every hidden count the values that it has in any of these."""
    alike = list(all_alike(publication, pattern, largest))
    return {key: {form.value(counts) for counts in alike} for form, key in secrets(publication, pattern).items()}
