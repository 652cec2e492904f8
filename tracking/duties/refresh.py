"""Keeping the table of duties: work them out from the records and write what differs, for one child or for all.

One child and a whole authority go the same way, so both give the same rows. Working out twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, LiteralString, NamedTuple

from django.db import connection
from psycopg import sql

from tracking.duties.care import all_periods, is_short_breaks, stays
from tracking.duties.due import Due
from tracking.duties.facts import Journey
from tracking.duties.kinds import DEFAULTS, duties_of
from tracking.duties.limits import Change, Limit, Limits, TimeUnit
from tracking.duties.reading import journeys
from tracking.imports.database import Part, compose, copy_rows, execute, joined
from tracking.models import Child, Duty, DutyLimit, PeriodOfCare, Stay

CHILDREN_AT_A_TIME = 2_000
# Any number that no other advisory lock of the database has; the second one is the as-at date.
LOCK = 725_003

_CREATE: LiteralString = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS {fresh} ON COMMIT DELETE ROWS AS SELECT {columns} FROM {t} LIMIT 0"
)

Row = tuple[Any, ...]


class Derived(NamedTuple):
    """A table that is worked out: its columns, and those that tell its rows apart."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


DUTY = Derived(
    Duty._meta.db_table,
    (
        *("as_at", "kind", "child_id", "episode_table", "episode_id", "number", "started_on", "due_by", "limit"),
        *("met_on", "in_time", "ends_on", "cancelled_on", "is_open", "refused_on"),
        *("observed_team_id", "team_id", "worker_id"),
    ),
    ("as_at", "kind", "episode_table", "episode_id", "number"),
)
STAY = Derived(
    Stay._meta.db_table,
    (
        *("as_at", "child_id", "period_of_care", "number", "started_on", "ended_on"),
        *("first_placement_id", "last_placement_id"),
    ),
    ("as_at", "child_id", "period_of_care", "number"),
)
PERIOD_OF_CARE = Derived(
    PeriodOfCare._meta.db_table,
    ("as_at", "child_id", "period_of_care", "started_on", "ended_on", "is_short_breaks", "first_episode_id"),
    ("as_at", "child_id", "period_of_care"),
)


def chunks() -> Iterator[list[int]]:
    """All children, by primary key, so many at a time."""
    ids = list(Child.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHILDREN_AT_A_TIME):
        yield ids[start : start + CHILDREN_AT_A_TIME]


def current_limits() -> Limits:
    """The limits of law and guidance, with what administrators set."""
    changes = (
        Change(row.kind, row.part, row.since, Limit(row.amount, TimeUnit(row.unit))) for row in DutyLimit.objects.all()
    )
    return Limits(DEFAULTS, changes)


def work_out(child_ids: list[int], as_at: date, limits: Limits) -> None:
    """Write the duties, periods of care and stays of the children as known on `as_at`, in the caller's transaction."""
    execute("SELECT pg_advisory_xact_lock(%(lock)s, %(day)s)", {"lock": LOCK, "day": as_at.toordinal()})
    write(child_ids, as_at, limits)


def write(child_ids: list[int], as_at: date, limits: Limits) -> None:
    """As `work_out`, for whoever has the tables to themselves: nobody is kept from working out the same day."""
    duty_rows: list[Row] = []
    period_rows: list[Row] = []
    stay_rows: list[Row] = []
    for journey in journeys(child_ids, as_at):
        duty_rows += (_duty_row(journey, due) for due in duties_of(journey, limits))
        period_rows += _period_rows(journey)
        stay_rows += _stay_rows(journey)
    _write(DUTY, duty_rows, child_ids, as_at)
    _write(PERIOD_OF_CARE, period_rows, child_ids, as_at)
    _write(STAY, stay_rows, child_ids, as_at)


def analyze() -> None:
    """Tell PostgreSQL how the duties, periods of care and stays are distributed: it plans badly with what it took them
    for before all of them were worked out."""
    for table in (DUTY, PERIOD_OF_CARE, STAY):
        execute("ANALYZE {t}", t=table.name)


def _duty_row(journey: Journey, due: Due) -> Row:
    """One row of the table: of the team recorded on the episode, else of the allocated worker's team."""
    then, now = journey.allocated(due.observed_on), journey.allocated(journey.as_at)
    return (
        *(journey.as_at, due.kind, journey.child_id, *due.episode, due.number, due.started_on, due.due_by, due.limit),
        *(due.met_on, due.in_time, due.ends_on, due.cancelled_on, due.is_open(journey.as_at, journey.died_on)),
        due.refused_on,
        due.team_id or (then and then.team_id),
        due.team_id or (now and now.team_id),
        now and now.worker_id,
    )


def _period_rows(journey: Journey) -> Iterator[Row]:
    for period in all_periods(journey):
        yield (
            *(journey.as_at, journey.child_id, period.name, period.started_on, period.ended_on),
            *(is_short_breaks(journey, period), period.first_episode.pk),
        )


def _stay_rows(journey: Journey) -> Iterator[Row]:
    numbers: dict[str, int] = {}
    for stay in stays(journey):
        name = stay.period.name
        numbers[name] = numbers.get(name, 0) + 1
        yield (
            *(journey.as_at, journey.child_id, name, numbers[name], stay.started_on, stay.ended_on),
            *(stay.rows[0].pk, stay.rows[-1].pk),
        )


def _write(table: Derived, rows: Iterable[Row], child_ids: list[int], as_at: date) -> None:
    """Make the table's rows of the children those given: delete, update and insert what differs, and only that."""
    fresh = f"fresh_{table.name}"
    parts: dict[str, Part] = {
        "t": table.name,
        "fresh": fresh,
        "columns": joined(table.columns),
        "key": joined(table.key),
    }
    values = [column for column in table.columns if column not in table.key]
    with connection.cursor() as cursor:
        cursor.execute(compose(_CREATE, **parts).as_string(None))
    execute("TRUNCATE {fresh}", **parts)
    copy_rows(fresh, table.columns, rows)
    execute(
        "DELETE FROM {t} t WHERE t.as_at = %(as_at)s AND t.child_id = ANY(%(children)s)"
        " AND NOT EXISTS (SELECT FROM {fresh} f WHERE {same})",
        {"as_at": as_at, "children": child_ids},
        same=_equal("f", "t", table.key),
        **parts,
    )
    execute(
        "INSERT INTO {t} ({columns}) SELECT {columns} FROM {fresh}"
        " ON CONFLICT ({key}) DO UPDATE SET {set} WHERE ({old}) IS DISTINCT FROM ({new})",
        set=joined(compose("{c} = excluded.{c}", c=column) for column in values),
        old=joined(compose("{t}.{c}", t=table.name, c=column) for column in values),
        new=joined(compose("excluded.{c}", c=column) for column in values),
        **parts,
    )


def _equal(one: str, other: str, columns: Iterable[str]) -> sql.Composed:
    return joined((compose("{a}.{c} = {b}.{c}", a=one, b=other, c=column) for column in columns), " AND ")
