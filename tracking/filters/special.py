"""How the special lists are narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts.forms import DayPicker
from accounts.models import Team
from tracking.filters.duties import PeopleFilter
from tracking.imports.codes import words_of
from tracking.models import Worker
from tracking.rules.groups import in_group
from tracking.trackers.words import SUITABLE

NOT_RECORDED = "Not recorded"
PLACEMENTS = {
    "two_or_more": ("At two or more", Q(placements__gte=2)),
    "two": ("At two: the next move makes three", Q(placements=2)),
    "three_or_more": ("Three or more: counts in CSC 228", Q(placements__gte=3)),
}
CLOSED = {
    "30": ("Within 30 days of the closing", Q(days_since__lte=30)),
    "90": ("Within 90 days of the closing", Q(days_since__lte=90)),
    "open": ("Before the closing", Q(days_since__isnull=True)),
}
CASES = {
    "referral": ("Referral", Q(referral_since__isnull=False)),
    "protection": ("Child protection plan", Q(protection_since__isnull=False)),
    "need": ("Child in need plan", Q(need_since__isnull=False)),
    "care": ("Looked after", Q(care_since__isnull=False)),
}
AVAILABLE = {
    "unavailable": ("Unavailable: illness, disability, pregnancy or parenting", Q(is_unavailable=True)),
    "available": ("Other circumstances", Q(is_unavailable=False)),
}
PLANS = {"overdue": "Review overdue", "due": "Review to come", "none": "No review recorded"}
STATES = {
    "overdue": "Overdue",
    "due": "Due",
    "done": "Done in time",
    "done_late": "Done late",
    "not_done": "Not done by the end of care",
}
STEPS = {
    "no_form": ("Form not returned", Q(form_returned_on__isnull=True, is_open=True)),
    "no_appointment": ("No appointment made", Q(appointment_on__isnull=True, is_open=True)),
    "appointment": ("Appointment made, not done yet", Q(appointment_on__isnull=False, is_open=True)),
    "refused": ("Refused, not done yet", Q(refused_on__isnull=False, is_open=True)),
}


class KeyFilter(django_filters.ModelChoiceFilter):
    """A choice among the teams or workers that the list has, for rows that have them by their primary keys."""

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_label="All", **options)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Those of the list."""
        rows = self.parent.queryset.order_by().filter(**{f"{self.field_name}__isnull": False})
        return self.queryset.model._default_manager.filter(pk__in=rows.values(self.field_name)).order_by("name", "pk")

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """The rows with that key."""
        return super().filter(qs, getattr(value, "pk", value))


class ConditionFilter(django_filters.ChoiceFilter):
    """A choice among conditions, each with its words."""

    def __init__(self, conditions: dict[str, tuple[str, Q]], **options: Any) -> None:
        self.conditions = conditions
        choices = [(name, words) for name, (words, _) in conditions.items()]
        super().__init__(choices=choices, empty_label="All", **options)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that meet the condition."""
        return qs.filter(self.conditions[value][1]) if value else qs


class CodeFilter(django_filters.ChoiceFilter):
    """A choice among codes by their words, and what is not recorded."""

    def __init__(self, words: Any, **options: Any) -> None:
        super().__init__(choices=list(words.items()), empty_label="All", null_label=NOT_RECORDED, **options)


class AllocatedFilter(PeopleFilter):
    """By team and worker by their primary keys, whether these are fields of a row or worked out."""

    team = KeyFilter(label="Team", queryset=Team.objects.none(), null_label="No team")
    worker = KeyFilter(label="Worker", queryset=Worker.objects.none(), null_label="Nobody")


class ChildRowsFilter(AllocatedFilter):
    """For rows that are children themselves."""

    def in_group(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those who belong to the group now; a condition on the child is one on the row."""
        group = in_group(value, self.as_at)
        return rows.filter(_of_child(group) if isinstance(group, Q) else group)


class PlacementMovesFilter(AllocatedFilter):
    """Moves by why, and by how many the child has had."""

    placements = ConditionFilter(PLACEMENTS, label="Placements in 12 months")
    moves = django_filters.ChoiceFilter(
        label="Moves in 12 months",
        choices=[("2", "Two or more"), ("3", "Three or more")],
        empty_label="All",
        lookup_expr="gte",
    )
    reason = CodeFilter(words_of("reason_place_change"), label="Reason", field_name="change_reason")


class NeetCareLeaversFilter(ChildRowsFilter):
    """Young people by circumstances, home, contact and plan."""

    available = ConditionFilter(AVAILABLE, label="Circumstances")
    suitable = CodeFilter(SUITABLE, label="Accommodation")
    in_touch = CodeFilter(words_of("care_leaver_in_touch"), label="In touch")
    plan = django_filters.ChoiceFilter(label="Pathway plan", choices=list(PLANS.items()), empty_label="All")


class WithoutSocialWorkerFilter(ChildRowsFilter):
    """Cases by what is open."""

    case = ConditionFilter(CASES, label="What is open")


class ReReferralsFilter(ChildRowsFilter):
    """Re-referrals by how soon they came and what came of the referral before."""

    since = ConditionFilter(CLOSED, label="Came")
    previous_reason = CodeFilter(words_of("cin_reason_for_closure"), label="Why the one before was closed")
    previous_nfa = CodeFilter({"1": "Yes", "0": "No"}, label="No further action on the one before")


class ShortPlansFilter(AllocatedFilter):
    """Plans by when they ended and why they were needed."""

    category = CodeFilter(words_of("category_of_abuse"), label="Category")
    ended_from = django_filters.DateFilter(label="Ended from", field_name="ended", lookup_expr="gte", widget=DayPicker)
    ended_to = django_filters.DateFilter(label="Ended to", field_name="ended", lookup_expr="lte", widget=DayPicker)


class InitialHealthStepsFilter(AllocatedFilter):
    """Assessments by state, and by what is still missing."""

    state = django_filters.ChoiceFilter(label="Assessment", choices=list(STATES.items()), empty_label="All")
    step = ConditionFilter(STEPS, label="Step")


def _of_child(condition: Q) -> Q:
    """A condition on `child` as one on the child itself."""
    children: list[Any] = list(condition.children)
    parts = [
        _of_child(part) if isinstance(part, Q) else (part[0].removeprefix("child__"), part[1]) for part in children
    ]
    return Q(*parts, _connector=condition.connector, _negated=condition.negated)
