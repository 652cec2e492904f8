"""The time limits of duties: what they are and where they come from, and setting one."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from tracking import tasks
from tracking.actions.limits import set_limit as set_it
from tracking.duties.kind import Kind
from tracking.duties.kinds import ALL, KINDS
from tracking.forms.limits import LimitForm
from tracking.models import DutyLimit


@needs(Right.SEE_TRACKERS, Right.SET_LIMITS)
@require_GET
def limits(request: StaffRequest) -> HttpResponse:
    """Every kind of duty with its limits, their changes and their sources."""
    changes: dict[tuple[str, str], list[DutyLimit]] = {}
    for change in DutyLimit.objects.select_related("by"):
        changes.setdefault((change.kind, change.part), []).append(change)
    groups = [
        (group, [(kind, _terms(kind, changes)) for kind in kinds])
        for group, kinds in groupby(ALL, key=lambda kind: kind.group)
    ]
    may_set, may_see_trackers = request.user.may(Right.SET_LIMITS), request.user.may(Right.SEE_TRACKERS)
    context = {"groups": groups, "may_set": may_set, "may_see_trackers": may_see_trackers}
    return render(request, "tracking/limits.html", context)


@needs(Right.SET_LIMITS)
def set_limit(request: StaffRequest, kind: str) -> HttpResponse:
    """Set one limit of a kind of duty from a day on; the duties are then worked out again."""
    part = request.GET.get("part", "")
    if kind not in KINDS or part not in KINDS[kind].terms:
        raise Http404("No such limit.")
    term = KINDS[kind].terms[part]
    form = LimitForm(request.POST or None, initial={"amount": term.limit.amount, "unit": term.limit.unit.value})
    if form.is_valid():
        set_it(by=request.user, kind=kind, part=part, **form.cleaned_data)
        tasks.send_after_import()
        messages.success(request, "The limit is set. The trackers follow within minutes.")
        return redirect("limits")
    heading = f"{KINDS[kind].title}: {term.when}" if term.when else KINDS[kind].title
    context = {"form": form, "heading": heading, "kind": KINDS[kind], "part": part}
    return render(request, "tracking/set_limit.html", context, status=400 if form.errors else 200)


def _terms(kind: Kind, changes: dict[tuple[str, str], list[DutyLimit]]) -> list[dict[str, Any]]:
    return [
        {"part": part, "when": term.when, "limit": term.limit, "changes": changes.get((kind.code, part), [])}
        for part, term in kind.terms.items()
    ]
