"""How django-allauth and django-axes behave here: nobody signs up, and five failures lock an account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class ClosedSignup(DefaultAccountAdapter):
    """Signing up oneself is closed, and wrong passwords are counted by django-axes alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts nothing here: django-axes does, and shows the locked page. Codes are still counted by allauth."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account."""
        return reverse("account")


def account_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that django-axes counts a sign-in for: the email address, however it is written."""
    given = credentials or {}
    return (given.get("email") or given.get("login") or request.POST.get("login", "")).strip().lower()
