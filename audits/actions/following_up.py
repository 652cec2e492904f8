"""What must be done after an audit: added, and followed to its end."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from audits.clock import audit_day
from audits.models import Audit, AuditAction, State

OWNERS = (Right.RECORD, Right.AUDIT, Right.RUN_AUDITS)


@transaction.atomic
def add_action(*, by: User, audit: Audit, what: str, theme: str, owner: User, due_on: date) -> AuditAction:
    """Note what must be done after an audit, by whom and by when.

    Raises PermissionDenied where `by` neither audits the case nor runs audits, ValidationError for a due day that has
    passed, an owner who can follow nothing up, and an audit that is withdrawn.
    """
    if not (by.may(Right.RUN_AUDITS) or (by.may(Right.AUDIT) and audit.auditor_id == by.pk)):
        raise PermissionDenied("Only the auditor, or whoever runs the audit programme, may add an action.")
    if audit.state == State.WITHDRAWN:
        raise ValidationError("This audit is withdrawn.")
    if due_on < audit_day():
        raise ValidationError({"due_on": "The day must not have passed."})
    if not any(owner.may(right) for right in OWNERS):
        raise ValidationError({"owner": f"{owner} could not open the list of actions."})
    action = AuditAction(audit=audit, what=what.strip(), theme=theme, owner=owner, due_on=due_on, added_by=by)
    action.full_clean()
    action.save()
    return action


@transaction.atomic
def complete_action(*, by: User, action: AuditAction, done_on: date, evidence: str) -> AuditAction:
    """Say that an action was done, when, and what shows it.

    Raises PermissionDenied where it is not `by`'s and `by` does not run audits, ValidationError for one that is done
    already, a day to come or before the action was there, and without evidence.
    """
    action = AuditAction.objects.select_for_update().get(pk=action.pk)
    if not (by.may(Right.RUN_AUDITS) or action.owner_id == by.pk):
        raise PermissionDenied("Only its owner, or whoever runs the audit programme, may complete an action.")
    if action.is_done:
        raise ValidationError("This action was completed already.")
    if done_on > audit_day():
        raise ValidationError({"done_on": "The day must not be in the future."})
    if not evidence.strip():
        raise ValidationError({"evidence": "Say what shows that it was done."})
    action.done_at, action.done_by, action.done_on, action.evidence = timezone.now(), by, done_on, evidence.strip()
    action.full_clean()
    action.save()
    return action
