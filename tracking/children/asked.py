"""What was typed into the search, taken apart: a date of birth, a reference, the words of a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

_NUMBERS = re.compile(r"(?<!\S)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.\- ])\d{1,2}\1(?:\d{4}|\d{2}))(?!\S)")
_MONTH_IN_WORDS = re.compile(r"(?<!\S)\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9} \d{4}(?!\S)")
_FORMS = ("%Y-%m-%d", "%d %m %Y", "%d %m %y", "%d %B %Y", "%d %b %Y")
_BETWEEN = re.compile(r"[\s\-.,/]+")
_REFERENCE = re.compile(r"[A-Za-z\-_/.]*\d[\w\-/.]*")
WORDS = 5  # of a name; more are not looked at


@dataclass(frozen=True)
class Asked:
    """A search: `born_on` and `reference` where they were given, and the `words` of a name."""

    born_on: date | None = None
    reference: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Asked":
        """What a line such as `smith 12/3/2010` or `P001-00017` asks for. A number that is no date is a reference."""
        line = " ".join(text.split())
        born_on, rest = _date_in(line)
        parts = rest.split()
        reference = next((part for part in parts if _REFERENCE.fullmatch(part)), "")
        words = _BETWEEN.split(" ".join(part for part in parts if part != reference))
        return cls(born_on, reference, tuple(word for word in words if word)[:WORDS])

    def __bool__(self) -> bool:
        return bool(self.born_on or self.reference or self.words)

    @property
    def birthdays(self) -> list[date]:
        """The days that may be meant by the date of birth: the day as typed, and with day and month exchanged."""
        if self.born_on is None:
            return []
        swapped = _day(self.born_on.year, self.born_on.day, self.born_on.month)
        return [self.born_on, swapped] if swapped else [self.born_on]

    @property
    def spellings(self) -> Iterator[tuple[str, ...]]:
        """The words as typed, and with each two neighbours as one: `Mary Jane` may be Maryjane, `O Neil` O'Neil."""
        yield self.words
        for at in range(len(self.words) - 1):
            yield (*self.words[:at], self.words[at] + self.words[at + 1], *self.words[at + 2 :])


def _date_in(line: str) -> tuple[date | None, str]:
    """The date in a line and the line without it."""
    found = _NUMBERS.search(line) or _MONTH_IN_WORDS.search(line)
    day = _parsed(found[0]) if found else None
    return (day, line.replace(found[0], " ")) if found and day else (None, line)


def _parsed(text: str) -> date | None:
    """The day that is written in any of the forms, one of this or the last century."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)
    for form in _FORMS:
        try:
            return datetime.strptime(plain if form == _FORMS[0] else re.sub(r"[/.\-]", " ", plain), form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
