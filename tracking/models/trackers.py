"""What users keep of trackers: filters by a name, and which morning mails went out."""

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A tracker's filters under a name of one user's; `query` is that of the page's address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    tracker = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "tracker", "name"],
                name="one_saved_filter_per_name",
                violation_error_message="You have a saved filter of that name here already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Digest(models.Model):
    """A morning mail to one user: made before it is sent, so that it is sent once however often it is asked for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    as_at = models.DateField()
    overdue = models.IntegerField()
    due_this_week = models.IntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"Mail of {self.day} to {self.user}"
