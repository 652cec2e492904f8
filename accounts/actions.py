"""What an administrator changes. Every change is written into the access log, in the same transaction."""

from collections.abc import Collection, Iterable
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import log
from accounts.models import Team, User
from accounts.roles import Right, Role


@transaction.atomic
def create_user(
    *, by: User, email: str, name: str, roles: Collection[str], teams: Iterable[Team] = (), professional_id: str = ""
) -> User:
    """Makes a user, who has no password until they set one by a link (send_password_link).

    Raises PermissionDenied when `by` may not manage access, ValidationError for an address that is taken or malformed
    or a role that does not exist.
    """
    _check_may_manage(by)
    user = User(email=email.strip().lower(), name=name, roles=sorted(roles), professional_id=professional_id)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    user.teams.set(teams)
    log.write(user=by, action="created a user", subject=f"{user.email}: {_described(user)}")
    return user


@transaction.atomic
def create_first_administrator(*, email: str, name: str) -> str:
    """Makes the administrator of a new installation and returns the link by which they set a password.

    Raises PermissionDenied where an administrator exists already, ValidationError for an address that is taken or
    malformed.
    """
    if User.objects.administrators().exists():
        raise PermissionDenied("There is an administrator already, who can make others under Users.")
    user = User(email=email.strip().lower(), name=name, roles=[Role.ADMINISTRATOR])
    user.set_unusable_password()
    user.full_clean()
    user.save()
    log.write(user=None, action="created the first administrator", subject=user.email)
    return password_link(user)


@transaction.atomic
def change_user(*, by: User, user: User, teams: Iterable[Team] | None = None, **changes: Any) -> User:
    """Changes a user's `name`, `roles`, `professional_id`, `is_active` and teams.

    Raises PermissionDenied when `by` may not manage access, ValidationError when `by` would take away their own
    administration or nobody would be left who may manage access.
    """
    _check_may_manage(by)
    # Locked in one order until we are done, so that two administrators cannot remove each other at once.
    with_administrators = User.objects.administrators() | User.objects.filter(pk=user.pk)
    locked = {one.pk: one for one in with_administrators.order_by("pk").select_for_update()}
    changed = locked.pop(user.pk)
    before = _described(changed)
    if "roles" in changes:
        changes["roles"] = sorted(changes["roles"])
    for field, value in changes.items():
        setattr(changed, field, value)
    _check_administration(by=by, user=changed, still_others=len(locked))
    changed.full_clean(exclude=["password"])
    changed.save(update_fields=list(changes))
    if teams is not None:
        changed.teams.set(teams)
    if before != (after := _described(changed)):
        log.write(user=by, action="changed a user", subject=f"{changed.email}: {before} -> {after}")
    return changed


def send_password_link(*, by: User, user: User) -> None:
    """Mails the user a link by which they set a new password; the old one works until they do.

    Raises PermissionDenied when `by` may not manage access, ValidationError when the user may not sign in, OSError when
    the mail server does not take the mail.
    """
    _check_may_manage(by)
    if not user.is_active:
        raise ValidationError("This user may not sign in.")
    mail_password_link(user)
    log.write(user=by, action="sent a password link", subject=user.email)


def password_link(user: User) -> str:
    """The address at which the user sets a password; it works once, for as long as PASSWORD_RESET_TIMEOUT says."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)


def mail_password_link(user: User) -> None:
    """Sends the link by which the user sets a password."""
    context = {
        "user": user,
        "council_name": settings.COUNCIL_NAME,
        "link": password_link(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "sign_in": settings.BASE_URL + reverse("account_login"),
    }
    send_mail(
        subject="Your sign-in to the children's social care tracker",
        message=render_to_string("accounts/mail/password_link.txt", context),
        from_email=None,
        recipient_list=[user.email],
    )


def _check_may_manage(by: User) -> None:
    if not by.may(Right.MANAGE_ACCESS):
        raise PermissionDenied("Only an administrator may do this.")


def _check_administration(*, by: User, user: User, still_others: int) -> None:
    """Raises ValidationError when the change would leave nobody, or oneself no longer, to manage access."""
    if user.may(Right.MANAGE_ACCESS):
        return
    if user == by:
        raise ValidationError("You cannot remove your own administrator role or stop yourself from signing in.")
    if not still_others:
        raise ValidationError("This is the last administrator. Make somebody else an administrator first.")


def _described(user: User) -> str:
    """What of a user decides what they see, in one line."""
    teams = ", ".join(str(team) for team in user.teams.all()) or "no team"
    roles = ", ".join(str(Role(role).label) for role in user.roles) or "no role"
    worker = f", worker {user.professional_id}" if user.professional_id else ""
    return f"{user.name}, {roles}, {teams}{worker}" + ("" if user.is_active else ", may not sign in")
