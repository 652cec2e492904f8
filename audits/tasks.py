"""Tasks of the audits. Each fetches by id and calls one action; running one twice changes nothing."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from audits.actions import reminders


@shared_task
def send_reminders() -> None:
    """Remind every auditor of what is overdue and due soon, each by a task of its own."""
    for user_id in reminders.auditors_to_remind():
        send_reminder.delay(user_id, timezone.localdate().isoformat())


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def send_reminder(user_id: int, day: str) -> bool:
    """Send one auditor the mail of a day; returns whether one was sent."""
    return reminders.send_reminder(user_id=user_id, day=date.fromisoformat(day)) is not None
