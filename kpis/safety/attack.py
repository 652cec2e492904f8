"""Work out hidden counts from everything that is published, as a reader with a solver would.

A hidden count is safe while at least three whole numbers stay possible for it. Linear programming alone gives limits
that may be wider than the whole numbers that can really be: a count between 1.2 and 2.9 is 2. So whole numbers are
asked for (mixed-integer programming), and each that is taken to be possible has counts behind it that were checked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kpis.safety.model import Form, Key, Pattern, Publication, Relation, merged, said, secrets
from kpis.safety.solver import Counts, System, parted

ENOUGH = 3  # whole numbers that must stay possible
PUSHES = 3


class Recovered(NamedTuple):
    """A hidden count that is not safe: of which figure, and every value that it can still have (one or two)."""

    key: Key
    form: Form
    possible: tuple[int, ...]


class Limits(NamedTuple):
    """The smallest and largest value that a hidden count of a figure can have."""

    key: Key
    form: Form
    smallest: int
    largest: int


@dataclass
class Secret:
    """A hidden count under attack: what is unknown of it (`rest`), what is `sure`, the values seen to be possible."""

    key: Key
    form: Form
    rest: Form
    sure: int
    seen: set[int] = field(default_factory=set)

    @property
    def is_safe(self) -> bool:
        """Whether enough values are known to be possible."""
        return len(self.seen) >= ENOUGH

    def note(self, counts: Counts) -> None:
        """Take in the value that it has in counts which keep everything published."""
        self.seen.add(self.sure + self.rest.value(counts))

    def elsewhere(self) -> Iterator[Relation]:
        """Where a value may be that was not seen yet: below, above, and between those seen."""
        values = sorted(value - self.sure for value in self.seen)
        yield Relation(self.rest, None, values[0] - 1)
        yield Relation(self.rest, values[-1] + 1, None)
        for low, high in zip(values, values[1:], strict=False):
            if high - low > 1:
                yield Relation(self.rest, low + 1, high - 1)


def attack(publication: Publication, pattern: Pattern) -> list[Recovered]:
    """The hidden counts for which fewer than three whole numbers stay possible, in the order of their figures."""
    found = [
        Recovered(secret.key, secret.form, tuple(sorted(secret.seen)))
        for system, group in _groups(publication, pattern)
        for secret in _tried(system, group)
        if not secret.is_safe
    ]
    return sorted(found, key=lambda each: (each.key, each.form.terms))


def limits(publication: Publication, pattern: Pattern) -> list[Limits]:
    """The smallest and largest possible value of every hidden count, exactly (solver.HIGHEST: any)."""
    found = [
        Limits(secret.key, secret.form, *(secret.sure + value for value in _extremes(system, secret)))
        for system, group in _groups(publication, pattern)
        for secret in group
    ]
    return sorted(found, key=lambda each: (each.key, each.form.terms))


def _groups(publication: Publication, pattern: Pattern) -> Iterator[tuple[System | None, list[Secret]]]:
    """The relations in groups without common unknowns, and what is hidden in each; no system where nothing is unknown.

    What can be subtracted is subtracted first, which makes many small groups of one large one.
    """
    known, relations = settled(said(publication, pattern))
    hidden = [Secret(key, form, *form.without(known)) for form, key in secrets(publication, pattern).items()]
    for secret in hidden:
        secret.note(publication.counts)
    relations += [Relation(secret.rest, None, None) for secret in hidden if secret.rest.terms]  # keeps a sum together
    for group in parted(merged(relations)):
        system = System(group)
        inside = set(system.unknowns)
        yield system, [secret for secret in hidden if secret.rest.terms and secret.rest.terms[0][0] in inside]
    yield None, [secret for secret in hidden if not secret.rest.terms]


def settled(relations: Iterable[Relation]) -> tuple[Counts, list[Relation]]:
    """What follows by subtraction alone: unknowns that one relation fixes, and the relations that are left."""
    known: dict[str, int] = {}
    left = list(relations)
    while True:
        left = merged(found for relation in left if (found := relation.without(known)).form.terms)
        fixed = {
            name: relation.low // times
            for relation in left
            if relation.low is not None and relation.low == relation.high and len(relation.form.terms) == 1
            for name, times in relation.form.terms
        }
        if not fixed:
            return known, left
        known |= fixed


def _tried(system: System | None, group: list[Secret]) -> list[Secret]:
    """The secrets, each with enough values seen or all that there are."""
    if system is None:
        return group
    for push in range(PUSHES):
        _push(system, [secret for secret in group if not secret.is_safe], push)
    for secret in group:
        while not secret.is_safe and (counts := _another(system, secret)):
            _note(group, counts)
    return group


def _push(system: System, group: list[Secret], push: int) -> None:
    """Ask for counts in which many secrets have another value at once: some as large, the others as small as can be."""
    if group:
        forms = [secret.rest * (1 if place >> push & 1 else -1) for place, secret in enumerate(group)]
        if counts := system.least(sum(forms[1:], forms[0])):
            _note(group, counts)


def _another(system: System, secret: Secret) -> Counts | None:
    """Counts in which the secret has a value that was not seen, or none."""
    answers = (system.least(place.form, also=place) for place in secret.elsewhere())
    return next((counts for counts in answers if counts), None)


def _note(group: list[Secret], counts: Counts) -> None:
    for secret in group:
        secret.note(counts)


def _extremes(system: System | None, secret: Secret) -> tuple[int, int]:
    """The smallest and the largest value of what is unknown of a secret. Raises ArithmeticError for want of time."""
    if system is None:
        return 0, 0
    low, high = system.least(secret.rest), system.least(secret.rest * -1)
    if low is None or high is None:
        raise ArithmeticError(f"no answer in time about {secret.key}")
    return secret.rest.value(low), secret.rest.value(high)
