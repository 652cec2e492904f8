"""Changing a sample that stands: a case that cannot be audited is replaced, a final audit is done again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from audits.actions.programmes import children_named
from audits.models import Audit, HowChosen, Programme, SampledCase, State, Stratum
from audits.sampling import next_in_order
from audits.states import Step, check


@transaction.atomic
def replace_case(*, by: User, case: SampledCase, because: str) -> SampledCase | None:
    """Leave a case out of the sample and draw the next child of its category; None where the frame has no other.

    Raises PermissionDenied where `by` may not run audits, ValidationError without a reason, for a case that was left
    out already, and (WrongState) for one whose audit is submitted.
    """
    if not by.may(Right.RUN_AUDITS):
        raise PermissionDenied("Only whoever runs the audit programme may do this.")
    stratum = Stratum.objects.select_for_update().get(pk=case.stratum_id)
    case = SampledCase.objects.select_for_update().get(pk=case.pk)
    if not because.strip():
        raise ValidationError({"because": "Say why the case is left out."})
    if audit := Audit.objects.select_for_update().filter(case=case).first():
        check(Step.REPLACE, audit, by)
        audit.state = State.WITHDRAWN
        audit.save()
    if case.left_out_at:
        raise ValidationError("This case was left out already.")
    case.left_out_at, case.left_out_by, case.left_out_because = timezone.now(), by, because.strip()
    case.save()
    return _draw_next(stratum, case)


@transaction.atomic
def audit_again(*, by: User, audit: Audit, programme: Programme) -> SampledCase:
    """Put the case of a final audit into the sample of a (later) programme once more, to see what has become of it.

    Raises PermissionDenied where `by` may not run audits, ValidationError where the audit is not final, the programme
    has no sample or does not audit the category, and where the child is in its sample already.
    """
    if not by.may(Right.RUN_AUDITS):
        raise PermissionDenied("Only whoever runs the audit programme may do this.")
    if audit.state != State.FINAL:
        raise ValidationError("Only a final audit can be done again.")
    category = audit.case.stratum.category
    stratum = Stratum.objects.select_for_update().filter(programme=programme, category=category).first()
    if stratum is None or not programme.is_drawn:
        raise ValidationError(f"{programme} have no sample of this category.")
    if SampledCase.objects.filter(stratum__programme=programme, child=audit.case.child, left_out_at=None).exists():
        raise ValidationError(f"{audit.case.child} is in the sample of {programme.quarter} already.")
    return SampledCase.objects.create(
        stratum=stratum,
        child=audit.case.child,
        place=_next_place(stratum),
        how=HowChosen.RE_AUDIT,
        re_audit_of=audit,
    )


def _draw_next(stratum: Stratum, case: SampledCase) -> SampledCase | None:
    """The next child in the order of the draw, who takes the case's share of moderation too."""
    in_sample = SampledCase.objects.filter(stratum__programme=stratum.programme).select_related("child")
    taken = {each.child.reference for each in in_sample} | set(stratum.exclusions.values_list("reference", flat=True))
    found = next_in_order(stratum.programme.seed, stratum.category, stratum.frame, taken)
    child = children_named([found]).get(found) if found else None
    if child is None:
        return None
    return SampledCase.objects.create(
        stratum=stratum,
        child=child,
        place=_next_place(stratum),
        how=HowChosen.REPLACEMENT,
        replaces=case,
        in_moderation_share=case.in_moderation_share,
    )


def _next_place(stratum: Stratum) -> int:
    return (stratum.cases.aggregate(last=Max("place"))["last"] or 0) + 1
