"""Restricted children: those whom nobody sees but who is named, whatever their roles and teams."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.constraints import by_and_at
from tracking.models.people import Child


class RestrictedBecause(models.TextChoices):
    """Why a child's record is closed to all but a few."""

    STAFF_FAMILY = "staff_family", "A member of staff’s family"
    ADOPTION = "adoption", "Adoption"
    OTHER = "other", "Another reason"


def _by(*, optional: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=optional, blank=optional, related_name="+"
    )


class Restriction(models.Model):
    """A child is restricted from `set_at` until `lifted_at`; those named see the child all the same.

    A lifted restriction stays, so the rows of a child are the history of who could see it.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="restrictions")
    reason = models.CharField(max_length=20, choices=RestrictedBecause)
    text = models.CharField("in your own words", max_length=300, blank=True, default="")
    set_by = _by()
    set_at = models.DateTimeField(auto_now_add=True)
    lifted_by = _by(optional=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(lifted_at=None),
                name="one_open_restriction",
                violation_error_message="This child is restricted already.",
            ),
            by_and_at("lifted"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_because=""), name="restriction_lifted_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(reason=RestrictedBecause.OTHER) | ~Q(text=""),
                name="another_restriction_is_said_in_words",
                violation_error_message="Say the reason in your own words.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.text}".strip()


class NamedUser(models.Model):
    """A user who sees a restricted child, from `named_at` until `dropped_at`."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="named_for")
    named_by = _by()
    named_at = models.DateTimeField(auto_now_add=True)
    dropped_by = _by(optional=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "user"],
                condition=Q(dropped_at=None),
                name="named_once_for_a_restriction",
                violation_error_message="This user is named already.",
            ),
            by_and_at("dropped"),
        ]

    def __str__(self) -> str:
        return f"{self.user} sees {self.restriction.child}"
