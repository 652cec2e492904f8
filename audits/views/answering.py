"""What every page of audits does with an answer: it acts, and says beside the form why it was refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404

from accounts.access import StaffRequest
from audits.models import Audit
from audits.sight import audits_seen_by


def done(form: Form, act: Callable[[], Any]) -> Any:
    """What the action gives back; None where it refuses, with its reasons beside the fields of the form."""
    try:
        return act()
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def said(request: StaffRequest, act: Callable[[], Any], success: str) -> Any:
    """What the action gives back, with a message of success; None where it refuses, with its reasons as a message."""
    try:
        found = act()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return None
    messages.success(request, success)
    return found


def audit_seen_by(request: StaffRequest, pk: int) -> Audit:
    """The audit, if it is in the user's sight. Raises Http404."""
    audit = audits_seen_by(request.user).select_related("tool").filter(pk=pk).first()
    if audit is None:
        raise Http404("No such audit in your sight.")
    return audit
