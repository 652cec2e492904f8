"""Amara administers access, Wendy is a social worker, Nora has no role."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import Team, User
from accounts.roles import Role
from tests.accounts.people import PASSWORD, make_user


@pytest.fixture(autouse=True)
def _nothing_counted_before() -> None:
    """Attempts that another test made are forgotten."""
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Argon2 is slow on purpose; what these tests ask does not hang on it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def service(db: None) -> Team:
    return Team.objects.create(source_id="S1", name="Safeguarding")


@pytest.fixture
def east(service: Team) -> Team:
    return Team.objects.create(source_id="T1", name="Assessment East", parent=service)


@pytest.fixture
def amara(db: None) -> User:
    return make_user("Amara", Role.ADMINISTRATOR)


@pytest.fixture
def wendy(east: Team) -> User:
    """A social worker who can sign in with PASSWORD."""
    return make_user("Wendy", Role.SOCIAL_WORKER, teams=(east,), password=PASSWORD)


@pytest.fixture
def nora(db: None) -> User:
    return make_user("Nora")


@pytest.fixture
def as_amara(client: Client, amara: User) -> Client:
    """A browser in which Amara is signed in."""
    client.force_login(amara)
    return client


@pytest.fixture
def specimen(settings: Settings) -> str:
    """The address of the page with every component on it."""
    settings.ROOT_URLCONF = "tests.accounts.specimen"
    ours = settings.TEMPLATES[0]
    settings.TEMPLATES = [ours | {"DIRS": [*ours["DIRS"], Path(__file__).parent / "templates"]}]
    return "/specimen/"
