"""Judging and moderating: what is refused, what is kept, what becomes final."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from audits.actions.auditing import answers_drafted, save_draft, submit, take_back
from audits.actions.moderating import accept, has_seen, moderate, name_for_moderation, settle
from audits.answers import WHOLE, Answer, Answers, judgement_field, reason_field
from audits.models import Audit, Given, Grade, Grading, Judgement, State
from tests.audits.scenes import allocated, answers, submitted
from tracking.models import PastAudit

GOOD, IMPROVE, INADEQUATE = Judgement.GOOD, Judgement.REQUIRES_IMPROVEMENT, Judgement.INADEQUATE
VOICE = "Voice of the child"


@pytest.fixture
def audit(mo: User, alma: User) -> Audit:
    """An audit of Alma's that is not to be moderated."""
    return allocated(mo, [alma])


def section(audit: Audit, title: str) -> int:
    return audit.tool.sections.get(title=title).pk


def test_a_draft_is_kept_as_far_as_it_is_written(audit: Audit, alma: User) -> None:
    half = Answers({section(audit, VOICE): Answer(GOOD), WHOLE: Answer("", "Not yet")}, "Visits")
    save_draft(by=alma, audit=audit, answers=half)
    save_draft(by=alma, audit=audit, answers=half)
    audit.refresh_from_db()
    found = answers_drafted(audit)
    assert (found.whole, found.strengths, found.of(section(audit, VOICE))) == (
        Answer("", "Not yet"),
        "Visits",
        Answer(GOOD),
    )
    assert audit.state == State.DRAFT and not Grading.objects.exists()


def test_a_judgement_without_a_reason_and_a_reason_without_one_cannot_be_submitted(audit: Audit, alma: User) -> None:
    voice = section(audit, VOICE)
    whole = answers(audit)
    said = Answers({**whole.by_section, voice: Answer(GOOD, "  "), WHOLE: Answer("", "Reason")}, "")
    with pytest.raises(ValidationError) as refused:
        submit(by=alma, audit=audit, answers=said)
    assert set(refused.value.message_dict) == {reason_field(voice), judgement_field(WHOLE)}
    assert "Voice of the child" in refused.value.message_dict[reason_field(voice)][0]
    assert not Grading.objects.exists()


def test_an_audit_that_is_not_moderated_is_final_once_accepted_and_counts_once(audit: Audit, mo: User) -> None:
    found = accept(by=mo, audit=submitted(audit, IMPROVE))
    assert found.state == State.FINAL
    counted = PastAudit.objects.get()
    assert (counted.source_id, counted.audited_on, counted.judgement) == (None, found.final_on, IMPROVE)
    assert counted.category == "Child protection" and found.counted_as == counted


def test_inadequate_is_moderated_though_it_is_not_in_the_share(audit: Audit, mo: User) -> None:
    found = submitted(audit, GOOD, whole=INADEQUATE)
    assert found.is_for_moderation
    with pytest.raises(ValidationError, match="to be moderated"):
        accept(by=mo, audit=found)


def test_what_is_named_is_moderated_and_what_is_not_is_not(audit: Audit, mo: User) -> None:
    found = submitted(audit)
    with pytest.raises(ValidationError, match="not to be moderated"):
        moderate(by=mo, audit=found, answers=answers(audit))
    name_for_moderation(by=mo, audit=found)
    assert moderate(by=mo, audit=found, answers=answers(audit)).state == State.FINAL


def test_where_both_agree_the_audit_is_final_with_the_auditors_words(audit: Audit, mo: User, alma: User) -> None:
    name_for_moderation(by=mo, audit=submitted(audit))
    found = moderate(by=mo, audit=audit, answers=answers(audit))
    final = found.gradings.get(given=Given.FINAL)
    assert (final.by, final.overall, final.strengths) == (mo, GOOD, "Direct work.")


def test_differences_are_settled_with_a_reason_and_the_first_judgements_stay(audit: Audit, mo: User) -> None:
    name_for_moderation(by=mo, audit=submitted(audit))
    others = {VOICE: INADEQUATE, "whole": IMPROVE}
    found = moderate(by=mo, audit=audit, answers=answers(audit, GOOD, **others))
    voice = section(audit, VOICE)
    assert found.state == State.MODERATED and not PastAudit.objects.exists()
    with pytest.raises(ValidationError) as refused:
        settle(by=mo, audit=found, answers=Answers({voice: Answer(IMPROVE, "We talked."), WHOLE: Answer(IMPROVE)}))
    assert set(refused.value.message_dict) == {reason_field(WHOLE)}
    said = Answers({voice: Answer(IMPROVE, "We talked."), WHOLE: Answer(IMPROVE, "The child was not seen.")})
    assert settle(by=mo, audit=found, answers=said).state == State.FINAL
    shown = {one.given: (one.overall, one.grades.get(section=voice).judgement) for one in audit.gradings.all()}
    assert shown == {"auditor": (GOOD, GOOD), "moderator": (IMPROVE, INADEQUATE), "final": (IMPROVE, IMPROVE)}
    untouched = audit.gradings.get(given=Given.FINAL).grades.exclude(section=voice).first()
    assert untouched and (untouched.judgement, untouched.reason[:10]) == (GOOD, "Because of")
    assert PastAudit.objects.get().judgement == IMPROVE


def test_only_the_moderator_who_judged_settles(audit: Audit, mo: User, mia: User) -> None:
    name_for_moderation(by=mo, audit=submitted(audit))
    moderate(by=mo, audit=audit, answers=answers(audit, IMPROVE))
    with pytest.raises(PermissionDenied):
        settle(by=mia, audit=audit, answers=answers(audit))


def test_changing_a_submitted_audit_sets_its_moderation_back(audit: Audit, alma: User, mo: User, mia: User) -> None:
    name_for_moderation(by=mo, audit=submitted(audit))
    moderate(by=mo, audit=audit, answers=answers(audit, IMPROVE))
    take_back(by=alma, audit=audit)
    audit.refresh_from_db()
    again = submitted(audit, IMPROVE)
    assert again.state == State.SUBMITTED and has_seen(again, mo)
    with pytest.raises(PermissionDenied, match="another moderator"):
        moderate(by=mo, audit=again, answers=answers(audit, IMPROVE))
    found = moderate(by=mia, audit=again, answers=answers(audit, IMPROVE))
    assert found.state == State.FINAL
    sets = audit.gradings.values_list("given", "number", "overall")
    assert set(sets) == {
        ("auditor", 1, GOOD),
        ("moderator", 1, IMPROVE),
        ("auditor", 2, IMPROVE),
        ("moderator", 2, IMPROVE),
        ("final", 2, IMPROVE),
    }


def test_an_audit_once_inadequate_is_moderated_though_it_was_changed(audit: Audit, alma: User, mo: User) -> None:
    submitted(audit, INADEQUATE)
    take_back(by=alma, audit=audit)
    audit.refresh_from_db()
    with pytest.raises(ValidationError, match="to be moderated"):
        accept(by=mo, audit=submitted(audit, GOOD))


def test_the_database_keeps_what_was_given_and_what_is_final(audit: Audit, mo: User, alma: User) -> None:
    found = accept(by=mo, audit=submitted(audit))
    first = found.gradings.get(given=Given.AUDITOR)
    for change in (
        lambda: Grading.objects.filter(pk=first.pk).update(overall=INADEQUATE),
        lambda: Grade.objects.filter(grading=first).delete(),
        lambda: Audit.objects.filter(pk=found.pk).update(state=State.DRAFT),
        lambda: Audit.objects.filter(pk=found.pk).delete(),
        lambda: found.tool.sections.update(title="Another"),
        lambda: found.tool.sections.create(number=99, title="One more"),
        lambda: found.tool.sections.get(number=1).questions.create(number=99, text="One more?"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_refuses_a_second_final_judgement_and_a_moderator_who_audited(
    audit: Audit, mo: User, alma: User
) -> None:
    found = accept(by=mo, audit=submitted(audit))
    given = {"audit": found, "overall": GOOD, "overall_reason": "So", "auditor": alma}
    for others in (
        {"given": Given.FINAL, "number": 9, "by": mo},
        {"given": Given.MODERATOR, "number": 9, "by": alma},
        {"given": Given.AUDITOR, "number": 9, "by": mo},
        {"given": Given.MODERATOR, "number": 9, "by": mo, "overall_reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grading.objects.create(**given | others)
