"""How django-allauth behaves here: nobody signs up, an administrator makes users."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """Signing up oneself is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
