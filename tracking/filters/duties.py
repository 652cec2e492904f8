"""How the lists of duties are narrowed."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.forms import DayPicker
from accounts.models import Team
from tracking.duties.kinds import ALL
from tracking.models import Duty, LateBecause, Worker
from tracking.rules.groups import CHOICES, in_group
from tracking.trackers.states import STATES, condition

WINDOWS = [("7", "The next 7 days"), ("28", "The next 4 weeks"), ("91", "The next 3 months")]
OPEN = "Overdue or due"


class PeopleFilter(django_filters.FilterSet):
    """By team, worker and group of children. `as_at` is the day as at which the list speaks."""

    team = django_filters.ModelChoiceFilter(label="Team", queryset=Team.objects.none(), null_label="No team")
    worker = django_filters.ModelChoiceFilter(label="Worker", queryset=Worker.objects.none(), null_label="Nobody")
    group = django_filters.ChoiceFilter(label="Children", choices=CHOICES, empty_label="All", method="in_group")

    def __init__(self, *args: Any, as_at: date, **kwargs: Any) -> None:
        self.as_at = as_at
        super().__init__(*args, **kwargs)
        rows = self.queryset.order_by()
        for name, model in (("team", Team), ("worker", Worker)):
            if name in self.filters:
                found = rows.filter(**{f"{name}__isnull": False}).values(name)
                self.filters[name].extra["empty_label"] = "All"
                self.filters[name].queryset = model._default_manager.filter(pk__in=found).order_by("name", "pk")

    def in_group(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those whose child belongs to the group now."""
        return rows.filter(in_group(value, self.as_at))


class DutyFilter(PeopleFilter):
    """Duties by state, and by when they are due; without a state those that are open."""

    state = django_filters.ChoiceFilter(
        label="State", choices=list(STATES.items()), empty_label=OPEN, method="in_state"
    )
    due = django_filters.ChoiceFilter(label="Due in", choices=WINDOWS, empty_label="Any time", method="due_in")
    due_from = django_filters.DateFilter(label="Due from", field_name="due_by", lookup_expr="gte", widget=DayPicker)
    due_to = django_filters.DateFilter(label="Due to", field_name="due_by", lookup_expr="lte", widget=DayPicker)
    reason = django_filters.ChoiceFilter(
        label="Reason for lateness",
        field_name="late_because",
        choices=LateBecause.choices,
        empty_label="All",
        null_label="None given",
    )

    class Meta:
        model = Duty
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The duties that every filter lets through."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(is_open=True)

    @property
    def in_any_state(self) -> QuerySet[Any]:
        """The duties that all filters but that of the state let through: what is counted by state."""
        if not self.is_bound or not self.form.is_valid():
            return self.queryset
        rows = self.queryset
        for name, value in self.form.cleaned_data.items():
            rows = rows if name == "state" else self.filters[name].filter(rows, value)
        return rows

    def in_state(self, rows: QuerySet[Duty], name: str, value: str) -> QuerySet[Duty]:
        """Those in the state."""
        return rows.filter(condition(value, self.as_at))

    def due_in(self, rows: QuerySet[Duty], name: str, value: str) -> QuerySet[Duty]:
        """Those that fall due from today to the end of the window."""
        return rows.filter(due_by__gte=self.as_at, due_by__lt=self.as_at + timedelta(days=int(value)))


class AllDutiesFilter(DutyFilter):
    """Duties of every kind, by kind too."""

    kind = django_filters.ChoiceFilter(
        label="What", choices=[(kind.code, kind.title) for kind in ALL], empty_label="All"
    )
