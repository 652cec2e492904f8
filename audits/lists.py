"""The query sets that tiles count and lists show: one object for both."""

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from audits.models import WITH_THE_AUDITOR, Audit, Given, Grading, State
from audits.sight import audits_seen_by
from workdays import working_day_after

SOON = 5  # working days
# What is to be written comes first, what is final last.
BY_STATE = Case(
    When(state__in=WITH_THE_AUDITOR, then=Value(0)), When(state=State.FINAL, then=Value(2)), default=Value(1)
)


def audits_of(user: User) -> "QuerySet[Audit]":
    """The audits that are the user's own, those withdrawn left out."""
    own = audits_seen_by(user).filter(auditor=user).exclude(state=State.WITHDRAWN)
    return own.order_by(BY_STATE, "due_on", "pk")


def to_submit(audits: "QuerySet[Audit]", day: date) -> "QuerySet[Audit]":
    """What is still to be submitted, whenever it is due."""
    return audits.filter(state__in=WITH_THE_AUDITOR)


def overdue(audits: "QuerySet[Audit]", day: date) -> "QuerySet[Audit]":
    """What should have been submitted before `day`: due today is not overdue."""
    return to_submit(audits, day).filter(due_on__lt=day)


def due_soon(audits: "QuerySet[Audit]", day: date) -> "QuerySet[Audit]":
    """What is to be submitted on `day` or within the next five working days."""
    return to_submit(audits, day).filter(due_on__gte=day, due_on__lte=working_day_after(day, SOON))


def to_moderate(user: User) -> "QuerySet[Audit]":
    """What the user may moderate blind or settle now: others' audits, whose judgements they have not seen before, and
    those that they judged otherwise."""
    seen = Grading.objects.filter(audit=OuterRef("pk"), given=Given.MODERATOR, by=user)
    blind = Q(state=State.SUBMITTED) & ~Q(moderated_because="") & ~Exists(seen)
    return _of_others(user).filter(blind | (Q(state=State.MODERATED) & Exists(seen)))


def to_accept(user: User) -> "QuerySet[Audit]":
    """What waits to be accepted without moderation by somebody who did not audit it."""
    return _of_others(user).filter(state=State.SUBMITTED, moderated_because="")


def _of_others(user: User) -> "QuerySet[Audit]":
    """The audits that the user neither has nor submitted."""
    own = Grading.objects.filter(audit=OuterRef("pk"), auditor=user)
    return audits_seen_by(user).exclude(auditor=user).exclude(Exists(own))
