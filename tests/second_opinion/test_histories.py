"""What the random histories promise."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from . import histories
from .duties import duties
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


def test_every_kind_of_duty_is_met_in_time_and_late_open_and_cancelled() -> None:
    found: set[tuple[str, str]] = set()
    for seed in range(12):
        at = histories.as_at(seed)
        for duty in duties(histories.tables(histories.random_extract(seed)), at):
            late = "in time" if duty.in_time else "late"
            found.add((duty.kind, late if duty.met_on else "open" if duty.is_open else "cancelled"))
            assert duty.started_on <= at
            assert (duty.met_on is None) == (duty.in_time is None)
            assert not (duty.met_on and duty.cancelled_on)
            assert not duty.is_open or not (duty.met_on or duty.cancelled_on)
    kinds = {kind for kind, _ in found}
    assert len(kinds) == 19
    assert kinds == {kind for kind, state in found if state == "in time"} == {kind for kind, s in found if s == "open"}
    assert {kind for kind, state in found if state == "cancelled"} >= kinds - {"referral_decision", "assessment"} - {
        "contact_decision",
        "icpc",
    }
