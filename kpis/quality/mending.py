"""Counting as if rows were mended: for one transaction the mended rows stand in for those of their table.

A temporary view of a table's own name comes before the table wherever it is read. So the ordinary rules and measures
count what would be counted, while the records, their history and whoever writes to them are left alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Cast

from kpis.quality.question import Mend
from tracking.duties.refresh import CHILDREN_AT_A_TIME, DUTY, PERIOD_OF_CARE, STAY, current_limits, write
from tracking.imports.database import compose, copy_rows, execute, fetch, joined
from tracking.models import CareEpisode

AFFECTED = "affected_children"


@contextmanager
def mended(rows: "QuerySet[Any]", mend: Mend, *, as_at: date, with_duties: bool) -> Iterator[None]:
    """Until the block ends the rows are as `mend` says; `with_duties`: duties, periods of care and stays follow."""
    with transaction.atomic():
        children = _children(rows) if with_duties else []
        _replace_rows(rows, mend)
        if children:
            _work_out(children, as_at)
        yield
        transaction.set_rollback(True)


def _children(rows: "QuerySet[Any]") -> list[int]:
    """The children whose duties may follow from the rows: theirs, and those of the periods of care that they name."""
    found = set(rows.order_by().values_list("child", flat=True))
    if any(field.name == "period_of_care" for field in rows.model._meta.local_fields):
        named = rows.exclude(period_of_care="").order_by().values("period_of_care")
        found |= set(CareEpisode.objects.filter(period_of_care__in=named).values_list("child", flat=True))
    return sorted(found - {None})


def _replace_rows(rows: "QuerySet[Any]", mend: Mend) -> None:
    fields = rows.model._meta.concrete_fields
    columns = [str(field.column) for field in fields]
    values = {f"mended_{name}": value for name, value in expressions(rows.model, mend).items()}
    names = [f"mended_{field.name}" if field.name in mend.values else field.attname for field in fields]
    query = rows.order_by().annotate(**values).values_list(*(F(name) for name in names)).query
    sql, parameters = query.sql_with_params()
    table = rows.model._meta.db_table
    create = compose("CREATE TEMPORARY TABLE {m} ({columns}) AS ", m=f"mended_{table}", columns=joined(columns))
    with connection.cursor() as cursor:
        cursor.execute(create.as_string(None) + sql, parameters)
    execute("ALTER TABLE {m} ADD PRIMARY KEY (id)", m=f"mended_{table}")
    _stand_in(table, columns, f"mended_{table}", column="id", replaced=f"mended_{table}")


def expressions(model: type[Model], mend: Mend) -> dict[str, Cast]:
    """What a mend says of each field, as an expression of the field's own type."""
    fields = {name: model._meta.get_field(name) for name in mend.values}
    return {name: _expression(fields[name], value) for name, value in mend.values.items()}


def _expression(field: Any, value: Any) -> Cast:
    of_type = getattr(field, "target_field", field)
    return Cast(value if hasattr(value, "resolve_expression") else Value(value), of_type)


def _work_out(children: list[int], as_at: date) -> None:
    """The duties, periods of care and stays of the children in tables of their own, before those that are stored."""
    derived = (DUTY, PERIOD_OF_CARE, STAY)
    for table in derived:
        schema = _schema()
        execute("CREATE TEMPORARY TABLE {t} (LIKE {schema}.{t} INCLUDING ALL)", t=table.name, schema=schema)
    limits = current_limits()
    for start in range(0, len(children), CHILDREN_AT_A_TIME):
        write(children[start : start + CHILDREN_AT_A_TIME], as_at, limits)
    execute("CREATE TEMPORARY TABLE {t} (id bigint PRIMARY KEY)", t=AFFECTED)
    copy_rows(AFFECTED, ("id",), ((child,) for child in children))
    for table in derived:
        fresh = f"mended_{table.name}"
        execute("ALTER TABLE pg_temp.{t} RENAME TO {fresh}", t=table.name, fresh=fresh)
        columns = [name for (name,) in fetch(_COLUMNS, {"t": fresh})]
        _stand_in(table.name, columns, fresh, column="child_id", replaced=AFFECTED)


_COLUMNS = "SELECT attname::text FROM pg_attribute WHERE attrelid = %(t)s::regclass AND attnum > 0 ORDER BY attnum"


def _stand_in(table: str, columns: list[str], fresh: str, *, column: str, replaced: str) -> None:
    """Put a view before a table: its rows but for those whose `column` is an id of `replaced`, and the fresh ones."""
    execute(
        "CREATE TEMPORARY VIEW {t} AS SELECT {columns} FROM {schema}.{t} t"
        " WHERE NOT EXISTS (SELECT FROM {replaced} r WHERE r.id = t.{column}) UNION ALL SELECT {columns} FROM {fresh}",
        t=table,
        columns=joined(columns),
        schema=_schema(),
        replaced=replaced,
        column=column,
        fresh=fresh,
    )
    execute("ANALYZE {fresh}", fresh=fresh)


def _schema() -> str:
    return str(fetch("SELECT current_schema()")[0][0])
