"""The demonstration authority, loaded for a module's tests."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.once import rolled_back


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the tests of a module, in a transaction that is rolled back."""
    with rolled_back(django_db_blocker):
        call_command("load_demo", stdout=io.StringIO())
        yield


@pytest.fixture
def committed_demonstration(transactional_db: None) -> None:
    """Loaded for one test that opens it in a browser; emptied after it."""
    call_command("load_demo", stdout=io.StringIO())
