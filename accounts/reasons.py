"""A reason that is asked before records are shown. It holds for what it was given for until the reader signs out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.forms import ReasonForm

GIVEN = "reasons"  # of the session: by what each was given for


def reason_given(request: HttpRequest, what: str) -> str:
    """The reason given for `what`; empty where none was."""
    return str(request.session.get(GIVEN, {}).get(what, ""))


def ask_why(request: HttpRequest, what: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form that asks for the reason; once it is answered, the page that was asked for."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        request.session[GIVEN] = request.session.get(GIVEN, {}) | {what: form.cleaned_data["reason"]}
        return redirect(request.get_full_path())
    return render(request, template, context | {"form": form}, status=400 if form.errors else 200)
