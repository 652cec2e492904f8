"""What each number of a text claims to be: read from marks when it is written, carried along when it is edited.

A mark names a figure: `{CSC 006 2017-12}` writes it; `{97% = CSC 006 2017/18 to 2017-12}` keeps the number as typed
and claims that it is that figure. A period is a month, a quarter (`2017/18 Q3`), a year up to a month as above, or a
year (`2016/17`). After it may stand what of the figure: `count` and `of` (the counts behind a share), `target`, a
comparator (`statistical`, `regional`, `national`, or the name of another; the period is then the benchmark's) or
`change on 2017/18 Q2` (the change since then in per cent, of a share in percentage points). The text that is kept has
the numbers only; the claims stand beside it, each with the place of its number.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any, Self

VALUE, COUNT, OUT_OF, TARGET, CHANGE = "", "count", "of", "target", "change on "
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")
_PERIOD = r"\d{4}-\d\d|\d{4}/\d\d(?: Q[1-4]| to \d{4}-\d\d)?"
_MARK = re.compile(
    rf"\{{\s*(?:(?P<says>[^={{}}]*?)\s*=\s*)?(?P<measure>[^={{}}]+?)\s+(?P<period>{_PERIOD})(?:\s+(?P<part>[^={{}}]+?))?\s*\}}"
)
_WORD = re.compile(rf"{NUMBER.pattern}|\w+|[^\w\s]")


class CannotRead(ValueError):
    """A mark that names no figure; the message says what is wrong with it."""


@dataclass(frozen=True)
class Reference:
    """A figure: its measure, the period, and what of it."""

    measure: str
    period: str
    part: str = VALUE

    def __str__(self) -> str:
        return " ".join(filter(None, (self.measure, self.period, self.part)))

    @property
    def mark(self) -> str:
        """What stands in a text for it."""
        return f"{{{self}}}"


@dataclass(frozen=True)
class Quote:
    """A number of a text (the `place`th, from 0) that `says` what `reference` is."""

    place: int
    says: str
    reference: Reference

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """As kept in the database."""
        return cls(kept["place"], kept["says"], Reference(kept["measure"], kept["period"], kept["part"]))

    def to_json(self) -> dict[str, Any]:
        """To be kept in the database."""
        return {"place": self.place, "says": self.says, **asdict(self.reference)}


def read(marked: str, fill: Callable[[Reference], str]) -> tuple[str, list[Quote]]:
    """The text with a number in the place of every mark (`fill` writes those that do not say theirs), and its claims.

    Raises CannotRead for a mark that is none, or that claims something that is no number.
    """
    text, quotes, end = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        reference = Reference(mark["measure"], mark["period"], mark["part"] or VALUE)
        says = fill(reference) if mark["says"] is None else mark["says"]
        if NUMBER.fullmatch(says):
            quotes.append(Quote(len(numbers(text)), says, reference))
        elif mark["says"] is not None:
            raise CannotRead(f"“{says}” in {mark[0]} is not a number.")
        text, end = text + says, mark.end()
    text += marked[end:]
    if stray := re.search(r"\{[^}]*\}?|\}", text):
        raise CannotRead(f"{stray[0]} names no figure. Write it like {{CSC 006 2017-12}}.")
    return text, quotes


def numbers(text: str) -> list[str]:
    """Every number of the text as written, in order."""
    return NUMBER.findall(text)


def carried(quotes: Iterable[Quote], old: str, new: str) -> list[Quote]:
    """The claims of `old` that `new` still makes: a number that stands where it stood, or another in its stead.

    The texts are compared word by word. A number that was taken out makes no claim any more; one put in beside others
    claims nothing.
    """
    moved = dict(_moved(_WORD.findall(old), _WORD.findall(new)))
    written = numbers(new)
    return [Quote(moved[q.place], written[moved[q.place]], q.reference) for q in quotes if q.place in moved]


def _moved(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """For each number of the old words the place of the number that stands there in the new ones."""
    for _, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = _places(old, start, end), _places(new, new_start, new_end)
        kinds = {
            is_share: [place for place, word in after if word.endswith("%") is is_share] for is_share in (False, True)
        }
        for place, word in before:
            if kinds[word.endswith("%")]:
                yield place, kinds[word.endswith("%")].pop(0)


def _places(words: list[str], start: int, end: int) -> list[tuple[int, str]]:
    """The numbers among the words from `start` to `end`, each with its place among all numbers."""
    first = sum(bool(NUMBER.fullmatch(word)) for word in words[:start])
    return list(enumerate((word for word in words[start:end] if NUMBER.fullmatch(word)), first))
