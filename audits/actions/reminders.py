"""Mails that remind auditors of what they still have to submit."""

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from audits.clock import audit_day
from audits.lists import due_soon, overdue
from audits.models import WITH_THE_AUDITOR, Audit, AuditReminder


def auditors_to_remind() -> list[int]:
    """The auditors, by primary key, with an audit that is overdue or due soon."""
    audits = Audit.objects.filter(state__in=WITH_THE_AUDITOR, auditor__is_active=True)
    day = audit_day()
    return sorted(set((overdue(audits, day) | due_soon(audits, day)).order_by().values_list("auditor", flat=True)))


def send_reminder(*, user_id: int, day: date) -> AuditReminder | None:
    """Mail an auditor what is overdue and due soon, once a day; None where there is nothing to tell or it is sent.

    Raises OSError where the mail server does not take the mail: then none is noted, and it may be tried again.
    """
    user, today = User.objects.get(pk=user_id), audit_day()
    audits = Audit.objects.filter(auditor=user, state__in=WITH_THE_AUDITOR).select_related(
        "case__child", "case__stratum__programme"
    )
    late, soon = list(overdue(audits, today)), list(due_soon(audits, today))
    if not user.is_active or not (late or soon):
        return None
    with transaction.atomic():
        counts = {"overdue": len(late), "due_soon": len(soon)}
        reminder, is_new = AuditReminder.objects.get_or_create(user=user, day=day, defaults=counts)
        if is_new:
            _send(user, late, soon)
    return reminder if is_new else None


def _send(user: User, late: list[Audit], soon: list[Audit]) -> None:
    context = {
        "user": user,
        "parts": [(words, audits) for words, audits in (("Overdue", late), ("Due soon", soon)) if audits],
        "link": settings.BASE_URL + reverse("my_audits"),
        "council_name": settings.COUNCIL_NAME,
    }
    send_mail(
        subject=f"Your audits: {len(late)} overdue, {len(soon)} due soon",
        message=render_to_string("audits/mail/reminder.txt", context),
        from_email=None,
        recipient_list=[user.email],
    )
