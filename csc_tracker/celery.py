"""The Celery application and every schedule. Tasks live in the `tasks.py` of the apps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csc_tracker.settings")

app = Celery("csc_tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
