"""Releases of the report: versions that are drafted, reviewed, approved and published, and then never change.

The database refuses to change or remove what is published, whoever asks; a correction is a version of its own.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kpis.aggregate import AUTHORITY
from kpis.periods import in_words
from tracking.models import Child
from workdays import Month, Quarter


class VersionState(models.TextChoices):
    """How far a version is."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class Release(models.Model):
    """The report of a month (`2017-12`) or a quarter (`2017/18 Q3`): a chain of versions."""

    period = models.CharField(max_length=20, unique=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        words = in_words(self.period)
        return words[0].upper() + words[1:]

    @property
    def month(self) -> Month:
        """The month that the report speaks of: of a quarter its last."""
        return Quarter.parse(self.period).months[-1] if " " in self.period else Month.parse(self.period)


def _by() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


class Version(models.Model):
    """One version of a release.

    What it says is frozen when it is sent for review: `content` (kpis.releases.content) is all that a page or document
    shows, and has no small number that must not be published; `pattern` says which cells are hidden
    (kpis.safety); `content_hash` covers these, the figures and the records. `note` tells readers what a
    correction corrects.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    note = models.CharField("what this version corrects", max_length=500, blank=True, default="")
    as_at = models.DateField(null=True)
    content = models.JSONField(null=True)
    pattern = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    drafted_by = _by()
    drafted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = _by()
    submitted_at = models.DateTimeField(null=True)
    approved_by = _by()
    approved_at = models.DateTimeField(null=True)
    published_by = _by()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["release"], condition=~Q(state=VersionState.PUBLISHED), name="one_version_under_way"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(note=""), name="version_says_what_it_corrects"),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | ~Q(approved_by=F("submitted_by")) & (Q(drafted_by=None) | ~Q(approved_by=F("drafted_by"))),
                name="version_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT)
                | Q(submitted_at__isnull=False, content__isnull=False, as_at__isnull=False) & ~Q(content_hash=""),
                name="version_frozen_for_review",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[VersionState.DRAFT, VersionState.IN_REVIEW])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="version_approved_before_publication",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.PUBLISHED, published_by__isnull=False, published_at__isnull=False)
                | ~Q(state=VersionState.PUBLISHED) & Q(published_by=None, published_at=None),
                name="version_published_by_and_at",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=VersionState.PUBLISHED.value),
            )
        ]

    def __str__(self) -> str:
        return f"{self.release}, version {self.number}"

    @property
    def is_published(self) -> bool:
        """Whether it is published, and so never changes again."""
        return self.state == VersionState.PUBLISHED


class Step(models.Model):
    """What somebody did to a version, when, and what they said. Rows are added, never changed or removed."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=20)
    words = models.CharField(max_length=500, blank=True, default="")
    by = _by()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.action} by {self.by}"


def _refusing(operation: pgtrigger.Operation, name: str, rows: pgtrigger.Referencing) -> pgtrigger.Trigger:
    """Rows of a published version are not touched. Asked once a statement: a version has some 100,000 rows."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func="""
            IF EXISTS (
                SELECT 1 FROM kpis_version
                WHERE state = 'published' AND id IN (SELECT version_id FROM touched)
            ) THEN
                RAISE EXCEPTION 'A published version is frozen: % on % refused', TG_OP, TG_TABLE_NAME;
            END IF;
            RETURN NULL;
        """,
    )


FROZEN = [
    pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
    _refusing(pgtrigger.Insert, "published_adds_none", pgtrigger.Referencing(new="touched")),
    _refusing(pgtrigger.Delete, "published_loses_none", pgtrigger.Referencing(old="touched")),
]


class DocumentForm(models.TextChoices):
    """What a version is printed as: the ending of the file's name, and what people call it."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    EXCEL = "xlsx", "Excel"
    CSV = "csv", "CSV"


class Document(models.Model):
    """A published version as a file. Built once by a task; once there, the database keeps it as it is.

    `error` says why it could not be built; then it can be tried again.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="documents")
    form = models.CharField(max_length=10, choices=DocumentForm)
    file = models.BinaryField(null=True)
    size = models.PositiveIntegerField("bytes", null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    error = models.TextField(blank=True, default="")
    built_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "form"], name="one_document_of_a_form"),
            models.CheckConstraint(
                condition=Q(file=None, size=None, built_at=None, sha256="")
                | Q(file__isnull=False, size__isnull=False, built_at__isnull=False, error="") & ~Q(sha256=""),
                name="document_built_or_not",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="built_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__built_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} of {self.version_id}"


class PublishedFigure(models.Model):
    """A figure of the authority as it was when its version was frozen, true numbers and all; not for documents."""

    scope = AUTHORITY

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    is_recorded = models.BooleanField()
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    children = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "measure", "period"], name="one_published_figure"),
        ]
        triggers = FROZEN

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"


class PublishedRecord(models.Model):
    """A record behind the figures of a version as it was when that was frozen: which, its dates, and whether it met.

    `period` is the month (quarter) that it is placed in; of a state, whose end it is the state at.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="records")
    measure = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    placed_on = models.DateField()
    child = models.ForeignKey(Child, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    reference = models.TextField()
    episode = models.TextField()
    number = models.IntegerField(null=True)
    observed_on = models.DateField()
    started_on = models.DateField(null=True)
    due_by = models.DateField(null=True)
    done_on = models.DateField(null=True)
    counted = models.BooleanField()
    met = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["version", "measure", "placed_on"])]
        triggers = FROZEN

    def __str__(self) -> str:
        return f"{self.episode} of {self.observed_on}"
