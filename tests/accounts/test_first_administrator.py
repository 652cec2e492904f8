"""The first administrator of a new installation, made by command."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.roles import Right

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_they_set_a_password_by_the_link(client: Client) -> None:
    link = run("Sam@council.example", "Sam Reed").split()[-1]
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    assert page.status_code == 200 and b"password" in page.content
    assert User.objects.get(email="sam@council.example").may(Right.MANAGE_ACCESS)


@pytest.mark.parametrize("arguments", [("ada@council.example", "Ada"), ("sam@council.example", "Sam again")])
def test_a_second_is_refused(arguments: tuple[str, str]) -> None:
    run("sam@council.example", "Sam Reed")
    with pytest.raises(CommandError, match="already") as refused:
        run(*arguments)
    assert refused.value.returncode == 2 and User.objects.count() == 1


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="valid email"):
        run("sam", "Sam Reed")
    assert not User.objects.exists()
