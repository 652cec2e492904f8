"""`build_kpis [--year 2017/18] [--as-at YYYY-MM-DD]`: aggregate every measure for every month of a year."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from csc_tracker.celery import app
from kpis.actions.builds import CannotBuild, start_build
from kpis.management.arguments import read_year
from kpis.models import Build, BuildState
from kpis.tasks import aggregate_measure, send
from tracking.management.arguments import read_date, refuse
from tracking.recorded import latest_as_at
from workdays import ReportingYear

ANSWER_WITHIN = 2.0  # seconds for a worker to say that it is there
LOOK_EVERY = 0.2
STUCK_AFTER = timedelta(minutes=10)


class Command(BaseCommand):
    """Builds the figures through the same tasks as the site, and waits for them."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year and the as-at date."""
        parser.add_argument("--year", help="reporting year, like 2017/18 (default: the one of the as-at date)")
        parser.add_argument("--as-at", help="nothing after this day is known (default: that of the newest import)")

    def handle(self, *args: Any, year: str | None, as_at: str | None, **options: Any) -> None:
        """Build, wait, and say which measures failed (exit code 1)."""
        known_on = read_date(as_at) if as_at else latest_as_at()
        if known_on is None:
            refuse("Nothing is imported yet: run `import_ssd` first, or give --as-at.")
        chosen = read_year(year) if year else ReportingYear.of(known_on)
        has_worker = bool(app.control.ping(timeout=ANSWER_WITHIN, limit=1))
        if not has_worker and not settings.EMBEDDED_BROKER:
            refuse("No Celery worker answers at CELERY_BROKER_URL: start one with `celery -A csc_tracker worker`.")
        try:
            build = start_build(year=chosen, as_at=known_on, by=None)
        except CannotBuild as error:
            refuse(str(error))
        self._aggregate(build, has_worker)
        self._report(build)

    def _aggregate(self, build: Build, has_worker: bool) -> None:
        """By the workers where one answers; with the embedded broker and no worker, here and now."""
        if has_worker:
            send(build)
            self._wait(build)
            return
        for step_id in build.steps.values_list("pk", flat=True):
            aggregate_measure.apply(args=[step_id], throw=True)
            self._progress(build)

    def _wait(self, build: Build) -> None:
        last_change, left = timezone.now(), -1
        while waiting := build.steps.filter(state=BuildState.WAITING).count():
            if waiting != left:
                last_change, left = timezone.now(), waiting
            elif timezone.now() - last_change > STUCK_AFTER:
                refuse(f"{waiting} measures still wait after {STUCK_AFTER}: is the Celery worker running?")
            self._progress(build)
            time.sleep(LOOK_EVERY)

    def _progress(self, build: Build) -> None:
        if self.stderr.isatty():
            done, total = build.steps.exclude(state=BuildState.WAITING).count(), build.steps.count()
            self.stderr.write(f"\r{done} of {total} measures", ending="" if done < total else "\n")

    def _report(self, build: Build) -> None:
        build.refresh_from_db()
        failed = build.steps.filter(state=BuildState.FAILED)
        for step in failed:
            self.stderr.write(f"{step.measure}: {step.error.strip().splitlines()[-1]} (its last figures are kept)")
        finished = build.steps.filter(state=BuildState.FINISHED).count()
        self.stdout.write(
            f"{finished} measures of {build.year} as at {build.as_at}: {build.figures.count()} figures built"
        )
        if ReportingYear.parse(build.year).first > build.as_at:
            self.stdout.write(f"{build.year} begins after {build.as_at}: it has no figures.")
        if build.steps.filter(state=BuildState.OVERTAKEN).exists():
            refuse("A later build of the year took over; its figures stand.")
        if failed:
            raise CommandError(f"{len(failed)} measures failed, see above.", returncode=1)
