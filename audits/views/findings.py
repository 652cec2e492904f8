"""What is learnt: agreement between auditors and moderators, and repeated themes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from audits import findings

LEARN = (Right.RUN_AUDITS, Right.MODERATE, Right.SEE_AUTHORITY_FIGURES)


@needs(*LEARN)
@require_GET
def agreement(request: StaffRequest) -> HttpResponse:
    """How far auditors and moderators agree: by section, by auditor, over time."""
    pairs = findings.pairs()
    tables = [
        ("By section", "Section", findings.by_section(pairs)),
        ("By auditor", "Auditor", findings.by_auditor(pairs)),
        ("Over time", "Programme", findings.by_quarter(pairs)),
    ]
    return render(request, "audits/agreement.html", {"tables": tables, "has_any": bool(pairs)})


@needs(*LEARN)
@require_GET
def themes(request: StaffRequest) -> HttpResponse:
    """What audits ask for again and again."""
    return render(request, "audits/themes.html", {"lines": findings.themes()})
