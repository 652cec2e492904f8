"""Giving the sampled cases to auditors."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from audits.allocation import allocate
from audits.clock import audit_day
from audits.conflicts import auditor_of, cases_of, may_audit
from audits.models import Audit, Category, ModeratedBecause, Programme, SampledCase, State, ToolVersion
from audits.states import Step, check
from tracking.actions.duties import tracked_day
from workdays import working_day_after


@transaction.atomic
def allocate_cases(*, by: User, programme: Programme) -> tuple[list[Audit], list[SampledCase]]:
    """Give every case that has no auditor to one, evenly, and never one's own or one's team's.

    Returns the audits made and the cases that nobody may audit. Raises PermissionDenied where `by` may not run audits,
    ValidationError where a category has no published tool.
    """
    if not by.may(Right.RUN_AUDITS):
        raise PermissionDenied("Only whoever runs the audit programme may do this.")
    Programme.objects.select_for_update().get(pk=programme.pk)
    waiting = _without_an_auditor(programme)
    tools = _tools({case.stratum.category for case in waiting})
    auditors = {user.pk: user for user in programme.auditors.filter(is_active=True) if user.may(Right.AUDIT)}
    given = allocate(
        cases_of(waiting, tracked_day()), [auditor_of(user) for user in auditors.values()], loads(), programme.seed
    )
    due_on = _due(programme)
    audits = Audit.objects.bulk_create(
        _audit(case, auditors[auditor], tools[case.stratum.category], by, due_on)
        for case in waiting
        if (auditor := given[case.pk]) is not None
    )
    return audits, [case for case in waiting if given[case.pk] is None]


@transaction.atomic
def reallocate(*, by: User, audit: Audit, auditor: User) -> Audit:
    """Give an audit that is not submitted to another auditor; what the one before wrote goes from the draft.

    Raises PermissionDenied where `by` may not run audits, ValidationError for somebody who may not audit this case.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    check(Step.REALLOCATE, audit, by)
    if not auditor.may(Right.AUDIT) or not audit.programme.auditors.filter(pk=auditor.pk).exists():
        raise ValidationError({"auditor": f"{auditor} is no auditor of this programme."})
    if not may_audit(auditor, audit.case, tracked_day()):
        raise ValidationError({"auditor": f"{auditor} may not audit this case: it is theirs or their team’s."})
    audit.drafts.all().delete()
    audit.overall = audit.overall_reason = audit.strengths = ""
    audit.saved_at = None
    audit.auditor, audit.state = auditor, State.ALLOCATED
    audit.allocated_at, audit.allocated_by, audit.due_on = timezone.now(), by, _due(audit.programme)
    audit.save()
    return audit


def loads() -> dict[int, int]:
    """How many audits each auditor still has to submit, by the auditor's primary key."""
    rows = Audit.objects.filter(state__in=(State.ALLOCATED, State.DRAFT)).order_by().values("auditor")
    return dict(rows.annotate(n=Count("pk")).values_list("auditor", "n"))


def _without_an_auditor(programme: Programme) -> list[SampledCase]:
    cases = SampledCase.objects.filter(stratum__programme=programme, left_out_at=None, audit=None)
    return list(cases.select_related("stratum__programme", "child").order_by("pk"))


def _tools(categories: Iterable[str]) -> dict[str, ToolVersion]:
    """The newest published tool of each category. Raises ValidationError where one has none."""
    published = ToolVersion.objects.filter(published_at__isnull=False).order_by("category", "number")
    newest = {tool.category: tool for tool in published}
    if missing := [str(Category(category).label) for category in sorted(set(categories) - newest.keys())]:
        raise ValidationError(f"No audit tool is published for: {', '.join(missing)}. An administrator does that.")
    return newest


def _audit(case: SampledCase, auditor: User, tool: ToolVersion, by: User, due_on: date) -> Audit:
    return Audit(
        case=case,
        tool=tool,
        auditor=auditor,
        allocated_at=timezone.now(),
        allocated_by=by,
        due_on=due_on,
        moderated_because=ModeratedBecause.SHARE if case.in_moderation_share else "",
    )


def _due(programme: Programme) -> date:
    return working_day_after(audit_day(), programme.working_days)
