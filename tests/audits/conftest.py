"""Alma and Ada audit, Mo and Mia moderate and run the programme, Amir administers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role
from tests.audits import scenes
from tests.once import rolled_back


@pytest.fixture(scope="module")
def council(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The nine children, and a published tool for every category: made once for the tests of a module, in a transaction
    that is rolled back."""
    with rolled_back(django_db_blocker):
        scenes.council(Path(tmp_path_factory.mktemp("council")))
        scenes.tools(scenes.person("Amir", Role.ADMINISTRATOR))
        yield


@pytest.fixture
def alma(council: None, db: None) -> User:
    return scenes.person("Alma", Role.AUDITOR)


@pytest.fixture
def ada(council: None, db: None) -> User:
    return scenes.person("Ada", Role.AUDITOR)


@pytest.fixture
def mo(council: None, db: None) -> User:
    return scenes.person("Mo", Role.MODERATOR)


@pytest.fixture
def mia(council: None, db: None) -> User:
    return scenes.person("Mia", Role.MODERATOR)
