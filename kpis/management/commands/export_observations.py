"""`export_observations --measure "CSC 022" --month 2017-12 [--out FILE.csv]`: the records behind one figure."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kpis.management.arguments import last_build, read_measure
from kpis.observations import HEADER, observed
from tracking.management.arguments import output, read, refuse
from tracking.recorded import columns_known
from workdays import Month


class Command(BaseCommand):
    """Writes the records as they are now, with what was known on the as-at date of the year's last build."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The figure and the file."""
        parser.add_argument("--measure", required=True, help="code of a measure, like 'CSC 022'")
        parser.add_argument("--month", required=True, help="month of the figure, like 2017-12")
        parser.add_argument("--out", help="file to write (default: standard output)")

    def handle(self, *args: Any, measure: str, month: str, out: str | None, **options: Any) -> None:
        """Write header and rows; refused for a month without a figure."""
        declared, chosen = read_measure(measure), read(month, Month.parse, "2017-12")
        build = last_build(chosen.reporting_year)
        if chosen.first > build.as_at:
            refuse(f"{chosen} begins after {build.as_at}, as at which the figures were built: it has no figure.")
        if not declared.is_recorded(columns_known()):
            refuse(f"{measure} is not recorded: the extract lacks one of {', '.join(declared.needs)}.")
        with transaction.atomic(), output(out, self.stdout) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            for row in observed(declared, chosen, build.as_at):
                writer.writerow((*row[:4], row.observed_on.isoformat(), int(row.counted), int(row.met)))
