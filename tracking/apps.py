"""The app of children and their episodes."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def fill_calendar(sender: AppConfig, using: str, **_: Any) -> None:
    """Write the known working days into the database, after each migration: a new version may know more years."""
    from tracking.models import CalendarDay
    from workdays import FIRST_KNOWN_DAY, LAST_KNOWN_DAY, calendar

    days = [
        CalendarDay(day=d.day, is_working=d.is_working, ordinal=d.ordinal)
        for d in calendar(FIRST_KNOWN_DAY, LAST_KNOWN_DAY)
    ]
    stored = CalendarDay.objects.using(using)
    if list(stored.order_by("day").values_list("day", "is_working")) != [(d.day, d.is_working) for d in days]:
        stored.all().delete()
        stored.bulk_create(days)


class TrackingConfig(AppConfig):
    """Children, their episodes, duties, imports and trackers."""

    name = "tracking"

    def ready(self) -> None:
        """The calendar is data that follows from the code, not from the council."""
        post_migrate.connect(fill_calendar, sender=self)
