"""Figures as they were last built, the builds that made them, and the targets they are held against."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.constraints import by_and_at
from accounts.models import Team
from kpis.measure import Unit
from tracking.models import Child, Worker


class BuildState(models.TextChoices):
    """How far a build, or one measure of it, is."""

    WAITING = "waiting", "Waiting"
    FINISHED = "finished", "Finished"
    FAILED = "failed", "Failed"
    OVERTAKEN = "overtaken", "Overtaken by a later build"


class Build(models.Model):
    """One aggregation of every measure for a reporting year, with what was known on `as_at`."""

    year = models.CharField("reporting year", max_length=7)
    as_at = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # Up to where in the stream of changes the figures are those of the records (tracking.changes.Mark).
    followed_to = models.CharField(max_length=80, default="")
    followed_at = models.DateTimeField("brought up to date", null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["year", "-id"])]

    def __str__(self) -> str:
        return f"Figures of {self.year} as at {self.as_at}"


class BuildStep(models.Model):
    """One measure of a build. A measure that fails does not stop the others and keeps its last figures."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="steps")
    measure = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=BuildState, default=BuildState.WAITING)
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["build", "measure"], name="one_step_per_measure")]

    def __str__(self) -> str:
        return f"{self.measure} of build {self.build_id}"


class Figure(models.Model):
    """One measure's figure for one period and scope.

    They belong to a build: pages read those of the last finished one, so they never see half a build.

    `period` is a month (`2017-12`), a quarter (`2017/18 Q3`) or the year so far (`2017/18 YTD`); `scope` is `authority`
    or `team:<team id>`. Of a count, `numerator` is the count and there is no denominator; of a rate the denominator is
    the population. `children` are the distinct children of a count of episodes, where it is shown with them.
    Where the extract lacks what the measure needs, `is_recorded` is false and all are empty: that is not zero.
    """

    build = models.ForeignKey(Build, on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    scope = models.CharField(max_length=210, db_collation="C")
    unit = models.CharField(max_length=20)
    is_recorded = models.BooleanField()
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    children = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["build", "measure", "scope", "period"], name="one_figure"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(unit=Unit.RATE) | Q(numerator__lte=F("denominator")),
                name="numerator_not_over_denominator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period} {self.scope}"


@pghistory.track()
class Target(models.Model):
    """What a measure should reach, from a date on; the target of an earlier month stays what it was."""

    measure = models.CharField(max_length=80)
    starts_on = models.DateField("in force from")
    value = models.DecimalField(max_digits=8, decimal_places=2)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["measure", "starts_on"]
        constraints = [models.UniqueConstraint(fields=["measure", "starts_on"], name="one_target_per_date")]

    def __str__(self) -> str:
        return f"{self.measure} from {self.starts_on}: {self.value}"


class Comparator(models.TextChoices):
    """Whom councils are compared with; any other is named in words."""

    STATISTICAL = "statistical", "Statistical neighbours"
    REGIONAL = "regional", "Region"
    NATIONAL = "national", "England"


@pghistory.track()
class Benchmark(models.Model):
    """What others achieved in a measure: a comparator (or the words for another one), its figure, whence it is."""

    measure = models.CharField(max_length=80)
    comparator = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=10, decimal_places=2)
    source = models.CharField("where it comes from", max_length=300)
    note = models.CharField(max_length=300, blank=True, default="")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["measure", "-period", "comparator"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "comparator", "period"], name="one_benchmark_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}"

    @property
    def name(self) -> str:
        """Whose figure it is, in words."""
        return dict(Comparator.choices).get(self.comparator, self.comparator)


@pghistory.track()
class EarlierFigure(models.Model):
    """The figure of a measure for a reporting year without records here, as published and entered by an analyst."""

    measure = models.CharField(max_length=80)
    year = models.CharField("reporting year", max_length=7)
    value = models.DecimalField(max_digits=10, decimal_places=2)
    source = models.CharField("where it comes from", max_length=300)
    note = models.CharField(max_length=300, blank=True, default="")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["measure", "-year"]
        constraints = [models.UniqueConstraint(fields=["measure", "year"], name="one_earlier_figure_per_year")]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}: {self.value}"


def _key_of(model: type[models.Model]) -> models.ForeignKey:
    """A key that the database does not check, in a table that is gone when its request is answered."""
    return models.ForeignKey(model, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False)


class RecordBehind(models.Model):
    """One row of the records behind a figure, worked out for one request (kpis.observations.lay_out).

    Its table lives in the transaction that laid it out, and only there: count, filters, pages and exports of one
    request read the same list. `unit` is what is counted once however many rows it has; `person` is whom a row is about
    where that need not be a known child. `amount` and `met_amount` are added up where a measure counts amounts.
    `team` and `worker` are those of the observation date.
    """

    unit = models.TextField()
    child = _key_of(Child)
    person = models.TextField()
    team = _key_of(Team)
    worker = _key_of(Worker)
    episode = models.TextField()
    number = models.IntegerField(null=True)
    observed_on = models.DateField()
    started_on = models.DateField(null=True)
    due_by = models.DateField(null=True)
    done_on = models.DateField(null=True)
    counted = models.BooleanField()
    met = models.BooleanField()
    amount = models.IntegerField()
    met_amount = models.IntegerField()

    class Meta:
        managed = False
        ordering = ["observed_on", "id"]

    def __str__(self) -> str:
        return f"{self.episode} of {self.observed_on}"

    @property
    def reference(self) -> str:
        """How whom the row is about is called; empty where it is about nobody."""
        return self.child.reference if self.child else self.person


class StatementKind(models.TextChoices):
    """What a statement of the narrative says."""

    PERFORMING_WELL = "performing_well", "What is performing well"
    NEEDS_TO_IMPROVE = "needs_to_improve", "What needs to improve"
    CHANGED = "changed", "What changed"
    PRIORITY = "priority", "Priority"
    UPDATE = "update", "Update on a priority"
    ANALYSIS = "analysis", "Analysis"


class StatementQuerySet(models.QuerySet["Statement"]):
    """Sets of statements."""

    def untouched(self) -> "StatementQuerySet":
        """Those as the rules drafted them: nobody edited, signed or withdrew them."""
        return self.filter(edited_at=None, signed_at=None, withdrawn_at=None).exclude(measure="")


@pghistory.track()
class Statement(models.Model):
    """What the report says in words of a month and a section; for the whole authority.

    One that the rules drafted names its `measure` and has nobody as `written_by`; a person may edit it. `quotes` are
    the numbers of the text that claim to be a figure (kpis.narrative.quotes). `version` counts what became of it, so
    that nobody changes or signs another text than they saw. An update is `about` a priority. One that is withdrawn
    stays, with the reason.
    """

    month = models.CharField(max_length=7)
    section = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=StatementKind)
    text = models.TextField()
    quotes = models.JSONField(default=list)
    place = models.PositiveIntegerField("place among drafts of its kind", default=0)
    measure = models.CharField(max_length=80, blank=True, default="")
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="updates")
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True, default="")

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        indexes = [models.Index(fields=["month", "section"])]
        constraints = [
            *map(by_and_at, ("edited", "signed", "withdrawn")),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (Q(edited_at=None) | Q(signed_at__gte=F("edited_at"))) & Q(withdrawn_at=None),
                name="statement_signed_as_it_stands",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="statement_withdrawn_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind=StatementKind.UPDATE, about__isnull=False)
                | ~Q(kind=StatementKind.UPDATE) & Q(about__isnull=True),
                name="statement_update_is_about_a_priority",
            ),
            models.CheckConstraint(
                condition=~Q(measure="") | Q(written_by__isnull=False), name="statement_of_somebody_or_a_measure"
            ),
            models.UniqueConstraint(
                fields=["month", "measure"], condition=~Q(measure=""), name="one_draft_of_a_measure_per_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.month}: {self.text[:60]}"


class QualityCheck(models.Model):
    """One run of all questions of data quality over the records, for the figures of a build. Pages read the newest."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-began_at", "-id"]

    def __str__(self) -> str:
        return f"Data quality of {self.build}"


class QualityRow(models.Model):
    """One record that a question is asked about; `record` is its primary key in the question's table.

    `team` and `worker` are whom it is asked of: those of the record's day.
    """

    run = models.ForeignKey(QualityCheck, on_delete=models.CASCADE, related_name="rows")
    question = models.CharField(max_length=40)
    record = models.BigIntegerField()
    reference = models.CharField(max_length=210, db_collation="C")
    happened_on = models.DateField(null=True)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["-happened_on", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "question", "record"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.reference}"


class QualityMove(models.Model):
    """How far one question moves one figure of the check's build: `low` and `high` are what the figure can become once
    every record that is asked about is mended."""

    run = models.ForeignKey(QualityCheck, on_delete=models.CASCADE, related_name="moves")
    question = models.CharField(max_length=40)
    measure = models.CharField(max_length=80)
    scope = models.CharField(max_length=210, db_collation="C")
    period = models.CharField(max_length=20)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    low_numerator = models.BigIntegerField()
    low_denominator = models.BigIntegerField(null=True)
    high_numerator = models.BigIntegerField()
    high_denominator = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "question", "measure", "scope"], name="one_move_of_a_figure")
        ]

    def __str__(self) -> str:
        return f"{self.question} moves {self.measure} {self.period} {self.scope}"
