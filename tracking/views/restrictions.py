"""Restricting a child to named users, and opening the record again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, needs
from accounts.models import User
from accounts.roles import Right
from tracking.actions.duties import shown_day
from tracking.actions.restrictions import drop_user, lift_restriction, name_user, restrict_child
from tracking.forms.restrictions import LiftForm, NameForm, RestrictForm
from tracking.models import Child, Restriction
from tracking.views.children import child_opened


@needs(Right.RESTRICT_CHILDREN)
def restriction(request: StaffRequest, pk: int) -> HttpResponse:
    """Who sees the child; the form that restricts them, or the one that names others."""
    child = child_opened(request, pk, shown_day())
    opened = _open(child)
    form: Any = (NameForm if opened else RestrictForm)(request.POST or None)
    if form.is_valid():
        if _done(form, lambda: _changed(request.user, child, opened, form.cleaned_data)):
            messages.success(request, "Named." if opened else "The child is seen by those named only.")
            return redirect("restriction", pk=child.pk)
    return _page(request, child, opened, {"form": form})


@needs(Right.RESTRICT_CHILDREN)
@require_POST
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Open the record again to all who would see the child."""
    child = child_opened(request, pk, shown_day())
    opened, form = get_object_or_404(Restriction, child=child, lifted_at=None), LiftForm(request.POST)
    if form.is_valid() and _done(
        form, lambda: lift_restriction(by=request.user, restriction=opened, **form.cleaned_data)
    ):
        messages.success(request, "The restriction is lifted.")
        return redirect("child", pk=child.pk)
    return _page(request, child, opened, {"form": NameForm(), "lifting": form})


@needs(Right.RESTRICT_CHILDREN)
@require_POST
def drop(request: StaffRequest, pk: int, user_id: int) -> HttpResponse:
    """No longer let a user see the child."""
    child = child_opened(request, pk, shown_day())
    opened, user = get_object_or_404(Restriction, child=child, lifted_at=None), get_object_or_404(User, pk=user_id)
    try:
        drop_user(by=request.user, restriction=opened, user=user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{user} no longer sees the child.")
        if user == request.user:
            return redirect("children")
    return redirect("restriction", pk=child.pk)


def _page(request: StaffRequest, child: Child, opened: Restriction | None, forms: dict[str, Any]) -> HttpResponse:
    past = child.restrictions.select_related("set_by", "lifted_by").prefetch_related("named__user", "named__named_by")
    context = {"child": child, "restriction": opened, "history": past, "lifting": LiftForm()} | forms
    is_wrong = any(context[name].errors for name in ("form", "lifting"))
    return render(request, "tracking/child_restriction.html", context, status=400 if is_wrong else 200)


def _open(child: Child) -> Restriction | None:
    return child.restrictions.filter(lifted_at=None).first()


@transaction.atomic
def _changed(by: User, child: Child, opened: Restriction | None, answers: dict[str, Any]) -> Any:
    """Restrict the child; where that is done, name the others."""
    if opened is None:
        return restrict_child(by=by, child=child, **answers)
    return [name_user(by=by, restriction=opened, user=user) for user in answers["users"]]


def _done(form: Any, act: Callable[[], Any]) -> Any:
    """What the action gives; None where it refuses, and the form says why."""
    try:
        return act()
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
