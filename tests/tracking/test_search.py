"""Finding a child: by names however they are spelled, by references, by dates of birth, and only those in sight."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog, User
from accounts.roles import Role
from tests.tracking.caseload import AS_AT, caseload, user
from tracking.children.asked import Asked
from tracking.children.search import search
from tracking.models import Child, Restriction

pytestmark = pytest.mark.django_db
MARCH = date(2010, 3, 12)
CHILDREN = [
    ("A1", "Catherine", "O’Neil", MARCH),
    ("A2", "Zoë", "Smith-Jones", date(2011, 1, 1)),
    ("A3", "Mohammed", "Lakehurst", date(2012, 5, 6)),
    ("A4", "Mary-Jane", "Stephenson", date(2010, 12, 3)),
    ("A5", "Amy", "Test", date(2009, 1, 2)),
    ("A6", "Łukasz", "Nowak", None),
    ("A7", "", "", None),
    ("X-17/9", "Tom", "Lake", date(2001, 2, 3)),
]


@pytest.fixture
def director(db: None) -> User:
    """Who may see any child, so that the tests are of the search alone."""
    Child.objects.bulk_create(
        Child(source_id=key, forename=forename, surname=surname, born_on=born, common_child_id=f"943 476 {key}")
        for key, forename, surname, born in CHILDREN
    )
    return user("director", Role.DIRECTOR)


def found(person: User, text: str) -> tuple[str, str]:
    """The references found as typed, and those alike."""
    answer = search(person, AS_AT, Asked.read(text))
    return " ".join(child.reference for child in answer.exact), " ".join(child.reference for child in answer.close)


@pytest.mark.parametrize(
    ("text", "exact", "close"),
    [
        ("catherine oneil", "A1", ""),
        ("O'NEIL, Catherine", "A1", ""),  # surname first, another apostrophe
        ("o neil", "A1", ""),
        ("zoe", "A2", ""),  # accents
        ("ZOË SMITH JONES", "A2", ""),
        ("smithjones", "A2", ""),
        ("jones", "A2", ""),
        ("mary jane", "A4", ""),
        ("maryjane", "A4", ""),
        ("lukasz", "A6", ""),
        ("lake", "X-17/9 A3", ""),  # the whole name before the beginning
        ("lak moham", "A3", ""),
        ("lakehrust", "", "A3"),  # letters that changed places
        ("kathryn", "", "A1"),  # sounds alike
        ("muhamad lakehurst", "", "A3"),
        ("jane stevenson", "", "A4"),
        ("ayn", "", "A5"),
        ("aym tets", "", "A5"),
        ("catherine smith", "", ""),  # each word is looked for
        ("nobody", "", ""),
    ],
)
def test_names_are_found_however_they_are_spelled(director: User, text: str, exact: str, close: str) -> None:
    assert found(director, text) == (exact, close)


@pytest.mark.parametrize(
    ("text", "exact", "close"),
    [
        ("12/3/2010", "A1", "A4"),  # the other has day and month exchanged
        ("12.03.10", "A1", "A4"),
        ("2010-03-12", "A1", "A4"),
        ("12 March 2010", "A1", "A4"),
        ("12th mar 2010", "A1", "A4"),
        ("neil 12/3/2010", "", "A1"),
        ("oneil 12/3/2010", "A1", ""),
        ("oneil 13/3/2010", "", ""),
        ("oneil 3/12/2010", "", "A1"),
        ("a3", "A3", ""),
        ("X-17/9", "X-17/9", ""),
        ("x179", "X-17/9", ""),
        ("943476A4", "A4", ""),
        ("31/2/2010", "", ""),  # no date, and no reference
        ("", "", ""),
        ("-- /", "", ""),
    ],
)
def test_references_and_dates_of_birth(director: User, text: str, exact: str, close: str) -> None:
    assert found(director, text) == (exact, close)


def test_a_child_recorded_here_is_found_by_our_number(director: User) -> None:
    child = Child.objects.create(forename="New", surname="Comer")
    assert found(director, f"C{child.pk}") == (child.reference, "")
    imported = Child.objects.get(source_id="A5")
    assert found(director, f"C{imported.pk}") == ("", "")


def test_what_was_typed_is_taken_apart() -> None:
    assert Asked.read("  smith   amy 1/2/2009 P001-17 ") == Asked(date(2009, 2, 1), "P001-17", ("smith", "amy"))
    assert list(Asked.read("a b c").spellings) == [("a", "b", "c"), ("ab", "c"), ("a", "bc")]
    assert not Asked.read(" - ")


def test_no_more_than_fifty_are_shown_and_that_there_are_others_is_said(director: User) -> None:
    Child.objects.bulk_create(Child(source_id=f"S{n}", forename=f"Bob{n}", surname="Brown") for n in range(60))
    answer = search(director, AS_AT, Asked.read("brown"))
    assert (len(answer), answer.is_cut) == (50, True)


@pytest.fixture
def browser(tmp_path: Path) -> Client:
    """A manager of East, whose children are Amy and Ben Test."""
    caseload(tmp_path)
    client = Client()
    client.force_login(user("east", Role.TEAM_MANAGER, team="T1"))
    return client


def names(page: str) -> set[str]:
    return {name for name in ("Amy", "Ben", "Cat", "Dee") if f"Test, {name}" in page}


def test_only_children_in_sight_are_found_and_each_is_logged(browser: Client) -> None:
    page = browser.get("/children/?q=test").content.decode()
    assert names(page) == {"Amy", "Ben"}
    rows = AccessLog.objects.filter(action="Searched", subject="test").values_list("child_reference", flat=True)
    assert set(rows) == {"Amy", "Ben"}
    assert "Ann East" in page and "5 May 2010" in page


def test_a_restricted_child_is_not_found_by_name_reference_or_birthday(browser: Client) -> None:
    amy = Child.objects.get(source_id="Amy")
    Restriction.objects.create(child=amy, reason="adoption", set_by=User.objects.get())
    for text in ("test", "amy", "ayn", "5/5/2010", f"C{amy.pk}"):
        assert "Amy" not in names(browser.get("/children/", {"q": text}).content.decode())
    assert not AccessLog.objects.filter(child_reference="Amy").exists()


def test_a_search_that_finds_nobody_says_so_and_is_logged(browser: Client) -> None:
    assert "Nobody whom you may see is found" in browser.get("/children/?q=zebedee").content.decode()
    assert AccessLog.objects.get(action="Searched").subject == "zebedee"
    assert "Nobody whom" not in browser.get("/children/").content.decode()


def test_a_director_says_why_before_searching(browser: Client) -> None:
    director = Client()
    director.force_login(user("director", Role.DIRECTOR))
    asked = director.get("/children/?q=test")
    assert names(asked.content.decode()) == set()
    assert director.post("/children/?q=test", {"reason": "curious"}).status_code == 400
    answer = director.post("/children/?q=test", {"reason": "Complaint of a parent"}, follow=True)
    assert names(answer.content.decode()) == {"Amy", "Ben", "Cat", "Dee"}
    assert set(AccessLog.objects.filter(action="Searched").values_list("reason", flat=True)) == {
        "Complaint of a parent"
    }


def test_the_search_box_is_there_for_those_who_may_search(browser: Client) -> None:
    assert 'action="/children/"' in browser.get("/trackers/").content.decode()
    analyst = Client()
    analyst.force_login(user("analyst", Role.ANALYST))
    assert 'action="/children/"' not in analyst.get("/").content.decode()


# Session, user; day, keys, teams; as typed, beginning so, alike (asked twice); who has them; the log.
QUERIES = 13


def test_a_search_costs_the_same_few_queries_however_many_it_finds(browser: Client) -> None:
    browser.get("/children/?q=tets")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/children/?q=tets")
        assert len(asked) == QUERIES
        Child.objects.update(surname="Test")
