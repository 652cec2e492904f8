"""How fast a child is found among many: seconds of each kind of search among 150,000 children, and to fill the index.

    CSC_DATA=<an empty folder> .venv/bin/python bench/search.py [--children 150000]

A search among a county's children should take no longer than a page does; the plans are printed with --explain.
"""

import argparse
import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("CSC_DATA", tempfile.mkdtemp(prefix="bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csc_tracker.settings")

import django  # noqa: E402 - the settings read CSC_DATA

from csc_tracker import embedded  # noqa: E402

REPEATS = 3
DAY = date(2017, 12, 31)
# Names of syllables, some common and most rare, as names are; half of the children are allocated to one of 40 teams.
CHILDREN = """
INSERT INTO tracking_child (source_id, forename, surname, sex, gender, ethnicity, born_on, common_child_id, legacy_id,
                            upn_unknown_reason, nationality)
SELECT 'B' || n, (ARRAY['Amy','Ben','Catherine','Daniel','Ella','Finn','Grace','Harry','Isla','Jack'])[1 + n %% 10]
       || CASE WHEN n %% 3 = 0 THEN '' ELSE (ARRAY['ina','ette','o','son','lyn','a','ie'])[1 + n %% 7] END,
       initcap((ARRAY['smi','lake','test','wood','hart','brad','mor','stan'])[1 + floor(8 * random() ^ 2)::int]
       || (ARRAY['th','hurst','ford','ley','well','gate','ton','field','bury','combe'])[1 + floor(10 * random())::int]
       || CASE WHEN n %% 4 = 0 THEN '' ELSE chr(97 + n %% 26) END),
       '', '', '', DATE '2000-01-01' + n %% 6500, '', '', '', ''
FROM generate_series(1, %s) AS n
"""
TEAMS = """
INSERT INTO accounts_team (source_id, name, parent_name, is_current)
SELECT 'B' || n, 'Team ' || n, '', true FROM generate_series(1, 40) AS n
"""
ALLOCATED = """
INSERT INTO tracking_involvement (source_id, child_id, team_id, role, started_on, change_reason)
SELECT 'B' || c.id, c.id, t.id, 'Allocated worker', DATE '2017-01-01', ''
FROM tracking_child c JOIN accounts_team t ON t.source_id = 'B' || c.id %% 80
"""
SEARCHES = ("smith", "smithe", "catherine lakehurst", "kathryn lakehrust", "a", "wo", "12/3/2010", "B4711", "zzz qqq")


def main() -> None:
    """Fill an installation, search, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=150_000)
    parser.add_argument("--explain", action="store_true")
    options = parser.parse_args()
    embedded.start(Path(os.environ["CSC_DATA"]))
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from accounts.models import Team, User
    from accounts.roles import Role
    from tracking.children.asked import Asked
    from tracking.children.search import search

    call_command("migrate", verbosity=0)
    start = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(CHILDREN, [options.children])
        print(f"{options.children:,} children with their keys: {perf_counter() - start:.1f} s")
        cursor.execute(TEAMS, [])
        cursor.execute(ALLOCATED, [])
        cursor.execute("SELECT pg_size_pretty(pg_relation_size('child_search'))")
        print(f"the index: {cursor.fetchone()[0]}")
        cursor.execute("VACUUM ANALYZE")
    director = User.objects.create_user("director@council.example", name="Director", roles=[Role.DIRECTOR])
    manager = User.objects.create_user("manager@council.example", name="Manager", roles=[Role.SERVICE_MANAGER])
    manager.teams.set(Team.objects.filter(source_id__in=[f"B{n}" for n in range(1, 11)]))
    for user in (director, manager):
        for text in SEARCHES:
            best = float("inf")
            for _ in range(REPEATS):
                start = perf_counter()
                with CaptureQueriesContext(connection) as asked:
                    found = search(user, DAY, Asked.read(text))
                best = min(best, perf_counter() - start)
            print(f"{user}: {text:22} {best * 1000:6.0f} ms, {len(found.exact)} and {len(found.close)} found")
            if options.explain:
                slowest = max(asked.captured_queries, key=lambda query: float(query["time"]))
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN ANALYZE " + slowest["sql"].replace("%", "%%"), [])
                    print("\n".join(line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    main()
