"""Being looked after: periods of care and their episodes, placements, reviews, visits, health, permanence."""

from django.db import models

from tracking.models.base import (
    Record,
    child_field,
    dated,
    day,
    in_order,
    no_overlap,
    one_open,
    optional,
    text,
    with_history,
    yes_no,
)


@with_history
class CareEpisode(Record):
    """An episode of a period of care (ssd_cla_episodes); episodes of one period share `period_of_care`."""

    child = child_field(related_name="care_episodes")
    period_of_care = text(db_collation="C")
    started_on = day()
    start_reason = text(20)
    primary_need = text(20)
    ceased_on = day()
    ceased_reason = text(20)
    entered_care_on = day()
    referral_source_id = text(db_collation="C")
    placement = optional("tracking.Placement", related_name="care_episodes")
    last_iro_contact_on = day()
    iha_form_returned_on = day("initial health assessment form returned")

    class Meta:
        constraints = [
            dated("started_on"),
            in_order("started_on", "ceased_on"),
            one_open("one_open_period_of_care", "ceased_on"),
            no_overlap(
                "no_overlapping_periods_of_care",
                "started_on",
                "ceased_on",
                "This child is already looked after on those days.",
            ),
        ]
        indexes = [models.Index(fields=["period_of_care"])]

    def __str__(self) -> str:
        return f"Looked after from {self.started_on}"


@with_history
class Placement(Record):
    """A placement of a looked-after child (ssd_cla_placement)."""

    child = child_field(related_name="placements", null=True)
    period_of_care = text(db_collation="C")
    started_on = day()
    ended_on = day()
    type = text(20)
    urn = text(50)
    distance_miles = models.DecimalField("miles from home", max_digits=7, decimal_places=2, null=True, blank=True)
    provider = text(20)
    postcode = text(20)
    change_reason = text(20)
    intended_until_18 = yes_no()

    class Meta:
        constraints = [
            dated("started_on"),
            in_order("started_on", "ended_on"),
            no_overlap(
                "no_overlapping_placements",
                "started_on",
                "ended_on",
                "This child is already in a placement on those days.",
            ),
        ]
        indexes = [models.Index(fields=["period_of_care"])]

    def __str__(self) -> str:
        return f"Placement from {self.started_on}"


@with_history
class LookedAfterReview(Record):
    """A review of a looked-after child (ssd_cla_reviews)."""

    period_of_care = text(db_collation="C")
    due_on = day()
    held_on = day()
    cancelled = yes_no()
    participation = text(20)
    permanence_plan = yes_no()

    class Meta:
        indexes = [models.Index(fields=["period_of_care"])]

    def __str__(self) -> str:
        return f"Review of {self.held_on}"


@with_history
class LookedAfterVisit(Record):
    """A statutory visit to a looked-after child (ssd_cla_visits)."""

    child = child_field(related_name="looked_after_visits")
    period_of_care = text(db_collation="C")
    visited_on = day()
    seen = yes_no()
    seen_alone = yes_no()

    class Meta:
        constraints = [dated("visited_on")]

    def __str__(self) -> str:
        return f"Visit of {self.visited_on}"


@with_history
class HealthCheck(Record):
    """A health assessment or dental check (ssd_cla_health), planned, refused, cancelled or completed."""

    child = child_field(related_name="health_checks")
    type = text()
    checked_on = day()
    status = text(20)

    class Meta:
        constraints = [dated("checked_on")]

    def __str__(self) -> str:
        return f"{self.type} of {self.checked_on}"


@with_history
class CarePlan(Record):
    """A care plan (ssd_cla_care_plan)."""

    child = child_field(related_name="care_plans")
    started_on = day()
    ended_on = day()
    details = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [dated("started_on"), in_order("started_on", "ended_on")]

    def __str__(self) -> str:
        return f"Care plan from {self.started_on}"


@with_history
class LegalStatus(Record):
    """A legal status of a looked-after child (ssd_legal_status)."""

    child = child_field(related_name="legal_statuses")
    code = text(20)
    started_on = day()
    ended_on = day()

    class Meta:
        verbose_name_plural = "legal statuses"
        constraints = [dated("started_on"), in_order("started_on", "ended_on")]

    def __str__(self) -> str:
        return f"{self.code} from {self.started_on}"


@with_history
class Permanence(Record):
    """The steps towards adoption or another permanent home (ssd_permanence)."""

    child = child_field(related_name="permanences")
    period_of_care = text(db_collation="C")
    decided_on = day("decision that the child should be placed for adoption")
    ffa_cp_decided_on = day("decision for fostering for adoption or concurrent planning")
    placement_order_on = day()
    placed_for_adoption_on = day()
    matched_on = day()
    adopted_by_carer = yes_no()
    placed_ffa_cp_on = day()
    reversed_on = day("decision reversed")
    reversed_reason = text(20)
    placed_with_foster_carer_on = day()
    is_sibling_group = yes_no()
    siblings_together = models.IntegerField(null=True, blank=True)
    siblings_apart = models.IntegerField(null=True, blank=True)
    provider_urn = text(50)
    order_on = day()
    order_type = text()
    adoption_worker = optional("tracking.Worker")
    adopter_sex = text(20)
    adopter_legal_status = text(20)
    adopters = text(20)
    plan_in_place = yes_no()

    def __str__(self) -> str:
        return f"Permanence, decided {self.decided_on}"


@with_history
class SdqScore(Record):
    """A strengths and difficulties questionnaire (ssd_sdq_scores); with a reason and no score it was not done."""

    child = child_field(related_name="sdq_scores")
    completed_on = day()
    reason = text(20)
    score = text(20)

    class Meta:
        constraints = [dated("completed_on")]

    def __str__(self) -> str:
        return f"SDQ of {self.completed_on}"
