"""The records behind one figure: what it counts, one line for each thing counted."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from accounts.models import Team
from kpis.aggregate import UNALLOCATED, observations
from kpis.days import Days, first_day
from kpis.measure import Measure
from kpis.reading import ensure_worked_out
from tracking.imports.layout import TABLES
from workdays import Month

NO_TEAM = UNALLOCATED.removeprefix("team:")
HEADER = ("child_id", "episode_table", "episode_id", "team", "observation_date", "counted", "met")

# Of a contact of several rows, or a child of several contacts, the earliest row stands for it.
_STATEMENT = """
WITH asked AS (SELECT %s::date AS starts_on, %s::date AS ends_on, %s::date AS april)
SELECT coalesce(child, ''), episode, team, observed_on, counted, met FROM (
    SELECT DISTINCT ON (o.unit) o.unit, {child} AS child,
           coalesce(o.episode, '#' || o.pk) AS episode, o.team, o.observed_on, o.counted, o.met
    FROM asked CROSS JOIN LATERAL ({observations})
         AS o (unit, episode, pk, child, team, observed_on, placed_on, counted, met)
    {join}
    WHERE o.placed_on BETWEEN asked.starts_on AND asked.ends_on
    ORDER BY o.unit, o.counted DESC, o.observed_on, o.episode
) AS one_each
ORDER BY observed_on, child, episode
"""
_OF_A_CHILD = {
    "child": "coalesce(known.source_id, '#' || known.id)",
    "join": "JOIN tracking_child AS known ON known.id = o.child",
}
_OF_WHOEVER = {"child": "o.child::text", "join": ""}
_OF_NOBODY = {"child": "NULL", "join": ""}


class Observation(NamedTuple):
    """One record behind a figure: `counted` in the denominator (of a count: in the count), `met` in the numerator."""

    child_id: str
    episode_table: str
    episode_id: str
    team: str
    observed_on: date
    counted: bool
    met: bool


def observed(measure: Measure, month: Month, as_at: date) -> Iterator[Observation]:
    """The records behind the measure's figure for `month` (or its quarter) in the authority, by date, child, episode.

    `counted` adds up to the denominator and `met` to the numerator (of a count: `counted` to the count).
    """
    rows = observations(measure, Days.every_month(as_at)).order_by()
    ensure_worked_out(measure, as_at)
    columns = rows.values_list(
        *("observed_unit", "source_id", "pk", measure.child or "pk", "observed_team", "observed_on"),
        *(F(measure.placed_by), "is_counted", "is_met"),
    )
    sql, parameters = columns.query.sql_with_params()
    statement = _STATEMENT.format(observations=sql, **_whose(measure))
    first, end = first_day(measure.basis, month), min(month.last, as_at)
    days = [end, end, month.reporting_year.first] if measure.is_state else [first, end, month.reporting_year.first]
    table = measure.episode_table or _table_of(rows.model._meta.label)
    teams = {team.pk: team.source_id or f"#{team.pk}" for team in Team.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute(statement, [*days, *parameters])
        for child, episode, team, day, counted, met in cursor:
            yield Observation(child, table, episode, teams.get(team, NO_TEAM), day, counted, counted and met)


def _whose(measure: Measure) -> dict[str, str]:
    if not measure.child:
        return _OF_NOBODY
    return _OF_A_CHILD if measure.child == "child" else _OF_WHOEVER


def _table_of(model: str) -> str:
    return next(table.name for table in TABLES if table.model == model)
