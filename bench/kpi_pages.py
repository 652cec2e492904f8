"""How fast the pages of the figures are: with one year of figures and with ten.

    CSC_DATA=<an empty folder> .venv/bin/python bench/kpi_pages.py

Prints for each page its queries, the milliseconds of the server (the best of some runs) with one year and with ten,
and their ratio: one run, one machine, so the ratio is what counts. The nine earlier years are copies of the first with
other labels, in the bench's own database.
"""

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

REPEATS = 7
YEARS = 10
FIRST = "/figures/2017-18/"
SECTIONS = ("contacts-timeliness", "assessments-timeliness", "missing", "looked-after-participation", "audits")
PAGES = (
    FIRST,
    *(f"{FIRST}{section}/" for section in SECTIONS),
    f"{FIRST}conferences-attendance/",
    f"{FIRST}month/2017-12/",
    f"{FIRST}conversion/",
    "/",
)
COPY = """
INSERT INTO kpis_figure (build_id, measure, period, scope, unit, is_recorded, numerator, denominator, children)
SELECT %s, measure, replace(replace(period, '2017', %s), '2018', %s), scope, unit, is_recorded, numerator, denominator,
       children
FROM kpis_figure WHERE build_id = %s
"""


def pages(browser) -> dict[str, tuple[int, float]]:
    """Queries and milliseconds of each page."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    found = {}
    for page in PAGES:
        reset_queries()  # the log of queries has an end, and loading filled it
        with CaptureQueriesContext(connection) as queries:
            if browser.get(page).status_code != 200:
                sys.exit(f"{page} does not open")
        best = float("inf")
        for _ in range(REPEATS):
            start = perf_counter()
            browser.get(page)
            best = min(best, perf_counter() - start)
        found[page] = (len(queries), best * 1000)
    return found


def copy_years(build) -> None:
    """The build's figures once more for each of the years before it, the year label of period and build replaced."""
    from django.db import connection

    from kpis.models import Build

    for begins in range(2018 - YEARS, 2017):
        label = f"{begins}/{(begins + 1) % 100:02}"
        copy = Build.objects.create(year=label, as_at=build.as_at, finished_at=build.finished_at)
        with connection.cursor() as cursor:
            cursor.execute(COPY, [copy.pk, str(begins), str(begins + 1), build.pk])
            cursor.execute(
                "UPDATE kpis_figure SET period = %s WHERE build_id = %s AND period LIKE '%%YTD'",
                [f"{label} YTD", copy.pk],
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE kpis_figure")


def main() -> None:
    """Fill an installation, measure, and print."""
    embedded.start(Path(os.environ["CSC_DATA"]))
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from accounts.models import User
    from kpis.models import Build

    call_command("migrate", verbosity=0)
    call_command("load_demo")
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email="director@council.example"))
    one = pages(browser)
    copy_years(Build.objects.filter(finished_at__isnull=False).latest("pk"))
    ten = pages(browser)
    for page, (queries, before) in one.items():
        more, after = ten[page]
        print(f"{page:48} {queries} and {more} queries, {before:.0f} and {after:.0f} ms, {after / before:.2f} times")


if __name__ == "__main__":
    main()
