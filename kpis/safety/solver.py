"""The one place where a solver is asked: whole numbers that keep a set of relations (SciPy's HiGHS).

What it answers is checked in whole numbers before it is believed. Where it cannot tell in time, it says that there is
none: then a count is taken to be in danger, never to be safe.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from kpis.safety.model import Form, Relation

SECONDS = 20.0  # for one answer
HIGHEST = 1_000_000  # no count is larger
Counts = Mapping[str, int]
Row = NDArray[np.float64]


class Solved(NamedTuple):
    """Counts that the solver found, which loose relations they break, and at what price."""

    counts: Counts
    broken: set[int]
    price: float


class Wrong(Exception):
    """The solver's answer does not keep what it was asked to keep."""


class System:
    """Unknowns and relations between them; each relation may be `loose`: broken at a price for each unit.

    `prices` has a price for each relation that may be broken, by its place in `relations`.
    """

    def __init__(self, relations: Sequence[Relation], prices: Mapping[int, int] | None = None) -> None:
        self.relations = relations
        self.unknowns = sorted({name for relation in relations for name, _ in relation.form.terms})
        self.loose = sorted(prices or {})
        self._place = {name: place for place, name in enumerate(self.unknowns)}
        self._costs = np.zeros(len(self.unknowns) + 2 * len(self.loose))
        for which, price in (prices or {}).items():
            self.reprice(which, price)
        self._kept = self._limits()

    def _limits(self) -> LinearConstraint:
        entries = [
            (row, self._place[name], times)
            for row, relation in enumerate(self.relations)
            for name, times in relation.form.terms
        ]
        for place, row in enumerate(self.loose):
            at = len(self.unknowns) + 2 * place
            entries += [(row, at, 1), (row, at + 1, -1)]
        rows, columns, values = zip(*entries, strict=True)
        matrix = csr_array((values, (rows, columns)), shape=(len(self.relations), len(self._costs)), dtype=float)
        lows = [-np.inf if relation.low is None else relation.low for relation in self.relations]
        highs = [np.inf if relation.high is None else relation.high for relation in self.relations]
        return LinearConstraint(matrix, lows, highs)

    def row(self, form: Form) -> Row:
        """The form as one number for each variable."""
        row = np.zeros(len(self._costs))
        for name, times in form.terms:
            row[self._place[name]] = times
        return row

    def reprice(self, which: int, price: int) -> None:
        """Let breaking this loose relation cost so much for each unit from now on."""
        at = len(self.unknowns) + 2 * self.loose.index(which)
        self._costs[at : at + 2] = price / max(abs(times) for _, times in self.relations[which].form.terms)

    def cheapest(self, also: Relation) -> Solved | None:
        """Counts that keep all relations and `also` at the least price."""
        return self._solved(self._costs, also)

    def least(self, form: Form, also: Relation | None = None) -> Counts | None:
        """Counts that keep all relations, and `also`, and make the form as small as can be."""
        found = self._solved(self.row(form), also)
        return found.counts if found else None

    def _solved(self, costs: Row, also: Relation | None) -> Solved | None:
        limits = [self._kept]
        if also is not None:
            low, high = -np.inf if also.low is None else also.low, np.inf if also.high is None else also.high
            limits.append(LinearConstraint(self.row(also.form).reshape(1, -1), low, high))
        integral = np.zeros(len(self._costs))
        integral[: len(self.unknowns)] = 1
        options = {"time_limit": SECONDS, "mip_rel_gap": 0.0}
        found = milp(costs, integrality=integral, bounds=Bounds(0, HIGHEST), constraints=limits, options=options)
        if found.x is None:
            return None
        counts = {name: round(found.x[place]) for place, name in enumerate(self.unknowns)}
        return Solved(counts, self._checked(counts, also), round(found.fun, 3))

    def _checked(self, counts: Counts, also: Relation | None) -> set[int]:
        """Which relations the counts break. Raises Wrong where one of these may not be broken."""
        broken = {which for which, relation in enumerate(self.relations) if not relation.holds(counts)}
        if not broken.issubset(self.loose) or not (also is None or also.holds(counts)):
            raise Wrong("the solver's answer does not keep what is published")
        return broken


def parted(relations: Iterable[Relation]) -> Iterator[list[Relation]]:
    """The relations in groups that have no unknown in common, in the order of their first ones."""
    relations = [relation for relation in relations if relation.form.terms]
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while (above := root.setdefault(name, name)) != name:
            root[name] = root.setdefault(above, above)
            name = root[name]
        return name

    for relation in relations:
        first, *others = (top(name) for name, _ in relation.form.terms)
        for other in others:
            root[top(other)] = top(first)
    groups: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        groups[top(relation.form.terms[0][0])].append(relation)
    yield from groups.values()
