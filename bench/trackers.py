"""How fast trackers are: the refresh of a council's duties, and their pages with a council's and 100,000 open duties.

    CSC_DATA=<an empty folder> .venv/bin/python bench/trackers.py [--scale 1]

Prints the seconds of a full refresh and of the refresh of one child, the queries and seconds of each page, and the
ratio of a page with 100,000 open duties to that of the council: one run, one machine, so the ratio is what counts.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("CSC_DATA", tempfile.mkdtemp(prefix="bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csc_tracker.settings")

import django  # noqa: E402 - the settings read CSC_DATA

from csc_tracker import embedded  # noqa: E402

REPEATS = 5
OPEN = 100_000
PAGES = ("/trackers/", "/trackers/duties/", "/trackers/duties/?state=overdue", "/trackers/assessment/", "/")
MULTIPLY = """
INSERT INTO tracking_duty (as_at, kind, child_id, episode_table, episode_id, number, started_on, due_by, "limit",
                           is_open, team_id, worker_id, observed_team_id)
SELECT as_at, kind, child_id, episode_table, episode_id, number + 1000 * n, started_on, due_by + n %% 60, "limit", true,
       team_id, worker_id, observed_team_id
FROM tracking_duty, generate_series(1, %s) AS n WHERE is_open
"""


def timed(what, *arguments, **named):
    """The fewest seconds of some runs, and what the last one gave."""
    best, given = float("inf"), None
    for _ in range(REPEATS):
        start = perf_counter()
        given = what(*arguments, **named)
        best = min(best, perf_counter() - start)
    return best, given


def pages(browser) -> dict[str, tuple[int, float]]:
    """Queries and seconds of each page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for page in PAGES:
        with CaptureQueriesContext(connection) as queries:
            if browser.get(page).status_code != 200:
                sys.exit(f"{page} does not open")
        found[page] = (len(queries), timed(browser.get, page)[0])
    return found


def main() -> None:
    """Fill an installation, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=1, help="councils in the demonstration authority")
    scale = parser.parse_args().scale
    embedded.start(Path(os.environ["CSC_DATA"]))
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from accounts.models import User
    from tracking.actions.duties import refresh_children, refresh_duties
    from tracking.models import Child, Duty

    call_command("migrate", verbosity=0)
    call_command("load_demo", scale=scale)
    Duty.objects.all().delete()
    start = perf_counter()
    refresh_duties()
    first, duties = perf_counter() - start, Duty.objects.count()
    again, _ = timed(refresh_duties)
    child, _ = timed(refresh_children, child_ids=[Child.objects.order_by("pk").last().pk])
    print(f"{Child.objects.count():,} children, {duties:,} duties, {Duty.objects.filter(is_open=True).count():,} open")
    print(f"all duties: {first:.1f} s the first time, {again:.1f} s again; one child: {child * 1000:.0f} ms")

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email="service.manager@council.example"))
    council = pages(browser)
    with connection.cursor() as cursor:
        cursor.execute(MULTIPLY, [OPEN // Duty.objects.filter(is_open=True).count()])
        cursor.execute("ANALYZE tracking_duty")
    large = pages(browser)
    print(f"with {Duty.objects.filter(is_open=True).count():,} open duties:")
    for page, (queries, seconds) in council.items():
        more, longer = large[page]
        times = f"{seconds:.3f} s and {longer:.3f} s, {longer / seconds:.1f} times"
        print(f"  {page:34} {queries} and {more} queries, {times}")


if __name__ == "__main__":
    main()
