"""The records behind a figure: the list, by worker, and as a file; every child that is shown is written to the log."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from accounts.access import StaffRequest, needs
from accounts.log import log_list
from accounts.pages import ListPage
from accounts.reasons import ask_why, reason_given
from accounts.roles import Right
from kpis.actions.figures import population_of
from kpis.aggregate import AUTHORITY
from kpis.events import many
from kpis.filters import RecordsFilter
from kpis.measure import Unit
from kpis.measures import SECTIONS
from kpis.measures.columns import POPULATION
from kpis.models import RecordBehind
from kpis.observations import counts, lay_out
from kpis.periods import periods_of, slug_of
from kpis.reach import Reach
from kpis.reading import ensure_worked_out
from kpis.records import Asked, by_worker, counts_of, standing, text_of
from kpis.scopes import in_scope, scopes_of
from kpis.tables import RecordsTable
from kpis.views.figures import build_of, chosen_scope
from kpis.views.measures import measure_called
from tracking.actions.duties import shown_day
from tracking.recorded import columns_known
from tracking.rules.sight import seen_among
from tracking.trackers import export
from workdays import ReportingYear

OPEN_RECORDS = (Right.SEE_RECORDS_BEHIND_OWN, Right.SEE_RECORDS_BEHIND_ANY)


class RecordsPage(ListPage):
    """The records behind one figure, as far as the user sees them."""

    template_name = "kpis/records.html"
    table_class = RecordsTable
    filterset_class = RecordsFilter
    done = "Opened the records behind a figure"
    asked: Asked
    reason = ""
    rows: "QuerySet[RecordBehind]"

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the figure, ask why where that must be said, and answer from one list laid out for this request."""
        reach = Reach.of(request.user)
        self.asked = figure_asked(request, reach, **kwargs)
        missing = _not_recorded(self.asked)
        if missing:
            return render(request, "kpis/records_missing.html", self._frame() | {"missing": missing})
        if reach.must_say_why(self.asked.scope):
            self.reason = reason_given(request, self.asked.measure.code)
            if request.method == "POST" or not self.reason:
                return ask_why(request, self.asked.measure.code, "kpis/say_why.html", self._frame())
        ensure_worked_out(self.asked.measure, self.asked.build.as_at)
        with transaction.atomic():
            everything = lay_out(self.asked.measure, self.asked.span, self.asked.build.as_at)
            self.rows = everything.filter(in_scope(self.asked.scope.key, "team"))
            self.queryset = self._seen(reach)
            answer: Any = super().dispatch(request, *args, **kwargs)
            return answer.render() if hasattr(answer, "render") else answer

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Without any filter given those are chosen that count."""
        options = super().get_filterset_kwargs(filterset_class)
        given = {"measure": self.asked.measure, "one_team": self.asked.scope.key != AUTHORITY}
        return options | given | {"as_at": self.asked.build.as_at, "data": self.request.GET}

    def get_table_kwargs(self) -> dict[str, Any]:
        """The table knows the measure."""
        return {"measure": self.asked.measure}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the list adds up to, what the book says, what is not shown, and the records by worker."""
        measure, seen = self.asked.measure, self.get_queryset()
        now, book = standing(self.asked, self.rows), self.asked.figure
        all_counted, seen_counted = counts(self.rows, measure).counted, counts(seen, measure).counted
        return super().get_context_data(
            now=now,
            book=text_of(book, measure) if book and counts_of(book) != counts_of(now.figure) else "",
            hidden=many(measure, all_counted - seen_counted) if all_counted > seen_counted else "",
            in_all=all_counted,
            workers=by_worker(seen, measure) if measure.child == "child" else [],
            **self._frame(),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        """The page, its children written to the log before it is sent."""
        table = context["table"]
        children = (row.record.child_id for row in table.page.object_list if row.record.child_id)
        table.opens = seen_among(self.request.user, shown_day(), children)
        self._log(table.page.object_list)
        return super().render_to_response(context, **options)

    def _seen(self, reach: Reach) -> "QuerySet[RecordBehind]":
        rows = self.rows.filter(reach.rows_seen(self.asked.scope, self.asked.build.as_at))
        return rows.select_related("child", "team", "worker").order_by("observed_on", "id")

    def _log(self, rows: Iterable[Any]) -> None:
        children = (row.record.reference for row in rows) if self.asked.measure.child else ()
        log_list(
            request=self.request,
            action=self.done,
            subject=self.asked.name,
            child_references=children,
            reason=self.reason,
        )

    def _frame(self) -> dict[str, Any]:
        measure = self.asked.measure
        return {
            "asked": self.asked,
            "year": ReportingYear.parse(self.asked.build.year),
            "section": next(section for section in SECTIONS if measure in section.all_measures),
            "period": self.kwargs["period"],
            "reason": self.reason,
        }


class ExportRecords(RecordsPage):
    """All the rows that the page shows under the same filters, as a file."""

    done = "Exported the records behind a figure"

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        """CSV or Excel, every child in it written to the log."""
        table, asked = context["table"], self.asked
        table.paginate(per_page=max(len(table.rows), 1))
        self._log(table.page.object_list)
        name = f"{asked.measure.slug}-{slug_of(asked.span.name)}"
        # Whole, because the list is gone by the time a stream is sent.
        return export.attachment(table, self.kwargs["form"], name, is_streamed=False)


records_behind = needs(*OPEN_RECORDS)(RecordsPage.as_view())
export_records = needs(*OPEN_RECORDS)(ExportRecords.as_view())


def figure_asked(request: StaffRequest, reach: Reach, *, year: str, slug: str, period: str, **_: str) -> Asked:
    """The figure in an address. Raises Http404 where there is none, PermissionDenied for a scope that the user may not
    open."""
    build, measure, scopes = build_of(year), measure_called(slug), scopes_of(request.user)
    spans = periods_of(measure, ReportingYear.parse(build.year), build.as_at)
    span = next((each for name, each in spans.items() if slug_of(name) == period), None)
    scope = chosen_scope(request, scopes)
    if span is None or not (measure.has_teams or scope.key == AUTHORITY):
        raise Http404("There is no such figure.")
    if scope.key not in reach.opened(scopes):
        raise PermissionDenied("You may open the records behind the figures of your own teams only.")
    return Asked(measure, build, span, scope)


def _not_recorded(asked: Asked) -> list[str]:
    """The columns whose lack leaves the figure not recorded."""
    missing = asked.measure.missing(columns_known())
    if not missing and asked.measure.unit is Unit.RATE and population_of(asked.build.year) is None:
        return [f"{POPULATION} for {asked.build.year}"]
    return missing
