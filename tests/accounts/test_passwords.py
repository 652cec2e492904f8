"""Changing a password, and setting a new one by a mailed link."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AccessLog, User
from tests.accounts.people import PASSWORD

NEW = "three grey rabbits sing"
CHANGE = "/account/password/"


def link_of(message: mail.EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/]+(/password/reset/\S+)", message.body)
    assert found, message.body
    return found[1]


def open_link(client: Client, link: str) -> str:
    """Where the form stands that the link leads to."""
    return client.get(link, follow=True).redirect_chain[-1][0]


@pytest.fixture
def as_wendy(client: Client, wendy: User) -> Client:
    client.force_login(wendy)
    return client


def test_a_user_changes_their_password_and_stays_signed_in_here_only(as_wendy: Client, wendy: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(wendy)

    answer = as_wendy.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert answer["Location"] == "/account/"
    wendy.refresh_from_db()
    assert wendy.check_password(NEW)
    assert as_wendy.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert AccessLog.objects.filter(user=wendy, action="changed own password").exists()
    assert [message.to for message in mail.outbox] == [[wendy.email]], "the user is told, in case it was not them"


@pytest.mark.parametrize(
    ("old", "first", "again", "why"),
    [
        ("wrong", NEW, NEW, "type your current password"),
        (PASSWORD, NEW, NEW + "!", "same password each time"),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, "password1234", "password1234", "too common"),
        (PASSWORD, "wendy@council", "wendy@council", "too similar"),
        (PASSWORD, "", "", "Enter new password"),
    ],
)
def test_a_password_is_not_changed_when(
    as_wendy: Client, wendy: User, old: str, first: str, again: str, why: str
) -> None:
    answer = as_wendy.post(CHANGE, {"oldpassword": old, "password1": first, "password2": again})
    assert why in answer.content.decode()
    wendy.refresh_from_db()
    assert wendy.check_password(PASSWORD)


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(client: Client, wendy: User) -> None:
    assert client.post("/password/reset/", {"email": "WENDY@council.example"})["Location"] == "/password/reset/sent/"
    assert "Check your email" in client.get("/password/reset/sent/").content.decode()
    (message,) = mail.outbox
    assert message.to == [wendy.email]

    form = open_link(client, link_of(message))
    done = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)

    assert "Your password is set" in done.content.decode()
    wendy.refresh_from_db()
    assert wendy.check_password(NEW)
    assert AccessLog.objects.filter(user=wendy, action="reset own password").exists()
    assert "_auth_user_id" not in client.session, "the new password has to be used"


def test_a_link_works_once_and_not_for_ever(client: Client, wendy: User) -> None:
    client.post("/password/reset/", {"email": wendy.email})
    link = link_of(mail.outbox[0])
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert "This link no longer works" in client.get(link).content.decode()
    client.post(open_link(client, link), {"password1": NEW, "password2": NEW})
    assert "This link no longer works" in Client().get(link).content.decode()


def test_nobody_learns_whether_an_account_exists(client: Client, wendy: User) -> None:
    User.objects.filter(pk=wendy.pk).update(is_active=False)
    for email in ("nobody@council.example", wendy.email):
        assert client.post("/password/reset/", {"email": email})["Location"] == "/password/reset/sent/"
    assert mail.outbox == []
