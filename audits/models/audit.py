"""An audit, the draft of its judgements, and every set of judgements that was given: those are kept for ever."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.constraints import by_and_at
from audits.models.base import Judgement, append_only, moment, nobody_yet, now, somebody
from audits.models.programme import Programme, SampledCase
from audits.models.tool import ToolSection, ToolVersion
from tracking.models import PastAudit


class State(models.TextChoices):
    """How far an audit is (docs/audit-states.md)."""

    ALLOCATED = "allocated", "Not started"
    DRAFT = "draft", "In draft"
    SUBMITTED = "submitted", "Submitted"
    MODERATED = "moderated", "To be settled"
    FINAL = "final", "Final"
    WITHDRAWN = "withdrawn", "Withdrawn"


UNDER_WAY = (State.ALLOCATED, State.DRAFT, State.SUBMITTED, State.MODERATED)
WITH_THE_AUDITOR = (State.ALLOCATED, State.DRAFT)


class ModeratedBecause(models.TextChoices):
    """Why an audit is moderated. Nobody who may moderate it sees the reason: it could give the judgement away."""

    SHARE = "share", "In the share that is moderated"
    INADEQUATE = "inadequate", "Judged Inadequate"
    NAMED = "named", "Named for moderation"


@pghistory.track()
class Audit(models.Model):
    """The audit of one sampled case by one auditor. `overall`, `overall_reason` and `strengths` are the draft's.

    `due_on` is the last day to submit it. `final_on` is the day on which it counts in the figures, through
    `counted_as`, the record that they read.
    """

    case = models.OneToOneField(SampledCase, on_delete=models.PROTECT, related_name="audit")
    tool = models.ForeignKey(ToolVersion, on_delete=models.PROTECT, related_name="audits")
    auditor = somebody()
    allocated_at = models.DateTimeField()
    allocated_by = somebody()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.ALLOCATED)
    moderated_because = models.CharField(max_length=20, choices=ModeratedBecause, blank=True, default="")
    overall = models.CharField(max_length=30, choices=Judgement, blank=True, default="")
    overall_reason = models.TextField(blank=True, default="")
    strengths = models.TextField(blank=True, default="")
    saved_at = moment()
    final_at = moment()
    final_by = nobody_yet()
    final_on = models.DateField(null=True)
    counted_as = models.OneToOneField(PastAudit, on_delete=models.PROTECT, null=True, related_name="audit")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            by_and_at("final"),
            models.CheckConstraint(
                condition=Q(state=State.FINAL, final_at__isnull=False, final_on__isnull=False, counted_as__isnull=False)
                | (~Q(state=State.FINAL) & Q(final_at=None, final_on=None, counted_as=None)),
                name="final_is_dated_and_counted",
            ),
        ]
        indexes = [models.Index(fields=["auditor", "state"])]
        triggers = [
            pgtrigger.Protect(
                name="final_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=State.FINAL),
            )
        ]

    def __str__(self) -> str:
        return f"Audit of {self.case.child}"

    @property
    def programme(self) -> Programme:
        """The programme whose sample it is of."""
        return self.case.stratum.programme

    @property
    def is_for_moderation(self) -> bool:
        """Whether it becomes final through moderation only."""
        return bool(self.moderated_because)


class DraftJudgement(models.Model):
    """What the auditor has written of a section so far."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="drafts")
    section = models.ForeignKey(ToolSection, on_delete=models.PROTECT, related_name="+")
    judgement = models.CharField(max_length=30, choices=Judgement, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["audit", "section__number"]
        constraints = [models.UniqueConstraint(fields=["audit", "section"], name="one_draft_per_section")]

    def __str__(self) -> str:
        return f"{self.section}: {self.get_judgement_display() or 'not judged'}"


class Given(models.TextChoices):
    """Whose judgements a set of them is."""

    AUDITOR = "auditor", "Auditor"
    MODERATOR = "moderator", "Moderator"
    FINAL = "final", "Final"


class Grading(models.Model):
    """A whole set of judgements, as it was given: by the auditor on submitting, by the moderator, and the final one.

    A submission that was changed, and the moderation of it, stay beside the later ones: `number` counts an audit's
    submissions, and a moderator's and the final set have that of the submission they belong to. `auditor` is the
    auditor's, whoever gave the set: nobody else's word stands between an auditor and the moderation of their audit.
    """

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="gradings")
    given = models.CharField(max_length=20, choices=Given)
    number = models.PositiveSmallIntegerField()
    auditor = somebody()
    by = somebody()
    at = now()
    overall = models.CharField(max_length=30, choices=Judgement)
    overall_reason = models.TextField()
    strengths = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["audit", "id"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "given", "number"], name="one_set_of_each_per_submission"),
            models.UniqueConstraint(
                fields=["audit"], condition=Q(given=Given.FINAL), name="one_final_judgement_per_audit"
            ),
            models.CheckConstraint(
                condition=Q(given=Given.AUDITOR, by=F("auditor")) | (~Q(given=Given.AUDITOR) & ~Q(by=F("auditor"))),
                name="nobody_moderates_their_own_audit",
            ),
            models.CheckConstraint(condition=~Q(overall_reason=""), name="a_judgement_has_a_reason"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_given_display()}: {self.get_overall_display()}"


class Grade(models.Model):
    """The judgement of one section in a set."""

    grading = models.ForeignKey(Grading, on_delete=models.PROTECT, related_name="grades")
    section = models.ForeignKey(ToolSection, on_delete=models.PROTECT, related_name="+")
    judgement = models.CharField(max_length=30, choices=Judgement)
    reason = models.TextField()

    class Meta:
        ordering = ["grading", "section__number"]
        constraints = [
            models.UniqueConstraint(fields=["grading", "section"], name="one_grade_per_section"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_grade_has_a_reason"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.section}: {self.get_judgement_display()}"
