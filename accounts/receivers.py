"""Writes signing in and out into the access log. Packages announce these by signals; no rule hangs on them."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from accounts.adapter import account_name
from accounts.log import address_of, write
from accounts.models import User

ANNOUNCED: dict[Signal, str] = {
    user_logged_in: "signed in",
    user_logged_out: "signed out",
    account.password_changed: "changed own password",
    account.password_reset: "reset own password",
    second_factor.authenticator_added: "added a second factor",
    second_factor.authenticator_removed: "removed a second factor",
    second_factor.authenticator_reset: "made new recovery codes",
    second_factor.authentication_failed: "gave a wrong second-factor code",
}


@receiver(list(ANNOUNCED))
def log_what_the_user_did(signal: Signal, request: HttpRequest, user: User | None, **_: Any) -> None:
    """A row for what a known user did to their own account; signing out of no account writes none."""
    if user:
        write(user=user, action=ANNOUNCED[signal], address=address_of(request))


@receiver(user_login_failed)
def log_failed_sign_in(credentials: dict[str, Any], request: HttpRequest, **_: Any) -> None:
    """A wrong password, or an account that does not exist."""
    _log_attempt("failed to sign in", account_name(request, credentials), request)


@receiver(user_locked_out)
def log_lock_out(username: str, request: HttpRequest, **_: Any) -> None:
    """An account was locked, or somebody tried it while it is."""
    _log_attempt("was locked out", username, request)


def _log_attempt(action: str, email: str, request: HttpRequest) -> None:
    write(user=User.objects.filter(email=email).first(), action=action, subject=email, address=address_of(request))
