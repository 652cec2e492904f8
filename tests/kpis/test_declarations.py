"""Every declared measure is one of the report, in its order, with its basis, unit and direction, and has an owner."""

import csv
from pathlib import Path

import pytest

from kpis.measure import Measure, Unit
from kpis.measures import MEASURES, SECTIONS
from tracking.imports.layout import TABLES

REPORT = list(csv.DictReader((Path(__file__).parent / "report_measures.csv").read_text("utf-8").splitlines()))
BY_CODE = {row["measure"]: row for row in REPORT}
COLUMNS = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}


def test_measures_stand_in_the_order_of_the_report() -> None:
    order = [row["measure"] for row in REPORT]
    assert [code for code in order if code in MEASURES] == list(MEASURES)


def test_a_declared_section_is_whole() -> None:
    """No measure of a declared section is missing, but for those of the children at a month's end."""
    titles = {section.title for section in SECTIONS}
    of_children = {"CSC 252", "CSC 260"}
    assert {row["measure"] for row in REPORT if row["section"] in titles} - of_children == set(MEASURES)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
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
