"""The query sets that tiles count and lists show: one object for both."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import Right
from audits.models import UNDER_WAY, WITH_THE_AUDITOR, Audit, AuditAction, Given, Grading, State
from workdays import working_day_after

SOON = 5  # working days


def audits_of(user: User) -> "QuerySet[Audit]":
    """The audits that are the user's own, those withdrawn left out."""
    return with_case(Audit.objects.filter(auditor=user).exclude(state=State.WITHDRAWN))


def with_case(audits: "QuerySet[Audit]") -> "QuerySet[Audit]":
    """With the child, the category, the programme and the auditor of each."""
    return audits.select_related("case__child", "case__stratum__programme", "auditor")


def overdue(audits: "QuerySet[Audit]", day: date) -> "QuerySet[Audit]":
    """What should have been submitted before `day`: due today is not overdue."""
    return audits.filter(state__in=WITH_THE_AUDITOR, due_on__lt=day)


def due_soon(audits: "QuerySet[Audit]", day: date) -> "QuerySet[Audit]":
    """What is to be submitted on `day` or within the next five working days."""
    return audits.filter(state__in=WITH_THE_AUDITOR, due_on__gte=day, due_on__lte=working_day_after(day, SOON))


def to_moderate(user: User) -> "QuerySet[Audit]":
    """What the user may moderate blind or settle now: others' audits, whose judgements they have not seen before, and
    those that they judged otherwise."""
    own = Grading.objects.filter(audit=OuterRef("pk"), auditor=user)
    seen = Grading.objects.filter(audit=OuterRef("pk"), given=Given.MODERATOR, by=user)
    blind = Q(state=State.SUBMITTED) & ~Q(moderated_because="") & ~Exists(seen)
    to_settle = Q(state=State.MODERATED) & Exists(seen)
    return with_case(Audit.objects.filter(blind | to_settle).exclude(auditor=user).exclude(Exists(own)))


def to_accept(user: User) -> "QuerySet[Audit]":
    """What waits to be accepted without moderation by somebody who did not audit it."""
    own = Grading.objects.filter(audit=OuterRef("pk"), auditor=user)
    waiting = Audit.objects.filter(state=State.SUBMITTED, moderated_because="").exclude(auditor=user)
    return with_case(waiting.exclude(Exists(own)))


def under_way() -> "QuerySet[Audit]":
    """Every audit that is neither final nor withdrawn."""
    return with_case(Audit.objects.filter(state__in=UNDER_WAY))


def actions_seen_by(user: User) -> "QuerySet[AuditAction]":
    """Whoever runs audits sees every action; others those that are theirs, and those of their own audits."""
    actions = AuditAction.objects.select_related("audit__case__child", "audit__case__stratum__programme", "owner")
    if user.may(Right.RUN_AUDITS):
        return actions
    own = Q(owner=user)
    return actions.filter(own | Q(audit__auditor=user) if user.may(Right.AUDIT) else own)
