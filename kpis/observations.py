"""The records behind one figure: what it counts, one line for each thing counted."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.models import Team
from kpis.aggregate import UNALLOCATED, observations
from kpis.measure import Basis, Measure
from tracking.actions.duties import ensure_duties
from tracking.imports.layout import TABLES
from workdays import Month

NO_TEAM = UNALLOCATED.removeprefix("team:")
HEADER = ("child_id", "episode_table", "episode_id", "team", "observation_date", "counted", "met")

# Of a contact of several rows, or a child of several contacts, the earliest row stands for it.
_STATEMENT = """
SELECT child, episode, team, observed_on, counted, met FROM (
    SELECT DISTINCT ON (o.unit) o.unit, coalesce(child.source_id, '#' || child.id) AS child,
           coalesce(o.episode, '#' || o.pk) AS episode, o.team, o.observed_on, o.counted, o.met
    FROM ({observations}) AS o (unit, episode, pk, child, team, observed_on, counted, met)
    JOIN tracking_child AS child ON child.id = o.child
    WHERE o.observed_on BETWEEN %s AND %s
    ORDER BY o.unit, o.counted DESC, o.observed_on, o.episode
) AS one_each
ORDER BY observed_on, child, episode
"""


class Observation(NamedTuple):
    """One record behind a figure: `counted` in the denominator (of a count: in the count), `met` in the numerator."""

    child_id: str
    episode_table: str
    episode_id: str
    team: str
    observed_on: date
    counted: bool
    met: bool


def window(basis: Basis, month: Month, as_at: date) -> tuple[date, date]:
    """The first and last day that a month's figure speaks of."""
    first = {
        Basis.MONTH: month.first,
        Basis.QUARTER_TO_DATE: month.quarter.first,
        Basis.YEAR_TO_DATE: month.reporting_year.first,
    }
    return first[basis], min(month.last, as_at)


def observed(measure: Measure, month: Month, as_at: date) -> Iterator[Observation]:
    """The records behind the measure's figure for `month` in the authority, by date, child and episode.

    `counted` adds up to the denominator and `met` to the numerator (of a count: `counted` to the count).
    """
    if measure.duty:
        ensure_duties(as_at=as_at)
    rows = observations(measure, as_at).order_by()
    columns = rows.values_list(
        "observed_unit", "source_id", "pk", "child", "observed_team", "observed_on", "is_counted", "is_met"
    )
    sql, parameters = columns.query.sql_with_params()
    table = measure.episode_table or _table_of(rows.model._meta.label)
    teams = {team.pk: team.source_id or f"#{team.pk}" for team in Team.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(observations=sql), [*parameters, *window(measure.basis, month, as_at)])
        for child, episode, team, day, counted, met in cursor:
            yield Observation(child, table, episode, teams.get(team, NO_TEAM), day, counted, counted and met)


def _table_of(model: str) -> str:
    return next(table.name for table in TABLES if table.model == model)
