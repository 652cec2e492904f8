"""Initial health assessments, step by step: form returned, appointment, completed, refused."""

from datetime import date

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from tracking.duties.health import IHA_FORM, INITIAL_HEALTH_ASSESSMENT
from tracking.filters.special import InitialHealthStepsFilter
from tracking.models import Duty, DutyQuerySet, HealthCheck
from tracking.tables.special import InitialHealthStepsTable
from tracking.trackers.special.rows import a_year_before
from tracking.trackers.tracker import Tracker


def rows(as_at: date) -> DutyQuerySet:
    """The initial health assessments of children who entered care in the 12 months to `as_at`, and any still open.

    An appointment is the earliest planned one since entering care, those to come included: a plan is known before its
    day. `state` is one of `InitialHealthStepsFilter`'s; those that were cancelled are left out.
    """
    forms = Duty.objects.filter(
        as_at=as_at,
        kind=IHA_FORM.code,
        episode_table=OuterRef("episode_table"),
        episode_id=OuterRef("episode_id"),
        number=OuterRef("number"),
    )
    planned = HealthCheck.objects.filter(
        child=OuterRef("child"),
        type__icontains="initial",
        status__iexact="planned",
        checked_on__gte=OuterRef("started_on"),
        checked_on__lte=Coalesce(OuterRef("ends_on"), Value(date.max)),
    ).order_by("checked_on")
    duties = Duty.objects.filter(
        Q(started_on__gt=a_year_before(as_at)) | Q(is_open=True),
        as_at=as_at,
        kind=INITIAL_HEALTH_ASSESSMENT.code,
        cancelled_on__isnull=True,
    )
    return (
        duties.select_related("child", "team", "worker")
        .order_by("pk")
        .annotate(
            form_due_by=Subquery(forms.values("due_by")),
            form_returned_on=Subquery(forms.values("met_on")),
            appointment_on=Subquery(planned.values("checked_on")[:1]),
            state=Case(
                When(in_time=True, then=Value("done")),
                When(in_time=False, then=Value("done_late")),
                When(is_open=False, then=Value("not_done")),
                When(due_by__lt=as_at, then=Value("overdue")),
                default=Value("due"),
            ),
        )
    )


TRACKER = Tracker(
    code="initial_health_steps",
    title="Initial health assessments, step by step",
    group="Watch lists",
    description=(
        "Children who entered care in the last 12 months, or whose initial health assessment is still to be done: the "
        "form for Health, the appointment, the assessment and refusals. "
        f"{INITIAL_HEALTH_ASSESSMENT.source}."
    ),
    rows=rows,
    table=InitialHealthStepsTable,
    filters=InitialHealthStepsFilter,
    needs=INITIAL_HEALTH_ASSESSMENT.needs,
)
