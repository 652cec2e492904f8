"""`export_kpis --year 2017/18 [--suppressed] [--out FILE.csv]`: the figures of a year as CSV."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kpis import export
from kpis.management.arguments import last_build, read_year
from tracking.management.arguments import output


class Command(BaseCommand):
    """Writes the figures as last built; refused (exit code 2) where none are."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year, whether small numbers are hidden, and the file."""
        parser.add_argument("--year", required=True, help="reporting year, like 2017/18")
        parser.add_argument("--suppressed", action="store_true", help="hide small numbers of teams, for publication")
        parser.add_argument("--out", help="file to write (default: standard output)")

    def handle(self, *args: Any, year: str, suppressed: bool, out: str | None, **options: Any) -> None:
        """Write header and rows."""
        figures = export.figures_of(last_build(read_year(year)))
        with output(out, self.stdout) as file:
            export.write(export.suppressed_rows(figures) if suppressed else export.rows(figures), file)
