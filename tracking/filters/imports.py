"""How the lists of the tracking pages are narrowed."""

from typing import Any

import django_filters

from tracking.models import Finding, Grade, Import, ImportState


class ImportFilter(django_filters.FilterSet):
    """Imports by state and name."""

    state = django_filters.ChoiceFilter(label="State", choices=ImportState.choices, empty_label="All states")
    source = django_filters.CharFilter(label="Extract", lookup_expr="icontains")

    class Meta:
        model = Import
        fields: list[str] = []


class FindingFilter(django_filters.FilterSet):
    """Findings by what became of the row, table, column and id of the row."""

    grade = django_filters.ChoiceFilter(label="Grade", choices=Grade.choices, empty_label="All grades")
    table = django_filters.ChoiceFilter(label="Table", empty_label="All tables")
    column = django_filters.ChoiceFilter(label="Column", empty_label="All columns")
    key = django_filters.CharFilter(label="Id of the row", lookup_expr="exact")

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("table", "column"):
            found = self.queryset.order_by(name).values_list(name, flat=True).distinct()
            self.filters[name].extra["choices"] = [(value, value) for value in found if value]
