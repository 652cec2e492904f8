"""Finding children by name, reference and date of birth, tolerant of spelling, among those whom the user may see.

The database keeps keys of each child's names and references in an index (migration 0007): what was typed is made into
keys by the same function. Words may stand in any order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db import connection
from django.db.models import F, Q, QuerySet

from accounts.models import User
from tracking.children.asked import Asked
from tracking.models import Child
from tracking.models.people import search_keys
from tracking.rules.ages import age
from tracking.rules.sight import children_in_sight
from tracking.trackers.special.rows import with_people

SHOWN = 50
WEIGHED = 200  # of those spelled alike: the most that are compared with what was typed
MATCHING = 10_000  # the most that are looked through for those in sight; whoever asks for more asks for nobody
Keys = dict[str, list[str]]


@dataclass(frozen=True)
class Found:
    """The children found, the best first: `exact` are as was typed, `close` are spelled or sound alike."""

    exact: list[Child]
    close: list[Child]
    is_cut: bool

    def __len__(self) -> int:
        return len(self.exact) + len(self.close)


@dataclass(frozen=True)
class Line:
    """A child as the list of those found shows them: `team` and `worker` are empty where nobody has the child."""

    child: Child
    age: int | None
    team: str
    worker: str


def search(user: User, day: date, asked: Asked) -> Found:
    """The children in the user's sight on `day` who are asked for, no more than 50; `is_cut` where there are others."""
    seen = children_in_sight(user, day).order_by("surname", "forename", "pk")
    keys = _keys([word for spelling in asked.spellings for word in spelling])
    exact: list[Child] = []
    for condition in _as_typed(asked, keys):
        if len(exact) <= SHOWN:
            exact += _others(seen, condition, exact, SHOWN + 1)
    close = _close(seen, asked, keys, exact) if len(exact) < SHOWN else []
    shown = close[: SHOWN - len(exact)] if len(exact) < SHOWN else []
    return Found(exact[:SHOWN], shown, len(exact) + len(close) > SHOWN)


def with_details(found: Found, day: date) -> list[tuple[str, list[Line]]]:
    """The children found with who has them on `day`: as typed, then those alike."""
    keys = [child.pk for child in (*found.exact, *found.close)]
    rows = with_people(Child.objects.filter(pk__in=keys).annotate(child=F("pk")), day)
    lines = {row.pk: Line(row, age(row.born_on, day), row.team_name or "", row.worker_name or "") for row in rows}
    parts = (("As typed", found.exact), ("Spelled or sounding alike", found.close))
    return [(title, [lines[child.pk] for child in children]) for title, children in parts if children]


def _as_typed(asked: Asked, keys: Keys) -> Iterator[Q]:
    """Children with that reference; whose own one begins so; of exactly those names; whose names begin so."""
    if asked.reference:
        yield _by_reference(asked.reference)
        yield Q(source_id__startswith=asked.reference.upper())
    if asked.words or asked.born_on:
        born = Q(born_on=asked.born_on) if asked.born_on else Q()
        yield born & _all_spellings(asked, keys, "=")
        if asked.words:
            yield born & _all_spellings(asked, keys, "^")


def _by_reference(reference: str) -> Q:
    """By any of the references in full, whatever its punctuation, or by our number."""
    plain = "".join(letter for letter in reference.lower() if letter.isalnum())
    found = Q(keys__contains=[f"#{plain}"])
    number = plain.removeprefix("c")
    return found | Q(pk=number, source_id=None) if number.isdecimal() and len(number) < 19 else found


def _all_spellings(asked: Asked, keys: Keys, sign: str) -> Q:
    """The names have each word, as a whole (`=`) or as a beginning (`^`)."""
    found = Q()
    for spelling in asked.spellings if asked.words else ():
        found |= Q(keys__contains=[f"{sign}{_written(keys[word])}" for word in spelling])
    return found


def _close(seen: "QuerySet[Child]", asked: Asked, keys: Keys, exact: list[Child]) -> list[Child]:
    """Children whose names are spelled or sound alike, or whose birthday has day and month exchanged; the likest
    first."""
    if not (asked.words or asked.born_on):
        return []
    condition = Q(born_on__in=asked.birthdays) if asked.born_on else Q()
    alike = Q()
    for spelling in asked.spellings if asked.words else ():
        each = Q()
        for word in spelling:
            each &= Q(keys__overlap=[key for key in keys[word] if key[0] not in "=^"])
        alike |= each
    found = _others(seen, condition & alike, exact, WEIGHED)
    typed = sorted(_written(keys[word]) for word in asked.words)
    return sorted(found, key=lambda child: -_likeness(child, typed))


def _likeness(child: Child, typed: list[str]) -> float:
    """How like the words of the child's names are to those typed: the likest word for each of them."""
    words = f"{child.forename} {child.surname}".lower().replace("-", " ").split()
    return sum(max((SequenceMatcher(None, word, each).ratio() for each in words), default=0) for word in typed)


def _others(seen: "QuerySet[Child]", condition: Q, known: list[Child], most: int) -> list[Child]:
    """The first of those who meet the condition, but for those known already.

    Whom it matches is asked first and alone, so that the database goes by its index: with the order, the limit and the
    rule of sight beside it, it would rather walk through all children by name and make the keys of each.
    """
    matching = Child.objects.alias(keys=search_keys()).filter(condition).values_list("pk", flat=True)
    others = set(matching) - {child.pk for child in known}
    return list(seen.filter(pk__in=sorted(others)[:MATCHING])[:most]) if others else []


def _written(keys: list[str]) -> str:
    """The word as the keys write it, without accents and capitals."""
    return next(key[1:] for key in keys if key[0] == "=")


def _keys(words: list[str]) -> Keys:
    """The keys of each word, by the function of the database; a word of signs alone has itself."""
    with connection.cursor() as cursor:
        statement = "SELECT word, child_search_keys(word, '', '', '', '') FROM unnest(%s::text[]) AS word"
        cursor.execute(statement, [sorted(set(words))])
        return {word: keys or [f"={word}"] for word, keys in cursor.fetchall()}
