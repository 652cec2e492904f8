"""Early help assessments, and who comes to the children's centres."""

from django.db import models

from tracking.models.base import Record, child_field, dated, day, in_order, optional, text, with_history


class DeliveredBy(models.TextChoices):
    """Who carries out an early help assessment."""

    INTERNAL = "internal", "The council's own teams"
    EXTERNAL = "external", "Another agency"


@with_history
class EarlyHelpEpisode(Record):
    """An early help assessment and the help that follows (ssd_early_help_episodes)."""

    child = child_field(related_name="early_help_episodes")
    started_on = day()
    ended_on = day()
    reason = text(500)
    end_reason = text(500)
    organisation = text(500)
    delivered_by = text(20, choices=DeliveredBy.choices)
    worker = optional("tracking.Worker")

    class Meta:
        constraints = [dated("started_on"), in_order("started_on", "ended_on")]
        indexes = [models.Index(fields=["started_on"])]

    def __str__(self) -> str:
        return f"Early help from {self.started_on}"


@with_history
class CentreAttendance(Record):
    """One attendance at a children's centre (csc_centre_attendances). Attendees need not be known children."""

    centre = text()
    attendee = text(db_collation="C")
    attended_on = day()
    imd_decile = models.SmallIntegerField("decile of deprivation, 1 the most deprived", null=True, blank=True)

    class Meta:
        constraints = [dated("attended_on")]
        indexes = [models.Index(fields=["attended_on"])]

    def __str__(self) -> str:
        return f"{self.centre}, {self.attended_on}"
