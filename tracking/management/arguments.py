"""Reading what a command is given, and refusing it with exit code 2 and the reason."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from django.core.management.base import CommandError

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

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


@contextmanager
def output(path: str | None, otherwise: "SupportsWrite[str]") -> Iterator["SupportsWrite[str]"]:
    """The file `path`, which appears only once it is whole, or `otherwise` where none is named."""
    if path is None:
        yield otherwise
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():  # a pipe or a device takes what is written and stays what it is
        with target.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    partial = target.with_name(f".{target.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as out:
            yield out
        partial.replace(target)
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}.")
    finally:
        partial.unlink(missing_ok=True)
