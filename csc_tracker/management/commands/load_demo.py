"""`load_demo [--scale N]`: the made-up demonstration authority, N times over, with its figures built."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from csc_tracker.demo.load import NotADemonstration, load
from csc_tracker.demo.narrative import write_narrative
from csc_tracker.demo.reasons import explain_lateness
from csc_tracker.demo.release import draft_release


class Command(BaseCommand):
    """Loads into an empty database, or again into one that holds nothing else; refused (exit code 2) otherwise."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large."""
        parser.add_argument("--scale", type=int, default=1, help="1: a small council; 153: England")

    def handle(self, *args: Any, scale: int, **options: Any) -> None:
        """Load and build."""
        if scale < 1:
            raise CommandError("--scale is 1 or more", returncode=2)
        try:
            batch = load(scale=scale)
        except NotADemonstration as error:
            raise CommandError(str(error), returncode=2) from error
        rows = sum(table.read for table in batch.tables.all())
        self.stdout.write(f"{rows:,} made-up records loaded, as at {batch.as_at}")
        call_command("build_kpis")
        explain_lateness()
        if scale == 1:  # the report speaks of one council
            write_narrative()
            draft_release()
