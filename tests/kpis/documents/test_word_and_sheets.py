"""The report as Word, Excel and CSV: what is in them, that it can be used, and that two builds are the same."""

import csv
import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from kpis.documents import sheets, word
from tests.kpis.documents.editions import STORY, edition


@pytest.fixture(scope="module")
def file() -> bytes:
    return word.build(edition())


def test_the_word_file_has_headings_tables_and_captions(file: bytes) -> None:
    document = Document(io.BytesIO(file))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert ("Heading 1", "Performance summary") in headings
    assert ("Heading 2", "Referrals: timeliness") in headings and ("Heading 3", "Definition") in headings
    captions = [p.text for p in document.paragraphs if p.style and p.style.name == "Caption"]
    assert "Referrals: timeliness: in-month performance" in captions
    (months,) = [t for t in document.tables if t.cell(0, 0).text == "Month"]
    assert [cell.text for cell in months.rows[-1].cells] == ["Jul 2017", "96.7 ✓ (29 of 30)"]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)


def test_its_pictures_say_what_they_show(file: bytes) -> None:
    shapes = Document(io.BytesIO(file)).inline_shapes
    assert {shape._inline.docPr.get("descr") for shape in shapes} == {STORY, "Of 30 referrals 20 went on."}


def test_its_properties_are_those_of_the_version(file: bytes) -> None:
    core = Document(io.BytesIO(file)).core_properties
    assert (core.author, core.language, f"{core.modified:%Y-%m-%d}") == ("Testshire", "en-GB", "2017-08-14")


def test_excel_has_one_tidy_table_and_a_sheet_for_each_section() -> None:
    book = load_workbook(io.BytesIO(sheets.workbook(edition())))
    assert book.sheetnames == ["Report", "Figures", "Referrals, timeliness", "Looked after, participation"]
    rows = list(book["Figures"].iter_rows(values_only=True))
    assert rows[0] == sheets.HEADER
    assert ("Referrals: timeliness", "CSC 022", 96.7, "29 of 30", "met") in [(r[0], r[1], *r[8:11]) for r in rows]
    texts = [cell for row in book["Report"].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in texts] == ["s"]


def test_csv_has_a_line_for_each_figure_that_is_shown() -> None:
    rows = list(csv.DictReader(io.StringIO(sheets.tidy(edition()).decode())))
    assert {row["shown"] for row in rows if row["measure"] == "PN5"} == {"<5"}
    assert not [row for row in rows if row["measure"] == "PN5-PCT"]
    assert [row["shown"] for row in rows if row["measure"] == "CSC 022"] == ["88.0", "93.3", "96.7", "72.5"]


def test_two_builds_are_the_same_bytes(file: bytes) -> None:
    assert word.build(edition()) == file
    assert sheets.workbook(edition()) == sheets.workbook(edition())
    assert sheets.tidy(edition()) == sheets.tidy(edition())
    for made in (file, sheets.workbook(edition())):
        with zipfile.ZipFile(io.BytesIO(made)) as zipped:
            assert {part.date_time for part in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
