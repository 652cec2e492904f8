"""`import_ssd PATH [--as-at YYYY-MM-DD] [--dry-run] [--strict] [--report FILE.csv]`: load an extract."""

import csv
import io
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracking.actions.duties import refresh_duties
from tracking.actions.imports import ImportRefused, Problem, run_import, start_import
from tracking.imports.report import write_report
from tracking.management.arguments import REFUSED, read_date, refuse
from tracking.models import Import

BAR = 30


class Command(BaseCommand):
    """Loads a folder or .zip of CSV files in one transaction, or refuses it and says why."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to load and how."""
        parser.add_argument("path", type=Path, help="a folder or .zip of CSV files, one per table")
        parser.add_argument("--as-at", help="the day on which the data were extracted, YYYY-MM-DD (default: today)")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")
        parser.add_argument("--strict", action="store_true", help="refuse the extract for a single bad row")
        parser.add_argument("--report", type=Path, help="write everything that was found wrong to this CSV file")

    def handle(self, *args: Any, path: Path, as_at: str | None, **options: Any) -> None:
        """Load and count; exit code 2 where the extract is refused, with each reason on a line of stderr."""
        extracted_on = read_date(as_at) if as_at else timezone.localdate()
        report = options["report"]
        if report is not None and (report.is_dir() or not report.parent.is_dir()):
            refuse(f"{report} cannot be written: give a file in a folder that exists.")
        batch = start_import(path=path, as_at=extracted_on, by=None, source=str(path), strict=options["strict"])
        try:
            run_import(batch=batch, path=path, dry_run=options["dry_run"], on_progress=self._progress)
        except ImportRefused as refusal:
            self._write_reasons(refusal.problems)
            sys.exit(REFUSED)
        else:
            if not options["dry_run"]:
                refresh_duties(on_share=self._refreshed)
            self._write_counts(batch, dry_run=options["dry_run"])
        finally:
            self._end_progress()
            if report is not None:
                with report.open("w", encoding="utf-8", newline="") as file:
                    write_report(batch, file)
            if options["dry_run"]:
                batch.delete()

    def _write_counts(self, batch: Import, *, dry_run: bool) -> None:
        for done in batch.tables.all():
            self.stdout.write(
                f"{done.table}: {done.read} read, {done.added} added, {done.changed} changed, "
                f"{done.unchanged} unchanged, {done.refused} refused, {done.withdrawn} withdrawn, "
                f"{done.questioned} questioned"
            )
        for warning in batch.warnings:
            self.stderr.write(f"warning: {warning}", style_func=str)
        if dry_run:
            self.stdout.write("Tried out: nothing was kept.")

    def _write_reasons(self, problems: list[Problem]) -> None:
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows(problem.as_cells() for problem in problems)
        self.stderr.write(lines.getvalue(), ending="", style_func=str)

    def _progress(self, percent: int, words: str) -> None:
        if self.stderr.isatty():
            bar = "#" * (percent * BAR // 100)
            self.stderr.write(f"\r[{bar:<{BAR}}] {percent:3}% {words:<60}", ending="", style_func=str)

    def _refreshed(self, done: int, shares: int) -> None:
        self._progress(done * 100 // shares, "Working out the duties")

    def _end_progress(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="", style_func=str)
