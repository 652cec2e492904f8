"""Every address of the product, opened as every role: whoever lacks the right that its view declares gets no further.

New addresses are found by themselves. One whose parameter has a new name needs a sample of it in SAMPLES.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.converters import IntConverter
from django.utils import timezone
from pytest_django import Settings

from accounts.access import PACKAGE_VIEWS, PUBLIC, Access, access_of
from accounts.models import User
from accounts.roles import Role
from kpis.models import Build
from tracking.models import DutyEdition, Finding, Grade, Import, ImportState

# A value for each parameter of an address that is not a number. It need not lead to anything: who may not open a page
# is refused before it looks, and who may gets "not found".
SAMPLES = {
    "uidb36": "1",
    "key": "set-password",
    "year": "2017-18",
    "slug": "contacts",
    "month": "2017-12",
    "kind": "cp_visit",
    "form": "csv",
    "period": "2017-12",
    "token": "1.unsigned",
    "category": "looked_after",
}
PUBLIC_PAGES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}
# Recipients of a published report read it by a link that is signed and ends.
PUBLIC_PAGES |= {"read_report", "read_document"}
# The number in every address that has one.
NUMBER = 1
# Pages that show a table of rows.
LISTS = {"users", "access_log", "imports", "import", "builds", "tracker"}
NOBODY, NO_ROLE = "a stranger", "no role"


def addresses(patterns: list[URLPattern | URLResolver], above: dict[str, Any]) -> Iterator[tuple[str | None, dict]]:
    """The name of each address below, and its parameters with their converters."""
    for pattern in patterns:
        parameters = above | dict.fromkeys(pattern.pattern.regex.groupindex) | pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, parameters)
        else:
            yield pattern.name, parameters


EVERY_ADDRESS = list(addresses(get_resolver().url_patterns, {}))
NAMES = sorted({name for name, _ in EVERY_ADDRESS if name})


def sample(parameter: str, converter: Any) -> Any:
    """A value for a parameter of an address."""
    if isinstance(converter, IntConverter):
        return NUMBER
    if parameter not in SAMPLES:
        pytest.fail(f"No sample for the parameter {parameter!r} of an address: add one to SAMPLES in {__file__}.")
    return SAMPLES[parameter]


def url_of(name: str) -> str:
    """An address of this name."""
    parameters = dict(EVERY_ADDRESS)[name]
    return reverse(name, kwargs={key: sample(key, converter) for key, converter in parameters.items()})


def declared(name: str) -> Access:
    """What the view behind the name declares."""
    match: ResolverMatch = resolve(url_of(name))
    access = access_of(match)
    assert access, f"The view of {name!r} declares nothing: mark it with needs, signed_in or public."
    return access


@pytest.fixture
def browsers(db: None, settings: Settings) -> dict[str, Client]:
    """A browser for each role, one for a user without a role, one for somebody who is not signed in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    browsers = {NOBODY: Client()}
    for who, roles in [(NO_ROLE, []), *((role.label, [role]) for role in Role)]:
        user = User.objects.create_user(f"{who.replace(' ', '.')}@council.example", "secret", name=who, roles=roles)
        browsers[who] = Client()
        browsers[who].force_login(user)
    return browsers


def test_every_address_has_a_name() -> None:
    assert None not in {name for name, _ in EVERY_ADDRESS}


def test_only_signing_in_and_the_links_of_recipients_are_public() -> None:
    assert {name for name in NAMES if declared(name) == PUBLIC} == PUBLIC_PAGES


def test_every_package_view_that_is_declared_is_routed() -> None:
    assert set(PACKAGE_VIEWS) <= set(NAMES)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", NAMES)
def test_an_address_opens_to_those_whom_it_declares_and_nobody_else(
    browsers: dict[str, Client], name: str, method: str
) -> None:
    url, access = url_of(name), declared(name)
    for who, browser in browsers.items():
        user = User.objects.filter(name=who).first()
        answer = getattr(browser, method)(url)
        closed = answer.status_code == 403 and "you need the right to" in answer.content.decode()
        sent_away = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
        if user is None:
            assert sent_away is access.sign_in, f"{who} at {url}: {answer.status_code}"
        else:
            assert closed is not access.allows(user), f"{who} at {url}: {answer.status_code}"
            assert answer.status_code < 500


@pytest.fixture
def something(db: None) -> None:
    """An import with a finding, a build, and an edition of the duties, at the addresses that numbers lead to."""
    batch = Import.objects.create(pk=NUMBER, as_at=date(2017, 12, 31), source="x.zip", state=ImportState.FINISHED)
    Finding.objects.create(batch=batch, grade=Grade.SET_ASIDE, table="ssd_person", row_number=2, reason="is empty")
    Build.objects.create(pk=NUMBER, year="2017/18", as_at=date(2017, 12, 31))
    now = timezone.now()
    DutyEdition.objects.create(as_at=date(2017, 12, 31), is_current=True, changed_at=now, worked_out_at=now)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PACKAGE_VIEWS])
def test_a_list_can_be_sorted_by_every_column_that_offers_it(something: None, client: Client, name: str) -> None:
    client.force_login(User.objects.create_user("all@council.example", name="Everything", roles=list(Role)))
    table = (client.get(url_of(name)).context or {}).get("table")
    assert table is not None or name not in LISTS
    for column in table.columns if table else ():
        for direction in ("", "-") if column.orderable else ():
            answer = client.get(url_of(name), {table.prefixed_order_by_field: f"{direction}{column.name}"})
            assert answer.status_code == 200, f"{name} by {direction}{column.name}"
