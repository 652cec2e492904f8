"""The working days of England as a table, so that SQL can count them. Filled from `workdays` after each migration."""

from django.db import models


class CalendarDay(models.Model):
    """A day, and how many working days there are from the first known day up to and including it."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    ordinal = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ordinal"], condition=models.Q(is_working=True), name="one_working_day_per_ordinal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"
