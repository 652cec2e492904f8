"""Protection: strategy discussion, section 47 enquiry, conference, child protection plan, its visits and reviews."""

from django.db import models
from django.db.models import F, Q

from tracking.models.base import (
    Record,
    child_field,
    dated,
    day,
    in_order,
    no_overlap,
    one_open,
    optional,
    team_field,
    text,
    with_history,
    yes_no,
)

SHORT_PLAN = 90  # calendar days; local guidance: none is ended so soon without substantial evidence


class StrategyOutcome(models.TextChoices):
    """What a strategy discussion decided."""

    SECTION_47 = "section_47", "Section 47 enquiry"
    ASSESSMENT = "assessment", "Assessment"
    NO_FURTHER_ACTION = "no_further_action", "No further action"
    OTHER = "other", "Other"


@with_history
class StrategyDiscussion(Record):
    """A strategy discussion about a child (csc_strategy_discussions)."""

    child = child_field(related_name="strategy_discussions")
    referral = optional("tracking.Referral", related_name="strategy_discussions")
    held_on = day()
    outcome = text(40, choices=StrategyOutcome.choices)
    team = team_field()

    class Meta:
        constraints = [dated("held_on")]
        indexes = [models.Index(fields=["held_on"])]

    def __str__(self) -> str:
        return f"Strategy discussion of {self.held_on}"


@with_history
class Section47(Record):
    """A section 47 enquiry (ssd_s47_enquiry). It starts with the strategy discussion that began it."""

    child = child_field(related_name="section_47s")
    referral = optional("tracking.Referral", related_name="section_47s")
    started_on = day()
    ended_on = day()
    no_further_action = yes_no()
    outcome_details = models.JSONField(null=True, blank=True)
    worker = optional("tracking.Worker")
    team = team_field()

    class Meta:
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"
        constraints = [dated("started_on"), in_order("started_on", "ended_on")]
        indexes = [models.Index(fields=["started_on"])]

    def __str__(self) -> str:
        return f"Section 47 enquiry from {self.started_on}"


@with_history
class InitialConference(Record):
    """One child at an initial child protection conference (ssd_initial_cp_conference). Rows share a `meeting`."""

    child = child_field(related_name="initial_conferences")
    meeting = text(db_collation="C")
    section_47 = optional(Section47, related_name="initial_conferences")
    plan_source_id = text(db_collation="C")
    referral = optional("tracking.Referral", related_name="initial_conferences")
    is_transfer_in = yes_no()
    target_on = day()
    held_on = day()
    led_to_plan = yes_no()
    outcome_details = models.JSONField(null=True, blank=True)
    team = team_field()
    worker = optional("tracking.Worker")

    class Meta:
        indexes = [models.Index(fields=["held_on"])]

    def __str__(self) -> str:
        return f"Initial child protection conference of {self.held_on}"


class ConferenceKind(models.TextChoices):
    """Initial or review child protection conference."""

    ICPC = "ICPC", "Initial child protection conference"
    RCPC = "RCPC", "Review child protection conference"


@with_history
class ConferenceInvitation(Record):
    """How many of an agency were invited to a conference, and how many came (csc_conference_invitations)."""

    meeting = text(db_collation="C")
    kind = text(10, choices=ConferenceKind.choices)
    held_on = day()
    agency = text()
    invited = models.IntegerField(null=True, blank=True)
    attended = models.IntegerField(null=True, blank=True)
    report = text(10, choices=[("on_time", "On time"), ("late", "Late"), ("none", "None")])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source_id__isnull=False) | Q(attended__isnull=True) | Q(attended__lte=F("invited")),
                name="no_more_attended_than_invited",
                violation_error_message="More came than were invited.",
            )
        ]
        indexes = [models.Index(fields=["held_on"])]

    def __str__(self) -> str:
        return f"{self.agency}, {self.kind} of {self.held_on}"


@with_history
class ChildProtectionPlan(Record):
    """A child protection plan (ssd_cp_plans)."""

    child = child_field(related_name="protection_plans")
    referral_source_id = text(db_collation="C")
    initial_conference = optional(InitialConference, related_name="plans")
    started_on = day()
    ended_on = day()
    initial_category = text(20)
    latest_category = text(20)
    is_other_authoritys = yes_no()
    early_end_reason = text(500, db_default="")

    class Meta:
        constraints = [
            dated("started_on"),
            in_order("started_on", "ended_on"),
            one_open("one_open_protection_plan", "ended_on"),
            no_overlap(
                "no_overlapping_protection_plans",
                "started_on",
                "ended_on",
                "This child is already on a child protection plan on those days.",
            ),
            models.CheckConstraint(
                condition=Q(source_id__isnull=False)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gt=F("started_on") + SHORT_PLAN)
                | ~Q(early_end_reason=""),
                name="short_protection_plan_has_a_reason",
                violation_error_message="Say why the plan ends so soon.",
            ),
        ]
        indexes = [models.Index(fields=["started_on", "ended_on"])]

    def __str__(self) -> str:
        return f"Child protection plan from {self.started_on}"


@with_history
class ProtectionVisit(Record):
    """A statutory visit to a child on a plan (ssd_cp_visits)."""

    child = child_field(related_name="protection_visits")
    plan_source_id = text(db_collation="C")
    visited_on = day()
    seen = yes_no()
    seen_alone = yes_no()
    bedroom_seen = yes_no()

    class Meta:
        constraints = [dated("visited_on")]

    def __str__(self) -> str:
        return f"Visit of {self.visited_on}"


@with_history
class ProtectionReview(Record):
    """A review child protection conference (ssd_cp_reviews)."""

    child = child_field(related_name="protection_reviews")
    plan = optional(ChildProtectionPlan, related_name="reviews")
    due_on = day()
    held_on = day()
    meeting = text(db_collation="C")
    continues = yes_no()
    quorate = yes_no()
    participation = text()

    def __str__(self) -> str:
        return f"Review of {self.held_on}"
