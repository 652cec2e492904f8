"""What the models of audits share."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone


class Judgement(models.TextChoices):
    """How good the practice was, the best first."""

    OUTSTANDING = "outstanding", "Outstanding"
    GOOD = "good", "Good"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Requires Improvement"
    INADEQUATE = "inadequate", "Inadequate"


class Category(models.TextChoices):
    """The kinds of work that are audited, each with frame and tool of its own."""

    ASSESSMENT = "assessment", "Assessments"
    CHILD_PROTECTION = "child_protection", "Child protection"
    LOOKED_AFTER = "looked_after", "Looked after"
    CHILD_IN_NEED = "child_in_need", "Children in need"
    DISABILITY = "disability", "Children with disabilities"


def somebody(**options: Any) -> models.ForeignKey:
    """Who did something. Users are never deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def nobody_yet() -> models.ForeignKey:
    """Who did something that need not have been done yet."""
    return somebody(null=True, blank=True)


def now() -> models.DateTimeField:
    """When something was done that is done with the row."""
    return models.DateTimeField(default=timezone.now)


def moment() -> models.DateTimeField:
    """When something was done that need not have been done yet."""
    return models.DateTimeField(null=True, blank=True)


def append_only() -> pgtrigger.Protect:
    """Rows are added, never changed or removed."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
