"""The page that leads to everything about audits that the user may open."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import StaffRequest, needs
from accounts.context import pages_open_to
from accounts.roles import Right

PAGES = (
    ("Your audits", "my_audits", "Cases that were allocated to you: judge them, and submit."),
    ("To moderate", "moderation", "Audits of others that you judge blind, and differences to settle."),
    ("To accept", "acceptance", "Audits of others that are submitted and not moderated."),
    ("Programmes", "programmes", "A quarter’s plan, its sample, and how far its audits are."),
    ("Actions", "audit_actions", "What must be done after audits, by whom and by when."),
    ("Agreement", "agreement", "How far auditors and moderators agree."),
    ("Themes", "themes", "What audits ask for again and again."),
    ("Audit tools", "audit_tools", "Sections, questions and guidance of each category, with their versions."),
)
FIGURES = (("The report’s figures", "figures", ""),)


@needs(
    Right.AUDIT,
    Right.MODERATE,
    Right.RUN_AUDITS,
    Right.EDIT_AUDIT_TOOLS,
    Right.RECORD,
    Right.SEE_AUTHORITY_FIGURES,
)
@require_GET
def audits(request: StaffRequest) -> HttpResponse:
    """A tile for each page."""
    figures = pages_open_to(request.user, FIGURES)
    return render(request, "audits/audits.html", {"pages": pages_open_to(request.user, PAGES), "figures": figures})
