"""Withdrawing an episode with a reason, and the list from which an analyst brings one back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django_tables2 import RequestConfig

from accounts.access import StaffRequest, needs
from accounts.log import log_list
from accounts.roles import Right
from tracking import tasks
from tracking.actions import recording_withdrawals as actions
from tracking.actions.duties import shown_day
from tracking.episodes.words import facts
from tracking.forms.episodes import ReasonedForm
from tracking.models import Withdrawal
from tracking.rules.sight import seen_among, unrestricted
from tracking.tables.withdrawals import WithdrawalTable
from tracking.views.episodes import recorded_kind, the_episode, whose


@needs(Right.RECORD, Right.MEND)
def withdraw_episode(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Withdraw an episode, once the reason is given."""
    described, record, child = the_episode(request, recorded_kind(kind).code, pk)
    form = ReasonedForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_episode(by=request.user, kind=described, pk=pk, reason=form.cleaned_data["reason"])
            tasks.send_after_recording()
            messages.success(
                request, f"The {described} of {child.reference} is withdrawn. An analyst can bring it back."
            )
            # Without that allocation the child may be out of the user's sight.
            is_seen = seen_among(request.user, shown_day(), [child.pk])
            return redirect("child", pk=child.pk) if is_seen else redirect("home")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "kind": described, "record": record, "facts": facts(described, record)}
    context |= whose(request, child) | {"heading": f"Withdraw the {described}"}
    return render(request, "tracking/withdraw_episode.html", context, status=400 if form.errors else 200)


@needs(Right.UNDO_WITHDRAWALS)
def withdrawals(request: StaffRequest) -> HttpResponse:
    """What was withdrawn, by whom and why, the latest first."""
    table = WithdrawalTable(_seen(request))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    references = [row.record.child.reference for row in table.page.object_list if row.record.child]
    log_list(request=request, action="Opened withdrawals", subject="Withdrawals", child_references=references)
    return render(request, "tracking/withdrawals.html", {"table": table, "heading": "Withdrawals"})


@needs(Right.UNDO_WITHDRAWALS)
def undo_withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring back what was withdrawn; asked first."""
    withdrawal = get_object_or_404(_seen(request), pk=pk)
    if request.method == "POST":
        try:
            record = actions.undo_withdrawal(by=request.user, withdrawal=withdrawal)
            tasks.send_after_recording()
            messages.success(request, "It is brought back.")
            return redirect("episode", kind=withdrawal.kind, pk=record.pk)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("withdrawals")
    return render(request, "tracking/undo_withdrawal.html", {"withdrawal": withdrawal, "heading": "Bring it back?"})


def _seen(request: StaffRequest) -> "QuerySet[Withdrawal]":
    """Those of the children whom the user may know of."""
    return Withdrawal.objects.filter(unrestricted(request.user)).select_related("child", "by", "undone_by")
