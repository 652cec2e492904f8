"""The report as sheets: one tidy table of every figure, and one sheet for each section as it is printed."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kpis.documents.edition import Edition, Table, tables_of
from kpis.documents.packing import repacked
from kpis.releases.content import Section
from tracking.trackers.export import defused, text_cell

HEADER = (
    *("section", "measure", "title", "basis", "unit", "target", "period", "kind", "shown", "counts", "standing"),
    "remark",
)
LONGEST_NAME = 31  # characters of a sheet's name
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def tidy(edition: Edition) -> bytes:
    """Every figure of the report, one a line, as CSV."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([HEADER, *([defused(value) for value in row] for row in rows(edition.content.sections))])
    return file.getvalue().encode()


def workbook(edition: Edition) -> bytes:
    """The cover, every figure one a line, and each section as printed. A text is a text, also one like a formula."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = edition.title, edition.content.council
    _fill(book.create_sheet("Report"), _cover(edition), widths=(24, 90))
    _fill(book.create_sheet("Figures"), [HEADER, *rows(edition.content.sections)], widths=(28, 14, 44))
    names: set[str] = set()
    for section in edition.content.sections:
        sheet = book.create_sheet(_name(section.title, names))
        _fill(sheet, _printed(section), widths=(34,))
    file = BytesIO()
    book.save(file)
    return repacked(file.getvalue(), edition.published_at)


def rows(sections: Iterable[Section]) -> Iterator[tuple[str, ...]]:
    """A line for each cell of each section's table that says something."""
    for section in sections:
        for place, measure in enumerate(section.measures):
            what = (section.title, measure.code, measure.title, measure.basis, measure.unit, measure.target)
            for line in section.lines:
                cell = line.cells[place]
                if cell.text or cell.remark:
                    yield (*what, line.label, line.kind, cell.text, cell.counts, cell.standing, cell.remark)


def _cover(edition: Edition) -> Iterator[tuple[str, ...]]:
    content = edition.content
    yield (edition.title,)
    yield ("Council", content.council)
    yield ("Version", str(edition.number))
    yield ("Published", f"{edition.published_at:%-d %B %Y}")
    yield ("Records as at", content.as_at)
    if edition.note:
        yield ("Correction", edition.note)
    yield from (("Performing well", text) for text in content.performing_well)
    yield from (("Needs to improve", text) for text in content.needs_to_improve)
    yield from (("What changed", text) for text in content.changed)
    for priority in content.priorities:
        yield ("Priority", priority.text)
        yield from (("Update", text) for text in priority.updates)
    if content.flow:
        yield (content.flow.heading, content.flow.story)


def _printed(section: Section) -> Iterator[tuple[str, ...]]:
    yield (section.title,)
    yield (section.definition,)
    yield from ((text,) for text in section.analysis)
    for table in tables_of(section):
        yield ()
        yield from _table(table)
    if section.withheld:
        yield ()
        yield (section.withheld,)


def _table(table: Table) -> Iterator[tuple[str, ...]]:
    yield (table.caption,)
    yield (table.corner, *table.columns)
    yield from ((label, *cells) for label, cells in table.rows)


def _fill(sheet: Any, lines: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, line in enumerate(lines):
        cells = [text_cell(sheet, _number(value)) for value in line]
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=len(line) == 2)
            cell.font = Font(bold=number == 0)
        sheet.append(cells)


def _number(text: str) -> str | int | float:
    """A figure as a number where it is nothing else."""
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text


def _name(title: str, taken: set[str]) -> str:
    """A sheet's name: no longer than it may be, and each once."""
    short = _NOT_IN_NAMES.sub(",", title)[:LONGEST_NAME]
    number = 2
    name = short
    while name.lower() in taken:
        name = f"{short[: LONGEST_NAME - 3]} {number}"
        number += 1
    taken.add(name.lower())
    return name
