"""The pages of trackers: who sees whom, tiles that count what their list shows, exports, saved filters, queries."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AccessLog, Team, User
from accounts.roles import Role
from tests.tracking.caseload import AS_AT, caseload, user, visit_of
from tracking.models import Child, Duty, DutyEdition, SavedFilter
from tracking.trackers.front import tiles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path) -> None:
    """Every test has the caseload."""
    caseload(tmp_path)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def exported(person: User, address: str) -> list[dict[str, str]]:
    answer = browser(person).get(address)
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def children(person: User, address: str = "/trackers/cp_visit/export.csv") -> set[str]:
    return {row["child_id"] for row in exported(person, address)}


def test_a_team_manager_sees_the_children_of_their_team_only() -> None:
    assert children(user("east", Role.TEAM_MANAGER, team="T1")) == {"Amy", "Ben"}
    assert children(user("west", Role.TEAM_MANAGER, team="T2")) == {"Cat"}


def test_a_social_worker_sees_the_children_allocated_to_them_only() -> None:
    assert children(user("ann", Role.SOCIAL_WORKER, team="T2", worker="W1")) == {"Amy", "Ben"}
    assert children(user("new", Role.SOCIAL_WORKER, team="T1")) == set()


def test_a_user_without_a_team_sees_no_child() -> None:
    assert children(user("nobody", Role.TEAM_MANAGER)) == set()
    assert children(user("nobodys", Role.SERVICE_MANAGER)) == set()


def test_children_whom_no_team_has_are_seen_by_a_service_manager() -> None:
    assert children(user("service", Role.SERVICE_MANAGER, team="T1")) == {"Amy", "Ben", "Dee"}


def test_a_director_has_no_trackers() -> None:
    assert browser(user("director", Role.DIRECTOR)).get("/trackers/cp_visit/").status_code == 403


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER])
def test_the_number_on_a_tile_is_that_of_the_list_it_opens(role: Role) -> None:
    person = user("someone", role, team="T1", worker="W1")
    found = tiles(person)
    assert found and any(tile.count for tile in found)
    for tile in found:
        page = browser(person).get(tile.url)
        assert page.context["table"].paginator.count == tile.count, tile


def test_the_overview_counts_what_its_links_list() -> None:
    person = user("east", Role.SERVICE_MANAGER, team="T1")
    groups = browser(person).get("/trackers/").context["groups"]
    for line in (line for _, lines in groups for line in lines if line.by_state is not None):
        for state, count in line.by_state:
            page = browser(person).get(f"/trackers/{line.tracker.code}/?state={state}")
            assert page.context["table"].paginator.count == count, (line.tracker.code, state)


def test_rows_come_by_due_day_and_say_what_is_due_since_when_and_how_late() -> None:
    first, second = exported(user("east", Role.TEAM_MANAGER, team="T1"), "/trackers/cp_visit/export.csv")
    assert first == {
        "child_id": "Amy",
        "what_is_due": "Visit and see the child",
        "due_by": "2017-12-14",
        "working_days_left": "-1",
        "team_name": "East",
        "worker_name": "Ann East",
        "last_done": "2017-11-30",
        "reason": "",
        "team": "T1",
        "worker": "W1",
        "kind": "cp_visit",
        "state": "overdue",
        "started_on": "2017-11-30",
        "refused_on": "",
        "met_on": "",
    }
    assert (second["child_id"], second["working_days_left"], second["state"]) == ("Ben", "0", "soon")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "overdue"}, {"Amy", "Dee"}),
        ({"state": "soon"}, {"Ben", "Cat"}),
        ({"state": "later"}, set()),
        ({"due": "7"}, {"Ben", "Cat"}),
        ({"due_from": "2017-12-15", "due_to": "2017-12-15"}, {"Ben"}),
        ({"group": "protection"}, {"Amy", "Ben", "Cat", "Dee"}),
        ({"group": "looked_after"}, set()),
        ({"group": "5_to_15"}, {"Amy", "Ben", "Cat", "Dee"}),
        ({"team": "null"}, {"Dee"}),
        ({"worker": "null"}, {"Dee"}),
        ({"reason": "null"}, {"Amy", "Ben", "Cat", "Dee"}),
        ({"reason": "moved"}, set()),
    ],
)
def test_filters_narrow_page_and_export_alike(query: dict[str, str], expected: set[str]) -> None:
    person = user("all", Role.SERVICE_MANAGER, team="T1")
    person.teams.set(Team.objects.all())
    words = "&".join(f"{name}={value}" for name, value in query.items())
    assert children(person, f"/trackers/cp_visit/export.csv?{words}") == expected
    page = browser(person).get(f"/trackers/cp_visit/?{words}")
    assert page.context["table"].paginator.count == len(expected)


def test_a_filter_that_cannot_be_read_is_said_to_be_wrong() -> None:
    page = browser(user("east", Role.TEAM_MANAGER, team="T1")).get("/trackers/cp_visit/?due_from=soon")
    assert page.status_code == 200 and "Enter a valid date" in page.content.decode()


def test_an_export_holds_no_formula() -> None:
    Child.objects.filter(source_id="Amy").update(source_id="=1+1")
    person = user("east", Role.TEAM_MANAGER, team="T1")
    assert "'=1+1" in children(person)
    answer = browser(person).get("/trackers/cp_visit/export.xlsx")
    cell = load_workbook(io.BytesIO(answer.content)).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(("address", "action"), [("", "Opened a tracker"), ("export.csv", "Exported a tracker")])
def test_every_child_that_a_list_shows_is_logged(address: str, action: str) -> None:
    browser(user("east", Role.TEAM_MANAGER, team="T1")).get(f"/trackers/cp_visit/{address}")
    rows = AccessLog.objects.filter(action=action, user__name="east")
    assert set(rows.values_list("child_reference", flat=True)) == {"Amy", "Ben"}


def test_filters_are_saved_by_name_for_oneself() -> None:
    east, other = user("east", Role.TEAM_MANAGER, team="T1"), user("other", Role.TEAM_MANAGER, team="T1")
    saved = {"name": " My  late ones ", "query": "?state=overdue"}
    page = browser(east).post("/trackers/cp_visit/filters/", saved, follow=True)
    assert "My late ones" in page.content.decode() and page.context["table"].paginator.count == 1
    assert "My late ones" not in browser(other).get("/trackers/cp_visit/").content.decode()
    again = browser(east).post("/trackers/cp_visit/filters/", saved, follow=True)
    assert "You have a saved filter of that name" in again.content.decode()
    kept = SavedFilter.objects.get()
    assert browser(other).post(f"/trackers/filters/{kept.pk}/remove/").status_code == 404
    browser(east).post(f"/trackers/filters/{kept.pk}/remove/")
    assert not SavedFilter.objects.exists()


def test_the_page_asks_the_same_few_questions_however_many_rows_it_has() -> None:
    person = browser(user("east", Role.SERVICE_MANAGER, team="T1"))
    person.get("/trackers/duties/")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert person.get("/trackers/duties/").status_code == 200
        return len(found)

    few, pattern = queries(), visit_of("Amy")
    for number in range(1, 200):
        pattern.pk, pattern.number = None, 100 + number
        pattern.due_by = AS_AT + timedelta(days=number)
        pattern.save()
    assert queries() == few == QUERIES


QUERIES = 19


def test_before_duties_are_worked_out_the_pages_say_so() -> None:
    DutyEdition.objects.all().delete()
    for address in ("/trackers/", "/trackers/cp_visit/", "/trackers/forecast/"):
        page = browser(user(address.strip("/").replace("/", "."), Role.TEAM_MANAGER, team="T1")).get(address)
        assert "have not been worked out yet" in page.content.decode()


def command(*arguments: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("export_tracker", *arguments, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_the_command_exports_all_teams() -> None:
    assert [row["child_id"] for row in command("CP-Visit")] == ["Amy", "Dee", "Ben", "Cat"]


def test_the_command_exports_as_at_an_earlier_day_and_leaves_nothing_behind() -> None:
    before = set(Duty.objects.values_list("as_at", flat=True))
    rows = command("cp_visit", "--as-at", "2017-11-30")
    # That day only Amy and Dee have been visited; the plans of the others began on Monday 27 November.
    assert {(row["child_id"], row["started_on"], row["due_by"]) for row in rows} == {
        ("Amy", "2017-11-30", "2017-12-14"),
        ("Dee", "2017-11-30", "2017-12-14"),
        ("Ben", "2017-11-27", "2017-12-11"),
        ("Cat", "2017-11-27", "2017-12-11"),
    }
    assert set(Duty.objects.values_list("as_at", flat=True)) == before == {date(2017, 12, 15)}


@pytest.mark.parametrize(("name", "words"), [("nonsense", "no such tracker"), ("dental_check", "is not recorded")])
def test_the_command_refuses_what_it_cannot_export(name: str, words: str) -> None:
    with pytest.raises(CommandError, match=words) as refusal:
        command(name)
    assert refusal.value.returncode == 2
