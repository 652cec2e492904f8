"""The report: its releases, what stands in the way of each, and reading what a version says."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from kpis import book, tasks
from kpis.actions import releases as actions
from kpis.forms.releases import CorrectForm, StartForm, WordsForm
from kpis.models import Release, Version
from kpis.releases.checklist import is_blocked
from kpis.releases.content import Content
from kpis.releases.reading import content_of, periods_to_report, releases_for, versions_for
from kpis.releases.states import DRAFTERS, PUBLISH, TRANSITIONS
from kpis.views.documents import documents_of
from kpis.views.figures import SEE_FIGURES


@needs(*SEE_FIGURES)
@require_GET
def releases(request: StaffRequest) -> HttpResponse:
    """Every report, the newest first; who drafts may start another."""
    may_draft = any(request.user.may(right) for right in DRAFTERS)
    choices = periods_to_report(book.newest_builds()) if may_draft else []
    context = {"releases": releases_for(request.user), "form": StartForm(choices=choices) if choices else None}
    return render(request, "kpis/releases.html", context)


@needs(*DRAFTERS)
@require_POST
def start_release(request: StaffRequest) -> HttpResponse:
    """Start the report of a month or quarter."""
    form = StartForm(request.POST, choices=periods_to_report(book.newest_builds()))
    if not form.is_valid():
        return render(request, "kpis/releases.html", {"releases": releases_for(request.user), "form": form}, status=400)
    version = actions.start_release(period=form.cleaned_data["period"], by=request.user)
    return redirect("release", pk=version.release_id)


@needs(*SEE_FIGURES)
@require_GET
def release(request: StaffRequest, pk: int) -> HttpResponse:
    """A release: its versions, what stands in the way of the newest, and what the user may do with it."""
    found = get_object_or_404(releases_for(request.user), pk=pk)
    newest: Version = found.seen[0]  # type: ignore[attr-defined]
    may_draft = any(request.user.may(right) for right in DRAFTERS)
    findings = actions.checklist_of(newest) if may_draft else ()
    context = {
        "release": found,
        "newest": newest,
        "findings": findings,
        "is_blocked": is_blocked(findings),
        "may_draft": may_draft,
        "may_compare": request.user.may(Right.SEE_AUTHORITY_FIGURES),
        "steps": newest.steps.select_related("by"),
        "due": [(t, t.forbidden_to(newest, request.user)) for t in TRANSITIONS.values() if t.is_due(newest)],
        "form": WordsForm(),
    }
    return render(request, "kpis/release.html", context)


@needs(*DRAFTERS)
@require_POST
def take_step(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """Send a version for review, send it back, approve or publish it."""
    version, form = get_object_or_404(versions_for(request.user), pk=pk), WordsForm(request.POST)
    if slug not in TRANSITIONS:
        raise Http404("There is no such step.")
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        actions.take(slug, pk=pk, words=words, by=request.user)
    except actions.CannotRelease as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{TRANSITIONS[slug].done}: {version}.")
        if slug == PUBLISH.name:
            tasks.send_documents(version)
    return redirect("release", pk=version.release_id)


@needs(*DRAFTERS)
def correct_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a new version of a published report, with a note for its readers."""
    found, form = get_object_or_404(Release, pk=pk), CorrectForm(request.POST or None)
    if form.is_valid():
        try:
            actions.correct_release(pk=pk, note=form.cleaned_data["note"], by=request.user)
            return redirect("release", pk=pk)
        except actions.CannotRelease as error:
            form.add_error(None, str(error))
    context = {"form": form, "heading": f"Correct {found}", "release": found}
    return render(request, "kpis/release_correct.html", context, status=400 if form.errors else 200)


@needs(*SEE_FIGURES)
@require_GET
def version(request: StaffRequest, pk: int) -> HttpResponse:
    """The summary, the priorities and the flow of a version, and the way to its sections."""
    found, content = _read(request, pk)
    context = documents_of(found, request.user) | {"content": content}
    return render(request, "kpis/release_version.html", context)


@needs(*SEE_FIGURES)
@require_GET
def version_section(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """One section of a version."""
    found, content = _read(request, pk)
    section = content.section(slug)
    if section is None:
        raise Http404("This version has no such section.")
    place = content.sections.index(section)
    context = {
        "version": found,
        "content": content,
        "section": section,
        "before": content.sections[place - 1] if place else None,
        "after": content.sections[place + 1] if place + 1 < len(content.sections) else None,
    }
    return render(request, "kpis/release_section.html", context)


def _read(request: StaffRequest, pk: int) -> tuple[Version, Content]:
    """A version with what it says. Raises Http404 where there is none, or nothing to say."""
    found = get_object_or_404(versions_for(request.user).defer(None), pk=pk)
    try:
        return found, content_of(found)
    except LookupError as error:
        raise Http404(str(error)) from error
