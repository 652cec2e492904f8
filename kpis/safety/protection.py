"""Find which figures to leave out beside the small ones, so that no hidden count can be worked out.

For each hidden count that has fewer than three possible values another one is asked for, where figures that are shown
may be other than they are, at a price for each. Those that must be are withheld: then that value is possible. So each
step makes one count safer and none less safe. What is withheld must not be worked out either.
"""

from collections import defaultdict
from collections.abc import Iterable

from kpis.safety.attack import Secret, attack, settled
from kpis.safety.model import Cell, Key, Pattern, Publication, Relation
from kpis.safety.solver import Counts, System, parted

Owners = dict[Relation, list[Cell]]


class CannotProtect(Exception):
    """No pattern keeps a count from being worked out; the message says which."""

    def __init__(self, key: Key) -> None:
        super().__init__(
            f"{key.measure}, {key.period}, {key.scope}: whatever else is left out, what it hides can be worked out"
        )


def protect(publication: Publication) -> Pattern:
    """The figures to hide and to withhold so that the attack fails: the same for the same publication, in any order.

    A count of 0 is never withheld, what costs much only where nothing cheaper helps. Raises CannotProtect where
    withholding does not help.
    """
    small = {cell.key for cell in publication.cells if cell.is_hidden}
    firm, owners = _firm(publication), _owners(publication)
    known, firm = settled(firm)
    left: Owners = defaultdict(list)
    for relation, cells in owners.items():
        left[relation.without(known)] += cells
    withheld: set[Key] = set()
    for group in parted([*firm, *left]):
        withheld |= _Group(publication, known, group, left).withheld()
    pattern = Pattern(frozenset(small), frozenset(withheld - small))
    if found := attack(publication, pattern):
        raise CannotProtect(found[0].key)
    return pattern


def _firm(publication: Publication) -> list[Relation]:
    """What is known whatever is withheld."""
    firm = list(publication.facts)
    for cell in publication.cells:
        firm += cell.if_small if cell.is_hidden else cell.if_withheld
        if not cell.is_hidden and cell.cost is None:
            firm += cell.says
    return firm


def _owners(publication: Publication) -> Owners:
    """What figures say that may be withheld, and which ones say it."""
    owners: Owners = defaultdict(list)
    for cell in publication.cells:
        if not cell.is_hidden and cell.cost is not None:
            for relation in cell.says:
                owners[relation].append(cell)
    return owners


class _Group:
    """Relations that hang together: what is hidden in them so far, and counts that would look the same to a reader."""

    def __init__(self, publication: Publication, known: Counts, group: list[Relation], owners: Owners) -> None:
        self.known = known
        self.counts = publication.counts
        self.owners = {place: owners[relation] for place, relation in enumerate(group) if relation in owners}
        prices = {place: sum(cell.cost or 0 for cell in cells) for place, cells in self.owners.items()}
        self.system = System(group, prices)
        self.inside = set(self.system.unknowns)
        self.alike: list[Counts] = [publication.counts]
        self.left_out: set[Key] = set()
        self.followers: dict[Key | None, list[Cell]] = defaultdict(list)
        for cell in publication.cells:
            self.followers[cell.follows].append(cell)
        self.secrets = self._secrets(cell for cell in publication.cells if cell.is_hidden)

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
        answers = [answer for place in secret.elsewhere() if (answer := self.system.cheapest(place))]
        if not answers:
            raise CannotProtect(secret.key)
        counts, broken, _ = min(answers, key=lambda answer: answer[2])
        self.alike.append(counts)
        for each in self.secrets:
            each.note(counts)
        cells = {cell.key: cell for place in broken for cell in self.owners[place] if cell.key not in self.left_out}
        for cell in list(cells.values()):
            cells |= {follower.key: follower for follower in self.followers[cell.key] if not follower.is_hidden}
        self.left_out |= cells.keys()
        self.system.free(place for place, owners in self.owners.items() if any(cell.key in cells for cell in owners))
        self.secrets += self._secrets(cells[key] for key in sorted(cells))
