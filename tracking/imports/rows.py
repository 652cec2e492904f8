"""A CSV file as rows, a few thousand at a time, so that memory does not grow with the file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import islice
from typing import IO, TYPE_CHECKING

from tracking.imports.column import Table
from tracking.imports.limits import LONGEST_FIELD, LONGEST_LINE, MOST_LINES
from tracking.imports.problems import FileUnreadable, Problem, shown
from tracking.imports.source import UNREADABLE, SourceFile

if TYPE_CHECKING:
    import _csv

CHUNK = 5_000
# Comes after the last line: where a quote is still open then, it is swallowed by it.
_END = "\0end of file\0"

csv.field_size_limit(LONGEST_FIELD)


@dataclass(frozen=True)
class Header:
    """The first row of a file: its number, its cells (trimmed, in small letters) and the cells as they came."""

    row: int
    cells: tuple[str, ...]
    written: tuple[str, ...]

    def place(self, column: str) -> int | None:
        """Where the column stands; None where the file has none of that name."""
        return self.cells.index(column) if column in self.cells else None

    def columns_of(self, table: Table) -> list[str]:
        """The columns of the layout that the file has, in the layout's order."""
        return [column.name for column in table.columns if column.name in self.cells]

    def unknown_to(self, table: Table) -> list[str]:
        """The columns that the file has and the layout does not, as they are written there."""
        known = {column.name for column in table.columns}
        return [written for cell, written in zip(self.cells, self.written, strict=True) if cell not in known]


@dataclass
class Chunk:
    """Some rows in a row: those with as many fields as the header, and the others; where the reading stands."""

    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    misfits: list[tuple[int, list[str]]] = field(default_factory=list)
    bytes_read: int = 0


class _BadLine(Exception):
    """A line that is no text of a CSV file."""

    def __init__(self, reason: str, line: str = "") -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


def read_header(file: SourceFile, table: Table) -> Header:
    """The header of a file of `table`; blank lines before it are skipped.

    Raises FileUnreadable where there is none, it is not UTF-8, lacks the key column or names a column twice.
    """
    with _records(file) as (records, _):
        for row, cells in enumerate(_guarded(records, table, 1, ()), 1):
            if cells == [_END]:
                break
            if any(cell.strip() for cell in cells):
                return _checked(Header(row, tuple(cell.strip().lower() for cell in cells), tuple(cells)), table)
    raise FileUnreadable(Problem("The file is empty: it needs a header row.", table.name))


def read_rows(file: SourceFile, table: Table, header: Header) -> Iterator[Chunk]:
    """The rows below the header, numbered as a spreadsheet numbers them. Blank rows are left out.

    Raises FileUnreadable where the file is not UTF-8, damaged, or a quote in it is never closed.
    """
    with _records(file) as (records, stream):
        number, lines, ended = 1, 0, False
        while not ended:
            read = list(_guarded(islice(records, CHUNK), table, number, header.cells))
            ended = read[-1:] == [[_END]]
            if not read:  # the mark of the end was swallowed
                raise _unclosed(table, number - 1)
            if records.line_num - lines - len(read) > MOST_LINES:
                _check_lines(read, number, table)
            yield _sorted_out(read, number, header, stream.tell())
            number, lines = number + len(read), records.line_num


@contextmanager
def _records(file: SourceFile) -> Iterator[tuple[_csv.Reader, IO[bytes]]]:
    try:
        stream = file.open()
    except UNREADABLE as error:
        raise FileUnreadable(Problem(f"{file.name} cannot be opened: {error}", file.stem)) from error
    with stream, TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        yield csv.reader(_lines(text)), stream


def _lines(text: TextIOWrapper) -> Iterator[str]:
    """The lines, then the mark of the end. Raises _BadLine for one that is endless or not UTF-8, and at damage."""
    while True:
        try:
            line = text.readline(LONGEST_LINE)
        except UNREADABLE as error:
            raise _BadLine(f"The file is damaged from here on ({error}).") from error
        if not line:
            break
        if len(line) >= LONGEST_LINE:
            raise _BadLine(f"A line of more than {LONGEST_LINE:,} characters: this is no CSV file.")
        if not line.isascii() and _is_undecoded(line):
            raise _BadLine("This is not UTF-8. Save the file as CSV UTF-8.", line)
        yield line
    yield _END


def _is_undecoded(text: str) -> bool:
    """Whether some bytes were no UTF-8 (the decoder let them through as lone surrogates)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _guarded(records: Iterator[list[str]], table: Table, number: int, cells: tuple[str, ...]) -> Iterator[list[str]]:
    """The records; what goes wrong with one is raised as FileUnreadable and says in which row and column."""
    try:
        for record in records:
            yield record
            number += 1
    except csv.Error as error:
        reason = f"This row cannot be read as CSV ({error}). Is a quote opened and never closed?"
        raise FileUnreadable(Problem(reason, table.name, number)) from error
    except _BadLine as error:
        column, value = _culprit(error.line, cells)
        raise FileUnreadable(Problem(error.reason, table.name, number, column, shown(value))) from error


def _culprit(line: str, cells: tuple[str, ...]) -> tuple[str, str]:
    """The column and value of a line in which the undecoded bytes are; no column where it cannot be told."""
    record = next(csv.reader([line[:LONGEST_FIELD]]), [])
    for place, value in enumerate(record):
        if _is_undecoded(value):
            return cells[place] if len(record) == len(cells) else "", value
    return "", ""


def _unclosed(table: Table, number: int) -> FileUnreadable:
    return FileUnreadable(Problem("A quote is opened in this row and not closed.", table.name, number))


def _check_lines(read: list[list[str]], first: int, table: Table) -> None:
    """No row runs over so many lines that it must have swallowed others. Raises FileUnreadable."""
    for number, row in enumerate(read, first):
        if sum(max(value.count("\n"), value.count("\r")) for value in row) > MOST_LINES:
            raise _unclosed(table, number)


def _sorted_out(read: list[list[str]], first: int, header: Header, bytes_read: int) -> Chunk:
    chunk, width = Chunk(bytes_read=bytes_read), len(header.cells)
    if read[-1] == [_END]:
        read.pop()
    for number, row in enumerate(read, first):
        if number <= header.row or not any(map(str.strip, row)):
            continue
        if len(row) == width:
            chunk.numbers.append(number)
            chunk.rows.append(row)
        else:
            chunk.misfits.append((number, row))
    return chunk


def _checked(header: Header, table: Table) -> Header:
    """The header, if it is one. Raises FileUnreadable."""
    if any("\0" in cell for cell in header.cells):
        raise FileUnreadable(Problem("The file is not text, or not UTF-8.", table.name, header.row))
    twice = [cell for cell, times in Counter(header.cells).items() if cell and times > 1]
    if twice:
        reason = "The header names this column twice: rename or remove one."
        raise FileUnreadable(Problem(reason, table.name, header.row, shown(twice[0]), shown(twice[0])))
    if table.key.name not in header.cells:
        reason = f"The header has no column {table.key.name}, the key. Is it a CSV file, separated by commas?"
        raise FileUnreadable(Problem(reason, table.name, header.row, table.key.name, shown(",".join(header.written))))
    return header
