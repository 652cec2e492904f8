"""From the rows of a file to its staging table.

Rows are read a few thousand at a time and column by column; each distinct text of a column is read once (there are
few dates and codes), so that the cost is that of a look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from tracking.imports.column import Column, Derived, Table
from tracking.imports.database import copy_rows, copy_text
from tracking.imports.findings import ADDED, added_row
from tracking.imports.problems import shown
from tracking.imports.rows import Chunk, Header, read_rows
from tracking.imports.stage import Stage, field_of
from tracking.imports.values import NULL, blank_of, escaped, reader_of
from tracking.models import Grade

# A column with more distinct texts than this (keys, free text) is not worth remembering.
MOST_REMEMBERED = 10_000

Complaint = tuple[Column, str, str]  # a column, the text there, what is wrong with it


class ColumnReader(dict[str, str]):
    """The texts of one column as COPY takes them. `complaints` holds those that are wrong, and why."""

    def __init__(self, table: Table, column: Column, place: int) -> None:
        super().__init__()
        field = field_of(table, column)
        self.column, self.place = column, place
        self.complaints: dict[str, str] = {}
        self._read, self._blank = reader_of(column, field), blank_of(column, field)

    def __missing__(self, raw: str) -> str:
        text = raw.strip()
        value, complaint = self._read(text) if text else self._nothing()
        if complaint:
            self.complaints[raw] = complaint
        self[raw] = value
        return value

    def read(self, columns: Sequence[Sequence[str]]) -> list[str]:
        """The texts of a chunk as COPY takes them."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
            self.complaints.clear()
        return list(map(self.__getitem__, columns[self.place]))

    def _nothing(self) -> tuple[str, str]:
        return self._blank, "is missing" if self.column.is_required else ""


class DerivedReader(dict[tuple[str, ...], str]):
    """A field worked out from several texts, as COPY takes it."""

    def __init__(self, derived: Derived, header: Header) -> None:
        super().__init__()
        self._derived, self._places = derived, [header.place(name) for name in derived.reads]

    def __missing__(self, texts: tuple[str, ...]) -> str:
        found = self._derived.work_out(*(text.strip() for text in texts))
        self[texts] = value = _copied(found)
        return value

    def read(self, columns: Sequence[Sequence[str]]) -> list[str]:
        """The values of a chunk."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
        nothing = ("",) * len(columns[0])
        texts = [nothing if place is None else columns[place] for place in self._places]
        return list(map(self.__getitem__, zip(*texts, strict=True)))


def _copied(found: str | bool | None) -> str:
    if isinstance(found, bool):
        return "t" if found else "f"
    return NULL if found is None else escaped(found)


def stage_rows(stage: Stage, batch_id: int, tell: Callable[[int], None]) -> None:
    """Read the file into its staging table, and write what is wrong with single values as findings.

    `tell` is called with the number of bytes read so far. Raises FileUnreadable.
    """
    readers = [_reader(stage, name) for name in stage.columns]
    derived = [DerivedReader(one, stage.header) for one in stage.table.derived]
    stage.create()
    for chunk in read_rows(stage.file, stage.table, stage.header):
        stage.read += len(chunk.rows) + len(chunk.misfits)
        complaints = _stage_chunk(stage, chunk, readers, derived) if chunk.rows else {}
        findings = [*_misfits(stage, batch_id, chunk), *_unreadable(stage, batch_id, chunk, complaints)]
        if findings:
            copy_rows("tracking_finding", ADDED, findings)
        tell(chunk.bytes_read)
    stage.analyze()


def _reader(stage: Stage, name: str) -> ColumnReader:
    place = stage.header.place(name)
    assert place is not None, name  # noqa: S101 - the stage's columns are those of the header
    return ColumnReader(stage.table, stage.table.column(name), place)


def _stage_chunk(
    stage: Stage, chunk: Chunk, readers: Iterable[ColumnReader], derived: Iterable[DerivedReader]
) -> dict[int, list[Complaint]]:
    columns = list(zip(*chunk.rows, strict=True))
    texts, complaints = [], defaultdict(list)
    for reader in readers:
        texts.append(reader.read(columns))
        if reader.complaints:
            for place, raw in enumerate(columns[reader.place]):
                if raw in reader.complaints:
                    complaints[place].append((reader.column, raw, reader.complaints[raw]))
    texts += [reader.read(columns) for reader in derived]
    marks = [_marks(complaints[place]) if place in complaints else f"f\t{NULL}" for place in range(len(chunk.rows))]
    lines = map("\t".join, zip(map(str, chunk.numbers), marks, *texts, strict=True))
    copy_text(stage.name, stage.staged(), "\n".join(lines) + "\n")
    return complaints


def _marks(complaints: Iterable[Complaint]) -> str:
    """Whether the row is unfit, and the texts that were not read."""
    texts = "; ".join(f"{column.name}={raw.strip()}" for column, raw, _ in complaints).replace("\0", "\ufffd")
    return f"{'t' if any(column.needed for column, _, _ in complaints) else 'f'}\t{escaped(texts)}"


def _misfits(stage: Stage, batch_id: int, chunk: Chunk) -> Iterable[tuple[object, ...]]:
    width = len(stage.header.cells)
    for number, row in chunk.misfits:
        reason = f"has {len(row)} fields where the header has {width}"
        yield added_row(batch_id, Grade.SET_ASIDE, stage.table.name, number, reason)


def _unreadable(
    stage: Stage, batch_id: int, chunk: Chunk, complaints: dict[int, list[Complaint]]
) -> Iterable[tuple[object, ...]]:
    key = stage.header.place(stage.key) or 0
    for place, found in sorted(complaints.items()):
        number, own_key = chunk.numbers[place], chunk.rows[place][key].strip()
        for column, raw, reason in found:
            grade = Grade.SET_ASIDE if column.needed else Grade.QUESTIONED
            yield added_row(
                batch_id,
                grade,
                stage.table.name,
                number,
                reason,
                key=own_key,
                column=column.name,
                value=shown(raw.strip()),
            )
