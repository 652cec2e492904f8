"""From records to figures: one SQL statement a measure, for all months, teams and the year at once.

Counts are made by month and scope, each record once in the authority and once in every team that has a row of it; what
a figure's basis asks for is then summed over those months: percentages are never averaged. (A record has one date, so
months of records never overlap. What is distinct within a month only, CSC 004k, has no figure over months.)
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, F, Model, Q, QuerySet, Value, When

from kpis.measure import Basis, Measure
from workdays import Month, ReportingYear

AUTHORITY = "authority"
UNALLOCATED = "team:Unallocated"

_SUMMED = {
    Basis.MONTH: "{count}",
    Basis.QUARTER_TO_DATE: "sum({count}) OVER (PARTITION BY scope.name, month.quarter ORDER BY month.starts_on)",
    Basis.YEAR_TO_DATE: "sum({count}) OVER (PARTITION BY scope.name ORDER BY month.starts_on)",
}

_STATEMENT = """
WITH observation (unit, team, observed_on, counted, met) AS ({observations}),
month AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::date[], %s::date[]) AS m (period, quarter, starts_on, ends_on)
),
scope AS (
    SELECT id AS team, 'team:' || coalesce(source_id, '#' || id) AS name FROM accounts_team
    WHERE is_current OR id IN (SELECT team FROM observation)
    UNION ALL SELECT 0, '{unallocated}'
    UNION ALL SELECT -1, '{authority}'
),
tally AS (
    SELECT month.period,
           CASE WHEN grouping(coalesce(observation.team, 0)) = 1 THEN -1 ELSE coalesce(observation.team, 0) END AS team,
           count(DISTINCT unit) FILTER (WHERE counted) AS counted,
           count(DISTINCT unit) FILTER (WHERE counted AND met) AS met
    FROM observation
    JOIN month ON observation.observed_on BETWEEN month.starts_on AND month.ends_on
    GROUP BY GROUPING SETS ((month.period), (month.period, coalesce(observation.team, 0)))
)
SELECT scope.name, month.period, {met}, {counted}
FROM scope CROSS JOIN month
LEFT JOIN tally ON tally.team = scope.team AND tally.period = month.period
UNION ALL
SELECT scope.name, %s, coalesce(sum(tally.met), 0), coalesce(sum(tally.counted), 0)
FROM scope LEFT JOIN tally ON tally.team = scope.team
GROUP BY scope.name
"""


@dataclass(frozen=True)
class Tally:
    """What was counted for one period and scope: `met` of `counted` records."""

    scope: str
    period: str
    met: int
    counted: int


def year_period(year: ReportingYear) -> str:
    """The name of the figure over the whole year so far: `2017/18 YTD`."""
    return f"{year} YTD"


def months_begun(year: ReportingYear, as_at: date) -> list[Month]:
    """The months of the year that have begun by `as_at`: a later one has no figure."""
    return [month for month in year.months if month.first <= as_at]


def observations(measure: Measure, as_at: date) -> "QuerySet[Model]":
    """The measure's rows with `observed_unit`, `is_counted` and `is_met` beside `observed_on` and `observed_team`."""
    return measure.rows(as_at).annotate(
        observed_unit=F(measure.unit_of_count),
        is_counted=_holds(measure.counted),
        is_met=_holds(measure.met),
    )


def _holds(condition: Q) -> Case | Value:
    return Case(When(condition, then=Value(True)), default=Value(False)) if condition else Value(True)


def tally(measure: Measure, year: ReportingYear, as_at: date) -> list[Tally]:
    """Every count of the measure for each month of the year begun by `as_at`, and the year so far, in every scope."""
    if not (months := months_begun(year, as_at)):
        return []
    rows = observations(measure, as_at).order_by()
    columns = rows.values_list("observed_unit", "observed_team", "observed_on", "is_counted", "is_met")
    sql, parameters = columns.query.sql_with_params()
    statement = _STATEMENT.format(
        observations=sql,
        met=_SUMMED[measure.basis].format(count="coalesce(tally.met, 0)"),
        counted=_SUMMED[measure.basis].format(count="coalesce(tally.counted, 0)"),
        authority=AUTHORITY,
        unallocated=UNALLOCATED,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [
                *parameters,
                [str(month) for month in months],
                [str(month.quarter) for month in months],
                [month.first for month in months],
                [month.last for month in months],
                year_period(year),
            ],
        )
        return [Tally(scope, period, int(met), int(counted)) for scope, period, met, counted in cursor.fetchall()]
