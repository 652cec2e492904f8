"""What the importer knows of a table and a column of an extract."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db import models


class Kind(StrEnum):
    """How the text of a column is read."""

    TEXT = "text"
    DAY = "date"
    MOMENT = "date and time"  # two fields: the date, and the time or nothing where it is 00:00:00
    FLAG = "yes or no"
    INTEGER = "whole number"
    NUMBER = "number"
    JSON = "JSON"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Column:
    """One column of an extract and the model field that it fills (none where it only feeds a derived field).

    `needed`: some measure, duty or tracker reads it, so a row whose value cannot be read is set aside; in any other
    column the value is left empty and questioned. `refers_to` names what the value must be found in: a table (its
    key) or `table.column`; a needed value that is not found there sets the row aside, any other is left empty and
    questioned. `codes` names the national code list; a code unknown or outside its years is questioned and kept as it
    is. `is_key`: without the column the file is refused. `is_required`: a row without a value is set aside.
    `reserved`: a word that cannot be a key.
    """

    name: str
    field: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    refers_to: str = ""
    codes: str = ""
    is_key: bool = False
    is_required: bool = False
    reserved: str = ""

    @property
    def time_field(self) -> str:
        """For a moment: the field that takes the time of day."""
        return self.field.removesuffix("_on") + "_at"


@dataclass(frozen=True)
class Derived:
    """A field that is worked out from several columns: `work_out` takes their texts ('' where absent or empty).

    It is never asked about a row whose texts cannot be read, but must not raise for one.
    """

    field: str
    reads: tuple[str, ...]
    work_out: Callable[..., str | bool | None]


@dataclass(frozen=True)
class Table:
    """One file of an extract and the model that it fills.

    `own_date`: the column whose date is the row's own (a row dated more than a year before the child's birth or after
    the extract is set aside). `has_code_years`: whether the own date also says which year's codes hold.
    `spans`: (start, end) columns; an end before its start is emptied and questioned.
    `child`: the column that names the child. `closes`: what happens to a row no longer in a full extract: deleted
    (kept in the history), or, for teams, marked as no longer current. `one_open`/`no_overlap`: questions to ask of
    all rows of one child (two open at once; overlapping), in the words of the question.
    """

    name: str
    model: str
    columns: tuple[Column, ...]
    own_date: str = ""
    has_code_years: bool = True
    spans: tuple[tuple[str, str], ...] = ()
    child: str = ""
    derived: tuple[Derived, ...] = ()
    closes: str = ""
    one_open: str = ""
    no_overlap: str = ""

    @property
    def key(self) -> Column:
        """The column that identifies a row."""
        return next(column for column in self.columns if column.is_key)

    @property
    def model_class(self) -> type[models.Model]:
        """The Django model that takes the rows."""
        return apps.get_model(self.model)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError where there is none."""
        return next((column for column in self.columns if column.name == name), None) or _unknown(self.name, name)


def _unknown(table: str, name: str) -> Column:
    raise KeyError(f"{table} has no column {name}")
