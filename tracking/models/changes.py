"""Which records changed, and how far back: what keeps figures true without working all of them out afresh."""

from django.db import models


class Change(models.Model):
    """One statement that changed records of a table, noted by the database in the same transaction.

    `since` is the earliest date that those rows have, before or after the change; empty where none has a date. `child`
    is whose they are, where they are one child's. `transaction` is the number of the transaction: whoever follows
    changes asks for those of transactions that had not ended when they last looked.
    """

    table = models.CharField(max_length=63)
    since = models.DateField(null=True)
    child_id = models.BigIntegerField(null=True)
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["transaction"])]

    def __str__(self) -> str:
        return f"{self.table} since {self.since}"
