"""From submitted to final: accepted, or moderated blind and settled. A final audit counts in the figures."""

from collections.abc import Iterator

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audits.actions.auditing import answers_given, give, locked, refuse_missing
from audits.answers import Answer, Answers, judgement_field, reason_field
from audits.clock import audit_day
from audits.models import Audit, Given, Grading, Judgement, ModeratedBecause, State
from audits.states import Step, check
from tracking.models import PastAudit


@transaction.atomic
def name_for_moderation(*, by: User, audit: Audit) -> Audit:
    """Have an audit moderated that would not be. One that is moderated anyway stays so.

    Raises PermissionDenied where `by` may not run audits, WrongState where it was moderated or is final.
    """
    audit = locked(audit)
    check(Step.NAME, audit, by)
    audit.moderated_because = audit.moderated_because or ModeratedBecause.NAMED
    audit.save()
    return audit


@transaction.atomic
def accept(*, by: User, audit: Audit) -> Audit:
    """Make a submitted audit final that is not to be moderated.

    Raises PermissionDenied for somebody's own audit and where `by` may not run audits, WrongState where it is not
    submitted, ValidationError where it is to be moderated.
    """
    audit = locked(audit)
    check(Step.ACCEPT, audit, by)
    if audit.is_for_moderation:
        raise ValidationError("This audit is to be moderated.")
    return _finish(audit, answers_given(submitted(audit)), by)


@transaction.atomic
def moderate(*, by: User, audit: Audit, answers: Answers) -> Audit:
    """Give the moderator's own judgements, before the auditor's are shown. Where all agree the audit is final.

    Raises PermissionDenied for somebody's own audit and for a moderator who has seen judgements of it, WrongState where
    it is not submitted, ValidationError where it is not to be moderated or (by field) a judgement or reason is missing.
    """
    audit = locked(audit)
    check(Step.MODERATE, audit, by)
    if not audit.is_for_moderation:
        raise ValidationError("This audit is not to be moderated.")
    if has_seen(audit, by):
        raise PermissionDenied("You have seen the judgements of this audit: another moderator must judge it blind.")
    refuse_missing(audit, answers)
    first = submitted(audit)
    second = give(audit, Given.MODERATOR, first.number, answers, by)
    if not list(differences(first, second)):
        return _finish(audit, answers_given(first), by)
    audit.state = State.MODERATED
    audit.save()
    return audit


@transaction.atomic
def settle(*, by: User, audit: Audit, answers: Answers) -> Audit:
    """Settle what auditor and moderator judged differently, with a reason for each; the audit is then final.

    `answers` need hold the differences only: what both agreed on stays as the auditor gave it. Raises PermissionDenied
    for whoever did not moderate it, WrongState where nothing is to be settled, ValidationError (by field) where a
    judgement or reason is missing.
    """
    audit = locked(audit)
    check(Step.SETTLE, audit, by)
    first, second = submitted(audit), moderated(audit)
    if second.by_id != by.pk:
        raise PermissionDenied("Only the moderator who judged this audit may settle it.")
    open_ones = set(differences(first, second))
    problems = dict(_unsettled(open_ones, answers))
    if problems:
        raise ValidationError(problems)
    agreed = answers_given(first)
    settled = {
        section: answers.of(section) if section in open_ones else answer
        for section, answer in agreed.by_section.items()
    }
    return _finish(audit, Answers(settled, agreed.strengths), by)


def submitted(audit: Audit) -> Grading:
    """The judgements that the auditor gave last."""
    return audit.gradings.filter(given=Given.AUDITOR).latest("number")


def moderated(audit: Audit) -> Grading:
    """The moderator's judgements of what was submitted last."""
    return audit.gradings.get(given=Given.MODERATOR, number=submitted(audit).number)


def has_seen(audit: Audit, user: User) -> bool:
    """Whether the user moderated an earlier submission of the audit, and so was shown its judgements."""
    return audit.gradings.filter(given=Given.MODERATOR, by=user).exists()


def differences(first: Grading, second: Grading) -> Iterator[int]:
    """The sections (WHOLE for the case as a whole) that two sets judge differently."""
    one, other = answers_given(first), answers_given(second)
    return (section for section, answer in one.by_section.items() if answer.judgement != other.of(section).judgement)


def _unsettled(sections: set[int], answers: Answers) -> Iterator[tuple[str, str]]:
    for section in sections:
        answer: Answer = answers.of(section)
        if answer.judgement not in Judgement.values:
            yield judgement_field(section), "Select the judgement that stands"
        if not answer.reason.strip():
            yield reason_field(section), "Enter why this judgement stands"


def _finish(audit: Audit, answers: Answers, by: User) -> Audit:
    """The one final set of judgements, and the record by which the figures count it on the day."""
    final = give(audit, Given.FINAL, submitted(audit).number, answers, by)
    day = audit_day()
    with pghistory.context(user=by.pk):
        counted = PastAudit(audited_on=day, category=audit.case.stratum.get_category_display(), judgement=final.overall)
        counted.save()
    audit.state, audit.final_at, audit.final_by, audit.final_on = State.FINAL, timezone.now(), by, day
    audit.counted_as = counted
    audit.save()
    return audit
