"""The Celery application. Tasks live in the `tasks.py` of the apps."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csc_tracker.settings")

app = Celery("csc_tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Every schedule of the product. Before the morning mails the duties are worked out anew: a day has passed.
app.conf.beat_schedule = {
    "work out the duties": {"task": "tracking.tasks.refresh_duties", "schedule": crontab(hour="4", minute="30")},
    "build the figures of a new day": {"task": "kpis.tasks.build_new_day", "schedule": crontab(hour="5", minute="30")},
    "reminders of audits": {
        "task": "audits.tasks.send_reminders",
        "schedule": crontab(hour="7", minute="15", day_of_week="mon-fri"),
    },
    "morning mails": {
        "task": "tracking.tasks.send_digests",
        "schedule": crontab(hour="7", minute="0", day_of_week="mon-fri"),
    },
}


@worker_ready.connect
def resume(**_: Any) -> None:
    """A worker that starts takes up what one that was stopped left behind (a folder as queue forgets it)."""
    from django.conf import settings

    for name in settings.TASKS_OF_A_NEW_WORKER:
        app.send_task(name)
