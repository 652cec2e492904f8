"""Episodes of every kind: the page of one with its history, and recording, correcting and ending one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import StaffRequest, needs
from accounts.log import log_read
from accounts.roles import Right
from tracking import tasks
from tracking.actions import recording_episodes as actions
from tracking.actions.duties import shown_day, tracked_day
from tracking.actions.recording_children import record_new_child
from tracking.episodes import ALL, KINDS
from tracking.episodes.front_door import CONTACT
from tracking.episodes.journey import filled, leads_to, step
from tracking.episodes.kind import Kind, Next
from tracking.episodes.versions import history_of, last_entry, version_of
from tracking.episodes.words import facts
from tracking.forms.episodes import ContactForm, EpisodeForm
from tracking.forms.new_child import NewChildForm
from tracking.models import Child
from tracking.rules.recorders import recorded_by

Names = tuple[str, ...]


@needs(Right.RECORD)
def record_episode(request: StaffRequest, child_id: int, kind: str) -> HttpResponse:
    """Record an episode of a child, with what is known from the one that it follows (`?after=<kind>:<number>`)."""
    described, child = recorded_kind(kind), _child(request, child_id)
    after = _after(request, child)
    form = _form(request, described, child, described.asked_at_first, initial=_known(after, described))
    given: dict[str, Any] = {"kind": described, "child": child, "after": after}
    if form.is_valid():
        others = {"others": form.cleaned_data["others"]} if "others" in form.fields else {}
        record = _tried(form, lambda: actions.record_episode(by=request.user, values=form.values, **given, **others))
        if record is not None:
            return _saved(request, described, record, f"The {described} is recorded for {child.reference}.")
    _log(request, f"Record: {described}", child)
    return _page(request, form, described, child, f"Record: {described}", after=after)


@needs(Right.RECORD)
def new_child(request: StaffRequest) -> HttpResponse:
    """Record a contact about a child who is not known yet."""
    form = NewChildForm(request.POST or None, user=request.user, latest=tracked_day())
    if form.is_valid():
        given: dict[str, Any] = {"person": form.person, "team": form.cleaned_data["team"], "contact": form.values}
        record = _tried(form, lambda: record_new_child(by=request.user, **given))
        if record is not None:
            return _saved(request, CONTACT, record, f"{record.child.reference} is recorded, with the contact.")
    heading = {"heading": "Record a contact about a new child"}
    return render(request, "tracking/new_child.html", {"form": form} | heading, status=400 if form.errors else 200)


@needs(Right.RECORD, Right.MEND)
def episode(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """What is recorded of an episode, what was changed by whom, and what may follow."""
    described, record, child = the_episode(request, kind, pk)
    _log(request, f"{described.title} {pk}", child)
    context = {
        "kind": described,
        "record": record,
        **whose(request, child),
        "facts": facts(described, record),
        "history": history_of(described, record),
        "steps": _steps(described, record, child) if request.user.may(Right.RECORD) else [],
        "can_be_withdrawn": described in ALL,
        "is_open": described.is_open(record),
    }
    return render(request, "tracking/episode.html", context)


@needs(Right.RECORD, Right.MEND)
def correct_episode(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Change what is recorded of an episode."""
    described = _kind(kind)
    return _change(request, described, pk, described.names, f"Correct the {described}", "is corrected")


@needs(Right.RECORD, Right.MEND)
def end_episode(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """End an episode that is open."""
    described = _kind(kind)
    if not described.end:
        raise Http404("This kind of episode has no end.")
    return _change(request, described, pk, described.to_end, f"End the {described}", "is ended")


def _change(request: StaffRequest, kind: Kind, pk: int, names: Names, heading: str, done: str) -> HttpResponse:
    _, record, child = the_episode(request, kind.code, pk)
    form = _form(request, kind, child, names, record=record, initial={"version": version_of(kind, pk)})
    differences: Any = ()
    if form.is_valid():
        given: dict[str, Any] = {"values": form.values, "version": form.cleaned_data["version"] or 0}
        try:
            saved = _tried(form, lambda: actions.correct_episode(by=request.user, kind=kind, pk=pk, **given))
            if saved is not None:
                return _saved(request, kind, saved, f"The {kind} {done}.")
        except actions.ChangedMeanwhile as meanwhile:
            record, differences = meanwhile.record, meanwhile.differences
            making = {"kind": kind, "names": names, "child": child, "latest": tracked_day(), "record": record}
            form = form.asking_to_choose(differences, version_of(kind, pk), **making)
    _log(request, heading, child)
    by = last_entry(kind, record) if differences else None
    return _page(request, form, kind, child, heading, record=record, differences=differences, changed_by=by)


def _page(
    request: StaffRequest, form: EpisodeForm, kind: Kind, child: Child, heading: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "kind": kind, "heading": heading} | whose(request, child) | more
    status = 409 if more.get("differences") else 400 if form.errors else 200
    return render(request, "tracking/record_episode.html", context, status=status)


def _form(
    request: StaffRequest, kind: Kind, child: Child, names: Names, record: Any = None, **options: Any
) -> EpisodeForm:
    making = {"kind": kind, "names": names, "child": child, "latest": tracked_day(), "record": record} | options
    if kind.shared_by and record is None:
        return ContactForm(request.POST or None, by=request.user, day=shown_day(), **making)
    return EpisodeForm(request.POST or None, **making)


def _tried(form: EpisodeForm, act: Callable[[], Any]) -> Any:
    """What the action gives; None where it refuses, and the form says why."""
    try:
        return act()
    except ValidationError as refusal:
        form.take(refusal)
        return None


def _saved(request: StaffRequest, kind: Kind, record: Any, words: str) -> HttpResponse:
    """To the next step of the journey where the answers lead straight there, else to the page of the episode."""
    tasks.send_after_recording()
    messages.success(request, words)
    following = leads_to(kind, record)
    child_id = kind.of_child(record)
    if following is not None and child_id and request.user.may(Right.RECORD):
        return redirect(_way(following, kind, record, child_id))
    return redirect("episode", kind=kind.code, pk=record.pk)


def _steps(kind: Kind, record: Any, child: Child) -> list[tuple[str, str]]:
    """What may follow, each with its address; what takes the place of an ended one does not."""
    steps = [one for one in kind.next if not one.ends or kind.is_open(record)]
    return [(one.label, _way(one, kind, record, child.pk)) for one in steps]


def _way(following: Next, kind: Kind, record: Any, child_id: int) -> str:
    address = reverse("record_episode", kwargs={"child_id": child_id, "kind": following.kind})
    return f"{address}?after={kind.code}:{record.pk}"


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404("No such kind of episode.")
    return KINDS[code]


def recorded_kind(code: str) -> Kind:
    """A kind that is recorded and withdrawn. Raises Http404."""
    if (kind := _kind(code)) not in ALL:
        raise Http404("A child’s details are corrected only.")
    return kind


def whose(request: StaffRequest, child: Child) -> dict[str, Any]:
    """The child for a page, and whether the user may open the child's own page."""
    return {"child": child, "sees_child": request.user.may(Right.SEE_RECORDS)}


def _child(request: StaffRequest, child_id: int) -> Child:
    return get_object_or_404(recorded_by(request.user, shown_day()), pk=child_id)


def the_episode(request: StaffRequest, kind: str, pk: int) -> tuple[Kind, Any, Child]:
    """The episode with its child, if the user may record for the child. Raises Http404."""
    described = _kind(kind)
    record = get_object_or_404(described.model, pk=pk)
    child_id = described.of_child(record)
    if child_id is None:
        raise Http404("This record names no child.")
    return described, record, _child(request, child_id)


def _after(request: StaffRequest, child: Child) -> tuple[Kind, Any] | None:
    """The episode, of the same child, that the new one follows; None where none is named. Raises Http404."""
    code, _, number = request.GET.get("after", "").partition(":")
    if not code:
        return None
    kind, record, whose = the_episode(request, code, int(number) if number.isdecimal() else 0)
    if whose != child:
        raise Http404("That is another child's.")
    return kind, record


def _known(after: tuple[Kind, Any] | None, kind: Kind) -> dict[str, Any]:
    following = step(after[0], kind) if after else None
    return filled(following, after[1]) if after and following else {}


def _log(request: StaffRequest, subject: str, child: Child) -> None:
    if request.method == "GET":
        log_read(request=request, action="Opened an episode", subject=subject, child_reference=child.reference)
