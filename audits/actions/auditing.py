"""What auditors do with their own audits: write, submit, take back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from audits.answers import WHOLE, Answer, Answers
from audits.models import Audit, DraftJudgement, Given, Grade, Grading, Judgement, ModeratedBecause, State
from audits.states import Step, check


@transaction.atomic
def save_draft(*, by: User, audit: Audit, answers: Answers) -> Audit:
    """Keep what the auditor has written so far.

    Raises PermissionDenied where it is not `by`'s audit, WrongState once it is submitted.
    """
    audit = locked(audit)
    check(Step.SAVE, audit, by)
    _write(audit, answers)
    return audit


@transaction.atomic
def submit(*, by: User, audit: Audit, answers: Answers) -> Audit:
    """Give the judgements. They are kept as they are for ever, whatever comes of them; Inadequate is moderated.

    Raises PermissionDenied where it is not `by`'s audit, WrongState once it is submitted, ValidationError (by the
    fields of audits.answers) where a judgement or the reason for one is missing.
    """
    audit = locked(audit)
    check(Step.SUBMIT, audit, by)
    refuse_missing(audit, answers)
    _write(audit, answers)
    number = audit.gradings.aggregate(last=Max("number"))["last"] or 0
    give(audit, Given.AUDITOR, number + 1, answers, by)
    audit.state = State.SUBMITTED
    if answers.whole.judgement == Judgement.INADEQUATE and not audit.moderated_because:
        audit.moderated_because = ModeratedBecause.INADEQUATE
    audit.save()
    return audit


@transaction.atomic
def take_back(*, by: User, audit: Audit) -> Audit:
    """Take a submitted audit back to change it. What was submitted stays; a moderation of it counts no longer.

    An audit that was Inadequate stays one that is moderated. Raises PermissionDenied where it is not `by`'s audit,
    WrongState where it is not submitted or is final.
    """
    audit = locked(audit)
    check(Step.TAKE_BACK, audit, by)
    audit.state = State.DRAFT
    audit.save()
    return audit


def locked(audit: Audit) -> Audit:
    """The audit as it is now, which nobody else changes until the transaction ends."""
    return Audit.objects.select_for_update().get(pk=audit.pk)


def refuse_missing(audit: Audit, answers: Answers) -> None:
    """Raises ValidationError, by field, where the answers are not complete."""
    problems = dict(answers.missing(dict(audit.tool.sections.values_list("pk", "title"))))
    if problems:
        raise ValidationError(problems)


def give(audit: Audit, given: Given, number: int, answers: Answers, by: User) -> Grading:
    """Write a set of judgements that stays as it is."""
    grading = Grading.objects.create(
        audit=audit,
        given=given,
        number=number,
        auditor_id=audit.auditor_id,
        by=by,
        overall=answers.whole.judgement,
        overall_reason=answers.whole.reason.strip(),
        strengths=answers.strengths.strip(),
    )
    Grade.objects.bulk_create(
        Grade(
            grading=grading,
            section=section,
            judgement=answers.of(section.pk).judgement,
            reason=answers.of(section.pk).reason.strip(),
        )
        for section in audit.tool.sections.all()
    )
    return grading


def answers_given(grading: Grading) -> Answers:
    """A set of judgements as answers."""
    by_section = {grade.section_id: Answer(grade.judgement, grade.reason) for grade in grading.grades.all()}
    whole = Answer(grading.overall, grading.overall_reason)
    return Answers(by_section | {WHOLE: whole}, grading.strengths)


def answers_drafted(audit: Audit) -> Answers:
    """What the auditor has written so far, as answers."""
    by_section = {draft.section_id: Answer(draft.judgement, draft.reason) for draft in audit.drafts.all()}
    return Answers(by_section | {WHOLE: Answer(audit.overall, audit.overall_reason)}, audit.strengths)


def _write(audit: Audit, answers: Answers) -> None:
    """Keep answers as the draft; a judgement that is none is left empty."""
    DraftJudgement.objects.bulk_create(
        [
            DraftJudgement(
                audit=audit,
                section=section,
                judgement=_known(answers.of(section.pk).judgement),
                reason=answers.of(section.pk).reason,
            )
            for section in audit.tool.sections.all()
        ],
        update_conflicts=True,
        unique_fields=["audit", "section"],
        update_fields=["judgement", "reason"],
    )
    audit.overall, audit.overall_reason = _known(answers.whole.judgement), answers.whole.reason
    audit.strengths, audit.saved_at, audit.state = answers.strengths, timezone.now(), State.DRAFT
    audit.save()


def _known(judgement: str) -> str:
    return judgement if judgement in Judgement.values else ""
