"""Restricted children: who restricts, names and lifts, what stays of it, and that nobody else sees them anywhere."""

import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AccessLog, Team, User
from accounts.roles import Role
from tests.tracking.caseload import AS_AT, CHILDREN, caseload, user, visit_of
from tracking.actions.recording import explain_duty
from tracking.actions.restrictions import drop_user, lift_restriction, name_user, restrict_child
from tracking.models import Child, Contact, NamedUser, RestrictedBecause, Restriction
from tracking.rules.sight import children_in_sight, seen_among
from tracking.trackers.digest import message
from tracking.trackers.front import tiles

pytestmark = pytest.mark.django_db
ADOPTION, OTHER = RestrictedBecause.ADOPTION, RestrictedBecause.OTHER


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path) -> None:
    """Every test has the caseload: Amy and Ben of East, Cat of West, Dee whom nobody has."""
    caseload(tmp_path)


@pytest.fixture
def east() -> User:
    return user("east", Role.TEAM_MANAGER, team="T1")


@pytest.fixture
def ann() -> User:
    return user("ann", Role.SOCIAL_WORKER, team="T1", worker="W1")


def child(name: str) -> Child:
    return Child.objects.get(source_id=name)


def seen(person: User) -> set[str]:
    return set(children_in_sight(person, AS_AT).values_list("source_id", flat=True))


def test_a_restricted_child_is_seen_by_those_named_only(east: User, ann: User) -> None:
    other = user("other", Role.TEAM_MANAGER, team="T1")
    restrict_child(by=east, child=child("Amy"), reason=ADOPTION, users=[ann])
    assert seen(east) == seen(ann) == {"Amy", "Ben"}
    assert seen(other) == {"Ben"}


def test_naming_widens_nothing(east: User) -> None:
    west = user("west", Role.TEAM_MANAGER, team="T2")
    restrict_child(by=east, child=child("Amy"), reason=ADOPTION, users=[west])
    assert seen(west) == {"Cat"}


def test_a_director_who_is_not_named_does_not_see_a_restricted_child_either(east: User) -> None:
    director = user("director", Role.DIRECTOR)
    assert seen(director) == {"Amy", "Ben", "Cat", "Dee"}
    restrict_child(by=east, child=child("Amy"), reason=ADOPTION)
    assert seen(director) == {"Ben", "Cat", "Dee"}


def test_a_user_is_dropped_and_named_again(east: User, ann: User) -> None:
    restriction = restrict_child(by=east, child=child("Amy"), reason=ADOPTION, users=[ann])
    drop_user(by=east, restriction=restriction, user=ann)
    assert seen(ann) == {"Ben"}
    name_user(by=east, restriction=restriction, user=ann)
    assert seen(ann) == {"Amy", "Ben"}
    assert [bool(row.dropped_at) for row in restriction.named.filter(user=ann)] == [True, False]


def test_once_lifted_the_child_is_seen_as_before_and_the_history_stays(east: User) -> None:
    other = user("other", Role.TEAM_MANAGER, team="T1")
    restriction = restrict_child(by=east, child=child("Amy"), reason=OTHER, text="A councillor’s nephew")
    lift_restriction(by=east, restriction=restriction, because="No longer a councillor")
    assert seen(other) == {"Amy", "Ben"}
    restrict_child(by=east, child=child("Amy"), reason=ADOPTION)
    before = Restriction.objects.get(lifted_because="No longer a councillor")
    assert (before.set_by, before.lifted_by, str(before)) == (east, east, "Another reason A councillor’s nephew")


def test_every_step_stands_in_the_access_log(east: User, ann: User) -> None:
    restriction = restrict_child(by=east, child=child("Amy"), reason=ADOPTION, users=[ann])
    drop_user(by=east, restriction=restriction, user=ann)
    name_user(by=east, restriction=restriction, user=ann)
    lift_restriction(by=east, restriction=restriction, because="Adopted")
    assert list(AccessLog.objects.filter(child_reference="Amy").order_by("pk").values_list("action", "subject")) == [
        ("restricted a child", "Adoption"),
        ("dropped a user from a restricted child", "ann"),
        ("named a user for a restricted child", "ann"),
        ("lifted the restriction of a child", "Adopted"),
    ]


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_whoever_may_not_restrict_is_refused(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        restrict_child(by=user("x", role, team="T1", worker="W1"), child=child("Amy"), reason=ADOPTION)


def test_nobody_restricts_or_names_for_a_child_out_of_sight(east: User) -> None:
    west, other = user("west", Role.TEAM_MANAGER, team="T2"), user("other", Role.TEAM_MANAGER, team="T1")
    with pytest.raises(PermissionDenied):
        restrict_child(by=west, child=child("Amy"), reason=ADOPTION)
    restriction = restrict_child(by=east, child=child("Amy"), reason=ADOPTION)
    for act in (
        lambda: name_user(by=other, restriction=restriction, user=other),
        lambda: drop_user(by=other, restriction=restriction, user=east),
        lambda: lift_restriction(by=other, restriction=restriction, because="I would like to see"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_is_refused_says_why(east: User, ann: User) -> None:
    analyst = user("analyst", Role.ANALYST)
    with pytest.raises(ValidationError, match="own words"):
        restrict_child(by=east, child=child("Amy"), reason=OTHER)
    with pytest.raises(ValidationError, match="not a valid choice"):
        restrict_child(by=east, child=child("Amy"), reason="gossip")
    with pytest.raises(ValidationError, match="may not see any child’s record"):
        restrict_child(by=east, child=child("Amy"), reason=ADOPTION, users=[analyst])
    Restriction.objects.all().delete()
    restriction = restrict_child(by=east, child=child("Amy"), reason=ADOPTION, users=[ann])
    with pytest.raises(ValidationError, match="restricted already"):
        restrict_child(by=east, child=child("Amy"), reason=ADOPTION)
    with pytest.raises(ValidationError, match="named already"):
        name_user(by=east, restriction=restriction, user=ann)
    with pytest.raises(ValidationError, match="last one named who could lift"):
        drop_user(by=east, restriction=restriction, user=east)
    with pytest.raises(ValidationError, match="Say why"):
        lift_restriction(by=east, restriction=restriction, because=" ")
    lift_restriction(by=east, restriction=restriction, because="Adopted")
    with pytest.raises(ValidationError, match="lifted already"):
        name_user(by=east, restriction=restriction, user=ann)


def test_the_database_keeps_one_open_restriction_and_each_user_once(east: User) -> None:
    restriction = restrict_child(by=east, child=child("Amy"), reason=ADOPTION)
    again: list[tuple[Any, dict[str, Any]]] = [
        (Restriction, {"child": child("Amy"), "reason": ADOPTION, "set_by": east}),
        (NamedUser, {"restriction": restriction, "user": east, "named_by": east}),
        (NamedUser, {"restriction": restriction, "user": east, "named_by": east, "dropped_at": timezone.now()}),
    ]
    for model, values in again:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**values)


def test_a_child_belongs_to_the_team_that_has_or_last_had_them(east: User) -> None:
    ended = {"ended_on": AS_AT}
    child("Amy").involvements.update(**ended)
    child("Amy").duties.all().delete()
    assert seen(east) == {"Amy", "Ben"}
    moved = child("Amy").involvements.get()
    moved.pk, moved.source_id, moved.team = None, None, Team.objects.get(source_id="T2")
    moved.started_on, moved.ended_on = AS_AT, None
    moved.save()
    assert seen(east) == {"Ben"}
    assert seen(user("west", Role.TEAM_MANAGER, team="T2")) == {"Amy", "Cat"}


def test_an_open_duty_with_a_team_shows_it_the_child(east: User) -> None:
    child("Cat").duties.filter(is_open=True).update(team=Team.objects.get(source_id="T1"))
    assert seen(east) == {"Amy", "Ben", "Cat"}


def test_roles_without_children_see_none() -> None:
    for role in (Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR, Role.MODERATOR):
        assert seen(user(role, role, team="T1")) == set()
        assert seen_among(user(f"{role}2", role, team="T1"), AS_AT, Child.objects.values_list("pk", flat=True)) == set()


# Whom each of these would see if nobody were restricted, worked out by hand.
PEOPLE = {
    ("east", Role.TEAM_MANAGER, "T1", ""): {"Amy", "Ben"},
    ("also", Role.TEAM_MANAGER, "T1", ""): {"Amy", "Ben"},
    ("west", Role.TEAM_MANAGER, "T2", ""): {"Cat"},
    ("service", Role.SERVICE_MANAGER, "T1", ""): {"Amy", "Ben", "Dee"},
    ("ann", Role.SOCIAL_WORKER, "T1", "W1"): {"Amy", "Ben"},
    ("new", Role.SOCIAL_WORKER, "T1", ""): set[str](),
}
NAMES = {name for name, *_ in CHILDREN}
LISTS = (
    "/trackers/duties/",
    "/trackers/cp_visit/",
    "/trackers/cp_visit/?print=all",
    "/trackers/without_social_worker/",
)


def named_in(text: str) -> set[str]:
    """The children whom a text names."""
    return set(re.findall(rf"\b({'|'.join(NAMES)})\b", text))


def shown(person: User) -> str:
    """Everything that names children to a user: lists, exports, mail."""
    client = Client()
    client.force_login(person)
    pages = [client.get(address).content.decode() for address in (*LISTS, "/trackers/forecast/", "/trackers/", "/")]
    files = [client.get(f"/trackers/{kind}/export.csv").getvalue().decode() for kind in ("duties", "cp_visit")]
    mail = message(person, AS_AT)
    return "\n".join([*pages, *files, mail.body if mail else ""])


def counted(person: User) -> int:
    """How many visits and other duties the tracker of all duties counts."""
    client = Client()
    client.force_login(person)
    return client.get("/trackers/cp_visit/").context["table"].paginator.count


def opened(person: User) -> dict[str, str]:
    """The pages of children that open to a user, with the children whom each names."""
    client = Client()
    client.force_login(person)
    pages = {name: client.get(f"/children/{child(name).pk}/") for name in sorted(NAMES)}
    return {name: page.content.decode() for name, page in pages.items() if page.status_code == 200}


@pytest.mark.slow
def test_whatever_is_restricted_to_whomever_nothing_of_it_is_shown_to_others() -> None:
    dice = random.Random(7)
    for each in Child.objects.all():  # all came with one contact, so each page could name the others
        Contact.objects.create(child=each, group="G", received_on=AS_AT)
    people = {user(name, role, team=team, worker=worker): base for (name, role, team, worker), base in PEOPLE.items()}
    admin = next(iter(people))
    for _ in range(3):
        with transaction.atomic():
            hidden: dict[str, set[User]] = {}
            for name in dice.sample(sorted(NAMES), dice.randint(1, 4)):
                hidden[name] = set(dice.sample(sorted(people, key=str), dice.randint(0, 3)))
                restriction = Restriction.objects.create(child=child(name), reason=ADOPTION, set_by=admin)
                for each in hidden[name]:
                    NamedUser.objects.create(restriction=restriction, user=each, named_by=admin)
            for person, base in people.items():
                expected = {name for name in base if person in hidden.get(name, people)}
                assert named_in(shown(person)) == expected, (person, hidden)
                assert counted(person) == len(expected)
                assert seen(person) == expected
                pages = opened(person)
                assert set(pages) == expected
                assert named_in("".join(pages.values())) == expected
            transaction.set_rollback(True)


def test_tiles_and_actions_know_no_restricted_child(east: User) -> None:
    other = user("other", Role.TEAM_MANAGER, team="T1")
    before = {tile.label: tile.count for tile in tiles(other)}
    restrict_child(by=east, child=child("Amy"), reason=ADOPTION)
    after = {tile.label: tile.count for tile in tiles(other)}
    assert (before["Overdue"], after["Overdue"]) == (1, 0)
    with pytest.raises(PermissionDenied):
        explain_duty(by=other, duty=visit_of("Amy"), reason="moved")
    client = Client()
    client.force_login(other)
    assert client.get(f"/trackers/duties/{visit_of('Amy').pk}/record/").status_code == 404
