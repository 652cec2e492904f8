"""What is published about counts that readers do not know: a set of whole numbers, none below 0, and relations.

An unknown is a true count, by name. A figure says something linear about some of them, whether it is shown, hidden as
small, or withheld; what is common knowledge about them (teams add up to the authority) is the same kind of thing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

SMALLEST, LARGEST = 1, 4  # what `<5` says
TENTH = Fraction(1, 10)


@dataclass(frozen=True)
class Form:
    """A sum of unknowns, each times a whole number that is not 0, in the order of their names."""

    terms: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, *unknowns: str) -> "Form":
        """The sum of the unknowns."""
        return cls._made(Counter(unknowns))

    @classmethod
    def _made(cls, terms: Mapping[str, int]) -> "Form":
        return cls(tuple(sorted((name, times) for name, times in terms.items() if times)))

    def __add__(self, other: "Form") -> "Form":
        terms = dict(self.terms)
        for name, times in other.terms:
            terms[name] = terms.get(name, 0) + times
        return self._made(terms)

    def __sub__(self, other: "Form") -> "Form":
        return self + other * -1

    def __mul__(self, by: int) -> "Form":
        return self._made({name: times * by for name, times in self.terms})

    def value(self, counts: Mapping[str, int]) -> int:
        """What it comes to with these counts. Raises KeyError where one is not among them."""
        return sum(times * counts[name] for name, times in self.terms)

    def without(self, known: Mapping[str, int]) -> tuple["Form", int]:
        """What is left of it once the `known` unknowns are taken out, and what these come to."""
        left = Form(tuple(term for term in self.terms if term[0] not in known))
        return (left, 0) if left == self else (left, (self - left).value(known))


NOTHING = Form(())


class Relation(NamedTuple):
    """What is said: the form is no less than `low` and no more than `high` (None: no limit)."""

    form: Form
    low: int | None
    high: int | None

    def holds(self, counts: Mapping[str, int]) -> bool:
        """Whether it is so with these counts."""
        value = self.form.value(counts)
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def without(self, known: Mapping[str, int]) -> "Relation":
        """What it says of the other unknowns."""
        form, sure = self.form.without(known)
        low, high = (None if limit is None else limit - sure for limit in self[1:])
        return Relation(form, low, high)


def is_exactly(form: Form, value: int) -> Relation:
    """A count that is shown."""
    return Relation(form, value, value)


def is_small(form: Form) -> Relation:
    """A count that is shown as `<5`: 1 to 4, as 0 is shown."""
    return Relation(form, SMALLEST, LARGEST)


def is_no_more(part: Form, whole: Form) -> Relation:
    """A count of some of the records of another count."""
    return Relation(whole - part, 0, None)


def adds_up(parts: Iterable[Form], whole: Form) -> Relation:
    """Counts that make up another one, each record in just one of them."""
    return is_exactly(sum(parts, NOTHING) - whole, 0)


def is_share(
    numerator: Form, denominator: Form | int, low: Fraction, high: Fraction, factor: int = 100
) -> tuple[Relation, Relation]:
    """`factor` * numerator / denominator is at least `low` and below `high`.

    Linear in both counts, because the limits are known; a denominator that is no unknown is given as a number (the
    population of a rate). As all are whole numbers, "below" is "at most one less" once multiplied out.
    """
    scale = Fraction(low).denominator * Fraction(high).denominator
    return (
        _at_least(numerator * (factor * scale), denominator, int(low * scale), 0),
        _at_least(numerator * (-factor * scale), denominator, int(-high * scale), 1),
    )


def _at_least(form: Form, denominator: Form | int, times: int, more: int) -> Relation:
    """form >= times * denominator + more"""
    if isinstance(denominator, int):
        return Relation(form, times * denominator + more, None)
    return Relation(form - denominator * times, more, None)


def is_rounded(numerator: Form, denominator: Form | int, shown: Fraction, factor: int = 100) -> tuple[Relation, ...]:
    """A percentage or rate `shown` to one decimal, half up: 34.6 says 34.55 <= 100 n / d < 34.65."""
    return is_share(numerator, denominator, shown - TENTH / 2, shown + TENTH / 2, factor)


class Key(NamedTuple):
    """Which figure: its measure, its period, its scope."""

    measure: str
    period: str
    scope: str


@dataclass(frozen=True)
class Cell:
    """One figure of a publication and what a reader learns from it.

    `says` is what it says where it is shown, `if_small` where `<5` (or a blank share) stands for it, `if_withheld`
    where it is left out for the sake of others, which tells at most that it is not 0. `counts` are those that nobody
    may work out while it is hidden. `is_hidden` says that the small-number rule hides it; `cost` is the loss where it
    is withheld, shown or small (None: it never is, such as a 0). A share `follows` the count that it is of: it is left
    out with it.
    """

    key: Key
    says: tuple[Relation, ...]
    counts: tuple[Form, ...]
    if_small: tuple[Relation, ...] = ()
    if_withheld: tuple[Relation, ...] = ()
    is_hidden: bool = False
    cost: int | None = None
    follows: Key | None = None


@dataclass(frozen=True)
class Publication:
    """Everything that is published together: its cells, what is known beside them, and the true counts.

    `facts` are relations that no suppression takes back: how counts belong together, and what was published before. The
    order in which cells and facts are given does not matter.
    """

    cells: tuple[Cell, ...]
    counts: Mapping[str, int]
    facts: tuple[Relation, ...] = ()
    by_key: Mapping[Key, Cell] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Put all in order. Raises ValueError where a cell or fact does not hold of the true counts."""
        object.__setattr__(self, "cells", tuple(sorted(self.cells, key=lambda cell: cell.key)))
        object.__setattr__(self, "facts", tuple(sorted(set(self.facts), key=_order)))
        object.__setattr__(self, "by_key", {cell.key: cell for cell in self.cells})
        if wrong := [relation for relation in self._claims() if not relation.holds(self.counts)]:
            raise ValueError(f"not true of the counts: {wrong[0]}")

    def _claims(self) -> Iterator[Relation]:
        yield from self.facts
        for cell in self.cells:
            yield from cell.says
            yield from cell.if_small if cell.is_hidden else cell.if_withheld


def _order(relation: Relation) -> tuple[Any, ...]:
    low, high = (("", 0) if limit is None else ("is", limit) for limit in relation[1:])
    return (relation.form.terms, low, high)


@dataclass(frozen=True)
class Pattern:
    """Which figures are not shown: hidden as `small`, or `withheld`, so that these cannot be worked out."""

    small: frozenset[Key]
    withheld: frozenset[Key]

    @property
    def hidden(self) -> frozenset[Key]:
        """All that are not shown."""
        return self.small | self.withheld

    def as_data(self) -> dict[str, list[list[str]]]:
        """Plain data in a stable order, to be stored with a release."""
        return {"small": sorted(map(list, self.small)), "withheld": sorted(map(list, self.withheld))}

    @classmethod
    def from_data(cls, data: Mapping[str, list[list[str]]]) -> "Pattern":
        """The pattern that was stored."""
        return cls(*(frozenset(Key(*key) for key in data[name]) for name in ("small", "withheld")))


def said(publication: Publication, pattern: Pattern) -> Iterator[Relation]:
    """Everything that a reader of the publication knows, with what the pattern leaves out."""
    yield from publication.facts
    for cell in publication.cells:
        if cell.key in pattern.small:
            yield from cell.if_small
        else:
            yield from cell.if_withheld if cell.key in pattern.withheld else (*cell.says, *cell.if_withheld)


def merged(relations: Iterable[Relation]) -> list[Relation]:
    """The same in as few relations: one for each form, with the narrowest limits."""
    found: dict[Form, Relation] = {}
    for relation in relations:
        before = found.get(relation.form, relation)
        lows = [each.low for each in (before, relation) if each.low is not None]
        highs = [each.high for each in (before, relation) if each.high is not None]
        found[relation.form] = Relation(relation.form, max(lows, default=None), min(highs, default=None))
    return list(found.values())


def secrets(publication: Publication, pattern: Pattern) -> dict[Form, Key]:
    """The counts that must not be worked out, each with (one of) the hidden cells that it is of."""
    found: dict[Form, Key] = {}
    for cell in publication.cells:
        if cell.key in pattern.hidden:
            for form in cell.counts:
                found.setdefault(form, cell.key)
    return found


class CannotProtect(Exception):
    """No pattern keeps a count from being worked out; the message says which."""

    def __init__(self, key: Key) -> None:
        super().__init__(
            f"{key.measure}, {key.period}, {key.scope}: whatever else is left out, what it hides can be worked out"
        )
