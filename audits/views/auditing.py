"""One's own audits: the list, the form beside the record, submitting, taking back; and the page of any audit."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, needs
from accounts.log import log_read
from accounts.pages import ListPage
from accounts.roles import Right
from audits.actions import auditing
from audits.actions.moderating import has_seen
from audits.case import record_of
from audits.compared import submissions
from audits.filters import AuditFilter
from audits.forms import JudgementForm
from audits.lists import audits_of
from audits.models import WITH_THE_AUDITOR, Audit, ModeratedBecause
from audits.sight import actions_seen_by, may_read_case, sets_seen_by
from audits.states import Step, WrongState, open_to
from audits.tables import AuditTable
from audits.views.answering import audit_seen_by, done, said

SUBMIT = "submit"


class MyAudits(ListPage):
    """The cases that were allocated to the user."""

    template_name = "audits/list.html"
    heading = "Your audits"
    filterset_class = AuditFilter
    table_class = AuditTable

    def get_queryset(self) -> QuerySet[Audit]:
        """The user's own audits."""
        return audits_of(self.request.user)


my_audits = needs(Right.AUDIT)(MyAudits.as_view())


@needs(Right.AUDIT, Right.MODERATE, Right.RUN_AUDITS)
def audit(request: StaffRequest, pk: int) -> HttpResponse:
    """An audit: for its auditor the form beside the record while it is theirs to write, else what the user may see."""
    found = audit_seen_by(request, pk)
    if found.auditor_id == request.user.pk and found.state in WITH_THE_AUDITOR:
        return _write(request, found)
    log_opening(request, found, "Opened an audit")
    sets = sets_seen_by(request.user, found)
    return render(request, "audits/audit.html", facts(request, found) | {"submissions": submissions(sets)})


@needs(Right.AUDIT)
@require_POST
def save_audit(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the draft as it is typed; answers with when it was saved, or that the audit was submitted meanwhile."""
    found = audit_seen_by(request, pk)
    form = JudgementForm(request.POST, tool=found.tool)
    form.is_valid()
    try:
        found = auditing.save_draft(by=request.user, audit=found, answers=form.answers)
    except WrongState as refused:
        return HttpResponse(refused.message, content_type="text/plain")  # shown where the time of saving stands
    return render(request, "audits/saved.html", {"audit": found})


@needs(Right.AUDIT)
@require_POST
def take_back_audit(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a submitted audit back to change it."""
    found = audit_seen_by(request, pk)
    said(request, lambda: auditing.take_back(by=request.user, audit=found), "You can change the audit again.")
    return redirect("audit", pk=pk)


@needs(Right.AUDIT, Right.MODERATE)
@require_GET
def audit_case(request: StaffRequest, pk: int) -> HttpResponse:
    """The record of the child alone, for whoever has to judge it now."""
    found = audit_seen_by(request, pk)
    if not may_read_case(request.user, found):
        raise Http404("The record is open to whoever has to judge it now.")
    log_opening(request, found, "Opened a case for audit")
    return render(request, "audits/case.html", facts(request, found) | {"parts": record_of(found.case.child)})


def facts(request: StaffRequest, found: Audit) -> dict[str, Any]:
    """What every page of an audit shows around its content."""
    steps = open_to(found, request.user)
    return {
        "audit": found,
        "child": found.case.child,
        "programme": found.programme,
        "steps": {step.name for step in steps},
        "may_name": Step.NAME in steps and may_name(found),
        "actions": actions_seen_by(request.user).filter(audit=found),
        "is_own": found.auditor_id == request.user.pk,
        "may_run": request.user.may(Right.RUN_AUDITS),
        "may_read_case": may_read_case(request.user, found),
        "has_seen": has_seen(found, request.user),
    }


def may_name(found: Audit) -> bool:
    """Whether naming it for moderation is offered: until it is submitted always, so that nobody can tell from its being
    moderated later that it was judged Inadequate."""
    is_named = found.moderated_because == ModeratedBecause.NAMED
    return not is_named and (found.state in WITH_THE_AUDITOR or not found.is_for_moderation)


def log_opening(request: StaffRequest, found: Audit, action: str) -> None:
    """Write into the access log that the user opened what concerns a child, and for which audit."""
    subject = f"{found.programme}, {found.case.stratum.get_category_display()}"
    log_read(request=request, action=action, subject=subject, child_reference=found.case.child.reference)


def _write(request: StaffRequest, found: Audit) -> HttpResponse:
    """The form of the auditor: it saves, and where it is asked to it submits."""
    shown = JudgementForm.initial_of(auditing.answers_drafted(found))
    form = JudgementForm(request.POST or None, tool=found.tool, initial=shown)
    if form.is_valid() and _written(request, found, form):
        return redirect("audit", pk=found.pk)
    log_opening(request, found, "Opened a case for audit")
    context = facts(request, found) | {"form": form, "parts": record_of(found.case.child), "heading": str(found)}
    return render(request, "audits/write.html", context, status=400 if form.errors else 200)


def _written(request: StaffRequest, found: Audit, form: JudgementForm) -> Any:
    """Whether the answers were saved and, if that was asked for, submitted; if not, the form says why."""
    saved = done(form, lambda: auditing.save_draft(by=request.user, audit=found, answers=form.answers))
    if saved is None:
        return None
    if request.POST.get("do") != SUBMIT:
        messages.success(request, "The draft is saved.")
        return saved
    submitted = done(form, lambda: auditing.submit(by=request.user, audit=saved, answers=form.answers))
    if submitted:
        messages.success(request, "The audit is submitted.")
    return submitted
