"""What the commands of the figures are given: a year, a measure; refused with exit code 2 and the reason."""

from kpis.book import newest_build
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build
from tracking.management.arguments import read, refuse
from workdays import ReportingYear


def read_year(text: str) -> ReportingYear:
    """A reporting year given as 2017/18."""
    return read(text, ReportingYear.parse, "2017/18")


def read_measure(code: str) -> Measure:
    """A declared measure; refused with the nearest codes where there is none."""
    measures = declared()
    if code not in measures:
        refuse(f"There is no measure {code!r}. The measures are: {', '.join(measures)}.")
    return measures[code]


def last_build(year: ReportingYear) -> Build:
    """The last build of the year that finished; refused where there is none."""
    build = newest_build(year)
    if build is None:
        refuse(f"No figures of {year} are built yet: run `build_kpis --year {year}` first.")
    return build
