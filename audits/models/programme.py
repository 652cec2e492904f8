"""A quarter's programme: what is to be audited, how much of it, by whom; and how its sample was drawn."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.constraints import by_and_at
from audits.models.base import Category, append_only, moment, nobody_yet, now, somebody
from tracking.models import Child
from workdays import Quarter


@pghistory.track()
class Programme(models.Model):
    """The audits of one quarter. Once its sample is drawn, what it was drawn by stays.

    `working_days` is how long an auditor has from the day of allocation; `moderation_share` the percentage of cases
    that is moderated whatever their judgement. `with_recent` takes in children audited in the last 12 months.
    `frame_day` is the day as known on which the children to choose from were listed.
    """

    quarter = models.CharField(max_length=10, unique=True)
    moderation_share = models.PositiveSmallIntegerField("% of audits moderated")
    working_days = models.PositiveSmallIntegerField("working days for an audit")
    with_recent = models.BooleanField("children audited in the last 12 months too", default=False)
    auditors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    planned_at = now()
    planned_by = somebody()
    seed = models.CharField(max_length=64, blank=True, default="")
    frame_day = models.DateField(null=True, blank=True)
    drawn_at = moment()
    drawn_by = nobody_yet()

    class Meta:
        ordering = ["-quarter"]
        constraints = [
            by_and_at("drawn"),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | (~Q(seed="") & Q(frame_day__isnull=False)),
                name="a_draw_has_a_seed_and_a_day",
            ),
            models.CheckConstraint(condition=Q(moderation_share__lte=100), name="share_is_a_percentage"),
            models.CheckConstraint(condition=Q(working_days__gte=1), name="an_audit_has_a_day"),
        ]

    def __str__(self) -> str:
        return f"Audits of {self.quarter}"

    @property
    def period(self) -> Quarter:
        """The quarter."""
        return Quarter.parse(self.quarter)

    @property
    def is_drawn(self) -> bool:
        """Whether the sample stands."""
        return self.drawn_at is not None


class Stratum(models.Model):
    """One category of a programme: how many cases are wanted, and the children they were drawn from.

    `frame` are the references of all children of the category, those left out among them, in order; `frame_hash` is
    the SHA-256 of them (audits.sampling).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="strata")
    category = models.CharField(max_length=30, choices=Category)
    wanted = models.PositiveSmallIntegerField("how many")
    frame = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    frame_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name_plural = "strata"
        ordering = ["programme", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "category"], name="one_stratum_per_category")]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.programme}"


class LeftOut(models.TextChoices):
    """Why a child of the frame could not be drawn."""

    DIED = "died", "Died"
    ADULT = "adult", "18 or over"
    RECENT = "recent", "Audited in the last 12 months"
    OTHER_CATEGORY = "other_category", "Drawn in another category"


class Exclusion(models.Model):
    """A child of the frame who was left out of the draw, and why."""

    stratum = models.ForeignKey(Stratum, on_delete=models.CASCADE, related_name="exclusions")
    reference = models.CharField(max_length=200, db_collation="C")
    reason = models.CharField(max_length=30, choices=LeftOut)

    class Meta:
        ordering = ["stratum", "reference"]
        constraints = [models.UniqueConstraint(fields=["stratum", "reference"], name="one_exclusion_per_child")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_reason_display()}"


class HowChosen(models.TextChoices):
    """How a case came into the sample."""

    DRAWN = "drawn", "Drawn"
    REPLACEMENT = "replacement", "Drawn as a replacement"
    RE_AUDIT = "re_audit", "Audited again"


@pghistory.track()
class SampledCase(models.Model):
    """A child whose case is audited in a programme. One that is left out later keeps its place, and names why."""

    stratum = models.ForeignKey(Stratum, on_delete=models.PROTECT, related_name="cases")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sampled_cases")
    place = models.PositiveIntegerField("place in the order drawn")
    how = models.CharField(max_length=20, choices=HowChosen, default=HowChosen.DRAWN)
    in_moderation_share = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    re_audit_of = models.ForeignKey("audits.Audit", on_delete=models.PROTECT, null=True, related_name="re_audits")
    left_out_at = moment()
    left_out_by = nobody_yet()
    left_out_because = models.CharField("why it was left out", max_length=500, blank=True, default="")

    class Meta:
        ordering = ["stratum", "place"]
        constraints = [
            by_and_at("left_out"),
            models.UniqueConstraint(fields=["stratum", "place"], name="one_case_per_place"),
            models.CheckConstraint(
                condition=Q(left_out_at__isnull=True) | ~Q(left_out_because=""), name="left_out_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(how=HowChosen.REPLACEMENT, replaces__isnull=False)
                | (~Q(how=HowChosen.REPLACEMENT) & Q(replaces__isnull=True)),
                name="a_replacement_names_whom",
            ),
            models.CheckConstraint(
                condition=Q(how=HowChosen.RE_AUDIT, re_audit_of__isnull=False)
                | (~Q(how=HowChosen.RE_AUDIT) & Q(re_audit_of__isnull=True)),
                name="a_re_audit_names_the_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child}, {self.stratum.get_category_display()}"
