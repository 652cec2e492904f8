"""Questions about records that contradict themselves or another record of the child.

Which tables they are asked of, and in which words, is what the layout of an extract declares (tracking.imports.layout:
`one_open`, `no_overlap`, `spans`): an import asks the same of the rows that it brings.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kpis.quality.question import Mend, Question, Window, event_of
from tracking.imports.column import Table
from tracking.imports.layout import TABLES
from tracking.models import Finding, Grade, ImportedTable, ImportState
from tracking.rules.known import known


def questions() -> Iterator[Question]:
    """Every question that the layout declares."""
    for table in TABLES:
        if table.one_open:
            yield _going_on(table, f"Several {table.one_open} of one child open at once", "open", only_open=True)
        if table.no_overlap:
            yield _going_on(table, f"Overlapping {table.no_overlap} of one child", "overlap", only_open=False)
        yield from (_emptied_end(table, start, end) for start, end in table.spans)


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


def emptied(window: Window, table: Table, start: str, end: str) -> "QuerySet[Any]":
    """The rows whose end (a column) the newest import of the table emptied, as it was before the start, and which have
    none since."""
    newest = ImportedTable.objects.filter(table=table.name, batch__state=ImportState.FINISHED)
    batch = newest.order_by("-batch__finished_at", "-batch_id").values("batch")[:1]
    found = Finding.objects.filter(batch=Subquery(batch), table=table.name, grade=Grade.QUESTIONED, column=end)
    model: Any = table.model_class
    rows: QuerySet[Any] = known(model, window.as_at, table.column(start).field)
    given = found.exclude(value="").values("key")
    return rows.filter(source_id__in=given, child__isnull=False, **{table.column(end).field: None})


def _going_on(table: Table, title: str, what: str, *, only_open: bool) -> Question:
    start, end = _span(table)
    return Question(
        code=f"{what}-{table.model_class._meta.model_name}",
        title=title,
        lacks="It still goes on when the child’s next one starts",
        asked="When did the earlier one end?",
        rows=partial(followed, table=table, only_open=only_open),
        field=end,
        on=start,
        of_now=True,
        mends=lambda window: (Mend("each ended when the next one started", {end: F("next_started_on")}),),
    )


def _emptied_end(table: Table, start: str, end: str) -> Question:
    own, field = table.column(start).field, table.column(end).field
    return Question(
        code=f"ended-before-{table.model_class._meta.model_name}",
        title=f"{event_of(table.model_class)}: ends before it starts",
        lacks="The end, which was before the start and counts as none",
        asked="When did it end?",
        rows=partial(emptied, table=table, start=start, end=end),
        field=field,
        on=own,
        of_now=True,
        mends=lambda window: (
            Mend("each ended on the day it started", {field: F(own)}),
            Mend("each goes on", {field: None}),
        ),
    )


def _span(table: Table) -> tuple[str, str]:
    start, end = table.spans[0]
    return table.column(start).field, table.column(end).field
