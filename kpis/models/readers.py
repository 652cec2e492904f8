"""Who outside may read a published version: links that end, and every opening of one."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from kpis.models.releases import Version


class ReaderLink(models.Model):
    """A link by which one recipient reads the documents of one published version, until it expires or is revoked."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="links")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    expires_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_by=None, revoked_at=None) | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="reader_link_revoked_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class Opening(models.Model):
    """That a link was opened: the page, or one of the documents. Rows are added, never changed or removed."""

    link = models.ForeignKey(ReaderLink, on_delete=models.PROTECT, related_name="openings")
    what = models.CharField(max_length=40)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.what} by {self.link}"
