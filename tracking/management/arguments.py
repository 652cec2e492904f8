"""Reading what a command is given, and refusing it with exit code 2 and the reason."""

from collections.abc import Callable
from datetime import date
from typing import NoReturn, TypeVar

from django.core.management.base import CommandError

REFUSED = 2
T = TypeVar("T")


def refuse(reason: str) -> NoReturn:
    """End the command with exit code 2."""
    raise CommandError(reason, returncode=REFUSED)


def read(text: str, parse: Callable[[str], T], example: str) -> T:
    """`text` as `parse` reads it; refused with an example of what is expected."""
    try:
        return parse(text)
    except ValueError as error:
        refuse(f"{text!r}: {error}. Write it like {example}.")


def read_date(text: str) -> date:
    """A date given as 2017-12-31."""
    return read(text, _date, "2017-12-31")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("not a date; write it as YYYY-MM-DD") from error
