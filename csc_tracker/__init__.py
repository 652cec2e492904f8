"""The roof of the house: settings, addresses, the task queue, the commands, the demonstration authority."""

from csc_tracker.celery import app as celery_app

__all__ = ["celery_app"]
