"""Sending the morning mails."""

from datetime import date

from django.core.mail import send_mail
from django.db import transaction

from accounts.models import User
from accounts.roles import Right
from tracking.actions.duties import current_edition
from tracking.models import Digest
from tracking.trackers.digest import message


def readers() -> list[int]:
    """The users, by primary key, who see trackers and may get a mail."""
    return [user.pk for user in User.objects.filter(is_active=True) if user.may(Right.SEE_TRACKERS)]


def send_digest(*, user_id: int, day: date) -> Digest | None:
    """Mail the user what is overdue and due this week, once a day; None where there is nothing to tell or it is sent.

    Raises OSError where the mail server does not take the mail: then none is noted, and it may be tried again.
    """
    edition, user = current_edition(), User.objects.get(pk=user_id)
    if edition is None or not user.may(Right.SEE_TRACKERS):
        return None
    told = message(user, edition.as_at)
    if told is None:
        return None
    with transaction.atomic():
        digest, is_new = Digest.objects.get_or_create(
            user=user,
            day=day,
            defaults={"as_at": edition.as_at, "overdue": told.overdue, "due_this_week": told.due_this_week},
        )
        if is_new:
            send_mail(subject=told.subject, message=told.body, from_email=None, recipient_list=[user.email])
    return digest if is_new else None
