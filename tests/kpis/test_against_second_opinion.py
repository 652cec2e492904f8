"""Every figure computed twice: by the product from an imported extract, and by plain Python over the same rows.

The second computation (tests/second_opinion) shares no code with `kpis/` or `tracking/`.
"""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kpis import export
from kpis.book import newest_build
from kpis.measures import MEASURES
from kpis.observations import observed
from tests.extracts import build, load_folder
from tests.second_opinion import extract, figures, histories
from workdays import Month, ReportingYear

pytestmark = pytest.mark.django_db
CLEAN, MESSY = 0.0, 1.0
SEEDS = [(seed, CLEAN if seed % 2 else MESSY) for seed in range(1, 25)]


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
        build(year, as_at)
        found = {key: nine_decimals(cells) for key, cells in exported(year).items()}
        wanted = expected(tables, year, as_at)
        assert found.keys() == wanted.keys()
        assert {key: (found[key], wanted[key]) for key in wanted if found[key] != wanted[key]} == {}


@pytest.mark.parametrize(("seed", "mess"), SEEDS[:6])
def test_the_records_behind_a_figure_add_up_to_it(tmp_path: Path, seed: int, mess: float) -> None:
    tables, as_at = loaded(tmp_path, seed, mess)
    newest = Month.of(as_at)
    build(str(newest.reporting_year), as_at)
    rows = exported(str(newest.reporting_year))
    for code, measure in MEASURES.items():
        for month in (newest, newest - 1):
            key = (code, str(month), measure.basis, "authority")
            if key not in rows or rows[key][3] == "not recorded":
                continue
            behind = list(observed(measure, month, as_at))
            counted, met = sum(row.counted for row in behind), sum(row.met for row in behind)
            shares = [str(met), str(counted)] if measure.is_share else [str(counted), rows[key][1]]
            assert shares == list(rows[key][:2]), (code, month)


@pytest.mark.parametrize(("seed", "mess"), SEEDS[:6])
def test_the_records_behind_a_figure_are_the_same_records(tmp_path: Path, seed: int, mess: float) -> None:
    """Row by row, for measures that count rows; a contact of several rows stands once here and row by row there."""
    tables, as_at = loaded(tmp_path, seed, mess)
    by_row = [code for code, measure in MEASURES.items() if measure.unit_of_count == "pk"]
    for code in by_row:
        month = str(Month.of(as_at))
        wanted = Counter(figures.observations(tables, code, month, as_at))
        found = Counter(
            (row.child_id, row.episode_id, row.team, row.observed_on, row.met)
            for row in observed(MEASURES[code], Month.parse(month), as_at)
            if row.counted
        )
        assert found == wanted, code
