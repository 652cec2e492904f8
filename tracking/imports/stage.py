"""The staging table of one file: its rows as they were read, before anything is loaded.

It has a column for each column of the file that the layout knows (two for a moment), one for each derived field, the
number of the row, `is_unfit` (a needed value is missing or cannot be read) and `unread` (the texts that could not be
read, since two rows that differ in those differ). What is set aside is deleted from it: what is left is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import LiteralString, cast

from django.db import connection, models
from psycopg import sql

from tracking.imports.column import Column, Derived, Kind, Table
from tracking.imports.database import compose, execute, joined
from tracking.imports.rows import Header
from tracking.imports.source import SourceFile

# From so many rows on PostgreSQL is told how they are distributed, or it plans badly.
MANY_ROWS = 1_000
_C_TEXT = sql.SQL('text COLLATE "C"')


@dataclass
class Stage:
    """One file on its way in: its table and columns, and how many rows were read and went which way."""

    table: Table
    file: SourceFile
    header: Header
    read: int = 0
    repeated: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0
    questioned: int = 0
    before: list[dict[str, object]] | None = None
    columns: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = self.header.columns_of(self.table)

    @property
    def name(self) -> str:
        """The staging table."""
        return stage_name(self.table.name)

    @property
    def key(self) -> str:
        """The key's column."""
        return self.table.key.name

    def has(self, *columns: str) -> bool:
        """Whether the file has all these columns (a column without a name it has not)."""
        return all(column in self.columns for column in columns)

    def create(self) -> None:
        """Make the staging table, empty."""
        definitions: list[sql.Composable] = [sql.SQL("row_number integer, is_unfit boolean, unread text")]
        definitions += [self._definition(self.table.column(name)) for name in self.columns]
        definitions += [compose("{c} ", c=name) + kind for name, kind in self._derived_types()]
        execute("DROP TABLE IF EXISTS pg_temp.{stage}", stage=self.name)
        execute(
            "CREATE TEMPORARY TABLE {stage} ({columns}) ON COMMIT DROP", stage=self.name, columns=joined(definitions)
        )

    def drop(self) -> None:
        """Remove the staging table."""
        execute("DROP TABLE IF EXISTS pg_temp.{stage}", stage=self.name)

    def analyze(self) -> None:
        """Tell PostgreSQL how the rows are distributed, where there are many."""
        if self.read >= MANY_ROWS:
            execute("ANALYZE {stage}", stage=self.name)

    def staged(self) -> list[str]:
        """The staging table's columns, in the order in which rows are copied in."""
        names = ["row_number", "is_unfit", "unread"]
        for column in self.columns:
            names += [column, time_of(column)] if self.table.column(column).kind is Kind.MOMENT else [column]
        return [*names, *(derived.field for derived in self.table.derived)]

    def _definition(self, column: Column) -> sql.Composed:
        kind = column_type(column, field_of(self.table, column))
        if column.kind is Kind.MOMENT:
            return compose("{c} date, {t} time", c=column.name, t=time_of(column.name))
        return compose("{c} ", c=column.name) + kind

    def _derived_types(self) -> list[tuple[str, sql.Composable]]:
        return [(one.field, field_type(derived_field(self.table, one))) for one in self.table.derived]


def stage_name(table: str) -> str:
    """The name of the staging table of a table of an extract."""
    return f"stage_{table}"


def time_of(column: str) -> str:
    """The staged column that holds a moment's time of day."""
    return f"{column}_time"


def field_of(table: Table, column: Column) -> models.Field | None:
    """The model field that a column fills; None where it only feeds a derived field."""
    return model_field(table, column.field) if column.field else None


def derived_field(table: Table, derived: Derived) -> models.Field:
    """The model field that is worked out."""
    return model_field(table, derived.field)


def model_field(table: Table, name: str) -> models.Field:
    """A field of the table's model. Raises FieldDoesNotExist."""
    found = table.model_class._meta.get_field(name)
    assert isinstance(found, models.Field), name  # noqa: S101 - the layout names fields, not relations back
    return found


def column_type(column: Column, field: models.Field | None) -> sql.Composable:
    """The type of a staged column: that of its field, or of what a reference is matched with (a key: text by bytes)."""
    if field is None:
        return sql.SQL("boolean") if column.kind is Kind.FLAG else _C_TEXT
    return _C_TEXT if column.is_key or column.kind is Kind.REFERENCE else field_type(field)


def field_type(field: models.Field) -> sql.Composable:
    """A field's type and collation in PostgreSQL; texts of different collations cannot be compared there."""
    collation = getattr(field, "db_collation", None)
    kind = bare_type(field)
    return kind + sql.SQL(" COLLATE ") + sql.Identifier(collation) if collation else kind


def bare_type(field: models.Field) -> sql.SQL:
    """A field's type in PostgreSQL."""
    return sql.SQL(cast(LiteralString, field.db_type(connection)))  # from a model, not from outside


def column_of(field: models.Field) -> str:
    """The database column of a field."""
    return field.column or field.get_attname()
