"""Who sees what: an audit's judgements, its actions, the record behind it; and pages that ask the database little."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog, User
from accounts.roles import Role
from audits.actions.auditing import take_back
from audits.actions.moderating import accept, moderate, name_for_moderation
from audits.front import tiles
from audits.models import Audit, Category, Judgement, Programme
from audits.sight import actions_seen_by, audits_seen_by, may_read_case, sets_seen_by
from tests.audits.scenes import allocated, answers, asked_for, drawn, person, submitted
from tracking.models import NamedUser, Restriction

INADEQUATE, IMPROVE = Judgement.INADEQUATE, Judgement.REQUIRES_IMPROVEMENT


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def audit(mo: User, alma: User) -> Audit:
    return allocated(mo, [alma])


def given(user: User, audit: Audit) -> list[str]:
    return [one.given for one in sets_seen_by(user, Audit.objects.get(pk=audit.pk))]


def test_whoever_may_still_judge_blind_sees_neither_judgements_nor_actions(
    audit: Audit, alma: User, mo: User, mia: User
) -> None:
    asked_for(audit, alma)
    submitted(audit, INADEQUATE)
    for moderator in (mo, mia):
        page = browser(moderator).get(f"/audits/{audit.pk}/").content.decode()
        assert "Because of" not in page and "See the child alone." not in page and "Inadequate" not in page
        assert not given(moderator, audit) and not actions_seen_by(moderator).exists()
    moderate(by=mo, audit=audit, answers=answers(audit, IMPROVE))
    assert given(mo, audit) == given(alma, audit) == ["auditor", "moderator"] and given(mia, audit) == []
    assert actions_seen_by(mo).count() == 1 and not actions_seen_by(mia).exists()


def test_what_is_taken_back_hides_again_from_all_but_its_auditor(audit: Audit, alma: User, mo: User) -> None:
    name_for_moderation(by=mo, audit=submitted(audit))
    moderate(by=mo, audit=audit, answers=answers(audit, IMPROVE))
    take_back(by=alma, audit=audit)
    assert given(alma, audit) == ["auditor"] and given(mo, audit) == []


def test_a_final_audit_is_open_to_who_moderates_and_to_its_auditor_only(
    audit: Audit, alma: User, ada: User, mo: User, mia: User
) -> None:
    accept(by=mo, audit=submitted(audit))
    for user in (alma, mo, mia):
        assert given(user, audit) == ["auditor", "final"]
    assert not audits_seen_by(ada).exists()
    assert browser(ada).get(f"/audits/{audit.pk}/").status_code == 404


def test_naming_is_offered_whatever_the_share_so_that_it_gives_no_judgement_away(
    audit: Audit, alma: User, mo: User
) -> None:
    def offered(mo: User) -> bool:
        return "Name for moderation" in browser(mo).get(f"/audits/{audit.pk}/").content.decode()

    for because in ("", "share", "inadequate"):
        Audit.objects.filter(pk=audit.pk).update(moderated_because=because)
        assert offered(mo), because
    Audit.objects.filter(pk=audit.pk).update(moderated_because="named")
    assert not offered(mo)


def test_the_record_is_open_to_who_has_to_judge_now_and_every_opening_is_logged(
    audit: Audit, alma: User, ada: User, mo: User
) -> None:
    def may(user: User) -> bool:
        return may_read_case(user, Audit.objects.get(pk=audit.pk))

    assert may(alma) and not may(mo) and not may(ada)
    assert browser(alma).get(f"/audits/{audit.pk}/case/").status_code == 200
    logged = AccessLog.objects.get(action="Opened a case for audit")
    assert (logged.user, logged.child_reference) == (alma, audit.case.child.reference)
    name_for_moderation(by=mo, audit=submitted(audit))
    assert may(alma) and may(mo)
    moderate(by=mo, audit=audit, answers=answers(audit))
    assert not may(alma) and not may(mo)
    assert browser(mo).get(f"/audits/{audit.pk}/case/").status_code == 404


def test_what_is_typed_while_the_audit_is_submitted_elsewhere_is_refused_in_words(audit: Audit, alma: User) -> None:
    submitted(audit)
    answer = browser(alma).post(f"/audits/{audit.pk}/save/")
    assert "this audit is submitted" in answer.content.decode()


def test_an_owner_sees_their_actions_and_nothing_else_of_an_audit(audit: Audit, mo: User) -> None:
    worker, other = person("Wanda", Role.SOCIAL_WORKER), person("Olga", Role.SOCIAL_WORKER)
    action = asked_for(audit, worker)
    assert browser(worker).get(f"/audits/actions/{action.pk}/").status_code == 200
    assert browser(other).get(f"/audits/actions/{action.pk}/").status_code == 404
    assert browser(worker).get(f"/audits/{audit.pk}/").status_code == 403


def test_of_a_restricted_child_nobody_sees_an_audit_or_action_who_is_not_named(
    audit: Audit, alma: User, mo: User
) -> None:
    asked_for(audit, alma)
    before = browser(mo).get(f"/audits/programmes/{audit.programme.pk}/").context["table"].paginator.count
    restriction = Restriction.objects.create(child=audit.case.child, reason="adoption", set_by=mo)
    for user in (alma, mo):
        assert browser(user).get(f"/audits/{audit.pk}/").status_code == 404
    assert not actions_seen_by(alma).exists()
    after = browser(mo).get(f"/audits/programmes/{audit.programme.pk}/").context["table"].paginator.count
    assert after == before - 1
    NamedUser.objects.create(restriction=restriction, user=alma, named_by=mo)
    assert audits_seen_by(alma).filter(pk=audit.pk).exists() and actions_seen_by(alma).exists()


def test_a_director_sees_how_far_programmes_are_but_no_child(mo: User, alma: User) -> None:
    audit, director = allocated(mo, [alma]), browser(person("Dora", Role.DIRECTOR))
    page = director.get("/audits/programmes/").content.decode()
    assert audit.programme.quarter in page and f"/audits/programmes/{audit.programme.pk}/" not in page
    assert director.get(f"/audits/programmes/{audit.programme.pk}/").status_code == 403


def test_tiles_count_what_their_lists_show(mo: User, alma: User, ada: User) -> None:
    audit = allocated(mo, [alma, ada])
    asked_for(audit, audit.auditor)
    submitted(audit, INADEQUATE)
    for user in (mo, alma, ada):
        for tile in tiles(user):
            assert browser(user).get(tile.url).context["table"].paginator.count == tile.count, tile


def test_a_programme_shows_how_many_cases_are_in_each_state(mo: User, alma: User) -> None:
    audit = allocated(mo, [alma])
    submitted(audit)
    page = browser(mo)
    url = f"/audits/programmes/{audit.programme.pk}/"
    counted = {state: count for state, _, count in page.get(url).context["states"]}
    assert (counted["allocated"], counted["submitted"], counted["left_out"]) == (2, 1, 0)
    for state, count in counted.items():
        assert page.get(url, {"state": state}).context["table"].paginator.count == count, state


@pytest.mark.parametrize(
    "address", ["/audits/programmes/", "/audits/programmes/{}/", "/audits/mine/", "/audits/moderation/"]
)
def test_a_list_asks_the_same_number_of_questions_however_long_it_is(mo: User, alma: User, address: str) -> None:
    def queries(programme: Programme) -> int:
        client = browser(both)
        client.get(address.format(programme.pk))
        with CaptureQueriesContext(connection) as found:
            assert client.get(address.format(programme.pk)).status_code == 200
        return len(found)

    both = person("Both", Role.AUDITOR, Role.MODERATOR)
    short = allocated(mo, [alma, both]).programme
    few = queries(short)
    for case in list(short.strata.get().cases.all()):
        submitted(case.audit, INADEQUATE)
    many = drawn(mo, [both], {Category.CHILD_PROTECTION: 6}, quarter="2018/19 Q1", with_recent=True)
    assert queries(many) <= few + 1
