"""`database stop|status`: the embedded database of this installation (other commands start it by themselves)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from csc_tracker import embedded


class Command(BaseCommand):
    """Stops the embedded database or says whether it runs."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.add_argument("what", choices=["stop", "status"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Do it, and say what was found."""
        if not settings.EMBEDDED_DATABASE:
            self.stdout.write("DATABASE_URL is set: the database is a server of its own.")
        elif what == "stop":
            stopped = embedded.stop(settings.CSC_DATA)
            self.stdout.write("The embedded database is stopped." if stopped else "It was not running.")
        else:
            running = embedded.is_running(settings.CSC_DATA)
            self.stdout.write("The embedded database is running." if running else "It is not running.")
