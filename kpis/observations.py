"""The records behind one figure: the measure's own rows, laid out once for whoever counts, lists or exports them."""

from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    F,
    Field,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from kpis.aggregate import UNALLOCATED, Counts, observations
from kpis.days import Days, Span
from kpis.events import EVENTS, event_of, table_of
from kpis.measure import Basis, Measure
from kpis.models import RecordBehind
from kpis.periods import periods_of
from kpis.reading import ensure_worked_out
from tracking.models import Duty
from tracking.rules.known import by
from tracking.rules.teams import allocated_worker
from workdays import Month

NO_TEAM = UNALLOCATED.removeprefix("team:")
HEADER = ("child_id", "episode_table", "episode_id", "team", "observation_date", "counted", "met")

# What is counted once is counted once in every month, as figures that add up months count it.
_LAY_OUT = """
DROP TABLE IF EXISTS pg_temp.{table};
CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY o.observed_on, o.episode, o.pk) AS id,
       o.unit || to_char(o.placed_on, ' YYYY-MM') AS unit, o.child_id, o.person, o.team_id, o.worker_id,
       coalesce(o.episode, '#' || o.pk) AS episode, o.number, o.observed_on, o.started_on, o.due_by, o.done_on,
       o.counted, o.counted AND o.met AS met, o.amount, o.met_amount
FROM ({observations})
     AS o (pk, unit, placed_on, child_id, person, team_id, worker_id, episode, number, observed_on, started_on, due_by,
           done_on, counted, met, amount, met_amount)
WHERE o.placed_on BETWEEN %s AND %s
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


def lay_out(measure: Measure, span: Span, as_at: date) -> "QuerySet[RecordBehind]":
    """The rows behind the measure's figure of a span (kpis.periods.periods_of) in the authority, uncounted ones too.

    They are there until the transaction ends, or others are laid out in it. What the measure counts must be worked out
    (`ensure_worked_out`), before the transaction begins.
    """
    rows = observations(measure, Days.of(span, as_at))
    sql, parameters = rows.order_by().values_list(*columns_of(measure, as_at)).query.sql_with_params()
    statement = _LAY_OUT.format(table=RecordBehind._meta.db_table, observations=sql)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, span.end if measure.is_state else span.first, span.end])
    return RecordBehind.objects.all()


def counts(rows: "QuerySet[RecordBehind]", measure: Measure) -> Counts:
    """What the figure of these rows counts, as kpis.aggregate counts it."""
    met, counted = Q(met=True), Q(counted=True)
    found = rows.order_by().aggregate(
        all_met=Sum("met_amount", filter=met) if measure.amounts else _units(met),
        all_counted=Sum("amount", filter=counted) if measure.amounts else _units(counted),
        children=Count("child", distinct=True, filter=counted),
    )
    return Counts(found["all_met"] or 0, found["all_counted"] or 0, found["children"])


def observed(measure: Measure, month: Month, as_at: date) -> list[Observation]:
    """The records behind the measure's figure for `month` (or its quarter) in the authority, by date, child, episode.

    One for each thing counted: of a contact of several rows, or a child of several contacts, the earliest stands for
    it. `counted` adds up to the denominator and `met` to the numerator (of a count: `counted` to the count). To be
    called within a transaction.
    """
    ensure_worked_out(measure, as_at)
    period = str(month.quarter if measure.basis is Basis.QUARTER else month)
    rows = lay_out(measure, periods_of(measure, month.reporting_year, as_at)[period], as_at)
    first = rows.order_by("unit", "-counted", "-met", "observed_on", "episode").distinct("unit")
    table = table_of(measure)
    found = (
        Observation(
            (row.child.source_id or f"#{row.child_id}") if row.child else row.person,
            table,
            row.episode,
            (row.team.source_id or f"#{row.team_id}") if row.team else NO_TEAM,
            row.observed_on,
            row.counted,
            row.met,
        )
        for row in first.select_related("child", "team")
    )
    return sorted(found, key=lambda row: (row.observed_on, row.child_id, row.episode_id))


def _units(condition: Q) -> Count:
    return Count("unit", distinct=True, filter=condition)


def columns_of(measure: Measure, as_at: date) -> tuple[Any, ...]:
    """What a row of the list is made of, in the order of the statements that lay it out."""
    event, is_duty = event_of(measure), event_of(measure) is EVENTS[Duty]
    is_of_a_child = measure.child == "child"
    amount, met_amount = measure.amounts or (Value(1), Value(1))
    return (
        *("pk", Cast("observed_unit", TextField()), F(measure.placed_by)),
        F("child") if is_of_a_child else _nothing(BigIntegerField()),
        Cast(F(measure.child), TextField()) if measure.child and not is_of_a_child else Value(""),
        F("observed_team"),
        allocated_worker(measure.own_day, as_at) if is_of_a_child else _nothing(BigIntegerField()),
        F("source_id"),
        F("number") if is_duty else _nothing(IntegerField()),
        F("observed_on"),
        by(as_at, event.started) if event.started else _nothing(DateField()),
        F("due_by" if is_duty else measure.due) if is_duty or measure.due else _nothing(DateField()),
        by(as_at, event.done) if event.done else _nothing(DateField()),
        *("is_counted", "is_met", amount, met_amount),
    )


def _nothing(field: "Field[Any, Any]") -> Cast:
    return Cast(Value(None), field)
