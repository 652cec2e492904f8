"""Every figure computed twice: by the product from an imported extract, and by plain Python over the same rows.

The second computation (tests/second_opinion) shares no code with `kpis/` or `tracking/`.
"""

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from kpis import export
from kpis.actions.figures import figures_of_measure
from kpis.book import newest_build
from kpis.measure import Measure, Place
from kpis.measures import MEASURES, declared
from kpis.models import Build
from kpis.observations import observed
from tests.extracts import build_everything, load_folder
from tests.second_opinion import extract, figures, histories
from tracking.actions.duties import ensure_duties
from tracking.recorded import recorded_columns
from workdays import Month, ReportingYear

pytestmark = pytest.mark.django_db
CLEAN, MESSY = 0.0, 1.0
LOCAL = {code for code, measure in MEASURES.items() if measure.place is Place.LOCAL}
SEEDS = [(seed, CLEAN if seed % 2 else MESSY) for seed in range(1, 13)]


def test_every_declared_measure_has_a_second_opinion() -> None:
    assert set(MEASURES) == set(figures.CODES)


def loaded(folder: Path, seed: int, mess: float) -> tuple[dict[str, extract.Table], date]:
    """A random history, imported; the raw rows as its files hold them, and its as-at date."""
    made = histories.random_extract(seed, mess=mess)
    histories.write(folder, made)
    as_at = histories.as_at(seed)
    load_folder(folder, as_at)
    return extract.read(folder), as_at


def exported(year: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The figures as `export_kpis` writes them, with those of measures that only our own pages show."""
    figures = export.figures_of(newest_build(ReportingYear.parse(year)), with_local=True)
    return {row[:4]: row[4:] for row in export.rows(figures)}


def aggregated(year: str, as_at: date) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The same rows, from the same counts, without saving a build."""
    build = Build(year=year, as_at=as_at)
    ensure_duties(as_at=as_at)
    figures = (figure for measure in declared(as_at).values() for figure in figures_of_measure(build, measure))
    return {row[:4]: row[4:] for row in export.rows(figures)}


def expected(tables: dict[str, extract.Table], year: str, as_at: date) -> dict[tuple[str, ...], tuple[str, ...]]:
    def text(number: object) -> str:
        return "" if number is None else str(number)

    rows = figures.figures(tables, year, as_at)
    return {
        (row.measure, row.period, row.basis, row.scope): (
            text(row.numerator),
            text(row.denominator),
            "" if row.value is None else f"{float(row.value):.9f}",
            row.shown,
        )
        for row in rows
    }


def nine_decimals(cells: tuple[str, ...]) -> tuple[str, ...]:
    return (cells[0], cells[1], f"{float(cells[2]):.9f}" if cells[2] else "", cells[3])


@pytest.mark.parametrize(("seed", "mess"), SEEDS)
def test_every_figure_of_a_random_history_agrees(tmp_path: Path, seed: int, mess: float) -> None:
    tables, as_at = loaded(tmp_path, seed, mess)
    for year in ("2016/17", "2017/18"):
        if ReportingYear.parse(year).first > as_at:
            continue
        found = {key: nine_decimals(cells) for key, cells in aggregated(year, as_at).items()}
        wanted = expected(tables, year, as_at)
        assert found.keys() == wanted.keys()
        assert {key: (found[key], wanted[key]) for key in wanted if found[key] != wanted[key]} == {}


def test_every_figure_of_an_export_agrees_and_stands_in_the_order_of_the_report(tmp_path: Path) -> None:
    tables, as_at = loaded(tmp_path, 8, MESSY)
    build_everything("2017/18", as_at)
    out = io.StringIO()
    call_command("export_kpis", year="2017/18", stdout=out)
    found = [tuple(row) for row in csv.reader(io.StringIO(out.getvalue()))][1:]
    wanted = {key: cells for key, cells in expected(tables, "2017/18", as_at).items() if key[0] not in LOCAL}
    assert [row[:4] for row in found] == list(wanted)
    assert [nine_decimals(row[4:]) for row in found] == list(wanted.values())


@pytest.mark.parametrize(("seed", "mess"), SEEDS[:2])
def test_the_records_behind_a_figure_add_up_to_it(tmp_path: Path, seed: int, mess: float) -> None:
    tables, as_at = loaded(tmp_path, seed, mess)
    newest = Month.of(as_at)
    build_everything(str(newest.reporting_year), as_at)
    rows = exported(str(newest.reporting_year))
    for code, measure in MEASURES.items():
        if measure.amounts:
            continue  # numbers of people invited, not records
        for month in (newest, newest - 1):
            key = (code, str(month), measure.basis, "authority")
            if key not in rows or rows[key][3] == "not recorded":
                continue
            behind = list(observed(measure, month, as_at))
            counted, met = sum(row.counted for row in behind), sum(row.met for row in behind)
            shares = [str(met), str(counted)] if measure.has_denominator else [str(counted), rows[key][1]]
            assert shares == list(rows[key][:2]), (code, month)


def _counts_rows(measure: Measure, columns: dict[str, frozenset[str]]) -> bool:
    return measure.unit_of_count == "pk" and not measure.amounts and measure.is_recorded(columns)


@pytest.mark.parametrize(("seed", "mess"), SEEDS[:2])
def test_the_records_behind_a_figure_are_the_same_records(tmp_path: Path, seed: int, mess: float) -> None:
    """Row by row, for measures that count rows; a contact of several rows stands once here and row by row there."""
    tables, as_at = loaded(tmp_path, seed, mess)
    columns = recorded_columns()
    by_row = [code for code, each in MEASURES.items() if _counts_rows(each, columns)]
    for code in by_row:
        month = str(Month.of(as_at))
        wanted = Counter(figures.observations(tables, code, month, as_at))
        found = Counter(
            (row.child_id, row.episode_id, row.team, row.observed_on, row.met)
            for row in observed(MEASURES[code], Month.parse(month), as_at)
            if row.counted
        )
        assert found == wanted, code
