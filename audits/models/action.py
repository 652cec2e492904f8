"""What must be done after an audit, and the mails that remind auditors."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.constraints import by_and_at
from audits.models.audit import Audit
from audits.models.base import moment, nobody_yet, now, somebody


class Theme(models.TextChoices):
    """What an action is about: what several audits ask for again is learnt from."""

    VOICE = "voice", "Voice of the child"
    ASSESSMENT = "assessment", "Assessment and analysis"
    PLANNING = "planning", "Plans and their review"
    OVERSIGHT = "oversight", "Management oversight and supervision"
    VISITING = "visiting", "Visiting and direct work"
    RECORDING = "recording", "Recording and chronology"
    PARTNERS = "partners", "Working with partners"
    IDENTITY = "identity", "Identity and diversity"
    PERMANENCE = "permanence", "Permanence and stability"
    OTHER = "other", "Another theme"


@pghistory.track()
class AuditAction(models.Model):
    """Something to be done after an audit: by whom, by when, and what shows that it was done."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField("what must be done", max_length=500)
    theme = models.CharField(max_length=20, choices=Theme)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_actions")
    due_on = models.DateField("due by")
    added_at = now()
    added_by = somebody()
    done_at = moment()
    done_by = nobody_yet()
    done_on = models.DateField(null=True, blank=True)
    evidence = models.CharField("what shows that it was done", max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            by_and_at("done"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_on=None, evidence="")
                | (Q(done_at__isnull=False, done_on__isnull=False) & ~Q(evidence="")),
                name="done_is_dated_and_shown",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.done_at is not None


class AuditReminder(models.Model):
    """A mail that reminded an auditor: made before it is sent, so that it is sent once a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="audit_reminders")
    day = models.DateField()
    overdue = models.IntegerField()
    due_soon = models.IntegerField()
    made_at = now()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_audit_reminder_a_day")]

    def __str__(self) -> str:
        return f"Mail of {self.day} to {self.user}"
