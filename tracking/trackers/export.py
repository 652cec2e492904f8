"""A list's rows as CSV and Excel: exactly those of its table, all columns, no formula in any cell."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django_tables2 import Table
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Columns whose name in an export differs from that in the table.
EXPORTED_AS = {
    "child": "child_id",
    "episode": "episode_id",
    "team": "team_name",
    "team_id": "team",
    "worker": "worker_name",
    "worker_id": "worker",
    "number": "what_is_due",
    "days_left": "working_days_left",
    "late_because": "reason",
}
# What makes a spreadsheet read a text as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def attachment(table: Table, form: str, name: str, *, is_streamed: bool = True) -> HttpResponseBase:
    """The rows as a file to download: Excel where `form` is xlsx, else CSV, sent line by line or whole."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "xlsx":
        return HttpResponse(workbook(table), content_type=EXCEL, headers=headers)
    answer = StreamingHttpResponse if is_streamed else HttpResponse
    return answer(csv_lines(table), content_type="text/csv; charset=utf-8", headers=headers)


def header(table: Table) -> list[str]:
    """The names of the exported columns, those of a machine: `team` and `worker` are ids, as everywhere in exports."""
    return [EXPORTED_AS.get(name, name) for name in _names(table)]


def rows(table: Table) -> Iterator[list[Any]]:
    """The exported values: days, numbers and texts."""
    names = _names(table)
    for row in table.rows:
        yield [_value(row.get_cell_value(name)) for name in names]


def csv_lines(table: Table) -> Iterator[str]:
    """The rows as CSV with a header, line by line, the texts defused."""
    for row in (header(table), *rows(table)):
        line = StringIO()
        csv.writer(line, lineterminator="\n").writerow([defused(value) for value in row])
        yield line.getvalue()


def workbook(table: Table) -> bytes:
    """The rows as an Excel file. A text is a text, even one that begins like a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(table.caption)[:31])
    for row in _with_header(table):
        sheet.append([text_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _with_header(table: Table) -> Iterable[list[Any]]:
    yield header(table)
    yield from rows(table)


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns.iterall() if not column.column.exclude_from_export]


def _value(value: Any) -> Any:
    """A day, number or text; nothing where nothing is known (whoever has no team has none here either)."""
    if value is None or isinstance(value, date | int | float):
        return "" if value is None else value
    return str(value)


def defused(value: Any) -> Any:
    """A value for a CSV file: a text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def text_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    """A cell of an Excel file: a text is a text, even one that begins like a formula."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
