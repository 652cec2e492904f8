"""The audit tool of a category: sections with guidance and questions. A published version stays as it is."""

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.constraints import by_and_at
from audits.models.base import Category, moment, nobody_yet, now, somebody

_OF_A_PUBLISHED_VERSION = """
IF EXISTS (SELECT FROM audits_toolversion v WHERE v.published_at IS NOT NULL AND v.id IN ({versions})) THEN
    RAISE EXCEPTION 'A published version of an audit tool stays as it is.';
END IF;
RETURN COALESCE(NEW, OLD);
"""


def _frozen(versions: str) -> pgtrigger.Trigger:
    """Nothing is added to, changed in or taken from a published version; `versions` says whose row it is and was."""
    return pgtrigger.Trigger(
        name="published_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_OF_A_PUBLISHED_VERSION.format(versions=versions),
    )


class ToolVersion(models.Model):
    """A version of a category's tool. New audits take the newest published one and keep it."""

    category = models.CharField(max_length=30, choices=Category)
    number = models.PositiveSmallIntegerField()
    made_at = now()
    made_by = somebody()
    published_at = moment()
    published_by = nobody_yet()

    class Meta:
        ordering = ["category", "-number"]
        constraints = [
            by_and_at("published"),
            models.UniqueConstraint(fields=["category", "number"], name="one_tool_per_number"),
            models.UniqueConstraint(
                fields=["category"], condition=Q(published_at__isnull=True), name="one_draft_per_category"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, version {self.number}"

    @property
    def is_published(self) -> bool:
        """Whether audits may use it."""
        return self.published_at is not None


class ToolSection(models.Model):
    """A part of the tool that is judged by itself."""

    version = models.ForeignKey(ToolVersion, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    guidance = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_section_per_number"),
            models.UniqueConstraint(
                fields=["version", "title"],
                name="one_section_per_title",
                violation_error_message="There is a section of that title already.",
            ),
        ]
        triggers = [_frozen("OLD.version_id, NEW.version_id")]

    def __str__(self) -> str:
        return self.title


class ToolQuestion(models.Model):
    """A question that an auditor asks of the record before judging a section."""

    section = models.ForeignKey(ToolSection, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["section", "number"]
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="one_question_per_number")]
        triggers = [
            _frozen("SELECT s.version_id FROM audits_toolsection s WHERE s.id IN (OLD.section_id, NEW.section_id)")
        ]

    def __str__(self) -> str:
        return self.text
