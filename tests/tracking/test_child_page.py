"""A child's page: who opens it, what it says, what it costs, what the log keeps; and restricting a child from it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog, User
from accounts.roles import Role
from tests.tracking.caseload import AS_AT, caseload, user
from tracking.children import sections
from tracking.children.sections import Section
from tracking.models import (
    CareEpisode,
    CareLeaverContact,
    Child,
    Contact,
    Disability,
    MissingEpisode,
    Placement,
    ProtectionVisit,
    Restriction,
)

pytestmark = pytest.mark.django_db
WHY = {"reason": "Complaint of a parent"}


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path) -> None:
    """Amy, Ben (East), Cat (West) and Dee came with one contact; Amy is on a plan, visited on 30 November."""
    caseload(tmp_path)
    for each in Child.objects.all():
        Contact.objects.create(child=each, group="G", received_on=date(2017, 10, 2), source_code="2A")


@pytest.fixture
def amy() -> Child:
    return Child.objects.get(source_id="Amy")


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def east() -> Client:
    return browser(user("east", Role.TEAM_MANAGER, team="T1"))


def address(child: Child, more: str = "") -> str:
    return f"/children/{child.pk}/{more}"


def text(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", Role)
def test_who_opens_the_page_of_a_child_of_east(amy: Child, role: Role) -> None:
    expected = {Role.SOCIAL_WORKER: 200, Role.TEAM_MANAGER: 200, Role.SERVICE_MANAGER: 200, Role.DIRECTOR: 200}
    client = browser(user("someone", role, team="T1", worker="W1"))
    assert client.get(address(amy)).status_code == expected.get(role, 403)
    west = browser(user("other", role, team="T2", worker="W2"))
    seen = {Role.SOCIAL_WORKER: 404, Role.TEAM_MANAGER: 404, Role.SERVICE_MANAGER: 404, Role.DIRECTOR: 200}
    assert west.get(address(amy)).status_code == seen.get(role, 403)


def test_the_page_says_who_the_child_is_and_how_things_stand(east: Client, amy: Child) -> None:
    Disability.objects.create(child=amy, code="AUT")
    page = east.get(address(amy))
    content = page.content.decode()
    for words in ("Test, Amy", "5 May 2010, 7 years old", "Ann East", "East", "Autism"):
        assert words in content, words
    assert [status.words for status in page.context["statuses"]] == ["On a child protection plan"]
    assert "since 27 Nov 2017" in content and "Visit and see the child" in content and "1 overdue" in content
    assert "Not recorded" in text(east, address(Child.objects.get(source_id="Ben")))  # no disability


def test_every_status_is_that_of_the_day(east: Client, amy: Child) -> None:
    CareEpisode.objects.create(child=amy, started_on=date(2017, 12, 1))
    Placement.objects.create(child=amy, started_on=date(2017, 12, 1), type="U6")
    MissingEpisode.objects.create(child=amy, started_on=date(2017, 12, 14), ended_on=date(2017, 12, 20))
    MissingEpisode.objects.create(child=amy, started_on=date(2017, 12, 1), ended_on=date(2017, 12, 2))
    page = east.get(address(amy))
    statuses = [(status.words, status.since) for status in page.context["statuses"]]
    assert statuses == [
        ("Missing now", date(2017, 12, 14)),  # that it ended on the 20th is not known on the 15th
        ("On a child protection plan", date(2017, 11, 27)),
        ("Looked after", date(2017, 12, 1)),
    ]
    assert "Placed in" in page.content.decode() and "(U6)" in page.content.decode()


def test_a_care_leaver_and_a_child_with_nothing_open(east: Client, amy: Child) -> None:
    amy.protection_plans.update(ended_on=AS_AT)
    assert [status.words for status in east.get(address(amy)).context["statuses"]] == ["Nothing open"]
    CareLeaverContact.objects.create(child=amy, contacted_on=date(2017, 12, 1), eligibility="Former relevant")
    assert [status.words for status in east.get(address(amy)).context["statuses"]] == ["Care leaver"]


def journey(client: Client, where: str) -> list[tuple[Any, ...]]:
    years = client.get(where).context["years"]
    return [(event.day, event.kind.code, event.goes_on, event.details) for _, events in years for event in events]


def test_the_journey_is_told_the_newest_first(east: Client, amy: Child) -> None:
    ProtectionVisit.objects.create(child=amy, visited_on=date(2017, 12, 20))  # after the day
    amy.protection_visits.filter(visited_on=date(2017, 11, 30)).update(seen_alone=False)
    assert journey(east, address(amy)) == [
        (date(2017, 11, 30), "protection_visit", False, "Seen; not alone"),
        (date(2017, 11, 27), "protection_plan", True, ""),
        (date(2017, 11, 1), "allocation", True, "Ann East; East; Allocated worker"),
        (date(2017, 10, 2), "contact", False, "SCHOOLS"),
    ]
    page = text(east, address(amy))
    assert f"/episodes/protection_plan/{amy.protection_plans.get().pk}/" in page
    assert [line[1] for line in journey(east, address(amy, "?part=front_door"))] == ["allocation", "contact"]
    assert "Nothing is recorded of this part" in text(east, address(amy, "?part=care"))


def test_children_of_the_same_contact_are_named_as_far_as_they_are_in_sight(east: Client, amy: Child) -> None:
    page = east.get(address(amy))
    assert [each.source_id for each, _ in page.context["known_with"]] == ["Ben"]
    assert AccessLog.objects.get(action="Listed").child_reference == "Ben"
    ben = Child.objects.get(source_id="Ben")
    Restriction.objects.create(child=ben, reason="adoption", set_by=User.objects.get())
    content = text(east, address(amy))
    assert "Test, Ben" not in content and address(ben) not in content


def test_every_opening_is_logged_and_shown_to_those_who_may_know(east: Client, amy: Child) -> None:
    assert "Who saw this child" not in text(east, address(amy))
    service = browser(user("service", Role.SERVICE_MANAGER, team="T1"))
    page = service.get(address(amy))
    assert [(row.user.name, row.action) for row in page.context["openings"]] == [("east", "Opened a child")]


def test_a_director_says_why_for_each_child(amy: Child) -> None:
    director = browser(user("director", Role.DIRECTOR))
    asked = director.get(address(amy))
    assert "Test, Amy" not in asked.content.decode() and "Why do you open" in asked.content.decode()
    assert not AccessLog.objects.filter(action="Opened a child").exists()
    assert director.post(address(amy), {"reason": "curious"}).status_code == 400
    assert "Test, Amy" in director.post(address(amy), WHY, follow=True).content.decode()
    assert AccessLog.objects.get(action="Opened a child").reason == WHY["reason"]
    other = director.get(address(Child.objects.get(source_id="Ben")))
    assert "Why do you open" in other.content.decode()


def test_lists_lead_to_the_page_of_a_child_whom_one_may_open(east: Client, amy: Child) -> None:
    for where in ("/trackers/cp_visit/", "/trackers/duties/", "/children/?q=test"):
        assert address(amy) in text(east, where), where


def test_a_restricted_child_has_no_page_for_others(east: Client, amy: Child) -> None:
    other = browser(user("other", Role.TEAM_MANAGER, team="T1"))
    director = browser(user("director", Role.DIRECTOR))
    given = {"reason": "staff_family", "text": "", "users": "ANN@council.example"}
    ann = browser(user("ann", Role.SOCIAL_WORKER, worker="W1"))
    assert east.post(address(amy, "restriction/"), given).status_code == 302
    assert "Restricted" in text(east, address(amy)) and "ann@council.example" in text(
        east, address(amy, "restriction/")
    )
    assert ann.get(address(amy)).status_code == 200
    for client in (other, director):
        for more in ("", "restriction/", "?part=care"):
            assert client.get(address(amy, more)).status_code == 404
        assert client.post(address(amy), WHY).status_code == 404


def test_users_are_named_dropped_and_the_restriction_lifted_from_its_page(east: Client, amy: Child) -> None:
    page, other = address(amy, "restriction/"), user("other", Role.TEAM_MANAGER, team="T1")
    assert east.post(page, {"reason": "other"}).status_code == 400
    assert east.post(page, {"reason": "adoption", "users": "who@nowhere.example"}).status_code == 400
    assert not Restriction.objects.exists()
    east.post(page, {"reason": "adoption"})
    assert east.post(page, {"users": "other@council.example"}).status_code == 302
    assert east.post(page, {"users": "other@council.example"}).status_code == 400
    assert browser(other).get(address(amy)).status_code == 200
    assert east.post(f"{page}{other.pk}/drop/").status_code == 302
    assert browser(other).get(address(amy)).status_code == 404
    alone = User.objects.get(name="east")
    assert "last one named" in east.post(f"{page}{alone.pk}/drop/", follow=True).content.decode()
    assert east.post(f"{page}lift/", {"because": ""}).status_code == 400
    assert east.post(f"{page}lift/", {"because": "Adopted"})["Location"] == address(amy)
    assert browser(other).get(address(amy)).status_code == 200
    assert "Adopted" in text(east, page)


def test_other_parts_of_the_product_may_say_something(
    east: Client, amy: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "_REGISTERED", [])
    sections.register(lambda who, child: Section("Audits", "tracking/child_facts.html"))
    sections.register(lambda who, child: None)
    assert [section.title for section in east.get(address(amy)).context["sections"]] == ["Audits"]


QUERIES = 40


def test_the_page_costs_the_same_queries_however_long_the_journey(east: Client, amy: Child) -> None:
    east.get(address(amy))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert east.get(address(amy)).status_code == 200
        return len(asked)

    few = queries()
    ProtectionVisit.objects.bulk_create(
        ProtectionVisit(child=amy, visited_on=date(2017, 11, 28), source_id=f"V{number}") for number in range(40)
    )
    assert queries() == few == QUERIES
