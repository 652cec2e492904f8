"""Questions about records of one child that contradict each other.

Which tables they are asked of, and in which words, is what the layout of an extract declares (tracking.imports.layout:
`one_open`, `no_overlap`): an import asks the same of the rows that it brings.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kpis.quality.question import Mend, Question, Window
from tracking.imports.column import Table
from tracking.imports.layout import TABLES
from tracking.rules.known import known

KINDS = {
    "tracking.CinPlan": "cin_plan",
    "tracking.ChildProtectionPlan": "protection_plan",
    "tracking.CareEpisode": "period_of_care",
    "tracking.Placement": "placement",
}


def questions() -> Iterator[Question]:
    """For each table that the layout declares: several open at once, or several on one day."""
    for table in TABLES:
        if table.one_open:
            yield _question(table, f"Several {table.one_open} of one child open at once", "open", only_open=True)
        if table.no_overlap:
            yield _question(table, f"Overlapping {table.no_overlap} of one child", "overlap", only_open=False)


def followed(window: Window, table: Table, *, only_open: bool) -> "QuerySet[Any]":
    """The rows that still go on when the child's next one starts, on `next_started_on`; `only_open`: where both are
    open at the end of the records. The day of a change belongs to the later one."""
    start, end = _span(table)
    model: Any = table.model_class
    rows: QuerySet[Any] = known(model, window.as_at, start, ended=end).filter(child__isnull=False)
    is_open = Q(ended=None) | Q(ended__gt=window.as_at)
    later = Q(**{f"{start}__gt": OuterRef(start)}) | Q(**{start: OuterRef(start)}, pk__gt=OuterRef("pk"))
    after = rows.filter(later, child=OuterRef("child")).order_by(start, "pk")
    if only_open:
        rows, after = rows.filter(is_open), after.filter(is_open)
    rows = rows.annotate(next_started_on=Subquery(after.values(start)[:1]))
    return rows.filter(Q(ended=None) | Q(ended__gt=F("next_started_on")), next_started_on__isnull=False)


def _question(table: Table, title: str, what: str, *, only_open: bool) -> Question:
    start, end = _span(table)
    return Question(
        code=f"{what}-{table.model_class._meta.model_name}",
        kind=KINDS[table.model],
        title=title,
        lacks="It still goes on when the child’s next one starts",
        asked="When did the earlier one end?",
        rows=partial(followed, table=table, only_open=only_open),
        field=end,
        on=start,
        of_now=True,
        mends=lambda window: (Mend("each ended when the next one started", {end: F("next_started_on")}),),
    )


def _span(table: Table) -> tuple[str, str]:
    start, end = table.spans[0]
    return table.column(start).field, table.column(end).field
