"""One's own account, and the administrator's pages: users, teams, access log."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.access import StaffRequest, needs, signed_in
from accounts.filters import AccessLogFilter, UserFilter
from accounts.forms import EditUserForm, NewUserForm, describe
from accounts.models import AccessLog, Team, User
from accounts.pages import ListPage
from accounts.roles import Right, Role
from accounts.tables import AccessLogTable, UserTable


@signed_in
def account(request: StaffRequest) -> HttpResponse:
    """Who one is here, what one may see and why, and where to change password and second factor."""
    roles = [(Role(role).label, describe(role)) for role in request.user.roles]
    return render(request, "accounts/account.html", {"roles": roles, "teams": Team.objects.seen_by(request.user)})


class Users(ListPage):
    """Everybody who can or could sign in."""

    template_name = "accounts/users.html"
    heading = "Users"
    queryset = User.objects.prefetch_related("teams")
    filterset_class = UserFilter
    table_class = UserTable


class AccessRecord(ListPage):
    """Who saw what; rows are added, never changed."""

    template_name = "accounts/access_log.html"
    heading = "Access log"
    queryset = AccessLog.objects.select_related("user")
    filterset_class = AccessLogFilter
    table_class = AccessLogTable


users = needs(Right.MANAGE_ACCESS)(Users.as_view())
access_log = needs(Right.SEE_ACCESS_LOG)(AccessRecord.as_view())


@needs(Right.MANAGE_ACCESS)
def new_user(request: StaffRequest) -> HttpResponse:
    """Makes a user, who is mailed a link to set a password."""
    form = NewUserForm(request.POST or None)
    if form.is_valid() and (user := _done(form, lambda: actions.create_user(by=request.user, **form.cleaned_data))):
        _send_link(request, user)
        return redirect("users")
    return render(request, "accounts/new_user.html", {"form": form})


@needs(Right.MANAGE_ACCESS)
def edit_user(request: StaffRequest, user_id: int) -> HttpResponse:
    """Changes what a user may see, or stops them from signing in."""
    user = get_object_or_404(User, pk=user_id)
    form = EditUserForm(request.POST or None, user=user, initial=_as_it_is(user))
    if form.is_valid() and _done(form, lambda: actions.change_user(by=request.user, user=user, **form.cleaned_data)):
        messages.success(request, f"{user} was changed.")
        return redirect("users")
    return render(request, "accounts/edit_user.html", {"form": form, "edited": user})


@needs(Right.MANAGE_ACCESS)
@require_POST
def send_password_link(request: StaffRequest, user_id: int) -> HttpResponse:
    """Mails the user a new link to set a password."""
    user = get_object_or_404(User, pk=user_id, is_active=True)
    _send_link(request, user)
    return redirect("edit_user", user_id=user.pk)


@needs(Right.MANAGE_ACCESS)
def teams(request: StaffRequest) -> HttpResponse:
    """Services and the teams below them, with how many users each has."""
    counted = Team.objects.annotate(user_count=Count("users", filter=Q(users__is_active=True))).order_by("name", "id")
    return render(request, "accounts/teams.html", {"branches": _branches(counted)})


def _send_link(request: StaffRequest, user: User) -> None:
    """Mails the link and says so, or that the mail server did not take it."""
    try:
        actions.send_password_link(by=request.user, user=user)
    except OSError:  # no connection, or any refusal by the mail server
        messages.error(
            request, f"No mail could be sent to {user.email}. Check the mail settings, then send {user} a new link."
        )
    else:
        messages.success(request, f"A link to set a password was sent to {user.email}.")


def _branches(teams: QuerySet[Team]) -> list[dict[str, Any]]:
    """The teams as a tree: each with the branches below it."""
    below = defaultdict(list)
    for team in teams:
        below[team.parent_id].append(team)

    def branches_of(parent: int | None) -> list[dict[str, Any]]:
        return [{"team": team, "branches": branches_of(team.pk)} for team in below[parent]]

    return branches_of(None)


def _as_it_is(user: User) -> dict[str, Any]:
    """What the form shows before anything is changed."""
    fields = {name: getattr(user, name) for name in ("name", "roles", "professional_id", "is_active")}
    return fields | {"teams": user.teams.all()}


def _done(form: Form, act: Any) -> Any:
    """What the action gives back; None where it refuses, with its reasons beside the fields of the form."""
    try:
        return act()
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
