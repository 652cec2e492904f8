"""The log of who saw and did what: the one place that adds to it."""

from collections.abc import Iterable

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import AccessLog, User


def log_read(
    *, request: HttpRequest, action: str, subject: str = "", child_reference: str = "", reason: str = ""
) -> None:
    """Writes that the request's user did `action`: to what, about which child, and why if a reason was asked.

    A user who is not signed in is written as nobody. Call it before the answer is sent, in the same transaction as
    what it is about.
    """
    user = request.user if isinstance(request.user, User) else None
    write(
        user=user,
        action=action,
        subject=subject,
        child_reference=child_reference,
        reason=reason,
        address=address_of(request),
    )


def log_list(
    *, request: HttpRequest, action: str, subject: str, child_references: Iterable[str], reason: str = ""
) -> None:
    """Writes that the request's user saw a list: a row for each child on it, so that who saw a child finds it too, and
    one alone where the list names no child."""
    user = request.user if isinstance(request.user, User) else None
    what = {"subject": subject, "reason": reason, "address": address_of(request)}
    children = [child for child in dict.fromkeys(child_references) if child] or [""]
    AccessLog.objects.bulk_create(_row(user, action, child_reference=child, **what) for child in children)


def write(*, user: User | None, action: str, **what: str | None) -> None:
    """Adds a row."""
    _row(user, action, **what).save()


def _row(user: User | None, action: str, **what: str | None) -> AccessLog:
    """A row, not yet saved; words that are longer than their column are cut, since a log must not refuse."""
    sizes = {field.name: field.max_length for field in AccessLog._meta.fields if getattr(field, "max_length", None)}
    cut = {name: value[: sizes[name]] if value and name in sizes else value for name, value in what.items()}
    return AccessLog(user=user, action=action[: sizes["action"]], **cut)


def address_of(request: HttpRequest) -> str | None:
    """The address that a request came from (past the proxy, where there is one); None where that is not known."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
