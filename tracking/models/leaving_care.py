"""Young people who left care."""

from tracking.models.base import Record, child_field, dated, day, optional, team_field, text, with_history


@with_history
class CareLeaverContact(Record):
    """A dated contact with a care leaver and how they were then (ssd_care_leavers)."""

    child = child_field(related_name="care_leaver_contacts")
    contacted_on = day()
    eligibility = text(50)
    in_touch = text(20)
    accommodation = text(20)
    accommodation_suitable = text(20)
    activity = text(20)
    pathway_plan_reviewed_on = day()
    personal_adviser = text()
    team = team_field()
    worker = optional("tracking.Worker")

    class Meta:
        constraints = [dated("contacted_on")]

    def __str__(self) -> str:
        return f"Care leaver contact of {self.contacted_on}"
