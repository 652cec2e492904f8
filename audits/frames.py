"""The children a category's sample is drawn from, as known on a day, and whom of them the draw leaves out."""

from datetime import date
from functools import cached_property
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


class Frames:
    """The children of every category as known on a day: those with an assessment completed in the last three months,
    with a plan or in care that goes on, and disabled children with an open case."""

    def __init__(self, day: date) -> None:
        self.day = day

    def of(self, category: str) -> list[str]:
        """The references of the category's children, in order."""
        children: QuerySet[Child] = {
            Category.ASSESSMENT: self._assessed,
            Category.CHILD_PROTECTION: self._protected,
            Category.LOOKED_AFTER: self._looked_after,
            Category.CHILD_IN_NEED: self._in_need,
            Category.DISABILITY: self._disabled,
        }[Category(category)]()
        return sorted(child.reference for child in children.only("source_id"))

    @cached_property
    def _in_care(self) -> list[int]:
        """The children (primary keys) in a period of care that is no series of short breaks."""
        episodes = CareEpisode.objects.filter(Q(ceased_on=None) | Q(ceased_on__gt=self.day))
        children = sorted(set(episodes.values_list("child", flat=True)))
        return [
            journey.child_id
            for journey in journeys(children, self.day)
            if any(period.ended_on is None for period in periods_of_care(journey))
        ]

    def _assessed(self) -> "QuerySet[Child]":
        since = add_months(self.day, -ASSESSED_WITHIN)
        assessed = Assessment.objects.filter(authorised_on__gt=since, authorised_on__lte=self.day)
        return Child.objects.filter(pk__in=assessed.values("child"))

    def _protected(self) -> "QuerySet[Child]":
        return Child.objects.filter(pk__in=self._on_a_plan())

    def _looked_after(self) -> "QuerySet[Child]":
        return Child.objects.filter(pk__in=self._in_care)

    def _in_need(self) -> "QuerySet[Child]":
        planned = Child.objects.filter(pk__in=self._with_open(CinPlan, "started_on", "ended_on"))
        return planned.exclude(pk__in=self._on_a_plan()).exclude(pk__in=self._in_care)

    def _disabled(self) -> "QuerySet[Child]":
        disabled = Disability.objects.exclude(code__in=("", "NONE")).values("child")
        has_case = Q(pk__in=self._with_open(Referral, "received_on", "closed_on")) | Q(pk__in=self._in_care)
        return Child.objects.filter(has_case, pk__in=disabled)

    def _on_a_plan(self) -> "QuerySet[Any]":
        return self._with_open(ChildProtectionPlan, "started_on", "ended_on").exclude(is_other_authoritys=True)

    def _with_open(self, model: type[Record], started: str, ended: str) -> "QuerySet[Any]":
        """The children (primary keys) of the model's rows that are open on the day."""
        rows: QuerySet[Any] = known(model, self.day, started, ended=ended)
        return rows.filter(Q(ended=None) | Q(ended__gt=self.day)).values("child")


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
