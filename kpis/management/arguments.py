"""Reading what a command is given, and refusing it with exit code 2 and the reason."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar

from django.core.management.base import CommandError

from kpis.book import newest_build
from kpis.export import Writable
from kpis.measure import Measure
from kpis.measures import MEASURES
from kpis.models import Build
from workdays import ReportingYear

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
    return read(text, date.fromisoformat, "2017-12-31")


def read_year(text: str) -> ReportingYear:
    """A reporting year given as 2017/18."""
    return read(text, ReportingYear.parse, "2017/18")


def read_measure(code: str) -> Measure:
    """A declared measure; refused with the nearest codes where there is none."""
    if code not in MEASURES:
        refuse(f"There is no measure {code!r}. The measures are: {', '.join(MEASURES)}.")
    return MEASURES[code]


def last_build(year: ReportingYear) -> Build:
    """The last build of the year that finished; refused where there is none."""
    build = newest_build(year)
    if build is None:
        refuse(f"No figures of {year} are built yet: run `build_kpis --year {year}` first.")
    return build


@contextmanager
def output(path: str | None, otherwise: Writable) -> Iterator[Writable]:
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
