"""`export_tracker KIND [--as-at YYYY-MM-DD] [--out FILE.csv]`: one tracker's rows, as CSV."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tracking.actions.duties import duties_as_at, tracked_day
from tracking.management.arguments import output, read_date, refuse
from tracking.recorded import recorded_columns
from tracking.trackers.export import csv_lines
from tracking.trackers.registry import BY_CODE
from tracking.trackers.tracker import Tracker


class Command(BaseCommand):
    """Writes what the tracker's page shows without filters, of all teams, as known on the as-at date."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which tracker, as at when, and the file."""
        parser.add_argument("kind", metavar="KIND", help="one of: " + ", ".join(BY_CODE))
        parser.add_argument("--as-at", help="day as at which it speaks (default: the newest extract's)")
        parser.add_argument("--out", help="file to write (default: standard output)")

    def handle(self, *args: Any, kind: str, as_at: str | None, out: str | None, **options: Any) -> None:
        """Write header and rows; refused for a tracker that does not exist or is not recorded."""
        tracker, day = tracker_called(kind), read_date(as_at) if as_at else tracked_day()
        if not tracker.is_recorded(recorded_columns()):
            refuse(f"{tracker.code} is not recorded: the extract lacks one of {', '.join(tracker.needs)}.")
        with duties_as_at(day), output(out, self.stdout) as file:
            listed = tracker.filters({}, queryset=tracker.rows(day), as_at=day).qs
            for line in csv_lines(tracker.table(listed)):
                file.write(line)


def tracker_called(name: str) -> Tracker:
    """The tracker of that name, in capitals or with dashes too."""
    code = name.strip().lower().replace("-", "_").replace(" ", "_")
    if code not in BY_CODE:
        refuse(f"{name}: there is no such tracker. There are: {', '.join(BY_CODE)}.")
    return BY_CODE[code]
