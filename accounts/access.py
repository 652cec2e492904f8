"""Who may open which page. Every view says so with one of three decorators; a view that says nothing is refused.

    @needs(Right.SEE_TRACKERS, Right.SEE_RECORDS)     # any of these rights
    @signed_in                                        # anybody who is signed in
    @public                                           # anybody

They mark a function, the result of `View.as_view()` or a view class with `access`, and check nothing themselves:
`accounts.middleware.ClosedByDefault` does. Which rows a user sees is narrowed further, by team and by child.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import ResolverMatch

from accounts.models import User
from accounts.roles import Right

View = TypeVar("View", bound=Callable[..., Any])


class StaffRequest(HttpRequest):
    """What a view that is not public is called with: its user is always one of ours."""

    user: User


@dataclass(frozen=True)
class Access:
    """What a view asks of its reader: nothing, being signed in, or one of some rights."""

    sign_in: bool = True
    rights: tuple[Right, ...] = ()

    def allows(self, user: User | AnonymousUser) -> bool:
        """Whether `user` may open the view."""
        if not self.sign_in:
            return True
        return isinstance(user, User) and (not self.rights or any(user.may(right) for right in self.rights))


class RightMissing(PermissionDenied):
    """The user is signed in but has none of the rights (`rights`) that the page asks for."""

    def __init__(self, rights: tuple[Right, ...]) -> None:
        self.rights = rights
        super().__init__("To open this page you need the right to " + ", or to ".join(rights) + ".")


PUBLIC = Access(sign_in=False)
SIGNED_IN = Access()

# Views of packages cannot carry a mark of ours: by the name of their URL. Only what csc_tracker/urls.py routes is
# here. A view of allauth that is public here decides by the state of the session (a password was right, a code is due).
PACKAGE_VIEWS: dict[str, Access] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}


def needs(*rights: Right) -> Callable[[View], View]:
    """Marks a view as open to users who have any of `rights`. Raises ValueError when none is named."""
    if not rights:
        raise ValueError("Name at least one right, or use signed_in.")
    return lambda view: _marked(view, Access(rights=rights))


def signed_in(view: View) -> View:
    """Marks a view as open to every signed-in user, whatever their roles."""
    return _marked(view, SIGNED_IN)


def public(view: View) -> View:
    """Marks a view as open to everybody, signed in or not."""
    return _marked(view, PUBLIC)


def takes_files(view: View) -> View:
    """Marks a view as one to which files are sent: its requests may be larger than a form."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def access_of(match: ResolverMatch) -> Access | None:
    """What the view behind a resolved URL declares; None when it declares nothing."""
    view = match.func
    declared = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
    return declared or PACKAGE_VIEWS.get(match.view_name)


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
