"""The children a category's sample is drawn from, as known on a day, and whom of them the draw leaves out."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from audits.models import Category, LeftOut, SampledCase
from tracking.duties.care import periods_of_care
from tracking.duties.reading import journeys
from tracking.models import Assessment, CareEpisode, Child, ChildProtectionPlan, CinPlan, Disability, Referral
from tracking.models.base import Record
from tracking.rules.known import known
from workdays import add_months, add_years

ASSESSED_WITHIN = 3  # calendar months
AUDITED_WITHIN = 12  # calendar months
ADULT = 18

Children = Callable[[date], "QuerySet[Child]"]


def children_of(category: str, day: date) -> "QuerySet[Child]":
    """The children of a category as known on `day`."""
    return FRAMES[category](day)


def frame_of(category: str, day: date) -> list[str]:
    """The references of the category's children, in order."""
    return sorted(child.reference for child in children_of(category, day).only("source_id"))


def left_out(day: date, *, with_recent: bool) -> dict[str, str]:
    """Who may be drawn in no category, by reference, and why: who died, is an adult, or (unless `with_recent`) was
    audited in the last 12 months or is being audited."""
    found: dict[str, str] = {}
    if not with_recent:
        found |= dict.fromkeys(map(_reference, recently_audited(day)), LeftOut.RECENT)
    adults = Child.objects.filter(born_on__lte=add_years(day, -ADULT)).only("source_id")
    found |= dict.fromkeys(map(_reference, adults), LeftOut.ADULT)
    died = Child.objects.filter(died_on__lte=day).only("source_id")
    return found | dict.fromkeys(map(_reference, died), LeftOut.DIED)


def recently_audited(day: date) -> "QuerySet[Child]":
    """The children with an audit that became final in the last 12 months, or that are in a sample now."""
    since = add_months(day, -AUDITED_WITHIN)
    cases = SampledCase.objects.filter(Q(audit__final_on=None) | Q(audit__final_on__gt=since), left_out_at=None)
    return Child.objects.filter(pk__in=cases.values("child")).only("source_id")


def _reference(child: Child) -> str:
    return child.reference


def _with_open(model: type[Record], day: date, started: str, ended: str, **which: Any) -> "QuerySet[Any]":
    """The children (primary keys) of the model's rows that are open on `day`."""
    rows: QuerySet[Any] = known(model, day, started, ended=ended)
    return rows.filter(Q(ended=None) | Q(ended__gt=day), **which).values("child")


def _on_a_plan(day: date) -> "QuerySet[Any]":
    return _with_open(ChildProtectionPlan, day, "started_on", "ended_on").exclude(is_other_authoritys=True)


def _in_care(day: date) -> list[int]:
    """The children (primary keys) in a period of care on `day` that is no series of short breaks."""
    episodes = CareEpisode.objects.filter(Q(ceased_on=None) | Q(ceased_on__gt=day))
    children = sorted(set(episodes.values_list("child", flat=True)))
    return [
        journey.child_id
        for journey in journeys(children, day)
        if any(period.ended_on is None for period in periods_of_care(journey))
    ]


def _assessed(day: date) -> "QuerySet[Child]":
    since = add_months(day, -ASSESSED_WITHIN)
    assessed = Assessment.objects.filter(authorised_on__gt=since, authorised_on__lte=day)
    return Child.objects.filter(pk__in=assessed.values("child"))


def _in_need(day: date) -> "QuerySet[Child]":
    planned = Child.objects.filter(pk__in=_with_open(CinPlan, day, "started_on", "ended_on"))
    return planned.exclude(pk__in=_on_a_plan(day)).exclude(pk__in=_in_care(day))


def _disabled(day: date) -> "QuerySet[Child]":
    disabled = Disability.objects.exclude(code__in=("", "NONE")).values("child")
    has_case = Q(pk__in=_with_open(Referral, day, "received_on", "closed_on")) | Q(pk__in=_in_care(day))
    return Child.objects.filter(has_case, pk__in=disabled)


# Assessments completed in the last three months; plans and care that go on; disabled children with an open case.
FRAMES: dict[str, Children] = {
    Category.ASSESSMENT: _assessed,
    Category.CHILD_PROTECTION: lambda day: Child.objects.filter(pk__in=_on_a_plan(day)),
    Category.LOOKED_AFTER: lambda day: Child.objects.filter(pk__in=_in_care(day)),
    Category.CHILD_IN_NEED: _in_need,
    Category.DISABILITY: _disabled,
}
