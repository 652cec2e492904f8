"""The pages of trackers: their overview, each list, its export, what users keep of it, and the forecast."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import Table

from accounts.access import StaffRequest, needs
from accounts.log import log_list
from accounts.pages import ListPage
from accounts.roles import Right
from tracking.actions.duties import current_edition
from tracking.actions.trackers import delete_filter, save_filter
from tracking.models import Child, Duty, SavedFilter
from tracking.recorded import recorded_columns
from tracking.rules.sight import in_sight, seen_among
from tracking.trackers import export
from tracking.trackers.forecast import forecast as forecast_of
from tracking.trackers.forecast import weeks
from tracking.trackers.overview import overview
from tracking.trackers.registry import BY_CODE
from tracking.trackers.states import HEADINGS, STATES, counts
from tracking.trackers.tracker import Tracker

PRINTED = 5_000  # rows of a page without page breaks


@needs(Right.SEE_TRACKERS)
@require_GET
def trackers(request: StaffRequest) -> HttpResponse:
    """Every tracker with how many rows the user has on it."""
    edition = current_edition()
    if edition is None:
        return render(request, "tracking/no_duties.html")
    groups = overview(request.user, edition.as_at)
    return render(
        request,
        "tracking/trackers.html",
        {"edition": edition, "groups": groups, "headings": HEADINGS, "states": STATES},
    )


class TrackerPage(ListPage):
    """One tracker: filters, counts by state, and the rows that the user may see."""

    template_name = "tracking/tracker.html"
    tracker: Tracker
    as_at: date

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the tracker by its address, and the day as at which it speaks."""
        self.tracker = tracker_called(kwargs["kind"])
        edition = current_edition()
        if edition is None:
            return render(request, "tracking/no_duties.html")
        self.as_at = edition.as_at
        self.heading, self.filterset_class = self.tracker.title, self.tracker.filters
        self.table_class = self.tracker.table
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        """The tracker's rows in the user's sight."""
        return self.tracker.rows(self.as_at).filter(in_sight(self.request.user, self.as_at))

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """The filters speak as at the tracker's day; without any given they still choose what is open."""
        options = super().get_filterset_kwargs(filterset_class)
        return options | {"as_at": self.as_at, "data": self.request.GET}

    def get_table_pagination(self, table: Table) -> Any:
        """All rows on one page where it is to be printed."""
        return {"per_page": PRINTED} if "print" in self.request.GET else super().get_table_pagination(table)

    def get_table(self, **kwargs: Any) -> Table:
        """The table, which knows where it is and what the user may do."""
        table = super().get_table(**kwargs)
        table.back, table.may_record = self.request.get_full_path(), self.request.user.may(Right.RECORD)
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tracker, its counts by state, and the user's saved filters."""
        is_recorded = self.tracker.is_recorded(recorded_columns())
        return super().get_context_data(
            tracker=self.tracker,
            as_at=self.as_at,
            states=self._states(),
            saved=SavedFilter.objects.filter(user=self.request.user, tracker=self.tracker.code),
            is_recorded=is_recorded,
            is_printed="print" in self.request.GET,
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        """The page, its children written to the log before it is sent."""
        table = context["table"]
        table.opens = seen_among(
            self.request.user, self.as_at, (_child_of(row.record) for row in table.page.object_list)
        )
        self.log_children(table, "Opened a tracker", self.tracker.title)
        return super().render_to_response(context, **options)

    def log_children(self, table: Table, action: str, subject: str) -> None:
        """A row of the log for each child on the page; one alone where there is none."""
        children = (row.get_cell_value("child") for row in table.page.object_list)
        log_list(request=self.request, action=action, subject=subject, child_references=children)

    def _states(self) -> list[tuple[str, str, int]]:
        """Each state with its words and how many rows are in it; nothing for a list that has no states."""
        if not hasattr(self.filterset, "in_any_state"):
            return []
        found = counts(self.filterset.in_any_state, self.as_at)
        return [(state, words, found[state]) for state, words in STATES.items()]


tracker = needs(Right.SEE_TRACKERS)(TrackerPage.as_view())


class ExportPage(TrackerPage):
    """The rows that the page shows under the same address, all of them, as a file."""

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        """CSV or Excel."""
        table = context["table"]
        table.paginate(per_page=max(len(table.rows), 1))
        subject = f"{self.tracker.title}, {len(table.rows)} rows: {self.request.GET.urlencode()}"
        self.log_children(table, "Exported a tracker", subject)
        return export.attachment(table, self.kwargs["form"], f"{self.tracker.code}-{self.as_at}")

    def _states(self) -> list[tuple[str, str, int]]:
        return []


export_tracker = needs(Right.SEE_TRACKERS)(ExportPage.as_view())


@needs(Right.SEE_TRACKERS)
@require_GET
def forecast(request: StaffRequest) -> HttpResponse:
    """What falls due in the next four weeks, by team and worker."""
    edition = current_edition()
    if edition is None:
        return render(request, "tracking/no_duties.html")
    as_at = edition.as_at
    duties = Duty.objects.filter(in_sight(request.user, as_at), as_at=as_at).open()
    context = {"as_at": as_at, "weeks": weeks(as_at), "loads": list(forecast_of(duties, as_at))}
    return render(request, "tracking/forecast.html", context)


@needs(Right.SEE_TRACKERS)
@require_POST
def keep_filter(request: StaffRequest, kind: str) -> HttpResponse:
    """Keep the filters of a tracker under a name."""
    query = request.POST.get("query", "").removeprefix("?")
    name = request.POST.get("name", "")
    try:
        save_filter(by=request.user, tracker=tracker_called(kind).code, name=name, query=query)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Saved as “{name.strip()}”.")
    return redirect(reverse("tracker", args=[kind]) + (f"?{query}" if query else ""))


@needs(Right.SEE_TRACKERS)
@require_POST
def drop_filter(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget one of the user's own saved filters."""
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user)
    delete_filter(by=request.user, saved=saved)
    messages.success(request, f"“{saved.name}” is no longer saved.")
    return redirect("tracker", kind=saved.tracker)


def _child_of(record: Any) -> int:
    """Whom a row is about, by primary key; a row may be a child itself."""
    return int(record.pk if isinstance(record, Child) else record.child_id)


def tracker_called(code: str) -> Tracker:
    """The tracker of that name. Raises Http404."""
    if code not in BY_CODE:
        raise Http404(code)
    return BY_CODE[code]
