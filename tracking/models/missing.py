"""Children who went missing."""

from django.db import models

from tracking.models.base import Record, child_field, dated, day, in_order, recorded_in_order, text, with_history


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
        constraints = [
            dated("started_on"),
            in_order("started_on", "ended_on"),
            recorded_in_order("ended_on", "interviewed_on"),
        ]

    def __str__(self) -> str:
        return f"Missing from {self.started_on}"


@with_history
class ReturnInterview(Record):
    """A return home interview recorded here, held or declined, for a missing episode that may come from an import."""

    child = child_field(related_name="return_interviews")
    missing_episode = models.ForeignKey(MissingEpisode, on_delete=models.PROTECT, related_name="interviews")
    held_on = day()
    held_at = time_of_day()
    is_declined = models.BooleanField("the child declined it", default=False)

    class Meta:
        constraints = [dated("held_on")]

    def __str__(self) -> str:
        return f"Interview of {self.held_on}"
