"""Others' audits: accept, name for moderation, judge blind, settle, give to somebody else, do again."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, needs
from accounts.pages import ListPage
from accounts.roles import Right
from audits.actions import allocating, moderating, sample
from audits.actions.auditing import answers_given
from audits.answers import WHOLE
from audits.case import record_of
from audits.filters import AuditFilter
from audits.forms import AgainForm, JudgementForm, ReallocateForm
from audits.lists import to_accept, to_moderate
from audits.models import Audit, Grading, State
from audits.states import Step, check, open_to
from audits.tables import OthersAuditTable
from audits.views.answering import audit_seen_by, done, said
from audits.views.auditing import facts, log_opening
from tracking.tasks import send_after_recording


class Moderation(ListPage):
    """What the user may moderate or settle now."""

    template_name = "audits/list.html"
    heading = "Audits to moderate or settle"
    filterset_class = AuditFilter
    table_class = OthersAuditTable

    def get_queryset(self) -> QuerySet[Audit]:
        """Others' audits that wait for a moderator."""
        return to_moderate(self.request.user)


class Acceptance(Moderation):
    """What becomes final without moderation."""

    heading = "Audits to accept"

    def get_queryset(self) -> QuerySet[Audit]:
        """Others' audits that are submitted and not moderated."""
        return to_accept(self.request.user)


moderation = needs(Right.MODERATE)(Moderation.as_view())
acceptance = needs(Right.RUN_AUDITS)(Acceptance.as_view())


@needs(Right.RUN_AUDITS)
@require_POST
def accept_audit(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a submitted audit final that is not moderated."""
    found = audit_seen_by(request, pk)
    if said(request, lambda: moderating.accept(by=request.user, audit=found), "The audit is final, and counts."):
        send_after_recording()
    return redirect("audit", pk=pk)


@needs(Right.RUN_AUDITS)
@require_POST
def name_audit(request: StaffRequest, pk: int) -> HttpResponse:
    """Have an audit moderated."""
    found = audit_seen_by(request, pk)
    named = "The audit will be moderated."
    said(request, lambda: moderating.name_for_moderation(by=request.user, audit=found), named)
    return redirect("audit", pk=pk)


@needs(Right.MODERATE)
def moderate_audit(request: StaffRequest, pk: int) -> HttpResponse:
    """Judge a case blind: the record beside the same form, and nothing of what the auditor said."""
    found = audit_seen_by(request, pk)
    _check_may_moderate(request, found)
    form = JudgementForm(request.POST or None, tool=found.tool, with_strengths=False)
    if form.is_valid():
        ended = done(form, lambda: moderating.moderate(by=request.user, audit=found, answers=form.answers))
        if ended:
            return _after(request, ended)
    log_opening(request, found, "Opened a case for audit")
    context = facts(request, found) | {"form": form, "parts": record_of(found.case.child), "heading": "Moderate"}
    return render(request, "audits/moderate.html", context, status=400 if form.errors else 200)


@needs(Right.MODERATE)
def settle_audit(request: StaffRequest, pk: int) -> HttpResponse:
    """Settle what auditor and moderator judged differently."""
    found = audit_seen_by(request, pk)
    if Step.SETTLE not in open_to(found, request.user) or moderating.moderated(found).by_id != request.user.pk:
        raise Http404("Nothing to settle.")
    first, second = moderating.submitted(found), moderating.moderated(found)
    open_ones = set(moderating.differences(first, second))
    form = JudgementForm(request.POST or None, tool=found.tool, only=open_ones, with_strengths=False)
    if form.is_valid():
        ended = done(form, lambda: moderating.settle(by=request.user, audit=found, answers=form.answers))
        if ended:
            return _after(request, ended)
    log_opening(request, found, "Opened an audit to settle it")
    context = facts(request, found) | {"form": form, "parts": list(_side_by_side(first, second, form))}
    return render(request, "audits/settle.html", context, status=400 if form.errors else 200)


@needs(Right.RUN_AUDITS)
def reallocate_audit(request: StaffRequest, pk: int) -> HttpResponse:
    """Give an audit to another auditor."""
    found = audit_seen_by(request, pk)
    form = ReallocateForm(request.POST or None, programme=found.programme)
    if form.is_valid() and done(form, lambda: allocating.reallocate(by=request.user, audit=found, **form.cleaned_data)):
        messages.success(request, f"{found.case.child} is now with {form.cleaned_data['auditor']}.")
        return redirect("programme", pk=found.programme.pk)
    return _of_programme(request, found, form, f"Give {found.case.child} to another auditor")


@needs(Right.RUN_AUDITS)
def audit_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the case of a final audit into a programme's sample once more."""
    found = audit_seen_by(request, pk)
    form = AgainForm(request.POST or None)
    if form.is_valid() and done(form, lambda: sample.audit_again(by=request.user, audit=found, **form.cleaned_data)):
        messages.success(request, f"{found.case.child} is in the sample again, and has no auditor yet.")
        return redirect("programme", pk=form.cleaned_data["programme"].pk)
    return _of_programme(request, found, form, f"Audit {found.case.child} again")


def _check_may_moderate(request: StaffRequest, found: Audit) -> None:
    """Raises Http404 where the audit is not to be moderated now, PermissionDenied where not by the user."""
    if found.state != State.SUBMITTED or not found.is_for_moderation:
        raise Http404("Not to be moderated now.")
    check(Step.MODERATE, found, request.user)
    if moderating.has_seen(found, request.user):
        raise PermissionDenied("You have seen the judgements of this audit: another moderator must judge it blind.")


def _side_by_side(first: Grading, second: Grading, form: JudgementForm) -> Iterator[tuple[Any, ...]]:
    """Each section that is open with the fields to settle it by, and both answers."""
    one, other = answers_given(first), answers_given(second)
    for section, judgement, reason in form.parts:
        key = section.pk if section else WHOLE
        yield section, judgement, reason, (("Auditor", one.of(key)), ("Moderator", other.of(key)))


def _after(request: StaffRequest, ended: Audit) -> HttpResponse:
    """On to settling, or, where the audit is final, to what it came to; the figures follow."""
    if ended.state == State.MODERATED:
        messages.success(request, "Your judgements are kept. Now settle where they differ from the auditor’s.")
        return redirect("settle_audit", pk=ended.pk)
    messages.success(request, "The audit is final, and counts.")
    send_after_recording()
    return redirect("audit", pk=ended.pk)


def _of_programme(request: StaffRequest, found: Audit, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "programme": found.programme}
    return render(request, "audits/of_programme.html", context, status=400 if form.errors else 200)
