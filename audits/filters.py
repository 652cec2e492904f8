"""How the lists of audits are narrowed."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts.models import User
from audits.clock import audit_day
from audits.lists import due_soon, overdue, to_submit
from audits.models import Audit, AuditAction, Category, Programme, SampledCase, State, Theme

NOT_ALLOCATED, OVERDUE, LEFT_OUT = "none", "overdue", "left_out"
# The states of a sampled case, and what they are called.
TILES = {
    NOT_ALLOCATED: "Not allocated",
    **{str(state): str(state.label) for state in State if state != State.WITHDRAWN},
    OVERDUE: "Overdue",
    LEFT_OUT: "Left out",
}
DUE = {"open": ("Still to submit", to_submit), "soon": ("Due soon", due_soon), "overdue": ("Overdue", overdue)}


class AuditFilter(django_filters.FilterSet):
    """Audits by programme, category, state, and when they are due."""

    programme = django_filters.ModelChoiceFilter(
        label="Programme",
        field_name="case__stratum__programme",
        queryset=Programme.objects.exclude(drawn_at=None),
        empty_label="All",
    )
    category = django_filters.ChoiceFilter(
        label="Category", field_name="case__stratum__category", choices=Category.choices, empty_label="All"
    )
    state = django_filters.ChoiceFilter(label="State", choices=State.choices, empty_label="All")
    due = django_filters.ChoiceFilter(
        label="Due",
        choices=[(value, words) for value, (words, _) in DUE.items()],
        empty_label="Any time",
        method="due_then",
    )

    class Meta:
        model = Audit
        fields: list[str] = []

    def due_then(self, audits: "QuerySet[Audit]", name: str, value: str) -> "QuerySet[Audit]":
        """What is still to be submitted, due soon, or overdue."""
        _, narrowed = DUE[value]
        return narrowed(audits, audit_day())


class SampleFilter(django_filters.FilterSet):
    """A programme's cases by category, auditor and state; without a state those that were left out are hidden."""

    category = django_filters.ChoiceFilter(
        label="Category", field_name="stratum__category", choices=Category.choices, empty_label="All"
    )
    auditor = django_filters.ModelChoiceFilter(
        label="Auditor", field_name="audit__auditor", queryset=User.objects.none(), empty_label="All"
    )
    state = django_filters.ChoiceFilter(
        label="State",
        choices=list(TILES.items()),
        empty_label="All in the sample",
        method="in_state",
    )

    class Meta:
        model = SampledCase
        fields: list[str] = []

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data or {}, **kwargs)
        found = self.queryset.order_by().values("audit__auditor")
        self.filters["auditor"].queryset = User.objects.filter(pk__in=found)

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """The cases that every filter lets through."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(left_out_at=None)

    def in_state(self, cases: "QuerySet[SampledCase]", name: str, value: str) -> "QuerySet[SampledCase]":
        """Those in the state."""
        return cases.filter(in_state(value, audit_day()))


def in_state(state: str, day: date, case: str = "") -> Q:
    """The sampled cases in a state: that of their audit, not allocated, overdue on `day`, or left out; of rows to whose
    cases the path `case` leads."""
    if state == LEFT_OUT:
        return Q(**{f"{case}left_out_at__isnull": False})
    if state == NOT_ALLOCATED:
        return Q(**{f"{case}pk__isnull": False, f"{case}left_out_at": None, f"{case}audit": None})
    if state == OVERDUE:
        return Q(**{f"{case}audit__in": overdue(Audit.objects.all(), day)})
    return Q(**{f"{case}left_out_at": None, f"{case}audit__state": state})


class ActionFilter(django_filters.FilterSet):
    """Actions by whether they are done, theme, and whose they are."""

    done = django_filters.ChoiceFilter(
        label="Done",
        choices=[("no", "Still to be done"), ("overdue", "Overdue"), ("yes", "Done")],
        empty_label="All",
        method="is_done",
    )
    theme = django_filters.ChoiceFilter(label="Theme", choices=Theme.choices, empty_label="All")
    owner = django_filters.ModelChoiceFilter(label="Who does it", queryset=User.objects.none(), empty_label="All")

    class Meta:
        model = AuditAction
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].queryset = User.objects.filter(pk__in=self.queryset.order_by().values("owner"))

    def is_done(self, actions: "QuerySet[AuditAction]", name: str, value: str) -> "QuerySet[AuditAction]":
        """Those done, still to be done, or overdue."""
        if value == "yes":
            return actions.exclude(done_at=None)
        open_ones = actions.filter(done_at=None)
        return open_ones.filter(due_on__lt=audit_day()) if value == "overdue" else open_ones
