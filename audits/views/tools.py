"""The audit tools: their versions, and editing a draft section by section."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from audits.actions import tools
from audits.forms import SectionForm
from audits.models import Category, ToolSection, ToolVersion
from audits.views.answering import done, said


@needs(Right.EDIT_AUDIT_TOOLS)
@require_GET
def audit_tools(request: StaffRequest) -> HttpResponse:
    """Each category with the versions of its tool."""
    versions = list(ToolVersion.objects.select_related("made_by", "published_by"))
    groups = [(one, [version for version in versions if version.category == one]) for one in Category]
    return render(request, "audits/tools.html", {"groups": groups})


@needs(Right.EDIT_AUDIT_TOOLS)
@require_POST
def begin_tool(request: StaffRequest, category: str) -> HttpResponse:
    """A new draft: a copy of the newest version."""
    if category not in Category.values:
        raise Http404("No such category.")
    made = said(request, lambda: tools.begin_version(by=request.user, category=category), "A draft is begun.")
    return redirect("audit_tool", pk=made.pk) if made else redirect("audit_tools")


@needs(Right.EDIT_AUDIT_TOOLS)
@require_GET
def audit_tool(request: StaffRequest, pk: int) -> HttpResponse:
    """One version with its sections and questions."""
    version = get_object_or_404(ToolVersion.objects.prefetch_related("sections__questions"), pk=pk)
    return render(request, "audits/tool.html", {"version": version})


@needs(Right.EDIT_AUDIT_TOOLS)
@require_POST
def publish_tool(request: StaffRequest, pk: int) -> HttpResponse:
    """Publish a draft."""
    version = get_object_or_404(ToolVersion, pk=pk)
    published = "Published: audits allocated from now on take this version."
    said(request, lambda: tools.publish(by=request.user, version=version), published)
    return redirect("audit_tool", pk=pk)


@needs(Right.EDIT_AUDIT_TOOLS)
def add_tool_section(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a section at the end of a draft."""
    version = get_object_or_404(ToolVersion, pk=pk)
    return _section(request, version, None, f"Add a section: {version}")


@needs(Right.EDIT_AUDIT_TOOLS)
def edit_tool_section(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a section of a draft."""
    section = get_object_or_404(ToolSection.objects.select_related("version"), pk=pk)
    return _section(request, section.version, section, f"Change a section: {section.version}")


@needs(Right.EDIT_AUDIT_TOOLS)
@require_POST
def remove_tool_section(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a section out of a draft."""
    section = get_object_or_404(ToolSection.objects.select_related("version"), pk=pk)
    said(request, lambda: (tools.remove_section(by=request.user, section=section),), "The section is removed.")
    return redirect("audit_tool", pk=section.version_id)


def _section(request: StaffRequest, version: ToolVersion, section: ToolSection | None, heading: str) -> HttpResponse:
    form = SectionForm(request.POST or None, section=section)
    said_of: dict[str, Any] = {"by": request.user, "version": version, "section": section}
    if form.is_valid() and done(form, lambda: tools.write_section(**said_of, **form.cleaned_data)):
        return redirect("audit_tool", pk=version.pk)
    context = {"form": form, "heading": heading, "version": version}
    return render(request, "audits/tool_section.html", context, status=400 if form.errors else 200)
