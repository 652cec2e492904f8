"""Recipients of a published version: their links, and what they read by them without signing in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, needs, public
from accounts.log import address_of as where_from
from kpis import tasks
from kpis.actions import readers as actions
from kpis.forms.readers import LinkForm
from kpis.models import ReaderLink, Version
from kpis.releases.reading import versions_for
from kpis.releases.states import DRAFTERS
from kpis.views.documents import as_file


@needs(*DRAFTERS)
def readers(request: StaffRequest, pk: int) -> HttpResponse:
    """Who has a link to a version and when they opened it; give another."""
    version, form = _published(request, pk), LinkForm(request.POST or None)
    if form.is_valid():
        link = actions.give_link(version=version, by=request.user, **form.cleaned_data)
        tasks.send_link.delay_on_commit(link.pk)
        messages.success(request, f"{link.name} gets the link by mail.")
        return redirect("readers", pk=pk)
    links = version.links.select_related("given_by").prefetch_related("openings")
    context = {"version": version, "form": form, "links": links}
    return render(request, "kpis/release_readers.html", context, status=400 if form.errors else 200)


@needs(*DRAFTERS)
@require_POST
def revoke_link(request: StaffRequest, pk: int) -> HttpResponse:
    """End a link."""
    link = get_object_or_404(ReaderLink, pk=pk)
    actions.revoke_link(pk=pk, by=request.user)
    messages.success(request, f"The link of {link.name} no longer opens anything.")
    return redirect("readers", pk=link.version_id)


@public
@never_cache
@require_GET
def read_report(request: HttpRequest, token: str) -> HttpResponse:
    """What a recipient may read by their link."""
    link = _link(token)
    actions.note_opening(link=link, what="the page", address=where_from(request))
    documents = link.version.documents.filter(built_at__isnull=False).defer("file")
    return render(request, "kpis/release_read.html", {"link": link, "documents": documents, "token": token})


@public
@never_cache
@require_GET
def read_document(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """One of the documents, by a recipient's link."""
    link = _link(token)
    document = link.version.documents.filter(form=form, built_at__isnull=False).first()
    if document is None:
        raise Http404("There is no such document.")
    actions.note_opening(link=link, what=document.get_form_display(), address=where_from(request))
    return as_file(link.version, document)


def _link(token: str) -> ReaderLink:
    try:
        return actions.link_of(token)
    except actions.LinkEnded as error:
        raise Http404(str(error)) from error


def _published(request: StaffRequest, pk: int) -> Version:
    version = get_object_or_404(versions_for(request.user), pk=pk)
    if not version.is_published:
        raise Http404("That version is not published.")
    return version
