"""Every kind of episode is recorded, corrected and ended by one form, one view and one action."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import AccessLog
from accounts.roles import Role
from tests.tracking.caseload import user
from tests.tracking.recording_scene import AS_AT, BORN, DAY, EXAMPLES, LATER, NEEDS, Scene, as_posted, scene
from tracking.actions.recording_episodes import correct_episode, record_episode
from tracking.episodes import ALL, KINDS
from tracking.episodes.kind import Kind
from tracking.episodes.versions import history_of, version_of
from tracking.models import Child, Contact, Duty, Involvement, LegalStatus, Placement

pytestmark = pytest.mark.django_db
KINDS_WITH_AN_END = [kind for kind in ALL if kind.end]
NEVER = date(2018, 3, 31)


@pytest.fixture
def here() -> Scene:
    return scene()


def correct(here: Scene, code: str, record: Any, **values: Any) -> Any:
    """Change some answers of an episode, having seen it as it is."""
    kind = KINDS[code]
    return correct_episode(by=here.manager, kind=kind, pk=record.pk, values=values, version=version_of(kind, record.pk))


def refused(here: Scene, code: str, words: str, **answers: Any) -> None:
    """Recording it is refused with these words, and leaves nothing."""
    kind = KINDS[code]
    before = kind.model.objects.count()
    with pytest.raises(ValidationError, match=words):
        record_episode(by=here.manager, kind=kind, child=here.amy, values=here.answers(kind) | answers)
    assert kind.model.objects.count() == before


def test_every_kind_has_an_example() -> None:
    assert set(EXAMPLES) == {kind.code for kind in ALL}


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_every_kind_declares_what_its_model_has(kind: Kind) -> None:
    for name in (*kind.names, kind.day, *((kind.end,) if kind.end else ())):
        assert kind.column(name) is not None
    assert set(kind.to_end) <= set(kind.names) and {one.kind for one in kind.next} <= set(KINDS)
    for one in kind.next:
        assert all(hasattr(KINDS[one.kind].model, name) for name in one.fills)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_every_kind_is_recorded_shown_corrected_and_ended_in_the_browser(
    here: Scene, client: Client, kind: Kind
) -> None:
    client.force_login(here.manager)
    needed = here.first(NEEDS[kind.code]) if kind.code in NEEDS else None
    if kind.code == "return_interview":
        correct(here, "missing_episode", needed, ended_on=DAY)
    before = set(kind.model.objects.values_list("pk", flat=True))
    after = f"?after={NEEDS[kind.code]}:{needed.pk}" if needed else ""
    address = f"/children/{here.amy.pk}/record/{kind.code}/{after}"
    assert client.get(address).status_code == 200
    known = {one: needed for one in ("plan", "missing_episode") if needed and one in kind.names}
    answers = as_posted(kind, kind.asked_at_first, here.answers(kind) | known)
    assert client.post(address, {"version": ""}).status_code == 400
    posted = client.post(address, answers)
    assert posted.status_code == 302, posted.context["form"].errors
    (pk,) = set(kind.model.objects.values_list("pk", flat=True)) - before
    page = client.get(f"/episodes/{kind.code}/{pk}/").content.decode()
    assert "manager recorded it" in page
    _correct(here, client, kind, pk)
    if kind.end:
        _end(client, kind, pk)


def _correct(here: Scene, client: Client, kind: Kind, pk: int) -> None:
    """Another day is given for it."""
    form = client.get(f"/episodes/{kind.code}/{pk}/correct/").context["form"]
    was = getattr(kind.model.objects.get(pk=pk), kind.day)
    new = was + timedelta(days=1)
    answers = as_posted(
        kind, kind.names, {name: form.get_initial_for_field(form.fields[name], name) for name in kind.names}
    )
    posted = client.post(
        f"/episodes/{kind.code}/{pk}/correct/", {**answers, kind.day: new, "version": form["version"].value()}
    )
    assert posted.status_code == 302, posted.context["form"].errors
    assert getattr(kind.model.objects.get(pk=pk), kind.day) == new
    page = client.get(f"/episodes/{kind.code}/{pk}/").content.decode()
    assert f"from {was:%-d %B %Y} to {new:%-d %B %Y}" in page


def _end(client: Client, kind: Kind, pk: int) -> None:
    form = client.get(f"/episodes/{kind.code}/{pk}/end/").context["form"]
    answers = {kind.end: LATER, "version": form["version"].value(), "early_end_reason": "The family moved abroad"}
    posted = client.post(f"/episodes/{kind.code}/{pk}/end/", answers)
    assert posted.status_code == 302, posted.context["form"].errors
    assert getattr(kind.model.objects.get(pk=pk), kind.end) == LATER
    assert "End</a>" not in client.get(f"/episodes/{kind.code}/{pk}/").content.decode()


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind.code != "health_check"], ids=lambda kind: kind.code)
def test_no_day_is_in_the_future(here: Scene, kind: Kind) -> None:
    if kind.code in NEEDS:
        here.first(NEEDS[kind.code])
    named = {"missing_episode": here.first("missing_episode")} if kind.code == "return_interview" else {}
    refused(here, kind.code, "on or before 30 March 2018", **{kind.day: NEVER}, **named)


def test_a_check_may_be_planned(here: Scene) -> None:
    assert here.record("health_check", checked_on=NEVER, status="Planned").checked_on == NEVER


def test_nothing_happened_before_the_child_was_born(here: Scene) -> None:
    refused(here, "contact", "on or after 5 May 2010", received_on=BORN - timedelta(days=1))


@pytest.mark.parametrize("kind", KINDS_WITH_AN_END, ids=lambda kind: kind.code)
def test_an_end_before_its_start_is_refused_in_words(here: Scene, kind: Kind) -> None:
    record = here.record(kind.code)
    with pytest.raises(ValidationError, match="on or after 15 January 2018"):
        correct(here, kind.code, record, **{kind.end: DAY - timedelta(days=1)})


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind.alone], ids=lambda kind: kind.code)
@pytest.mark.parametrize("source_id", [None, "X1"])
def test_a_second_one_on_the_same_days_is_refused_whoever_brought_the_first(
    here: Scene, kind: Kind, source_id: str | None
) -> None:
    first = here.record(kind.code)
    kind.model.objects.filter(pk=first.pk).update(source_id=source_id)
    refused(here, kind.code, "from 15 January 2018", **{kind.day: LATER})
    ended = {"early_end_reason": "Moved abroad"} if kind.code == "protection_plan" else {}
    correct(here, kind.code, first, **{kind.end: LATER}, **ended)
    refused(here, kind.code, "from 15 January 2018", **{kind.day: LATER - timedelta(days=1)})
    if kind.code == "placement":
        here.first("period_of_care")
    record_episode(by=here.manager, kind=kind, child=here.amy, values=here.answers(kind) | {kind.day: LATER})


def test_a_plan_that_ends_within_90_days_needs_a_reason(here: Scene) -> None:
    plan = here.record("protection_plan", started_on=date(2017, 12, 1))
    # 1 December 2017 and 90 days is 1 March 2018.
    with pytest.raises(ValidationError, match="The plan lasted 90 days. Local guidance ends none within 90 days"):
        correct(here, "protection_plan", plan, ended_on=date(2018, 3, 1))
    assert correct(here, "protection_plan", plan, ended_on=date(2018, 3, 2)).early_end_reason == ""
    correct(here, "protection_plan", plan, ended_on=date(2018, 3, 1), early_end_reason="Moved abroad")


@pytest.mark.parametrize("code", ["protection_visit", "cin_visit", "care_visit", "placement", "legal_status"])
def test_what_belongs_to_a_plan_or_to_care_needs_it_on_that_day(here: Scene, code: str) -> None:
    refused(here, code, "Record it first")
    here.first(NEEDS[code])
    refused(here, code, "Record it first", **{KINDS[code].day: DAY - timedelta(days=1)})
    here.record(code)


def test_a_code_that_is_not_on_the_list_is_refused(here: Scene) -> None:
    refused(here, "contact", "Choose one of the list", source_code="99")


def test_an_episode_of_another_child_cannot_be_named(here: Scene) -> None:
    referral = here.record("referral")
    ben = Child.objects.create(forename="Ben")
    Involvement.objects.update(child=ben)
    with pytest.raises(ValidationError, match="one of this child’s"):
        values = {"started_on": DAY, "referral": referral}
        record_episode(by=here.manager, kind=KINDS["assessment"], child=ben, values=values)


def test_a_contact_is_about_several_children_and_leads_to_the_referral(here: Scene, client: Client) -> None:
    client.force_login(here.manager)
    ben = Child.objects.create(forename="Ben", source_id="Ben")
    Involvement.objects.create(child=ben, team=here.team, role="Allocated worker", started_on=DAY)
    address = f"/children/{here.amy.pk}/record/contact/"
    answers = {"received_on": DAY, "decided_on": DAY, "outcome": "refer_to_social_care", "source_code": "6"}
    assert "No child of yours" in client.post(address, answers | {"others": "Cat"}).content.decode()
    posted = client.post(address, answers | {"others": "Ben"})
    mine, his = Contact.objects.order_by("pk")
    assert (mine.child, his.child) == (here.amy, ben) and mine.group == his.group != ""
    assert posted["Location"] == f"/children/{here.amy.pk}/record/referral/?after=contact:{mine.pk}"
    form = client.get(posted["Location"]).context["form"]
    assert (form["received_on"].value(), form["referral_source_code"].value()) == (DAY, "6")


def test_a_move_ends_the_placement_that_the_child_leaves(here: Scene) -> None:
    first = here.record("placement")
    second = record_episode(
        by=here.manager,
        kind=KINDS["placement"],
        child=here.amy,
        values={"started_on": LATER, "type": "K2"},
        after=(KINDS["placement"], first),
    )
    first.refresh_from_db()
    assert first.ended_on == LATER and second.period_of_care == first.period_of_care  # type: ignore[attr-defined]


def test_the_end_of_care_ends_the_placement_and_the_legal_status(here: Scene) -> None:
    here.record("placement")
    here.record("legal_status")
    correct(here, "period_of_care", here.first("period_of_care"), ceased_on=LATER, ceased_reason="E4A")
    assert Placement.objects.get().ended_on == LegalStatus.objects.get().ended_on == LATER


def test_duties_follow_what_is_recorded_and_corrected(here: Scene) -> None:
    plan = here.record("protection_plan")
    (due,) = Duty.objects.filter(kind="cp_visit")
    assert (due.started_on, due.met_on) == (DAY, None)
    visit = here.record("protection_visit", visited_on=DAY + timedelta(days=2))
    assert Duty.objects.get(kind="cp_visit", number=1).met_on == DAY + timedelta(days=2)
    correct(here, "protection_visit", visit, seen=False)
    assert Duty.objects.get(kind="cp_visit").met_on is None
    correct(here, "protection_plan", plan, started_on=DAY - timedelta(days=3))
    assert Duty.objects.get(kind="cp_visit").started_on == DAY - timedelta(days=3)


def test_nobody_records_for_a_child_out_of_sight(here: Scene, client: Client) -> None:
    contact = here.record("contact")
    others = (user("west", Role.TEAM_MANAGER), user("ann", Role.SOCIAL_WORKER), user("all", Role.AUDITOR))
    for other in others:
        with pytest.raises(PermissionDenied):
            record_episode(by=other, kind=KINDS["contact"], child=here.amy, values=EXAMPLES["contact"])
        with pytest.raises(PermissionDenied):
            correct_episode(by=other, kind=KINDS["contact"], pk=contact.pk, values={}, version=0)
    client.force_login(others[0])
    for address in (f"/children/{here.amy.pk}/record/contact/", f"/episodes/contact/{contact.pk}/"):
        assert client.get(address).status_code == 404
    assert client.get("/episodes/nonsense/1/").status_code == 404


def test_a_worker_records_for_the_children_allocated_to_them(here: Scene) -> None:
    ann = user("ann", Role.SOCIAL_WORKER, worker="W1")
    record_episode(by=ann, kind=KINDS["contact"], child=here.amy, values=EXAMPLES["contact"])


def test_an_analyst_mends_any_record_and_records_none(here: Scene, client: Client) -> None:
    contact = here.record("contact")
    client.force_login(user("analyst", Role.ANALYST))
    assert client.get(f"/children/{here.amy.pk}/record/contact/").status_code == 403
    answers = {"received_on": DAY + timedelta(days=1), "version": version_of(KINDS["contact"], contact.pk)}
    assert client.post(f"/episodes/contact/{contact.pk}/correct/", answers).status_code == 302
    contact.refresh_from_db()
    assert contact.received_on == DAY + timedelta(days=1)


def test_a_childs_details_are_corrected_and_neither_recorded_nor_withdrawn(here: Scene, client: Client) -> None:
    client.force_login(here.manager)
    address = f"/episodes/child/{here.amy.pk}/"
    assert "Withdraw" not in client.get(address).content.decode()
    earlier = BORN - timedelta(days=30)
    answers = {"forename": "Amy", "surname": "Test", "born_on": earlier, "version": 1, "has_send": ""}
    assert client.post(f"{address}correct/", answers).status_code == 302
    assert Child.objects.get(pk=here.amy.pk).born_on == earlier
    for closed in (f"{address}withdraw/", f"/children/{here.amy.pk}/record/child/", f"{address}end/"):
        assert client.get(closed).status_code == 404


def test_opening_an_episode_is_logged_about_the_child(here: Scene, client: Client) -> None:
    contact = here.record("contact")
    client.force_login(here.manager)
    client.get(f"/episodes/contact/{contact.pk}/")
    assert AccessLog.objects.get(action="Opened an episode").child_reference == here.amy.reference


def test_the_history_says_who_changed_what(here: Scene) -> None:
    plan = here.record("protection_plan", started_on=date(2017, 6, 1))
    correct(here, "protection_plan", plan, ended_on=date(2018, 3, 3))
    plan.refresh_from_db()
    changed, first = history_of(KINDS["protection_plan"], plan)
    (difference,) = changed.differences
    assert (changed.by, difference.label, difference.before, difference.after) == (
        "manager",
        "Ended on",
        "–",
        "3 March 2018",
    )
    assert (first.by, first.did) == ("manager", "recorded it")


def test_of_two_who_change_the_same_record_the_second_chooses(here: Scene, client: Client) -> None:
    contact = here.record("contact")
    address = f"/episodes/contact/{contact.pk}/correct/"
    client.force_login(here.manager)
    mine = {"received_on": DAY, "source_code": "2A", "outcome": "advice_information", "source_description": ""}
    mine["version"] = client.get(address).context["form"]["version"].value()
    correct(here, "contact", contact, source_code="9", source_description="By telephone")
    page = client.post(address, mine)
    assert page.status_code == 409
    assert [(one.label, one.before, one.after) for one in page.context["differences"]] == [
        ("Who made the contact", "POLICE", "ANONYMOUS"),
        ("More about who made it", "–", "By telephone"),
    ]
    contact.refresh_from_db()
    assert contact.source_code == "9"
    form = page.context["form"]
    # What only they changed is taken over; what both changed is asked.
    assert form["source_description"].value() == "By telephone" and "keep_source_code" in form.fields
    again = mine | {
        "version": form["version"].value(),
        "meanwhile": form["meanwhile"].value(),
        "source_description": "By telephone",
    }
    assert client.post(address, again).status_code == 400
    assert client.post(address, again | {"keep_source_code": "theirs"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.source_code, contact.source_description) == ("9", "By telephone")


def test_a_worker_holds_the_case_until_the_next_one_takes_it(here: Scene) -> None:
    bob = here.worker.__class__.objects.create(name="Bob")
    first = Involvement.objects.get()
    record_episode(
        by=here.manager,
        kind=KINDS["allocation"],
        child=here.amy,
        values={"worker": bob, "team": here.team, "role": first.role, "started_on": AS_AT},
        after=(KINDS["allocation"], first),
    )
    first.refresh_from_db()
    assert first.ended_on == AS_AT
