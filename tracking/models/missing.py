"""Children who went missing."""

from django.db import models

from tracking.models.base import Record, child_field, dated, day, in_order, text, with_history


def time_of_day() -> models.TimeField:
    """The time within the day, empty where only the date is known (times count in the 72 hours only)."""
    return models.TimeField(null=True, blank=True)


@with_history
class MissingEpisode(Record):
    """A child missing from care, or away from placement without authorisation (ssd_missing)."""

    child = child_field(related_name="missing_episodes")
    started_on = day()
    started_at = time_of_day()
    type = text(20)
    ended_on = day()
    ended_at = time_of_day()
    interview_offered = text(20)
    interview_accepted = text(20)
    interviewed_on = day("return home interview completed")
    interviewed_at = time_of_day()
    action_plan_on = day("action plan completed")
    responsible_authority = text()

    class Meta:
        constraints = [dated("started_on"), in_order("started_on", "ended_on")]

    def __str__(self) -> str:
        return f"Missing from {self.started_on}"
