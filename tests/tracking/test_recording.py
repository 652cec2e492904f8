"""Acting where the row stands: recording meets the duty at once, a refusal or a reason moves no day."""

from datetime import date, time
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import AccessLog, User
from accounts.roles import Role
from tests.extracts import build, load
from tests.tracking.caseload import AS_AT, caseload, user, visit_of
from tracking.actions.digests import send_digest
from tracking.actions.duties import refresh_duties
from tracking.actions.limits import set_limit
from tracking.actions.recording import RECORDS, explain_duty, record_duty
from tracking.duties.kinds import ALL
from tracking.models import CareLeaverContact, Duty, HealthCheck, LatenessReason, ProtectionVisit

pytestmark = pytest.mark.django_db


@pytest.fixture
def east(tmp_path: Path) -> User:
    """The manager of the team of Amy and Ben."""
    caseload(tmp_path)
    return user("east", Role.TEAM_MANAGER, team="T1")


def test_a_visit_meets_the_duty_and_starts_the_next(east: User) -> None:
    duty = visit_of("Amy")
    record_duty(by=east, duty=duty, done_on=AS_AT, seen=True, seen_alone=None)
    duty.refresh_from_db()
    assert (duty.met_on, duty.in_time, duty.is_open) == (AS_AT, False, False)
    following = visit_of("Amy")
    # Ten working days after Friday 15 December 2017: 18 to 22, 27 to 29 December, 2 and 3 January.
    assert (following.started_on, following.due_by) == (AS_AT, date(2018, 1, 3))


def test_a_visit_at_which_the_child_was_not_seen_leaves_it_due(east: User) -> None:
    duty = visit_of("Amy")
    record_duty(by=east, duty=duty, done_on=AS_AT, seen=False, seen_alone=None)
    assert visit_of("Amy") == duty and ProtectionVisit.objects.filter(source_id=None).count() == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2017, 12, 16), "on or before 15 December 2017"), (date(2017, 11, 29), "on or after 30 N")],
)
def test_a_day_on_which_it_cannot_have_been_done_is_refused(east: User, day: date, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        record_duty(by=east, duty=visit_of("Amy"), done_on=day, seen=True, seen_alone=None)
    assert not ProtectionVisit.objects.filter(source_id=None).exists()


def test_nobody_records_for_a_child_out_of_sight(east: User) -> None:
    for person in (east, user("auditor", Role.AUDITOR, team="T2"), user("ann", Role.SOCIAL_WORKER, worker="W1")):
        with pytest.raises(PermissionDenied):
            record_duty(by=person, duty=visit_of("Cat"), done_on=AS_AT, seen=True, seen_alone=None)
        with pytest.raises(PermissionDenied):
            explain_duty(by=person, duty=visit_of("Cat"), reason="moved")


def test_a_reason_shows_and_moves_no_day(east: User, client: Client) -> None:
    client.force_login(east)
    duty = visit_of("Amy")
    back = "/trackers/cp_visit/?state=overdue"
    address = f"/trackers/duties/{duty.pk}/reason/?back={back}"
    assert "Enter the reason in your own words" in client.post(address, {"reason": "other"}).content.decode()
    page = client.post(address, {"reason": "worker_absent", "text": "Off sick"}, follow=True)
    assert page.redirect_chain[-1][0] == back
    assert "Worker absent or left: Off sick" in page.content.decode()
    duty.refresh_from_db()
    assert (duty.due_by, duty.is_open) == (date(2017, 12, 14), True)
    refresh_duties()
    assert LatenessReason.objects.get().by == east
    assert "Off sick" in client.get(back).content.decode()


def test_a_changed_reason_keeps_its_history(east: User) -> None:
    duty = visit_of("Amy")
    explain_duty(by=east, duty=duty, reason="moved")
    explain_duty(by=east, duty=duty, reason="family_refused")
    reason = LatenessReason.objects.get()
    assert reason.reason == "family_refused" and reason.events.count() == 2


def test_the_form_records_and_leads_back(east: User, client: Client) -> None:
    client.force_login(east)
    duty = visit_of("Amy")
    address = f"/trackers/duties/{duty.pk}/record/?back=/trackers/duties/"
    assert client.get(address).status_code == 200
    assert AccessLog.objects.filter(action="Opened a duty", child_reference="Amy").exists()
    wrong = client.post(address, {"done_on": "2018-01-01", "seen": "yes"})
    assert wrong.status_code == 400 and "on or before 15 December 2017" in wrong.content.decode()
    assert client.post(address, {"done_on": "2017-12-15"}).status_code == 400
    right = client.post(address, {"done_on": "2017-12-15", "seen": "yes"})
    assert right["Location"] == "/trackers/duties/"
    assert not Duty.objects.filter(pk=duty.pk, is_open=True).exists()


def test_back_leads_to_no_other_site(east: User, client: Client) -> None:
    client.force_login(east)
    address = f"/trackers/duties/{visit_of('Amy').pk}/reason/?back=//evil.example/"
    assert client.post(address, {"reason": "moved"})["Location"] == "/trackers/cp_visit/"


def test_a_duty_out_of_sight_is_not_found(east: User, client: Client) -> None:
    client.force_login(east)
    assert client.get(f"/trackers/duties/{visit_of('Cat').pk}/record/").status_code == 404


def test_every_kind_with_a_form_can_be_recorded() -> None:
    assert {kind.code for kind in ALL if kind.records} == set(RECORDS)


EVE = {"pers_person_id": "Eve", "pers_dob": "2005-05-05"}
FAY = {"pers_person_id": "Fay", "pers_dob": "1999-01-01"}
PLACEMENT = {
    "clap_cla_placement_id": "L1",
    "clap_person_id": "Eve",
    "clap_cla_id": "C1",
    "clap_cla_placement_start_date": "2016-06-01",
    "clap_cla_placement_type": "U4",
}
LEAVER = {
    "clea_table_id": "K1",
    "clea_person_id": "Fay",
    "clea_care_leaver_latest_contact": "2017-09-01",
    "clea_pathway_plan_review_date": "2017-05-01",
    "clea_care_leaver_activity": "F1",
}


@pytest.fixture
def looked_after(tmp_path: Path) -> User:
    """A child in care, missing once, and a care leaver, in the team of a manager."""
    load(
        tmp_path,
        AS_AT,
        ssd_person=[
            {"pers_person_id": "Eve", "pers_dob": "2005-05-05"},
            {"pers_person_id": "Fay", "pers_dob": "1999-01-01"},
        ],
        ssd_professionals=[{"prof_professional_id": "W1", "prof_professional_name": "Ann"}],
        ssd_involvements=[
            {
                "invo_involvements_id": name,
                "invo_person_id": name,
                "invo_professional_id": "W1",
                "invo_professional_role_id": "Allocated worker",
                "invo_professional_team": "T1",
                "invo_involvement_start_date": "2016-01-01",
            }
            for name in ("Eve", "Fay")
        ],
        ssd_cla_episodes=[
            {
                "clae_cla_episode_id": "E1",
                "clae_person_id": "Eve",
                "clae_cla_id": "C1",
                "clae_cla_episode_start_date": "2016-06-01",
            }
        ],
        ssd_cla_placement=[PLACEMENT],
        ssd_missing=[
            {
                "miss_table_id": "M1",
                "miss_person_id": "Eve",
                "miss_missing_episode_start_date": "2017-12-12 20:00:00",
                "miss_missing_episode_end_date": "2017-12-13 10:00:00",
            }
        ],
        ssd_care_leavers=[LEAVER],
    )
    refresh_duties()
    return user("manager", Role.TEAM_MANAGER, team="T1")


ANSWERS: dict[str, dict[str, object]] = {
    "looked_after_visit": {"seen": True, "seen_alone": True},
    "looked_after_review": {"permanence_plan": False, "participation": "PN1"},
    "permanence_plan": {"permanence_plan": True, "participation": ""},
    "initial_health_assessment": {"refused": False},
    "review_health_assessment": {"refused": False},
    "dental_check": {"refused": False},
    "sdq": {"score": 12},
    "return_home_interview": {"refused": False, "held_at": None},
    "care_leaver_contact": {"activity": "G4"},
    "pathway_plan_review": {},
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_recording_meets_the_duty_of_each_kind(looked_after: User, kind: str) -> None:
    duty = Duty.objects.get(kind=kind, is_open=True)
    record_duty(by=looked_after, duty=duty, done_on=AS_AT, **ANSWERS[kind])
    duty.refresh_from_db()
    assert (duty.met_on, duty.is_open) == (AS_AT, False)


@pytest.mark.parametrize("kind", ["initial_health_assessment", "dental_check", "return_home_interview"])
def test_a_refusal_is_shown_and_leaves_it_due(looked_after: User, client: Client, kind: str) -> None:
    duty = Duty.objects.get(kind=kind, is_open=True)
    record_duty(by=looked_after, duty=duty, done_on=AS_AT, refused=True)
    duty.refresh_from_db()
    assert (duty.met_on, duty.is_open, duty.refused_on) == (None, True, AS_AT)
    client.force_login(looked_after)
    assert "Refused 15 Dec 2017" in client.get(f"/trackers/{kind}/").content.decode()


def test_an_interview_by_time_of_day_decides_on_the_72_hours(looked_after: User) -> None:
    duty = Duty.objects.get(kind="return_home_interview")
    assert duty.due_by == date(2017, 12, 16)
    record_duty(by=looked_after, duty=duty, done_on=AS_AT, refused=False, held_at=time(9, 0))
    duty.refresh_from_db()
    assert duty.in_time is True


def test_a_contact_with_a_care_leaver_keeps_what_was_known_and_takes_what_is_new(looked_after: User) -> None:
    duty = Duty.objects.get(kind="care_leaver_contact", is_open=True)
    record_duty(by=looked_after, duty=duty, done_on=AS_AT, activity="G4")
    contact = CareLeaverContact.objects.get(source_id=None)
    assert (contact.activity, contact.pathway_plan_reviewed_on, contact.contacted_on) == ("G4", date(2017, 5, 1), AS_AT)


def test_a_recorded_check_outlives_the_next_import(looked_after: User, tmp_path: Path) -> None:
    duty = Duty.objects.get(kind="dental_check", is_open=True)
    record_duty(by=looked_after, duty=duty, done_on=AS_AT, refused=False)
    load(tmp_path / "next", AS_AT, ssd_person=[FAY], ssd_cla_health=[])
    refresh_duties()
    assert HealthCheck.objects.filter(source_id=None, child__source_id="Eve").exists()


def test_the_morning_mail_tells_what_its_reader_may_see_and_goes_out_once(east: User) -> None:
    day = date(2017, 12, 15)
    assert send_digest(user_id=east.pk, day=day) is not None
    assert send_digest(user_id=east.pk, day=day) is None
    (message,) = mail.outbox
    assert message.subject == "1 overdue, 1 due this week" and message.to == [east.email]
    assert "Amy" in message.body and "Ben" in message.body and "1 working day overdue" in message.body
    assert "Cat" not in message.body and "Dee" not in message.body


def test_no_mail_where_there_is_nothing_to_tell(east: User) -> None:
    for person in (user("idle", Role.TEAM_MANAGER), user("director", Role.DIRECTOR, team="T1")):
        assert send_digest(user_id=person.pk, day=AS_AT) is None
    assert mail.outbox == []


def test_a_limit_set_from_a_day_holds_for_what_starts_from_then_on(east: User, client: Client) -> None:
    administrator = user("administrator", Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        set_limit(by=east, kind="cp_visit", part="", amount=5, unit="working days", since=AS_AT, source="x")
    client.force_login(administrator)
    answers = {"amount": 5, "unit": "working days", "since": "2017-12-01", "source": "Board, November 2017"}
    assert client.post("/limits/cp_visit/?part=", answers)["Location"] == "/limits/"
    assert "Board, November 2017" in client.get("/limits/").content.decode()
    refresh_duties()
    # From 30 November: 10 working days as before. From 1 December: 5, which is Friday the 8th.
    assert visit_of("Amy").due_by == date(2017, 12, 14)
    assert visit_of("Ben").due_by == date(2017, 12, 8)
    assert client.post("/limits/cp_visit/?part=", answers | {"amount": 0}).status_code == 400
    assert client.get("/limits/cp_visit/?part=nonsense").status_code == 404


def test_reasons_are_counted_beside_the_measure(east: User, client: Client) -> None:
    explain_duty(by=east, duty=visit_of("Amy"), reason="worker_absent")
    build("2017/18", AS_AT)
    client.force_login(user("director", Role.DIRECTOR))
    (table,) = client.get("/figures/2017-18/child-protection-visits/").context["late"]
    # Amy's and Dee's visits, both of 14 December, are late; nobody said why Dee's is.
    assert [(line.reason, line.in_month, line.in_year) for line in table.lines] == [
        ("Worker absent or left", 1, 1),
        ("No reason given", 1, 1),
    ]
