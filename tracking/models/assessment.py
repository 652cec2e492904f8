"""Assessments of need, and the plans and visits of children in need."""

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
    with_history,
    yes_no,
)


@with_history
class Assessment(Record):
    """A child and family assessment (ssd_cin_assessments); completed when it is authorised."""

    child = child_field(related_name="assessments")
    referral = optional("tracking.Referral", related_name="assessments")
    started_on = day()
    authorised_on = day()
    child_seen = yes_no()
    outcome_details = models.JSONField(null=True, blank=True)
    no_further_action = yes_no()
    team = team_field()
    worker = optional("tracking.Worker")

    class Meta:
        constraints = [dated("started_on"), recorded_in_order("started_on", "authorised_on")]
        indexes = [models.Index(fields=["authorised_on"])]

    def __str__(self) -> str:
        return f"Assessment from {self.started_on}"


@with_history
class AssessmentFactor(Record):
    """The factors found by an assessment (ssd_assessment_factors)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, related_name="factors")
    factors = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Factors of {self.assessment_id}"


@with_history
class CinPlan(Record):
    """A child in need plan (ssd_cin_plans)."""

    child = child_field(related_name="cin_plans")
    referral = optional("tracking.Referral", related_name="cin_plans")
    started_on = day()
    ended_on = day()
    team = team_field()
    worker = optional("tracking.Worker")

    class Meta:
        constraints = [
            dated("started_on"),
            in_order("started_on", "ended_on"),
            one_open("one_open_cin_plan", "ended_on"),
        ]

    def __str__(self) -> str:
        return f"Child in need plan from {self.started_on}"


@with_history
class CinVisit(Record):
    """A visit to a child in need (ssd_cin_visits)."""

    child = child_field(related_name="cin_visits")
    visited_on = day()
    seen = yes_no()
    seen_alone = yes_no()
    bedroom_seen = yes_no()

    class Meta:
        constraints = [dated("visited_on")]

    def __str__(self) -> str:
        return f"Visit of {self.visited_on}"
