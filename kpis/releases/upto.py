"""The figures of a year as a report of one of its months has them: nothing later, and the year so far up to its end."""

from collections import defaultdict
from collections.abc import Collection

from kpis.actions.figures import said_upto
from kpis.aggregate import AUTHORITY
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build, Figure
from workdays import Month


def figures_upto(build: Build, month: Month, measures: Collection[Measure] | None = None) -> list[Figure]:
    """The authority's figures of the build up to the end of `month`, of all measures or of some.

    Where the build knows more than that, its year so far goes further than the report's: it is then made of the months.
    """
    stored: dict[str, list[Figure]] = defaultdict(list)
    found = build.figures.filter(scope=AUTHORITY)
    if measures is not None:
        found = found.filter(measure__in=[measure.code for measure in measures])
    for figure in found:
        stored[figure.measure].append(figure)
    if build.as_at <= month.last:
        return [figure for own in stored.values() for figure in own]
    every = declared(build.as_at)
    return [each for code, own in stored.items() for each in _upto(build, every[code], own, month)]


def _upto(build: Build, measure: Measure, stored: list[Figure], month: Month) -> list[Figure]:
    """Under the keys of the stored ones, whose place they take."""
    keys = {figure.period: figure.pk for figure in stored}
    found = said_upto(build, measure, stored, month.last)
    for figure in found:
        figure.pk = keys[figure.period]
    return found
