"""From records to figures: one SQL statement a measure, for all months and teams at once.

Counts are made by month and scope, each record once in the authority and once in every team that has a row of it. What
a figure's basis asks for is then summed over those months (kpis.periods): percentages are never averaged, and the state
at a month's end is never added up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from accounts.models import Team
from kpis.days import Days, Span
from kpis.measure import Measure

AUTHORITY = "authority"
UNALLOCATED = "team:Unallocated"
NO_TEAM, WHOLE_AUTHORITY = 0, -1

Parameters = list[Any]

_EVENTS = """
SELECT asked.name AS period, o.*
FROM ({observations}) AS o (unit, team, placed_on, counted, met, child, amount, met_amount)
JOIN asked ON o.placed_on BETWEEN asked.starts_on AND asked.ends_on
"""
_STATES = """
SELECT asked.name AS period, o.*
FROM asked CROSS JOIN LATERAL ({observations}) AS o (unit, team, placed_on, counted, met, child, amount, met_amount)
"""
_STATEMENT = """
WITH asked AS (
    SELECT * FROM unnest(%s::text[], %s::date[], %s::date[], %s::date[]) AS a (name, starts_on, ends_on, april)
),
observation AS ({placed})
SELECT period,
       CASE WHEN grouping(coalesce(team, {no_team})) = 1 THEN {authority} ELSE coalesce(team, {no_team}) END,
       {met}, {counted}, {children}
FROM observation
GROUP BY GROUPING SETS ((period), (period, coalesce(team, {no_team})))
"""
_DISTINCT = ("count(DISTINCT unit) FILTER (WHERE counted AND met)", "count(DISTINCT unit) FILTER (WHERE counted)")
_ROWS = ("count(*) FILTER (WHERE counted AND met)", "count(*) FILTER (WHERE counted)")
_AMOUNTS = ("coalesce(sum(met_amount) FILTER (WHERE counted), 0)", "coalesce(sum(amount) FILTER (WHERE counted), 0)")


class Counts(NamedTuple):
    """What was counted for one period and scope: `met` of `counted`, and the distinct children (None: not asked)."""

    met: int
    counted: int
    children: int | None = None


@dataclass(frozen=True)
class Tallies:
    """The counts of a measure by scope and period; a period or scope that is not in it has none."""

    counts: dict[tuple[str, str], Counts]
    scopes: tuple[str, ...]

    def joined(self, other: "Tallies") -> "Tallies":
        """These with those of other periods."""
        return Tallies({**other.counts, **self.counts}, tuple(dict.fromkeys((*self.scopes, *other.scopes))))


def observations(measure: Measure, days: Days) -> "QuerySet[Model]":
    """The measure's rows with `observed_unit`, `is_counted` and `is_met` beside `observed_on` and `observed_team`."""
    return measure.rows(days).annotate(
        observed_unit=F(measure.unit_of_count),
        is_counted=_holds(measure.counted),
        is_met=_holds(measure.met),
    )


def _holds(condition: Q | Combinable) -> Case | Value:
    return Case(When(condition, then=Value(True)), default=Value(False)) if condition else Value(True)


def statement_of(measure: Measure, as_at: date) -> tuple[str, list[Any]]:
    """The SQL of the measure's observations for every month that is asked, and its parameters."""
    return placed(measure, observations(measure, Days.every_month(as_at)))


def placed(measure: Measure, rows: "QuerySet[Any]", by: str = "observed_team") -> tuple[str, list[Any]]:
    """The SQL that places the observations in the periods asked for, grouped `by` their team or another annotation."""
    amount, met_amount = measure.amounts or ("observed_unit", "observed_unit")
    columns = rows.order_by().values_list(
        *("observed_unit", F(by), F(measure.placed_by), "is_counted", "is_met"),
        *(F(measure.child or "observed_unit"), F(amount), F(met_amount)),
    )
    sql, parameters = columns.query.sql_with_params()
    return (_STATES if measure.is_state else _EVENTS).format(observations=sql), list(parameters)


def asked(spans: Iterable[Span]) -> Parameters:
    """The periods asked for, as parameters of a statement that begins with the list of them."""
    spans = list(spans)
    return [
        [span.name for span in spans],
        [span.first for span in spans],
        [span.end for span in spans],
        [span.april for span in spans],
    ]


def tally(measure: Measure, spans: Iterable[Span], as_at: date) -> Tallies:
    """The measure's counts in each of the spans, in every scope, with what was known on `as_at`."""
    sql, parameters = statement_of(measure, as_at)
    met, counted = _ways_of_counting(measure)
    statement = _STATEMENT.format(
        placed=sql,
        met=met,
        counted=counted,
        children="count(DISTINCT child) FILTER (WHERE counted)" if measure.unit == "count_children" else "NULL",
        no_team=NO_TEAM,
        authority=WHOLE_AUTHORITY,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*asked(spans), *parameters])
        found = cursor.fetchall()
    names = _scopes(seen={team for _, team, *_ in found} if measure.has_teams else None)
    return Tallies(
        {
            (names[team], period): Counts(int(met), int(counted), children)
            for period, team, met, counted, children in found
            if team in names
        },
        tuple(names.values()),
    )


def _ways_of_counting(measure: Measure) -> tuple[str, str]:
    if measure.amounts:
        return _AMOUNTS
    return _ROWS if measure.unit_of_count == "pk" else _DISTINCT


def _scopes(seen: set[int] | None) -> dict[int, str]:
    """The names of the scopes by team: the authority, and (`seen` given) no team, open teams and those seen."""
    if seen is None:
        return {WHOLE_AUTHORITY: AUTHORITY}
    teams = Team.objects.filter(Q(is_current=True) | Q(pk__in=seen)).order_by("pk")
    named = {pk: f"team:{source_id or f'#{pk}'}" for pk, source_id in teams.values_list("pk", "source_id")}
    return {WHOLE_AUTHORITY: AUTHORITY, NO_TEAM: UNALLOCATED, **named}
