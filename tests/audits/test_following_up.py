"""What audits ask for, followed to its end; reminders; tools and their versions."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from audits import tasks
from audits.actions.following_up import complete_action
from audits.actions.moderating import accept
from audits.actions.reminders import auditors_to_remind
from audits.actions.tools import begin_version, publish, remove_section, write_section
from audits.findings import themes
from audits.models import Audit, AuditAction, AuditReminder, Category, Theme, ToolVersion
from tests.audits.scenes import allocated, asked_for, person, submitted

DONE = date(2017, 12, 31)


@pytest.fixture
def audit(mo: User, alma: User) -> Audit:
    return allocated(mo, [alma])


def test_an_action_is_done_with_a_day_and_evidence_by_its_owner_or_who_runs_audits(audit: Audit, mo: User) -> None:
    wanda, other = person("Wanda", Role.SOCIAL_WORKER), person("Olga", Role.SOCIAL_WORKER)
    action = asked_for(audit, wanda)
    for wrong in ({"evidence": " "}, {"done_on": date(2018, 1, 1)}):
        with pytest.raises(ValidationError) as refused:
            complete_action(by=wanda, action=action, **{"done_on": DONE, "evidence": "Seen."} | wrong)
        assert set(refused.value.message_dict) == set(wrong)
    with pytest.raises(PermissionDenied):
        complete_action(by=other, action=action, done_on=DONE, evidence="Seen.")
    done = complete_action(by=wanda, action=action, done_on=DONE, evidence="Visit of 30 December.")
    assert (done.done_by, done.done_on, done.evidence) == (wanda, DONE, "Visit of 30 December.")
    with pytest.raises(ValidationError, match="already"):
        complete_action(by=mo, action=action, done_on=DONE, evidence="Again.")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditAction.objects.update(evidence="")


def test_an_action_needs_a_day_to_come_and_an_owner_who_can_see_it(audit: Audit, ada: User) -> None:
    with pytest.raises(ValidationError, match="passed"):
        asked_for(audit, audit.auditor, due_on=date(2017, 12, 30))
    with pytest.raises(ValidationError, match="could not open"):
        asked_for(audit, person("Dora", Role.DIRECTOR))


def test_a_theme_that_two_audits_ask_for_is_repeated(mo: User, alma: User) -> None:
    first = allocated(mo, [alma])
    second = Audit.objects.exclude(pk=first.pk)[0]
    for one, theme in ((first, Theme.VOICE), (first, Theme.VOICE), (second, Theme.VOICE), (second, Theme.PLANNING)):
        asked_for(one, alma, theme)
    assert themes() == [], "both are still with their auditor"
    accept(by=mo, audit=submitted(first))
    submitted(second)
    voice, planning = themes()
    assert (voice.theme, voice.audits, voice.actions, voice.is_repeated) == ("voice", 2, 3, True)
    assert (planning.audits, planning.is_repeated) == (1, False)


def remind() -> None:
    for auditor in auditors_to_remind():
        tasks.send_reminder(auditor, f"{DONE}")


def test_an_auditor_is_reminded_once_a_day_of_what_is_overdue_or_due_soon(audit: Audit, alma: User) -> None:
    remind()
    assert mail.outbox == [], "due on 29 January"
    Audit.objects.filter(pk=audit.pk).update(due_on=date(2017, 12, 29))
    Audit.objects.exclude(pk=audit.pk).update(due_on=date(2018, 1, 8))
    for _ in range(2):
        remind()
    (message,) = mail.outbox
    assert message.to == [alma.email] and message.subject == "Your audits: 1 overdue, 2 due soon"
    assert audit.case.child.reference in message.body and "http" in message.body
    assert AuditReminder.objects.count() == 1
    for one in Audit.objects.all():
        submitted(one)
    AuditReminder.objects.all().delete()
    remind()
    assert len(mail.outbox) == 1


def test_a_new_version_of_a_tool_is_for_audits_to_come_and_stays_once_published(audit: Audit, alma: User) -> None:
    amir = person("Amira", Role.ADMINISTRATOR)
    draft = begin_version(by=amir, category=Category.CHILD_PROTECTION)
    assert draft.number == 2 and [s.title for s in draft.sections.all()] == [s.title for s in audit.tool.sections.all()]
    with pytest.raises(ValidationError, match="draft already"):
        begin_version(by=amir, category=Category.CHILD_PROTECTION)
    first = draft.sections.get(number=1)
    write_section(by=amir, version=draft, section=first, title="Safety", guidance="", questions=["Safe?", " ", "Now?"])
    remove_section(by=amir, section=draft.sections.get(number=2))
    published = publish(by=amir, version=draft)
    assert [q.text for q in published.sections.get(title="Safety").questions.all()] == ["Safe?", "Now?"]
    with pytest.raises(ValidationError, match="stays as it is"):
        write_section(by=amir, version=published, section=first, title="Other", guidance="", questions=[])
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        published.sections.update(title="Other")
    audit.refresh_from_db()
    assert audit.tool.number == 1, "an audit keeps the version that it was allocated with"


def test_only_an_administrator_edits_tools(mo: User) -> None:
    with pytest.raises(PermissionDenied):
        begin_version(by=mo, category=Category.LOOKED_AFTER)
    with pytest.raises(PermissionDenied):
        publish(by=mo, version=ToolVersion.objects.all()[0])
