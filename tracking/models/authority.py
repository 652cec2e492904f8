"""Facts of the authority as a whole: its population, and finished audits."""

from django.db import models

from tracking.models.base import Record, day, text, with_history


@with_history
class Population(Record):
    """Children under 18 in a reporting year (csc_population); the year, as `2017/18`, is the `source_id`."""

    under_18 = models.IntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.source_id}: {self.under_18}"


@with_history
class PastAudit(Record):
    """A finished audit: of an earlier year (csc_audits), or of a programme here on the day it became final."""

    audited_on = day()
    category = text()
    judgement = text(40)

    def __str__(self) -> str:
        return f"Audit of {self.audited_on}"
