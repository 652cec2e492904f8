"""Acting on a duty where it stands: record that it was done or refused, or say why it is late."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import StaffRequest, needs
from accounts.log import log_read
from accounts.roles import Right
from tracking import tasks
from tracking.actions.recording import CIRCUMSTANCES, last_contact
from tracking.actions.recording import explain_duty as explain
from tracking.actions.recording import record_duty as record
from tracking.duties.kinds import KINDS
from tracking.forms.recording import FORMS, DoneForm, ReasonForm
from tracking.models import Duty
from tracking.rules.sight import in_sight
from tracking.tables.duties import standing
from tracking.trackers.duties import with_reasons


@needs(Right.RECORD)
def record_duty(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the visit, review, check, questionnaire, interview or contact that a duty asks for."""
    duty = _duty(request, pk)
    kind = KINDS[duty.kind]
    if not kind.records:
        raise Http404("This is recorded in the case system.")
    form = FORMS[kind.records](request.POST or None, duty=duty, initial=_initial(duty, kind.records))
    if form.is_valid() and _recorded(request, duty, form):
        return redirect(_back(request, duty))
    context = _context(request, duty) | {"form": form, "heading": kind.action(duty.number)}
    return render(request, "tracking/record_duty.html", context, status=400 if form.errors else 200)


@needs(Right.RECORD)
def explain_duty(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the reason why something is or was late."""
    duty = _duty(request, pk)
    given = {"reason": duty.late_because, "text": duty.late_words}
    form = ReasonForm(request.POST or None, initial=given)
    if form.is_valid():
        explain(by=request.user, duty=duty, **form.cleaned_data)
        messages.success(request, f"The reason is noted for {duty.child.reference}. The due day stays.")
        return redirect(_back(request, duty))
    context = _context(request, duty) | {"form": form, "heading": "Why is it late?"}
    return render(request, "tracking/record_duty.html", context, status=400 if form.errors else 200)


def _duty(request: StaffRequest, pk: int) -> Any:
    """The duty if the user may see it; the opening is logged. Raises Http404: it may have been worked out afresh."""
    duties = Duty.objects.filter(pk=pk).select_related("child", "team", "worker")
    duty = with_reasons(duties).first()
    if duty is None or not duties.filter(in_sight(request.user, duty.as_at)).exists():
        raise Http404("No such duty in your sight.")
    if request.method == "GET":
        subject = f"{KINDS[duty.kind].title}, due by {duty.due_by}"
        log_read(request=request, action="Opened a duty", subject=subject, child_reference=duty.child.reference)
    return duty


def _initial(duty: Duty, records: str) -> dict[str, Any]:
    """What the form shows at first: the circumstances at the last contact."""
    if records not in ("contact", "pathway_review"):
        return {}
    contact = last_contact(duty)
    return {name: getattr(contact, name) for name in CIRCUMSTANCES}


def _recorded(request: StaffRequest, duty: Duty, form: DoneForm) -> bool:
    """Whether it could be recorded; if not, the form says why."""
    try:
        record(by=request.user, duty=duty, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    tasks.send_after_recording()
    is_met = not Duty.objects.filter(pk=duty.pk, is_open=True).exists()
    done = f"Recorded for {duty.child.reference}."
    messages.success(request, done if is_met else f"{done} It stays due.")
    return True


def _context(request: StaffRequest, duty: Duty) -> dict[str, Any]:
    kind = KINDS[duty.kind]
    facts = {"duty": duty, "kind": kind, "action": kind.action(duty.number), "back": _back(request, duty)}
    return facts | standing(duty)


def _back(request: StaffRequest, duty: Duty) -> str:
    """The list that the user came from, with its filters; no address of another site."""
    back = request.GET.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else reverse("tracker", args=[duty.kind])
