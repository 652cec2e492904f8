"""Imports: what each extract brought, what it set aside, what it questions."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class ImportState(models.TextChoices):
    """How far an import is. Only a finished one changed anything; one that was tried out was taken back at once."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    REFUSED = "refused", "Refused"
    TRIED = "tried", "Tried out"
    UNDONE = "undone", "Undone"


class Import(models.Model):
    """One extract loaded (or refused). `as_at` is the date on which the data were extracted."""

    as_at = models.DateField("extracted on")
    source = models.CharField("file", max_length=500)
    upload = models.CharField(max_length=500, blank=True, default="")
    is_strict = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    progress = models.CharField(max_length=200, blank=True, default="")
    percent = models.SmallIntegerField(default=0)
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Import {self.pk}: {self.source}"


class ImportedTable(models.Model):
    """What one import did to one table. `columns` are those that the file had, which decides what is recorded."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="tables")
    table = models.CharField(max_length=60)
    columns = ArrayField(models.CharField(max_length=100))
    read = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)
    refused = models.IntegerField("set aside", default=0)
    questioned = models.IntegerField(default=0)
    before = models.JSONField("changed rows as they were, of a table without a history", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "table"], name="one_row_per_imported_table")]

    def __str__(self) -> str:
        return f"{self.table} of import {self.batch_id}"


class Grade(models.TextChoices):
    """What became of a row with something wrong: kept out, or let in with a question."""

    SET_ASIDE = "set_aside", "Set aside"
    QUESTIONED = "questioned", "Questioned"


class Finding(models.Model):
    """Something wrong with one row of an extract. The row as it came is kept where it was set aside."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings")
    grade = models.CharField(max_length=20, choices=Grade)
    table = models.CharField(max_length=60)
    row_number = models.IntegerField("row")
    key = models.CharField(max_length=200, blank=True, default="")
    column = models.CharField(max_length=100, blank=True, default="")
    value = models.TextField(blank=True, default="")
    reason = models.CharField("what is wrong", max_length=300)
    row = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "table", "grade"])]

    def __str__(self) -> str:
        return f"{self.table} row {self.row_number}: {self.reason}"
