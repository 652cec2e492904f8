"""The table of duties: what must happen to a child by when, worked out from the records; and what people say of it."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least

from accounts.models import Team
from tracking.models.care import CareEpisode, Placement
from tracking.models.people import Child, Worker


class DutyEdition(models.Model):
    """The duties as known on one day. `is_current` marks the one that trackers show.

    It is fresh where it was worked out after the records last changed as a whole: by an import, an import undone, a
    limit.
    """

    as_at = models.DateField(primary_key=True)
    is_current = models.BooleanField(default=False)
    changed_at = models.DateTimeField("records changed")
    worked_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_edition")
        ]

    def __str__(self) -> str:
        return f"Duties as at {self.as_at}"

    @property
    def is_fresh(self) -> bool:
        """Whether it says what the records say."""
        return self.worked_out_at is not None and self.worked_out_at > self.changed_at


class DutyQuerySet(models.QuerySet["Duty"]):
    """Sets of duties: those that lists and mails begin with, and those that figures count."""

    def open(self) -> "DutyQuerySet":
        """What can still be done: neither met nor cancelled, and what it belongs to goes on."""
        return self.filter(is_open=True)

    def determined(self) -> "DutyQuerySet":
        """Whether they were in time is known: met, or the due day has passed; cancelled ones count nowhere."""
        return self.filter(Q(met_on__isnull=False) | Q(due_by__lt=F("as_at")), cancelled_on__isnull=True)


class Duty(models.Model):
    """Something that must happen to a child by a date (measure catalogue, "Duties").

    `episode_table` (a table of the national dataset) and `episode_id` (a primary key) name the record that it hangs on,
    `number` is its place in the chain of duties. `observed_team` is the team on its observation date, `team` and
    `worker` are who has it now.
    """

    as_at = models.DateField()
    kind = models.CharField(max_length=40)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="duties")
    episode_table = models.CharField(max_length=40)
    episode_id = models.BigIntegerField()
    number = models.IntegerField()
    started_on = models.DateField()
    due_by = models.DateField()
    limit = models.CharField(max_length=40)
    met_on = models.DateField(null=True)
    in_time = models.BooleanField(null=True)
    ends_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    is_open = models.BooleanField()
    refused_on = models.DateField(null=True)
    observed_on = models.GeneratedField(
        expression=Least(Coalesce(F("met_on"), F("due_by")), F("due_by")),
        output_field=models.DateField(),
        db_persist=True,
    )
    observed_team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, null=True, related_name="+")

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["as_at", "kind", "episode_table", "episode_id", "number"], name="one_duty_per_place"
            )
        ]
        indexes = [
            models.Index(fields=["as_at", "kind", "observed_on"], name="duty_observed"),
            models.Index(
                fields=["as_at", "team", "kind", "due_by"], condition=Q(is_open=True), name="duty_open_by_team"
            ),
            models.Index(fields=["as_at", "kind", "due_by"], condition=Q(is_open=True), name="duty_open_by_kind"),
            models.Index(fields=["as_at", "met_on"], condition=Q(in_time=False), name="duty_met_late"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} due by {self.due_by}"


class PeriodOfCare(models.Model):
    """A period of a child's being looked after, over all its episodes, as known on `as_at`; `ended_on` is empty while
    it goes on. Series of short breaks are periods too, and count in no figure of looked-after children.
    """

    as_at = models.DateField()
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="periods_of_care")
    period_of_care = models.CharField(max_length=200, db_collation="C")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    is_short_breaks = models.BooleanField()
    first_episode = models.ForeignKey(CareEpisode, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")

    class Meta:
        verbose_name_plural = "periods of care"
        constraints = [
            models.UniqueConstraint(fields=["as_at", "child", "period_of_care"], name="one_period_of_care_per_name")
        ]

    def __str__(self) -> str:
        return f"Looked after from {self.started_on}"


class Stay(models.Model):
    """A stay of a looked-after child in one placement, temporary ones inside it ignored, as known on `as_at`.

    `number` counts the stays of a period of care from 1; `first_placement` and `last_placement` are its first and last
    row.
    """

    as_at = models.DateField()
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="stays")
    period_of_care = models.CharField(max_length=200, db_collation="C")
    number = models.IntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    first_placement = models.ForeignKey(Placement, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    last_placement = models.ForeignKey(Placement, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["as_at", "child", "period_of_care", "number"], name="one_stay_per_place")
        ]

    def __str__(self) -> str:
        return f"Stay from {self.started_on}"


@pghistory.track()
class DutyLimit(models.Model):
    """A limit that an administrator set for the duties of a kind that start on or after `since`."""

    kind = models.CharField(max_length=40)
    part = models.CharField(max_length=40, blank=True)
    since = models.DateField("in force from")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    source = models.CharField("where it comes from", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "part", "since"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "part", "since"], name="one_limit_per_day"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="limit_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.part}: {self.amount} {self.unit} from {self.since}"


class LateBecause(models.TextChoices):
    """Why something was late, in the words of team managers."""

    CHILD_UNAVAILABLE = "child_unavailable", "Child or young person not available"
    FAMILY_REFUSED = "family_refused", "Child or family refused or did not engage"
    WORKER_ABSENT = "worker_absent", "Worker absent or left"
    NOT_ALLOCATED = "not_allocated", "Not allocated in time"
    OTHER_AGENCY = "other_agency", "Waiting for another agency"
    NO_APPOINTMENT = "no_appointment", "No appointment offered in time"
    MOVED = "moved", "Child moved"
    IN_CHILDS_INTEREST = "in_childs_interest", "Put off in the child’s interest"
    RECORDED_LATE = "recorded_late", "Done in time, recorded late"
    OTHER = "other", "Another reason"


@pghistory.track()
class LatenessReason(models.Model):
    """Why a duty is or was late, as somebody said. It outlives the row of the duty, which is worked out afresh: it
    finds it again by kind, record and start."""

    kind = models.CharField(max_length=40)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="lateness_reasons")
    episode_table = models.CharField(max_length=40)
    episode_id = models.BigIntegerField()
    started_on = models.DateField()
    reason = models.CharField(max_length=40, choices=LateBecause)
    text = models.CharField("in your own words", max_length=500, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "episode_table", "episode_id", "started_on"], name="one_reason_per_duty"
            ),
            models.CheckConstraint(
                condition=~Q(reason=LateBecause.OTHER) | ~Q(text=""), name="another_reason_is_said_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.text}".strip()
