"""What the random histories promise."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from . import histories
from .extract import graded, read
from .figures import figures


@pytest.mark.parametrize("seed", range(6))
def test_clean_histories_have_nothing_set_aside(seed: int) -> None:
    tables = histories.tables(histories.random_extract(seed, size=30))
    assert graded(tables, histories.as_at(seed)).set_aside == []


@pytest.mark.parametrize("seed", range(6))
def test_messy_histories_are_never_refused(seed: int) -> None:
    tables = histories.tables(histories.random_extract(seed, size=10, mess=1.0))
    bad = Counter(row.table for row in graded(tables, histories.as_at(seed)).set_aside)
    assert bad
    assert max(bad.values()) <= 20


@pytest.mark.parametrize("seed", range(4))
def test_teams_add_up_for_rows_and_shares_are_shares(seed: int) -> None:
    tables = histories.tables(histories.random_extract(seed, size=30, mess=0.5))
    rows = figures(tables, "2017/18", histories.as_at(seed))
    assert all(row.denominator is None or (row.numerator or 0) <= row.denominator for row in rows)
    for code in ("CSC 004i", "CSC 013", "CSC 037"):
        of_one = [row for row in rows if row.measure == code and row.period.endswith("YTD")]
        assert sum(row.numerator or 0 for row in of_one) == 2 * (of_one[0].numerator or 0 if of_one else 0)


def test_a_seed_gives_the_same_history_and_survives_its_files(tmp_path: Path) -> None:
    extract = histories.random_extract(7, size=12, mess=1.0)
    assert extract == histories.random_extract(7, size=12, mess=1.0)
    histories.write(tmp_path, extract)
    assert read(tmp_path) == histories.tables(extract)


def test_as_at_dates_lie_inside_the_months() -> None:
    found = {histories.as_at(seed) for seed in range(200)}
    assert date(2016, 7, 1) <= min(found) <= max(found) <= date(2018, 3, 31)
    assert any((day + timedelta(days=1)).day == 1 for day in found)
    assert any(day.day == 1 for day in found)
