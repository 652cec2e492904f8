"""SQL from templates: `{name}` takes a part of the statement (an identifier, or SQL made here), `%(name)s` a value."""

from collections.abc import Iterable, Mapping
from typing import Any, LiteralString

from django.db import connection
from psycopg import sql

Part = str | sql.Composable


def compose(template: LiteralString, /, **parts: Part) -> sql.Composed:
    """A piece of a statement; a part that is a plain string is quoted as an identifier."""
    return sql.SQL(template).format(**{name: _part(part) for name, part in parts.items()})


def execute(template: LiteralString, values: Mapping[str, Any] | None = None, /, **parts: Part) -> int:
    """Run a statement; returns how many rows it concerned."""
    with connection.cursor() as cursor:
        cursor.execute(compose(template, **parts).as_string(None), dict(values or {}))
        return cursor.rowcount


def fetch(template: LiteralString, values: Mapping[str, Any] | None = None, /, **parts: Part) -> list[tuple[Any, ...]]:
    """The rows that a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(compose(template, **parts).as_string(None), dict(values or {}))
        return cursor.fetchall()


def joined(pieces: Iterable[Part], separator: LiteralString = ", ") -> sql.Composed:
    """Pieces of a statement with commas (or another separator) between them."""
    return sql.SQL(separator).join([_part(piece) for piece in pieces])


def copy_text(table: str, columns: Iterable[str], text: str) -> None:
    """Add rows given in COPY's text format to a table."""
    statement = compose("COPY {table} ({columns}) FROM STDIN", table=table, columns=joined(columns))
    with connection.cursor() as cursor, cursor.copy(statement.as_string(None)) as copy:
        copy.write(text)


def copy_rows(table: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Add rows of Python values to a table."""
    statement = compose("COPY {table} ({columns}) FROM STDIN", table=table, columns=joined(columns))
    with connection.cursor() as cursor, cursor.copy(statement.as_string(None)) as copy:
        for row in rows:
            copy.write_row(tuple(row))


def _part(part: Part) -> sql.Composable:
    return sql.Identifier(part) if isinstance(part, str) else part
