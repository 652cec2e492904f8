"""The special lists: an example of each worked by hand, then what holds of all of them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import Team
from accounts.roles import Role
from tests.accounts.people import make_user
from tests.extracts import load
from tests.tracking.special_scenes import AS_AT, EXPECTED, FILTERED, SCENES, WORKERS
from tracking.actions.duties import refresh_duties
from tracking.imports.layout import TABLES
from tracking.rules.sight import in_sight
from tracking.trackers import export
from tracking.trackers.registry import BY_CODE, TRACKERS
from tracking.trackers.special import TRACKERS as SPECIAL

pytestmark = pytest.mark.django_db
CODES = [tracker.code for tracker in SPECIAL]


def load_scene(folder: Path, code: str) -> None:
    load(folder, AS_AT, ssd_professionals=WORKERS, **SCENES[code])
    refresh_duties(as_at=AS_AT)


def narrowed(code: str, query: Mapping[str, Any] | None = None, rows: Any = None) -> Any:
    tracker = BY_CODE[code]
    found = tracker.rows(AS_AT) if rows is None else rows
    return tracker.table(tracker.filters(query or {}, queryset=found, as_at=AS_AT).qs)


def children(table: Any) -> str:
    return "".join(sorted(row.get_cell_value("child") for row in table.rows))


@pytest.mark.parametrize("code", CODES)
def test_what_is_on_the_list_and_what_is_not(tmp_path: Path, code: str) -> None:
    load_scene(tmp_path, code)
    names, expected = EXPECTED[code]
    with CaptureQueriesContext(connection) as asked:
        cells = [[row.get_cell_value(name) for name in names] for row in narrowed(code).rows]
    assert len(asked) == 1, "one query, however many rows"
    lines = sorted((tuple(_code(value) for value in row) for row in cells), key=str)
    assert lines == sorted(expected, key=str)


@pytest.mark.parametrize("code", CODES)
def test_a_page_asks_for_rows_count_teams_and_workers(tmp_path: Path, code: str) -> None:
    load_scene(tmp_path, code)
    tracker = BY_CODE[code]
    with CaptureQueriesContext(connection) as asked:
        filters = tracker.filters({}, queryset=tracker.rows(AS_AT), as_at=AS_AT)
        table = tracker.table(filters.qs)
        table.paginate(per_page=50)
        html = table.as_html(RequestFactory().get("/"))
        form = str(filters.form)
    assert len(asked) == 4
    assert "East" in html and "Unallocated" in html
    assert "East" in form and ("Ada Able" in form or "Ben Best" in form)


def _code(value: Any) -> Any:
    """Of a code with its words the code alone; nothing is an empty text."""
    if isinstance(value, str) and value.endswith(")"):
        return value[value.rindex("(") + 1 : -1]
    return "" if value is None else value


@pytest.mark.parametrize("code", CODES)
def test_every_filter_filters(tmp_path: Path, code: str) -> None:
    load_scene(tmp_path, code)
    keys = {row.source_id: row.pk for row in Team.objects.all()}
    keys |= {row.source_id: row.pk for row in BY_CODE[code].filters.base_filters["worker"].queryset.model.objects.all()}
    for name, value, expected in FILTERED[code]:
        query = {name: keys.get(value, value)}
        assert children(narrowed(code, query)) == expected, query
    assert {name for name, _, _ in FILTERED[code]} == set(BY_CODE[code].filters.base_filters)


@pytest.mark.parametrize("code", CODES)
def test_every_column_sorts_both_ways_the_same_rows(tmp_path: Path, code: str) -> None:
    load_scene(tmp_path, code)
    for column in narrowed(code).columns.iterall():
        if column.orderable:
            up, down = narrowed(code), narrowed(code)
            up.order_by, down.order_by = column.name, f"-{column.name}"
            cells = [list(export.rows(table)) for table in (up, down)]
            assert cells[0] == cells[1][::-1], column.name
            values = [row.get_cell_value(column.name) for row in up.rows]
            days = [value for value in values if isinstance(value, date | int)]
            assert days == sorted(days), column.name


@pytest.mark.parametrize(
    ("code", "east", "all_teams"),
    [
        ("placement_moves", "A", "AC"),
        ("neet_care_leavers", "A", "ACF"),
        ("without_social_worker", "A", "ABFH"),
        ("re_referrals", "AD", "ADDF"),
        ("short_plans", "A", "AF"),
        ("initial_health_steps", "A", "ABCDFH"),
    ],
)
def test_who_sees_which_rows(tmp_path: Path, code: str, east: str, all_teams: str) -> None:
    load_scene(tmp_path, code)
    teams = tuple(Team.objects.all())
    manager = make_user("Mia", Role.TEAM_MANAGER, teams=tuple(team for team in teams if team.source_id == "T1"))
    head = make_user("Hal", Role.SERVICE_MANAGER, teams=teams)
    nobody = make_user("Noa", Role.TEAM_MANAGER)
    for user, expected in ((manager, east), (head, all_teams), (nobody, "")):
        seen = BY_CODE[code].rows(AS_AT).filter(in_sight(user, AS_AT))
        assert children(narrowed(code, rows=seen)) == expected
        assert len(expected) == seen.count()


def test_a_social_worker_sees_the_children_allocated_to_them(tmp_path: Path) -> None:
    load_scene(tmp_path, "without_social_worker")
    worker = make_user("Ben", Role.SOCIAL_WORKER)
    worker.professional_id = "W2"
    rows = BY_CODE["without_social_worker"].rows(AS_AT).filter(in_sight(worker, AS_AT))
    assert children(narrowed("without_social_worker", rows=rows)) == "B"


def test_what_a_list_needs_are_columns_of_an_extract() -> None:
    columns = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}
    for tracker in SPECIAL:
        assert tracker.needs and set(tracker.needs) <= columns, tracker.code
        assert tracker in TRACKERS and tracker.group == "Watch lists"
