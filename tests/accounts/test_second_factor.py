"""A second factor: an authenticator app and recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from accounts.models import AccessLog, User
from tests.accounts.people import PASSWORD
from tests.accounts.test_signing_in import is_signed_in, sign_in

SET_UP = "/account/second-factor/app/"


def code_now(secret: str) -> str:
    """What the app shows now."""
    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def wrong_code(secret: str) -> str:
    """A code that the app does not show, nor did just before."""
    valid = {auth.format_hotp_value(auth.hotp_value(secret, at)) for at in auth.yield_hotp_counters_from_time()}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in valid)


def confirmed_by_password(client: Client, path: str) -> HttpResponse:
    """The page at `path`, which asks for the password again before it opens."""
    asked = client.get(path)
    assert asked["Location"].startswith("/account/confirm/"), "signing in is not enough to change how one signs in"
    return client.post(asked["Location"], {"password": PASSWORD, "next": path}, follow=True)


@pytest.fixture
def secret(client: Client, wendy: User) -> str:
    """The secret of the app that Wendy has set up; she is signed out again."""
    sign_in(client, wendy.email)
    page = confirmed_by_password(client, SET_UP)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    done = client.post(SET_UP, {"code": code_now(secret)}, follow=True)
    assert "Recovery codes" in done.content.decode()
    client.post("/sign-out/")
    return secret


def recovery_code(user: User) -> str:
    return Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]


def test_with_an_app_set_up_a_password_alone_signs_nobody_in(client: Client, wendy: User, secret: str) -> None:
    assert sign_in(client, wendy.email, next="/account/")["Location"].startswith("/sign-in/code/")
    assert not is_signed_in(client)
    assert client.get("/account/")["Location"].startswith("/sign-in/")

    client.cookies.clear()
    sign_in(client, wendy.email)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).update(last_used_at=None)
    client.post("/sign-in/code/", {"code": recovery_code(wendy)})
    assert is_signed_in(client)


@pytest.mark.django_db(transaction=True)  # the package tells of it once it is committed
def test_adding_it_is_logged_and_mailed(wendy: User, secret: str) -> None:
    assert AccessLog.objects.filter(user=wendy, action="added a second factor").exists()
    assert {address for message in mail.outbox for address in message.to} == {wendy.email}


def test_a_recovery_code_works_once(client: Client, wendy: User, secret: str) -> None:
    code = recovery_code(wendy)
    for expected in (True, False):
        sign_in(client, wendy.email)
        client.post("/sign-in/code/", {"code": code})
        assert is_signed_in(client) is expected
        client.cookies.clear()


def test_codes_cannot_be_guessed_at_will(client: Client, wendy: User, secret: str) -> None:
    sign_in(client, wendy.email)
    for _ in range(5):
        client.post("/sign-in/code/", {"code": wrong_code(secret)})
    client.post("/sign-in/code/", {"code": recovery_code(wendy)})
    assert not is_signed_in(client), "five wrong codes, and even a right one waits"
    assert AccessLog.objects.filter(user=wendy, action="gave a wrong second-factor code").count() == 5


def test_the_app_is_removed_only_after_the_password_is_given_again(client: Client, wendy: User, secret: str) -> None:
    client.force_login(wendy)
    remove = "/account/second-factor/app/remove/"
    client.post(remove)
    assert Authenticator.objects.filter(user=wendy).exists()

    confirmed_by_password(client, remove)
    client.post(remove)

    assert not Authenticator.objects.filter(user=wendy).exists()
    assert AccessLog.objects.filter(user=wendy, action="removed a second factor").exists()


@pytest.mark.parametrize("path", ["/account/second-factor/codes/", "/account/second-factor/codes/file/"])
def test_recovery_codes_are_shown_to_their_owner_once_they_gave_their_password_again(
    client: Client, wendy: User, secret: str, path: str
) -> None:
    client.force_login(wendy)
    code = recovery_code(wendy)
    assert code not in client.get(path).content.decode()

    confirmed_by_password(client, "/account/second-factor/codes/new/")
    assert code in client.get(path).content.decode()
