"""What the demonstration authority has to show on 31 December 2017: open work for every tracker and every role."""

import pytest
from django.test import Client

from accounts.roles import Right, Role
from csc_tracker.demo.reasons import KINDS, explain_lateness
from csc_tracker.demo.targets import AS_AT
from tests.demo.sign_ins import whoever_is
from tracking.models import Duty, HealthCheck, LatenessReason
from tracking.rules.sight import in_sight
from tracking.trackers.registry import TRACKERS
from tracking.trackers.tracker import Tracker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CASEWORKERS = [Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER]


@pytest.mark.parametrize("tracker", TRACKERS, ids=lambda tracker: tracker.code)
def test_the_service_manager_finds_something_on_every_tracker(demonstration: None, tracker: Tracker) -> None:
    sight = in_sight(whoever_is(Role.SERVICE_MANAGER), AS_AT)
    assert tracker.rows(AS_AT).filter(sight).exists()


@pytest.mark.parametrize("role", CASEWORKERS)
def test_whoever_does_casework_has_overdue_visits_of_their_own_to_make(demonstration: None, role: Role) -> None:
    seen = Duty.objects.filter(in_sight(whoever_is(role), AS_AT), as_at=AS_AT, is_open=True, due_by__lt=AS_AT)
    assert seen.filter(kind__in=("cp_visit", "cin_visit")).exists()


def test_most_of_what_was_late_has_a_reason_and_some_is_left_to_ask_after(demonstration: None) -> None:
    late = Duty.objects.filter(as_at=AS_AT, kind__in=KINDS, in_time=False, due_by__gte="2017-04-01")
    reasons = LatenessReason.objects.filter(kind__in=KINDS)
    told = sum(
        reasons.filter(kind=each.kind, episode_id=each.episode_id, started_on=each.started_on).exists() for each in late
    )
    assert 0.6 < told / late.count() < 0.9
    assert reasons.values("reason").distinct().count() > 5


def test_health_checks_are_overdue_and_some_were_refused(demonstration: None) -> None:
    overdue = Duty.objects.filter(as_at=AS_AT, is_open=True, due_by__lt=AS_AT)
    assert overdue.filter(kind="review_health_assessment").exists() and overdue.filter(kind="dental_check").exists()
    assert HealthCheck.objects.filter(status="Refused", checked_on__gte="2017-04-01").exists()


@pytest.mark.parametrize("role", Role)
def test_every_roles_front_page_leads_to_a_list_that_is_not_empty(demonstration: None, role: Role) -> None:
    client = Client()
    client.force_login(whoever_is(role))
    page = client.get("/")
    assert any(tile.count for tile in page.context["tiles"])


def test_the_figures_are_one_step_from_the_front_page_of_those_who_may_see_them(demonstration: None) -> None:
    for role in (Role.DIRECTOR, Role.ANALYST, Role.TEAM_MANAGER):
        client = Client()
        user = whoever_is(role)
        client.force_login(user)
        assert user.may(Right.SEE_TEAM_FIGURES)
        assert "/figures/" in client.get("/").content.decode()


def test_what_was_explained_is_not_explained_again(demonstration: None) -> None:
    before = LatenessReason.objects.count()
    explain_lateness()
    assert LatenessReason.objects.count() == before
