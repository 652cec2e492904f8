"""What the commands of the figures are given: a year, a measure, a file; refused with exit code 2 and the reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpis.book import newest_build
from kpis.export import Writable
from kpis.measure import Measure
from kpis.measures import MEASURES
from kpis.models import Build
from tracking.management.arguments import read, refuse
from workdays import ReportingYear


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
