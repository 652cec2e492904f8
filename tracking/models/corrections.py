"""What people changed of records that an import brought or that they recorded: corrections, and records withdrawn."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from tracking.models.base import SourceId


class Correction(models.Model):
    """A field of an imported row to which a person gave another value. No import overwrites it while it stands.

    `table` and `field` are those of the database. It is closed by the first import whose extract says the same.
    """

    table = models.CharField(max_length=63)
    source_id = SourceId(null=False)
    field = models.CharField(max_length=63)
    source_value = models.JSONField("what the source had", null=True, encoder=DjangoJSONEncoder)
    value = models.JSONField("what the person gave", null=True, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    closed_in_import = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "source_id", "field"],
                condition=Q(closed_in_import=None),
                name="one_standing_correction_per_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.table} {self.source_id}"


class Withdrawal(models.Model):
    """A record that was taken out, with all its values and those of what went with it, so that it can be brought back.

    `rows` are the rows by table, the record's own table first. An imported row that is withdrawn is not imported again.
    """

    kind = models.CharField(max_length=40)
    table = models.CharField(max_length=63)
    record_id = models.BigIntegerField()
    source_id = SourceId()
    child = models.ForeignKey("tracking.Child", on_delete=models.PROTECT, null=True, related_name="withdrawals")
    words = models.CharField("what it was", max_length=300)
    rows = models.JSONField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="withdrawal_undone_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["table", "record_id"], condition=Q(undone_at=None), name="one_standing_withdrawal_per_record"
            ),
        ]

    def __str__(self) -> str:
        return self.words
