"""Children, their workers, and who was allocated to whom."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tracking.models.base import (
    Record,
    child_field,
    dated,
    day,
    in_order,
    optional,
    team_field,
    text,
    with_history,
    yes_no,
)


def search_keys() -> models.Func:
    """The keys by which a child is searched for (migration 0007): of names as spelled and nearly so, of references."""
    names = ("forename", "surname", "source_id", "legacy_id", "common_child_id")
    return models.Func(*map(models.F, names), function="child_search_keys", output_field=ArrayField(models.TextField()))


@with_history
class Child(Record):
    """A child or young person known to the authority (ssd_person)."""

    forename = text()
    surname = text()
    sex = text(20)
    gender = text(20)
    ethnicity = text(20)
    born_on = day("date of birth")
    expected_on = day("expected date of birth")
    died_on = day("date of death")
    common_child_id = text()
    legacy_id = text()
    upn_unknown_reason = text(20)
    has_send = yes_no()
    is_mother = yes_no()
    nationality = text()

    class Meta:
        verbose_name_plural = "children"
        indexes = [
            models.Index(fields=["surname", "forename"]),
            models.Index(fields=["born_on"], name="child_born_on"),
            GinIndex(search_keys(), name="child_search"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        """Surname, forename; empty where neither is recorded."""
        return ", ".join(filter(None, (self.surname, self.forename)))

    @property
    def reference(self) -> str:
        """What staff call the record: the source system's key, else our own number."""
        return self.source_id or f"C{self.pk}"


@with_history
class Disability(Record):
    """One recorded disability of a child (ssd_disability)."""

    child = child_field(related_name="disabilities")
    code = text(20)

    class Meta:
        verbose_name_plural = "disabilities"

    def __str__(self) -> str:
        return self.code


@with_history
class Worker(Record):
    """A member of staff (ssd_professionals). With a registration number they are a qualified social worker."""

    staff_id = text()
    name = text()
    registration_number = text()
    job_title = text()
    caseload = models.IntegerField(null=True, blank=True)
    department = text()
    full_time_equivalent = models.FloatField(null=True, blank=True)
    is_agency = yes_no()

    def __str__(self) -> str:
        return self.name or self.source_id or f"W{self.pk}"


@with_history
class Involvement(Record):
    """A worker's involvement with a child (ssd_involvements); `is_allocated` where they are the allocated worker."""

    child = child_field(related_name="involvements", null=True)
    worker = optional(Worker)
    referral = optional("tracking.Referral")
    team = team_field()
    role = text()
    is_allocated = models.GeneratedField(
        expression=models.Q(role__iregex="allocated|social worker"),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    started_on = day()
    ended_on = day()
    change_reason = text(20)

    class Meta:
        constraints = [dated("started_on"), in_order("started_on", "ended_on")]
        indexes = [
            models.Index(
                fields=["child", "started_on"], condition=models.Q(is_allocated=True), name="involvement_allocated"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.started_on}"
