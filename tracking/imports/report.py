"""What an import found, as CSV for people who mend it at the source. Safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TextIO

from tracking.models import Finding, Grade, Import

HEADER = ("table", "row number", "column", "value", "what is wrong", "grade", "key")
REFUSED = "Refused"
# A cell that begins with one of these is taken for a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write_report(batch: Import, file: TextIO) -> None:
    """Write everything that is wrong with an extract: why it was refused, what was set aside or is questioned."""
    file.writelines(csv_lines(batch))


def csv_lines(batch: Import) -> Iterator[str]:
    """The lines of the report, the header first."""
    yield _csv(HEADER)
    yield from map(_csv, report_lines(batch))


def report_lines(batch: Import) -> Iterator[list[str]]:
    """The lines of the report under the header. A refusal that only repeats a row set aside is left out."""
    rows = [problem["row"] for problem in batch.problems if problem["row"] is not None]
    found = set(batch.findings.filter(row_number__in=rows).values_list("table", "row_number"))
    for problem in batch.problems:
        if (problem["table"], problem["row"]) not in found:
            row = "" if problem["row"] is None else problem["row"]
            yield defused([problem["table"], row, problem["column"], problem["value"], problem["reason"], REFUSED, ""])
    yield from finding_lines(batch.findings.order_by("table", "row_number", "id").iterator())


def finding_lines(findings: Iterable[Finding]) -> Iterator[list[str]]:
    """A line for each finding."""
    for one in findings:
        grade = Grade(one.grade).label
        yield defused([one.table, one.row_number, one.column, one.value, one.reason, grade, one.key])


def _csv(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def defused(cells: Iterable[object]) -> list[str]:
    """Cells that a spreadsheet takes for text, whatever they begin with."""
    texts = [str(cell) for cell in cells]
    return [f"'{text}" if text.startswith(_DANGEROUS) else text for text in texts]
