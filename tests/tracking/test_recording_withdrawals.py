"""A record is withdrawn with a reason, is kept whole, and comes back as it was under its old number."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.tracking.caseload import user
from tests.tracking.recording_scene import DAY, LATER, NEEDS, Scene, scene
from tracking.actions.recording_episodes import record_episode
from tracking.actions.recording_withdrawals import undo_withdrawal, withdraw_episode
from tracking.episodes import ALL, KINDS
from tracking.episodes.kind import Kind
from tracking.episodes.versions import history_of
from tracking.imports.database import fetch
from tracking.models import (
    AssessmentFactor,
    ConferenceInvitation,
    Duty,
    Import,
    ImportState,
    InitialConference,
    Withdrawal,
)

pytestmark = pytest.mark.django_db
WRONG = "Recorded for the wrong child"


@pytest.fixture
def here() -> Scene:
    return scene()


@pytest.fixture
def analyst() -> User:
    return user("analyst", Role.ANALYST)


def withdraw(here: Scene, code: str, record: Any) -> Withdrawal:
    return withdraw_episode(by=here.manager, kind=KINDS[code], pk=record.pk, reason=WRONG)


def row(record: Any) -> Any:
    """All that a row holds, as the database says."""
    found = fetch("SELECT to_jsonb(t)::text FROM {t} t WHERE id = %(id)s", {"id": record.pk}, t=record._meta.db_table)
    return json.loads(found[0][0]) if found else None


def duties_now() -> list[Any]:
    return sorted(Duty.objects.values_list("kind", "due_by", "met_on"), key=str)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_every_kind_is_withdrawn_and_brought_back_as_it_was(
    here: Scene, client: Client, analyst: User, kind: Kind
) -> None:
    record = here.record(kind.code)
    before, duties = row(record), duties_now()
    client.force_login(here.manager)
    address = f"/episodes/{kind.code}/{record.pk}/withdraw/"
    assert client.get(address).status_code == 200
    assert "Why is it withdrawn?" in client.post(address, {"reason": " "}).content.decode()
    assert client.post(address, {"reason": WRONG}).status_code == 302
    assert row(record) is None and client.get(address).status_code == 404
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.by, withdrawal.reason, withdrawal.child) == (here.manager, WRONG, here.amy)
    client.force_login(analyst)
    assert WRONG in client.get("/withdrawals/").content.decode()
    assert client.get(f"/withdrawals/{withdrawal.pk}/undo/").status_code == 200
    assert client.post(f"/withdrawals/{withdrawal.pk}/undo/")["Location"] == f"/episodes/{kind.code}/{record.pk}/"
    assert row(record) == before
    assert duties_now() == duties
    assert [entry.did for entry in history_of(kind, record)][:2] == ["brought it back", f"withdrew it: {WRONG}"]


def test_withdrawing_needs_a_reason_and_happens_once(here: Scene) -> None:
    contact = here.record("contact")
    with pytest.raises(ValidationError):
        withdraw_episode(by=here.manager, kind=KINDS["contact"], pk=contact.pk, reason=" ")
    withdraw(here, "contact", contact)
    with pytest.raises(ValidationError, match="it was withdrawn"):
        withdraw(here, "contact", contact)


def test_a_duty_goes_with_the_plan_and_comes_back_with_it(here: Scene, analyst: User) -> None:
    plan = here.record("protection_plan")
    assert Duty.objects.filter(kind="cp_visit").exists()
    withdrawal = withdraw(here, "protection_plan", plan)
    assert not Duty.objects.filter(kind="cp_visit").exists()
    undo_withdrawal(by=analyst, withdrawal=withdrawal)
    assert Duty.objects.filter(kind="cp_visit").exists()


@pytest.mark.parametrize("code", [code for code in NEEDS if code != "invitation"])
def test_what_others_follow_from_is_withdrawn_after_them(here: Scene, code: str) -> None:
    dependent = here.record(code)
    needed = here.first(NEEDS[code])
    with pytest.raises(ValidationError, match="Withdraw first what follows from it"):
        withdraw(here, NEEDS[code], needed)
    withdraw(here, code, dependent)
    withdraw(here, NEEDS[code], needed)


def test_a_referral_is_withdrawn_after_its_assessment(here: Scene) -> None:
    referral = here.record("referral")
    here.record("assessment", referral=referral)
    with pytest.raises(ValidationError, match="Assessment from 2018-01-15"):
        withdraw(here, "referral", referral)


def test_invitations_and_factors_go_along_and_come_back(here: Scene, analyst: User) -> None:
    here.record("invitation")
    conference = InitialConference.objects.get()
    withdrawal = withdraw(here, "conference", conference)
    assert not ConferenceInvitation.objects.exists()
    undo_withdrawal(by=analyst, withdrawal=withdrawal)
    assert ConferenceInvitation.objects.get().meeting == conference.meeting
    assessment = here.record("assessment")
    AssessmentFactor.objects.create(assessment=assessment, factors=["3A"])
    withdrawal = withdraw(here, "assessment", assessment)
    assert not AssessmentFactor.objects.exists()
    undo_withdrawal(by=analyst, withdrawal=withdrawal)
    assert AssessmentFactor.objects.get().factors == ["3A"]


def test_invitations_stay_while_another_child_was_at_the_meeting(here: Scene) -> None:
    here.record("invitation")
    conference = InitialConference.objects.get()
    InitialConference.objects.create(child=here.amy, meeting=conference.meeting, held_on=DAY)
    withdraw(here, "conference", conference)
    assert ConferenceInvitation.objects.exists()


def test_only_an_analyst_brings_back_and_only_once(here: Scene, analyst: User, client: Client) -> None:
    withdrawal = withdraw(here, "contact", here.record("contact"))
    with pytest.raises(PermissionDenied):
        undo_withdrawal(by=here.manager, withdrawal=withdrawal)
    client.force_login(here.manager)
    assert client.get("/withdrawals/").status_code == 403
    undo_withdrawal(by=analyst, withdrawal=withdrawal)
    with pytest.raises(ValidationError, match="already"):
        undo_withdrawal(by=analyst, withdrawal=withdrawal)


def test_nobody_withdraws_for_a_child_out_of_sight(here: Scene) -> None:
    contact = here.record("contact")
    with pytest.raises(PermissionDenied):
        withdraw_episode(by=user("west", Role.TEAM_MANAGER), kind=KINDS["contact"], pk=contact.pk, reason=WRONG)


def test_what_took_its_place_meanwhile_keeps_it_out(here: Scene, analyst: User, client: Client) -> None:
    withdrawal = withdraw(here, "protection_plan", here.record("protection_plan"))
    kind = KINDS["protection_plan"]
    record_episode(by=here.manager, kind=kind, child=here.amy, values=here.answers(kind) | {"started_on": LATER})
    with pytest.raises(ValidationError, match="another record has taken its place"):
        undo_withdrawal(by=analyst, withdrawal=withdrawal)
    client.force_login(analyst)
    assert "taken its place" in client.post(f"/withdrawals/{withdrawal.pk}/undo/", follow=True).content.decode()


def test_what_it_named_being_gone_keeps_it_out(here: Scene, analyst: User) -> None:
    referral = here.record("referral")
    withdrawal = withdraw(here, "assessment", here.record("assessment", referral=referral))
    withdraw(here, "referral", referral)
    with pytest.raises(ValidationError, match="what it names is gone"):
        undo_withdrawal(by=analyst, withdrawal=withdrawal)
    assert Withdrawal.objects.get(pk=withdrawal.pk).undone_at is None


def test_an_imported_row_does_not_come_back_once_its_import_is_undone(here: Scene, analyst: User) -> None:
    contact = here.record("contact")
    batch = Import.objects.get()
    type(contact)._default_manager.filter(pk=contact.pk).update(source_id="C1", added_in_import=batch.pk)
    withdrawal = withdraw(here, "contact", contact)
    Import.objects.update(state=ImportState.UNDONE)
    with pytest.raises(ValidationError, match="the import that brought it was undone"):
        undo_withdrawal(by=analyst, withdrawal=withdrawal)
