"""The front door: someone contacts the authority about a child, and some contacts become referrals."""

from django.db import models

from tracking.models.base import (
    Record,
    child_field,
    dated,
    day,
    in_order,
    one_open,
    optional,
    recorded_in_order,
    team_field,
    text,
    with_history,
    yes_no,
)


class ContactOutcome(models.TextChoices):
    """What came of a contact, in the report's words. Blank: none is recorded."""

    ADVICE_INFORMATION = "advice_information", "Advice/Information"
    REFER_TO_EARLY_HELP = "refer_to_early_help", "Refer to Early Help"
    REFER_TO_SOCIAL_CARE = "refer_to_social_care", "Refer to Social Care"
    LINK_TO_EXISTING_EARLY_HELP = "link_to_existing_early_help", "Link to existing Early Help"
    REFER_TO_SCHOOL_ATTENDANCE_SUPPORT = "refer_to_school_attendance_support", "Refer to school attendance support"
    OTHER = "other", "Other"


@with_history
class Contact(Record):
    """One child in one contact (ssd_contacts). Rows of one contact share `group`; without one a row is its own."""

    child = child_field(related_name="contacts")
    group = text(db_collation="C")
    received_on = day()
    decided_on = day()
    outcome = text(40, choices=ContactOutcome.choices)
    outcome_details = models.JSONField(null=True, blank=True)
    source_code = text(20)
    source_description = text(500)

    class Meta:
        constraints = [dated("received_on"), recorded_in_order("received_on", "decided_on")]
        indexes = [models.Index(fields=["received_on"])]

    def __str__(self) -> str:
        return f"Contact of {self.received_on}"


@with_history
class Referral(Record):
    """A referral of one child and the work that follows until it closes (ssd_cin_episodes)."""

    child = child_field(related_name="referrals")
    received_on = day()
    decided_on = day()
    closed_on = day()
    close_reason = text(20)
    primary_need = text(20)
    referral_source_code = text(20)
    referral_source_description = text(500)
    outcome_details = models.JSONField(null=True, blank=True)
    no_further_action = yes_no()
    team = team_field()
    worker = optional("tracking.Worker")

    class Meta:
        constraints = [
            dated("received_on"),
            in_order("received_on", "closed_on"),
            recorded_in_order("received_on", "decided_on"),
            one_open("one_open_referral", "closed_on"),
        ]
        indexes = [models.Index(fields=["received_on"])]

    def __str__(self) -> str:
        return f"Referral of {self.received_on}"
