"""What an administrator does with users, and what nobody may do."""

from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import Settings

from accounts import actions
from accounts.models import AccessLog, Team, User
from accounts.roles import Role
from tests.accounts.people import PASSWORD, make_user
from tests.accounts.test_passwords import link_of, open_link
from tests.accounts.test_signing_in import is_signed_in, sign_in

MembershipEvent = apps.get_model("accounts", "MembershipEvent")


SMTP = "django.core.mail.backends.smtp.EmailBackend"


def edit_form(user: User, **changes: Any) -> dict[str, Any]:
    """What the edit page posts when nothing else is changed."""
    as_it_is = {
        "name": user.name,
        "roles": user.roles,
        "teams": [team.pk for team in user.teams.all()],
        "professional_id": user.professional_id,
        "is_active": "on",
    }
    return as_it_is | changes


def test_a_new_user_sets_their_password_by_a_mailed_link(as_amara: Client, amara: User, east: Team) -> None:
    form = {"name": "Priya", "email": "Priya@Council.example", "roles": ["team_manager"], "teams": [east.pk]}
    assert as_amara.post("/users/new/", form)["Location"] == "/users/"

    priya = User.objects.get(email="priya@council.example")
    assert (priya.roles, list(priya.teams.all())) == (["team_manager"], [east])
    assert not priya.has_usable_password()
    (message,) = mail.outbox
    assert message.to == [priya.email]

    browser = Client()
    browser.post(open_link(browser, link_of(message)), {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(browser, priya.email)
    assert is_signed_in(browser)
    logged = AccessLog.objects.get(action="created a user")
    assert (logged.user, logged.subject) == (amara, "priya@council.example: Priya, Team manager, Assessment East")


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"name": "", "email": "a@council.example"}, "Enter full name"),
        ({"name": "Anna", "email": "anna"}, "Enter a valid email address"),
        ({"name": "Anna", "email": "AMARA@council.example"}, "already exists"),
        ({"name": "Anna", "email": "anna@council.example", "roles": ["emperor"]}, "not one of the available choices"),
    ],
)
def test_a_user_is_not_made_from_a_form_that_is_wrong(as_amara: Client, form: dict[str, Any], why: str) -> None:
    answer = as_amara.post("/users/new/", form)
    assert why in answer.content.decode()
    assert User.objects.count() == 1


def test_roles_and_teams_are_changed_and_the_change_is_logged(
    as_amara: Client, amara: User, wendy: User, service: Team
) -> None:
    changes = edit_form(wendy, roles=["team_manager", "auditor"], teams=[service.pk], professional_id="W7")
    as_amara.post(f"/users/{wendy.pk}/", changes)

    wendy.refresh_from_db()
    assert (wendy.roles, wendy.professional_id) == (["auditor", "team_manager"], "W7")
    assert list(wendy.teams.all()) == [service]
    logged = AccessLog.objects.get(action="changed a user")
    assert logged.user == amara
    assert logged.subject == (
        "wendy@council.example: Wendy, Social worker, Assessment East"
        " -> Wendy, Auditor, Team manager, Safeguarding, worker W7"
    )


def test_saving_without_a_change_logs_nothing(as_amara: Client, wendy: User) -> None:
    as_amara.post(f"/users/{wendy.pk}/", edit_form(wendy))
    assert not AccessLog.objects.filter(action="changed a user").exists()


def test_a_closed_team_stays_with_whoever_has_it_and_is_offered_to_nobody_else(
    as_amara: Client, wendy: User, nora: User, east: Team
) -> None:
    Team.objects.filter(pk=east.pk).update(is_current=False)
    assert east.name in as_amara.get(f"/users/{wendy.pk}/").content.decode()
    assert east.name not in as_amara.get(f"/users/{nora.pk}/").content.decode()


def test_the_past_roles_and_teams_of_a_user_are_kept(as_amara: Client, wendy: User, service: Team, east: Team) -> None:
    as_amara.post(f"/users/{wendy.pk}/", edit_form(wendy, roles=["auditor"], teams=[service.pk]))

    history = wendy.events.order_by("pgh_id")
    assert [(event.pgh_label, event.roles) for event in history] == [
        ("added", ["social_worker"]),
        ("changed", ["social_worker"]),
    ]
    assert not {"password", "last_login"} & {field.name for field in history.model._meta.get_fields()}
    memberships = MembershipEvent.objects.filter(user=wendy).order_by("pgh_id")
    assert [(event.pgh_label, event.team) for event in memberships] == [
        *(("added", east), ("removed", east), ("added", service)),
    ]


def test_nobody_removes_their_own_administration(as_amara: Client, amara: User) -> None:
    make_user("Boris", Role.ADMINISTRATOR)
    for changes in (edit_form(amara, roles=["director"]), edit_form(amara, is_active="")):
        page = as_amara.post(f"/users/{amara.pk}/", changes).content.decode()
        assert "You cannot remove your own administrator role" in page
    amara.refresh_from_db()
    assert amara in User.objects.administrators()


def test_an_administrator_may_take_on_other_roles(as_amara: Client, amara: User) -> None:
    as_amara.post(f"/users/{amara.pk}/", edit_form(amara, roles=["administrator", "auditor"]))
    amara.refresh_from_db()
    assert amara.roles == ["administrator", "auditor"]


def test_another_administrator_may_be_removed(as_amara: Client, amara: User) -> None:
    boris = make_user("Boris", Role.ADMINISTRATOR)
    as_amara.post(f"/users/{boris.pk}/", edit_form(boris, is_active=""))
    assert list(User.objects.administrators()) == [amara]


def test_the_last_administrator_stays_even_when_the_other_has_just_gone(amara: User) -> None:
    boris = make_user("Boris", Role.ADMINISTRATOR)
    User.objects.filter(pk=boris.pk).update(is_active=False)  # in another window, since Boris opened the page
    with pytest.raises(ValidationError, match="last administrator"):
        actions.change_user(by=boris, user=amara, is_active=False)


def test_only_administrators_change_users(wendy: User, nora: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.change_user(by=wendy, user=wendy, roles=["administrator"])
    with pytest.raises(PermissionDenied):
        actions.create_user(by=wendy, email="x@council.example", name="X", roles=[])
    with pytest.raises(PermissionDenied):
        actions.send_password_link(by=wendy, user=nora)


def test_a_mail_that_cannot_be_sent_is_said_and_the_user_stays(as_amara: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1  # nobody listens there
    form = {"name": "Priya", "email": "priya@council.example", "roles": ["team_manager"]}
    page = as_amara.post("/users/new/", form, follow=True).content.decode()
    assert "No mail could be sent to priya@council.example" in page
    assert User.objects.filter(email="priya@council.example").exists()
    assert not AccessLog.objects.filter(action="sent a password link").exists()


def test_a_link_is_sent_again(as_amara: Client, wendy: User) -> None:
    assert as_amara.get(f"/users/{wendy.pk}/password-link/").status_code == 405
    as_amara.post(f"/users/{wendy.pk}/password-link/")
    assert [message.to for message in mail.outbox] == [[wendy.email]]


def test_no_link_goes_to_somebody_who_left(as_amara: Client, amara: User, wendy: User) -> None:
    User.objects.filter(pk=wendy.pk).update(is_active=False)
    assert as_amara.post(f"/users/{wendy.pk}/password-link/").status_code == 404
    wendy.refresh_from_db()
    with pytest.raises(ValidationError, match="may not sign in"):
        actions.send_password_link(by=amara, user=wendy)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Amara", "Wendy", "Nora"}),
        ("search=WEND", {"Wendy"}),
        ("search=nora@council", {"Nora"}),
        ("role=social_worker", {"Wendy"}),
        ("active=False", set()),
        ("search=nobody", set()),
    ],
)
def test_users_are_found(as_amara: Client, wendy: User, nora: User, query: str, found: set[str]) -> None:
    rows = as_amara.get(f"/users/?{query}").context["table"].data
    assert {user.name for user in rows} == found


def test_users_are_found_by_team_and_the_list_can_be_sorted(as_amara: Client, wendy: User, east: Team) -> None:
    rows = as_amara.get(f"/users/?team={east.pk}&sort=-last_login").context["table"].data
    assert list(rows) == [wendy]


def test_teams_stand_as_a_tree_with_their_users_counted(as_amara: Client, wendy: User, service: Team) -> None:
    left = make_user("Lena", Role.SOCIAL_WORKER, teams=(service,))
    User.objects.filter(pk=left.pk).update(is_active=False)
    (top,) = as_amara.get("/teams/").context["branches"]
    assert (top["team"], top["team"].user_count) == (service, 0)
    assert [(below["team"].name, below["team"].user_count) for below in top["branches"]] == [("Assessment East", 1)]
