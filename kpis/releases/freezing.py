"""Keeping what a version says: its figures and the records behind them, copied in the database, and one hash of all.

The records are copied set-wise, by one statement for each measure, as known on the day of the build: of events those
of every month from April on, each placed in its month; of states those at the end of each month.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from kpis.aggregate import asked, observations
from kpis.days import Days
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build, Figure, PublishedFigure, Version
from kpis.observations import columns_of
from kpis.periods import spans_of
from kpis.reading import ensure_worked_out
from workdays import Month, ReportingYear

_COLUMNS = (
    *("period", "placed_on", "child_id", "reference", "episode", "number", "observed_on", "started_on", "due_by"),
    *("done_on", "counted", "met"),
)
_OBSERVED = """({observations})
    AS o (pk, unit, placed_on, child_id, person, team_id, worker_id, episode, number, observed_on, started_on, due_by,
          done_on, counted, met, amount, met_amount)"""
_EVENTS = "asked JOIN " + _OBSERVED + " ON o.placed_on BETWEEN asked.starts_on AND asked.ends_on"
_STATES = "asked CROSS JOIN LATERAL " + _OBSERVED
_COPY = """
INSERT INTO kpis_publishedrecord (version_id, measure, {columns})
WITH asked AS (
    SELECT * FROM unnest(%s::text[], %s::date[], %s::date[], %s::date[]) AS a (name, starts_on, ends_on, april)
)
SELECT %s, %s, asked.name, o.placed_on, o.child_id,
       CASE WHEN o.child_id IS NULL THEN o.person ELSE coalesce(child.source_id, '#' || o.child_id) END,
       coalesce(o.episode, '#' || o.pk), o.number, o.observed_on, o.started_on, o.due_by, o.done_on, o.counted,
       o.counted AND o.met
FROM {observed}
LEFT JOIN tracking_child child ON child.id = o.child_id
WHERE o.counted
"""


def freeze(version: Version, build: Build, figures: list[Figure], month: Month) -> None:
    """Copy the figures of the year up to `month` and the records behind them; what was copied before goes.

    To be called in a transaction; what the measures count must be worked out before it (`work_out`).
    """
    version.figures.all().delete()
    version.records.all().delete()
    _copy_figures(version, figures)
    for measure in declared(build.as_at).values():
        _copy_records(version, build, month, measure)


def work_out(build: Build) -> None:
    """Work out what the measures count, in transactions of its own."""
    for measure in declared(build.as_at).values():
        ensure_worked_out(measure, build.as_at)


def hash_of(version: Version) -> str:
    """One SHA-256 of all that the version says: content, pattern, figures and records."""
    found = hashlib.sha256()
    for part in _parts(version):
        found.update(json.dumps(part, sort_keys=True, ensure_ascii=False, default=str).encode())
    return found.hexdigest()


def _parts(version: Version) -> Iterator[Any]:
    yield [version.as_at, version.content, version.pattern]
    figures = version.figures.order_by("measure", "period")
    yield from figures.values_list("measure", "period", "is_recorded", "numerator", "denominator", "children")
    records = version.records.order_by("measure", *_COLUMNS).values_list("measure", *_COLUMNS)
    yield from records.iterator(chunk_size=5_000)


def _copy_figures(version: Version, figures: list[Figure]) -> None:
    names = ("measure", "period", "unit", "is_recorded", "numerator", "denominator", "children")
    PublishedFigure.objects.bulk_create(
        PublishedFigure(version=version, **{name: getattr(figure, name) for name in names}) for figure in figures
    )


def _copy_records(version: Version, build: Build, month: Month, measure: Measure) -> None:
    year = ReportingYear.parse(build.year)
    spans = [span for span in spans_of(measure, year, build.as_at) if span.first <= month.last]
    rows = observations(measure, Days.every_month(build.as_at))
    sql, parameters = rows.order_by().values_list(*columns_of(measure, build.as_at)).query.sql_with_params()
    observed = (_STATES if measure.is_state else _EVENTS).format(observations=sql)
    statement = _COPY.format(columns=", ".join(_COLUMNS), observed=observed)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*asked(spans), version.pk, measure.code, *parameters])
