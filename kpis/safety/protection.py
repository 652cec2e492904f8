"""Find which figures to leave out beside the small ones, so that no hidden count can be worked out.

For each hidden count that has fewer than three possible values another one is asked for, where figures that are shown
may be other than they are, at a price for each. Those that must be are withheld: then that value is possible. So each
step makes one count safer and none less safe. What is withheld must not be worked out either.

`<5` tells something too: three months of `<5` in a year of `<5` are 1 or 2 each. So a small count may be withheld as
well, and what is withheld is any number above 0.
"""

from collections import defaultdict
from collections.abc import Iterable

from kpis.safety.attack import Secret, attack, settled
from kpis.safety.model import CannotProtect, Cell, Key, Pattern, Publication, Relation
from kpis.safety.solver import Counts, Solved, System, parted

Owners = dict[Relation, list[Cell]]


def protect(publication: Publication) -> Pattern:
    """The figures to hide and to withhold so that the attack fails: the same for the same publication, in any order.

    A count of 0 is never withheld, what costs much only where nothing cheaper helps. Raises CannotProtect where
    withholding does not help.
    """
    hidden = {cell.key for cell in publication.cells if cell.is_hidden}
    firm, owners = _firm(publication), _owners(publication)
    known, firm = settled(firm)
    left: Owners = defaultdict(list)
    for relation, cells in owners.items():
        left[relation.without(known)] += cells
    for relation in firm:
        left.pop(relation, None)  # nothing is gained where it is not said
    withheld: set[Key] = set()
    for group in parted([*firm, *left]):
        withheld |= _Group(publication, known, group, left).withheld()
    pattern = Pattern(frozenset(hidden - withheld), frozenset(withheld))
    if found := attack(publication, pattern):
        raise CannotProtect(found[0].key)
    return pattern


def _firm(publication: Publication) -> list[Relation]:
    """What is known whatever is withheld."""
    firm = list(publication.facts)
    for cell in publication.cells:
        firm += cell.if_withheld
        if cell.cost is None:
            firm += _as_it_stands(cell)
    return firm


def _owners(publication: Publication) -> Owners:
    """What figures say that may be withheld, and which ones say it."""
    owners: Owners = defaultdict(list)
    for cell in publication.cells:
        if cell.cost is not None:
            for relation in _as_it_stands(cell):
                owners[relation].append(cell)
    return owners


def _as_it_stands(cell: Cell) -> tuple[Relation, ...]:
    """What a cell says before anything is withheld."""
    return cell.if_small if cell.is_hidden else cell.says


class _Group:
    """Relations that hang together: what is hidden in them so far, and counts that would look the same to a reader."""

    def __init__(self, publication: Publication, known: Counts, group: list[Relation], owners: Owners) -> None:
        self.known = known
        self.counts = publication.counts
        self.owners = {place: owners[relation] for place, relation in enumerate(group) if relation in owners}
        self.left_out: set[Key] = set()
        self.system = System(group, {place: self._price(place) for place in self.owners})
        self.inside = set(self.system.unknowns)
        self.alike: list[Counts] = [publication.counts]
        self.followers: dict[Key | None, list[Cell]] = defaultdict(list)
        for cell in publication.cells:
            self.followers[cell.follows].append(cell)
        self.secrets = self._secrets(cell for cell in publication.cells if cell.is_hidden)

    def _price(self, place: int) -> int:
        """What is lost where a relation is no longer said: all that still say it."""
        return sum(cell.cost or 0 for cell in self.owners[place] if cell.key not in self.left_out)

    def withheld(self) -> set[Key]:
        """What is withheld once every hidden count has enough possible values. Raises CannotProtect."""
        for secret in self.secrets:  # which grow while cells are withheld
            while not secret.is_safe:
                self._make_safer(secret)
        return self.left_out

    def _secrets(self, cells: Iterable[Cell]) -> list[Secret]:
        found = []
        for cell in cells:
            for form in cell.counts:
                rest, sure = form.without(self.known)
                if rest.terms and rest.terms[0][0] in self.inside:
                    found.append(Secret(cell.key, form, rest, sure))
                    for counts in self.alike:
                        found[-1].note(counts)
        return found

    def _make_safer(self, secret: Secret) -> None:
        """Withhold what must be for the secret to have one more possible value."""
        counts, broken = self._cheapest(secret)
        self.alike.append(counts)
        for each in self.secrets:
            each.note(counts)
        cells = {cell.key: cell for place in broken for cell in self.owners[place] if cell.key not in self.left_out}
        for cell in list(cells.values()):
            cells |= {follower.key: follower for follower in self.followers[cell.key] if not follower.is_hidden}
        self.left_out |= cells.keys()
        for place, owners in self.owners.items():
            if any(cell.key in cells for cell in owners):
                self.system.reprice(place, self._price(place))
        self.secrets += self._secrets(cells[key] for key in sorted(cells))

    def _cheapest(self, secret: Secret) -> tuple[Counts, set[int]]:
        """Counts in which the secret has a value not yet seen, and what must no longer be said for them. Raises
        CannotProtect where there are none."""
        best: Solved | None = None
        for place in secret.elsewhere():
            found = self.system.cheapest(place)
            if found and (best is None or found.price < best.price):
                best = found
            if best and not best.price:
                break
        if best is None:
            raise CannotProtect(secret.key)
        return best.counts, best.broken
