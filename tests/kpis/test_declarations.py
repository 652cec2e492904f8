"""Every declared measure is one of the report, in its order, with its basis, unit and direction, and has an owner."""

import csv
from pathlib import Path

import pytest

from kpis.catalogue import as_markdown
from kpis.management.commands.document_measures import FILE
from kpis.measure import Measure, Place, Unit
from kpis.measures import MEASURES, SECTIONS, in_export_order
from tracking.imports.layout import TABLES

REPORT = list(csv.DictReader((Path(__file__).parent / "report_measures.csv").read_text("utf-8").splitlines()))
BY_CODE = {row["measure"]: row for row in REPORT}
COLUMNS = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}


IN_REPORT = {code: measure for code, measure in MEASURES.items() if measure.place is Place.REPORT}


def test_every_measure_of_the_report_is_declared_in_its_order() -> None:
    assert list(IN_REPORT) == [row["measure"] for row in REPORT]


@pytest.mark.django_db
def test_an_export_has_the_report_first_then_what_goes_beside_it_then_what_is_ours() -> None:
    order = in_export_order()
    codes = sorted(order, key=lambda code: order[code])
    assert codes[: len(REPORT) + 3] == [*IN_REPORT, "CSC 250R", "CSC 251R", "SDQ"]
    assert {MEASURES[code].place for code in codes[len(REPORT) + 3 :]} == {Place.LOCAL}


@pytest.mark.parametrize("measure", IN_REPORT.values(), ids=list(IN_REPORT))
def test_a_measure_is_what_the_report_says(measure: Measure) -> None:
    row = BY_CODE[measure.code]
    section = next(section for section in SECTIONS if measure in section.measures)
    declared = (measure.title, section.title, measure.basis, measure.unit, measure.better)
    assert declared == (row["title"], row["section"], row["basis"], row["unit"], row["better"])


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_measure_tells_its_reader_everything(measure: Measure) -> None:
    words = [measure.definition, measure.counts, measure.owner, measure.checked_by]
    assert all(words) and measure.reviewed_on < measure.next_review
    assert bool(measure.out_of) == (measure.has_denominator or measure.unit is Unit.RATE)
    assert {column for need in measure.needs for column in need.split("|")} <= COLUMNS


def test_codes_are_unique() -> None:
    assert len(MEASURES) == sum(len(section.measures) for section in SECTIONS)


def test_the_document_of_measures_is_what_the_declarations_say() -> None:
    """Change a declaration, then run `python manage.py document_measures`."""
    assert FILE.read_text("utf-8") == as_markdown()
