"""Importing extracts: what was loaded, load another, watch it, what it found, take it back."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import RequestConfig

from accounts.access import StaffRequest, needs, takes_files
from accounts.log import log_read
from accounts.pages import ListPage
from accounts.roles import Right
from tracking import tasks
from tracking.actions.imports import ImportRefused, last_import, receive_upload, undo_last_import
from tracking.filters.imports import FindingFilter, ImportFilter
from tracking.forms.imports import UploadForm
from tracking.imports.report import csv_lines
from tracking.models import Finding, Import, ImportState
from tracking.tables.imports import FindingTable, ImportedTableTable, ImportTable

UNDER_WAY = (ImportState.WAITING, ImportState.RUNNING)


class Imports(ListPage):
    """Every import, the newest first."""

    template_name = "tracking/imports.html"
    heading = "Imports"
    queryset = Import.objects.select_related("by")
    filterset_class = ImportFilter
    table_class = ImportTable


class Report(ListPage):
    """What one import did, and what it found wrong."""

    template_name = "tracking/import.html"
    filterset_class = FindingFilter
    table_class = FindingTable

    def get_queryset(self) -> QuerySet[Finding]:
        """The findings of the import."""
        return Finding.objects.filter(batch=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The import itself, and its tables."""
        batch = Import.objects.select_related("by", "undone_by").get(pk=self.kwargs["pk"])
        counts = ImportedTableTable(batch.tables.all())
        RequestConfig(self.request, paginate=False).configure(counts)
        return super().get_context_data(batch=batch, counts=counts, can_undo=batch == last_import(), **kwargs)


imports = needs(Right.IMPORT)(Imports.as_view())
_report = Report.as_view()


@needs(Right.IMPORT)
@takes_files
def new_import(request: StaffRequest) -> HttpResponse:
    """Take in an extract; a worker then loads it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "tracking/new_import.html", {"form": form}, status=400 if form.errors else 200)
    file = form.cleaned_data["file"]
    batch = receive_upload(
        file=file, name=file.name, as_at=form.cleaned_data["as_at"], by=request.user, strict=form.cleaned_data["strict"]
    )
    tasks.run_upload.delay_on_commit(batch.pk)
    return redirect("import", pk=batch.pk)


@needs(Right.IMPORT)
def import_(request: StaffRequest, pk: int) -> HttpResponse:
    """How far an import is; once it has ended, what it did and found."""
    batch = get_object_or_404(Import, pk=pk)
    if batch.state in UNDER_WAY:
        return render(request, "tracking/import_under_way.html", {"batch": batch})
    return _report(request, pk=pk)


@needs(Right.IMPORT)
def import_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """How far an import is, as a piece of its page; once it has ended the page is loaded anew."""
    batch = get_object_or_404(Import, pk=pk)
    if batch.state in UNDER_WAY:
        return render(request, "tracking/import_progress.html", {"batch": batch})
    return HttpResponseClientRefresh()


@needs(Right.IMPORT)
def export_findings(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """Everything that an import found wrong, as CSV."""
    batch = get_object_or_404(Import, pk=pk)
    log_read(request=request, action="Exported the findings of an import", subject=str(batch))
    lines: Iterator[str] = csv_lines(batch)
    name = {"Content-Disposition": f'attachment; filename="import-{batch.pk}-findings.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=name)


@needs(Right.IMPORT)
def undo_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask whether the last import is to be taken back, and take it back."""
    batch = get_object_or_404(Import, pk=pk)
    if request.method != "POST":
        return render(request, "tracking/undo_import.html", {"batch": batch, "can_undo": batch == last_import()})
    try:
        undo_last_import(by=request.user, expected=batch)
    except ImportRefused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.reason)
    else:
        tasks.send_after_import()
        messages.success(request, "The records are as they were before this import.")
    return redirect("import", pk=pk)
