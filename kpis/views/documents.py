"""The documents of a published version: how far they are, building them again where that failed, and reading them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, needs
from accounts.log import log_read
from accounts.models import User
from kpis import tasks
from kpis.models import Document, DocumentForm, Version
from kpis.releases.reading import versions_for
from kpis.releases.states import DRAFTERS
from kpis.views.figures import SEE_FIGURES

TYPES = {
    DocumentForm.PDF: "application/pdf",
    DocumentForm.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentForm.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentForm.CSV: "text/csv; charset=utf-8",
}


def documents_of(version: Version, user: User) -> dict[str, object]:
    """What the piece of a page says of a version's documents; nothing of one that is not published."""
    documents = list(version.documents.defer("file")) if version.is_published else []
    under_way = any(document.built_at is None and not document.error for document in documents)
    may_build = any(user.may(right) for right in DRAFTERS) and not under_way
    unbuilt = version.is_published and sum(document.built_at is not None for document in documents) < len(DocumentForm)
    return {"version": version, "documents": documents, "under_way": under_way, "may_build": may_build and unbuilt}


@needs(*SEE_FIGURES)
@require_GET
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """How far the documents are, as a piece of the version's page."""
    return render(request, "kpis/document_progress.html", documents_of(_published(request, pk), request.user))


@needs(*DRAFTERS)
@require_POST
def build(request: StaffRequest, pk: int) -> HttpResponse:
    """Build the documents that are not there."""
    tasks.send_documents(_published(request, pk))
    return redirect("version", pk=pk)


@needs(*SEE_FIGURES)
@require_GET
def download(request: StaffRequest, pk: int, form: str) -> HttpResponse:
    """One document as it was built; who read which version is logged."""
    version = _published(request, pk)
    document = version.documents.filter(form=form, built_at__isnull=False).first()
    if document is None:
        raise Http404("There is no such document yet.")
    log_read(request=request, action="Read a published report", subject=f"{version}, {document.get_form_display()}")
    return as_file(version, document)


def as_file(version: Version, document: Document) -> HttpResponse:
    """A document to be saved under a name that says which version it is."""
    period = version.release.period.lower().replace("/", "-").replace(" ", "-")
    name = f'attachment; filename="performance-report-{period}-version-{version.number}.{document.form}"'
    file = bytes(document.file or b"")
    return HttpResponse(file, content_type=TYPES[DocumentForm(document.form)], headers={"Content-Disposition": name})


def _published(request: StaffRequest, pk: int) -> Version:
    version = get_object_or_404(versions_for(request.user), pk=pk)
    if not version.is_published:
        raise Http404("That version is not published.")
    return version
