"""Signing in and out, and what happens when somebody guesses passwords."""

import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AccessLog, User
from tests.accounts.people import PASSWORD, make_user

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SIGN_IN = "/sign-in/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def actions() -> list[str]:
    return list(AccessLog.objects.order_by("id").values_list("action", flat=True))


def test_somebody_signs_in_and_out_and_both_are_logged(client: Client, wendy: User) -> None:
    assert sign_in(client, wendy.email)["Location"] == reverse("home")
    assert is_signed_in(client)
    assert client.get("/").status_code == 200

    assert client.get("/sign-out/").status_code == 200
    assert is_signed_in(client), "only a form that is posted signs out"
    client.post("/sign-out/")

    assert not is_signed_in(client)
    assert actions() == ["signed in", "signed out"]
    first = AccessLog.objects.earliest("id")
    assert (first.user, first.address) == (wendy, "127.0.0.1")


def test_the_address_is_taken_however_it_is_written(client: Client, wendy: User) -> None:
    sign_in(client, "  WENDY@Council.Example ")
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_account_look_the_same(client: Client, wendy: User) -> None:
    wrong = sign_in(client, wendy.email, "not this one").content.decode()
    unknown = sign_in(client, "nobody@council.example").content.decode()

    def told(page: str) -> str:
        return page[page.index("There is a problem") : page.index("<h1")]

    assert told(wrong) == told(unknown)
    assert not is_signed_in(client)


def test_failures_are_logged_with_the_account_but_not_the_password(client: Client, wendy: User) -> None:
    sign_in(client, wendy.email, "not this one")
    sign_in(client, "nobody@council.example", "not this one")

    of_wendy, of_nobody = AccessLog.objects.order_by("id")
    assert (of_wendy.action, of_wendy.user, of_wendy.subject) == ("failed to sign in", wendy, wendy.email)
    assert (of_nobody.user, of_nobody.subject) == (None, "nobody@council.example")
    assert "not this one" not in str(list(AccessLog.objects.values()))


def test_five_wrong_passwords_lock_the_account_for_half_an_hour(client: Client, wendy: User) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for _ in range(4):
            assert sign_in(client, wendy.email, "wrong").status_code == 200
        locked = sign_in(client, wendy.email, "wrong")
        assert locked.status_code == 429
        assert "This account is locked" in locked.content.decode()

        clock.shift(timedelta(minutes=29))
        assert sign_in(client, wendy.email).status_code == 429, "the right password does not help while it is locked"

        clock.shift(timedelta(minutes=2))
        sign_in(client, wendy.email)
        assert is_signed_in(client), "trying while it is locked does not make it longer"
    assert actions().count("was locked out") == 2


def test_however_the_address_is_written_it_is_the_same_account_that_locks(client: Client, wendy: User) -> None:
    for email in ("wendy@council.example", "Wendy@council.example", "WENDY@council.example ", "wendY@council.example"):
        sign_in(client, email, "wrong")
    assert sign_in(client, "wEndy@council.example", "wrong").status_code == 429


def test_from_another_computer_the_account_is_locked_too_and_nobody_elses_is(client: Client, wendy: User) -> None:
    other = make_user("Olga", password=PASSWORD)
    for _ in range(5):
        sign_in(client, wendy.email, "wrong")

    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, wendy.email).status_code == 429
    sign_in(client, other.email)
    assert is_signed_in(client)


@pytest.mark.django_db
def test_a_whole_office_behind_one_address_can_sign_in_at_nine(client: Client) -> None:
    assert {sign_in(client, f"clerk{n}@council.example").status_code for n in range(50)} == {200}


def test_signing_in_forgets_the_failures_before_it(client: Client, wendy: User) -> None:
    for _ in range(2):
        for _ in range(4):
            sign_in(client, wendy.email, "wrong")
        sign_in(client, wendy.email)
        assert is_signed_in(client)
        client.logout()


def test_somebody_who_left_cannot_sign_in_and_is_signed_out(client: Client, wendy: User) -> None:
    sign_in(client, wendy.email)
    User.objects.filter(pk=wendy.pk).update(is_active=False)

    assert client.get("/")["Location"].startswith(SIGN_IN)
    assert sign_in(client, wendy.email)["Location"] == "/sign-in/inactive/"
    assert "You may not sign in" in client.get("/sign-in/inactive/").content.decode()


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, wendy: User) -> None:
    asked = client.get("/account/?a=b")
    assert asked["Location"] == "/sign-in/?next=/account/%3Fa%3Db"
    assert sign_in(client, wendy.email, next="/account/?a=b")["Location"] == "/account/?a=b"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:///evil.example", "\\\\evil"],
)
def test_signing_in_never_leads_to_another_site(client: Client, wendy: User, elsewhere: str) -> None:
    assert sign_in(client, wendy.email, next=elsewhere)["Location"] == "/"
    assert elsewhere not in client.post("/sign-out/", {"next": elsewhere})["Location"]


def test_the_session_is_out_of_reach_of_scripts_and_ends_with_the_browser(client: Client, wendy: User) -> None:
    cookie = sign_in(client, wendy.email).cookies["csc_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_on_https_cookies_never_travel_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSC_BASE_URL", "https://tracker.council.example")
    at_https = runpy.run_path(str(Path(settings.BASE_DIR) / "csc_tracker/settings.py"))
    assert at_https["SESSION_COOKIE_SECURE"] and at_https["CSRF_COOKIE_SECURE"] and at_https["SECURE_SSL_REDIRECT"]
    assert at_https["SECURE_HSTS_SECONDS"] > 0


@pytest.mark.parametrize("path", ["/signup/", "/accounts/signup/", "/email/", "/accounts/login/", "/login/code/"])
def test_nobody_signs_up_and_no_other_page_of_the_package_is_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
