"""What must be done after audits: the list, adding to it, completing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, needs
from accounts.pages import ListPage
from accounts.roles import Right
from audits.actions.following_up import OWNERS
from audits.actions.following_up import add_action as add
from audits.actions.following_up import complete_action as complete
from audits.filters import ActionFilter
from audits.forms import ActionForm, DoneForm
from audits.models import AuditAction
from audits.sight import actions_seen_by, audits_seen_by
from audits.tables import ActionTable
from audits.views.answering import audit_seen_by, done


class Actions(ListPage):
    """The actions that the user sees: all, or those that are theirs or of their own audits."""

    template_name = "audits/list.html"
    heading = "Actions after audits"
    filterset_class = ActionFilter
    table_class = ActionTable

    def get_queryset(self) -> QuerySet[AuditAction]:
        """The actions in the user's sight."""
        return actions_seen_by(self.request.user)


audit_actions = needs(*OWNERS)(Actions.as_view())


@needs(Right.AUDIT, Right.RUN_AUDITS)
def add_audit_action(request: StaffRequest, pk: int) -> HttpResponse:
    """Note what must be done after an audit."""
    audit = audit_seen_by(request, pk)
    if audit.auditor_id != request.user.pk and not request.user.may(Right.RUN_AUDITS):
        raise PermissionDenied("Only the auditor, or whoever runs the audit programme, may add an action.")
    form = ActionForm(request.POST or None)
    if form.is_valid() and done(form, lambda: add(by=request.user, audit=audit, **form.cleaned_data)):
        messages.success(request, "The action is added.")
        return redirect("audit", pk=pk)
    context = {"form": form, "heading": f"Add an action: {audit.case.child}", "audit": audit}
    return render(request, "audits/add_action.html", context, status=400 if form.errors else 200)


@needs(*OWNERS)
def audit_action(request: StaffRequest, pk: int) -> HttpResponse:
    """One action; its owner says here that it was done."""
    action = get_object_or_404(actions_seen_by(request.user), pk=pk)
    form = DoneForm(request.POST or None)
    if form.is_valid() and done(form, lambda: complete(by=request.user, action=action, **form.cleaned_data)):
        messages.success(request, "The action is done.")
        return redirect("audit_actions")
    may_complete = not action.is_done and (action.owner == request.user or request.user.may(Right.RUN_AUDITS))
    context = {
        "form": form,
        "action": action,
        "may_complete": may_complete,
        "may_open": audits_seen_by(request.user).filter(pk=action.audit_id).exists(),
        "heading": "Action after an audit",
    }
    return render(request, "audits/action.html", context, status=400 if form.errors else 200)
