"""The report as PDF: tagged as PDF/UA asks, and the same bytes every time."""

import os
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from kpis.documents import pdf
from tests.kpis.documents.editions import STORY, edition


@pytest.fixture(scope="module")
def file() -> bytes:
    """The PDF. Where Pango is not installed the tests are skipped, but never where CI runs."""
    try:
        return pdf.build(edition())
    except pdf.CannotBuild as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


def structure(file: bytes) -> list[Any]:
    """Every element of the structure tree."""
    return list(_below(PdfReader(BytesIO(file)).root_object["/StructTreeRoot"]["/K"]))


def _below(node: Any) -> Iterator[Any]:
    node = node.get_object()
    for each in map(_whole, node) if isinstance(node, list) else [node]:
        if isinstance(each, dict) and "/S" in each:
            yield each
            if "/K" in each:
                yield from _below(each["/K"])


def _whole(node: Any) -> Any:
    return node.get_object()


def test_it_says_what_it_is_in_which_language_and_that_it_is_tagged(file: bytes) -> None:
    reader = PdfReader(BytesIO(file))
    root: Any = reader.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata and reader.metadata.title == "Children’s social care performance report: July 2017"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_its_headings_figures_and_tables_are_told_to_who_does_not_see_them(file: bytes) -> None:
    found = structure(file)
    kinds = {each["/S"] for each in found}
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure", "/L", "/LI"} <= kinds
    alternatives = [each["/Alt"] for each in found if each["/S"] == "/Figure"]
    assert STORY in alternatives and "Of 30 referrals 20 went on." in alternatives and "" not in alternatives
    cells = [each["/A"]["/Headers"] for each in found if each["/S"] == "/TD"]
    assert cells and {header for headers in cells for header in headers} <= {
        each["/ID"] for each in found if each["/S"] == "/TH"
    }
    assert all(len(headers) == 2 for headers in cells), "a row's and a column's"


def test_it_says_all_that_the_version_says_in_the_reports_order(file: bytes) -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    order = (
        "Testshire",
        "One team was missing.",
        "Where we are performing well",
        "96.7% of referrals",
        "Decide faster.",
    )
    order += ("conversion flow", "How fast referrals are decided.", "July was good.", "29 of 30", "(entered)", "<5")
    places = [text.index(words) for words in order[:1]]
    for words in order[1:]:
        places.append(text.index(words, places[-1]))
    assert places == sorted(places)


def test_two_builds_are_the_same_bytes(file: bytes) -> None:
    assert pdf.build(edition()) == file


def test_a_machine_without_pango_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(name: str, *args: Any, **options: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return original(name, *args, **options)

    original = __import__
    monkeypatch.setattr("builtins.__import__", fails)
    with pytest.raises(pdf.CannotBuild, match="apt-get install libpango-1.0-0"):
        pdf.build(edition())
