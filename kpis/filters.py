"""How the records behind a figure are narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import HiddenInput

from kpis.measure import Better, Measure
from kpis.models import QualityRow, RecordBehind
from tracking.filters.duties import PeopleFilter

COUNTED = "Counted in the figure"
NOT_COUNTED = ("not_counted", "Looked at, not counted")
STANDINGS = {
    "met": Q(counted=True, met=True),
    "not_met": Q(counted=True, met=False),
    "not_counted": Q(counted=False),
}


class RecordsFilter(PeopleFilter):
    """Records by whether they met the standard, team, worker and group of children; without a choice those counted."""

    standing = django_filters.ChoiceFilter(label="Records", empty_label=COUNTED, method="stand_so")

    class Meta:
        model = RecordBehind
        fields: list[str] = []

    def __init__(self, *args: Any, measure: Measure, one_team: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters.move_to_end("standing", last=False)
        self.filters["standing"].extra["choices"] = _choices(measure)
        by_team = measure.child == "child" and not one_team
        without = [*([] if by_team else ["team"]), *([] if measure.child == "child" else ["worker", "group"])]
        for name in without:
            del self.filters[name]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records that every filter lets through."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("standing") else rows.filter(counted=True)

    def stand_so(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those that stand so."""
        return rows.filter(STANDINGS[value])


class QualityFilter(PeopleFilter):
    """Records with a question of data quality by team, worker and group of children, within the scope that was
    chosen."""

    scope = django_filters.CharFilter(widget=HiddenInput, method="keep")

    class Meta:
        model = QualityRow
        fields: list[str] = []

    def keep(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All of them: the view has chosen those of the scope."""
        return rows


def _choices(measure: Measure) -> list[tuple[str, str]]:
    if measure.amounts or not measure.has_denominator:
        return [NOT_COUNTED]
    words = ("Met", "Not met") if measure.better is Better.HIGH else ("In the numerator", "Not in the numerator")
    return [*zip(("met", "not_met"), words, strict=True), NOT_COUNTED]
