"""How long a full year's build of all measures takes: for a council, and for authorities many times its size.

    CSC_DATA=<an empty folder> .venv/bin/python bench/build_figures.py [--sizes 1 20 150]

Loads the demonstration authority once, then copies its records, with their duties, in the database until there are as
many councils as asked, each with its own children, workers and teams, and builds the year afresh at every size. Prints
seconds, and the microseconds for each record beside those of one council: the ratio is what counts, and a build whose
cost per record grows shows there. The slowest measures are named. 150 councils need about 15 GB of disk and an hour.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("CSC_DATA", tempfile.mkdtemp(prefix="bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csc_tracker.settings")

import django  # noqa: E402 - the settings read CSC_DATA

from csc_tracker import embedded  # noqa: E402

SLOWEST = 5
# Between the primary keys of one copy and those of the next; a council has fewer rows in any table.
APART = 1_000_000
# Ids of the source system that are text here: a copy's rows refer to each other, not to the first council's.
IDS = {"source_id", "period_of_care", "group", "meeting", "plan_source_id", "referral_source_id", "attendee"}

# A duty's episode: the primary key of a row in the table that it names.
EPISODE = "episode_id"


def models_to_copy() -> list:
    """Teams, records, and what is worked out from them; not the population, which is the authority's."""
    from django.apps import apps

    from accounts.models import Team
    from tracking.models import Duty, PeriodOfCare, Population, Stay
    from tracking.models.base import Record

    records = [model for model in apps.get_models() if issubclass(model, Record) and model is not Population]
    return [Team, *records, PeriodOfCare, Stay, Duty]


def columns(model, copied: set) -> Iterator[tuple[str, str]]:
    """Each column of a table, and what it is in copy number n."""
    for field in model._meta.concrete_fields:
        name = f'"{field.column}"'
        if field.generated:
            continue
        if field.primary_key or (field.is_relation and field.related_model in copied) or field.name == EPISODE:
            yield name, f"{name} + n * {APART}"
        elif field.name in IDS:
            yield name, f"CASE WHEN {name} > '' THEN {name} || '/' || n ELSE {name} END"
        else:
            yield name, name


def multiply(first: int, last: int) -> None:
    """Add copies number `first` to `last` of the first council, without triggers: they copy what was checked once."""
    from django.db import connection, transaction

    copied = models_to_copy()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in copied:
            names, values = zip(*columns(model, set(copied)), strict=True)
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "  # noqa: S608 - our own names
                f"FROM {table}, generate_series(%s, %s) AS n WHERE id < {APART} ORDER BY n, id",
                [first, last],
            )
        cursor.execute("UPDATE tracking_population SET under_18 = under_18 / %s * %s", [first, last + 1])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def build() -> tuple[float, dict[str, float]]:
    """The seconds of a build of every measure, one after the other, and those of each."""
    from datetime import date

    from kpis.actions.builds import aggregate_step, start_build
    from workdays import ReportingYear

    seconds: dict[str, float] = {}
    made = start_build(year=ReportingYear.parse("2017/18"), as_at=date(2017, 12, 31), by=None)
    for step_id, code in made.steps.values_list("pk", "measure"):
        began = perf_counter()
        step = aggregate_step(step_id=step_id)
        seconds[code] = perf_counter() - began
        if step.error:
            sys.exit(step.error)
    return sum(seconds.values()), seconds


def main() -> None:
    """Fill an installation, build at every size, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 20], help="councils in the authority, rising")
    sizes = parser.parse_args().sizes
    embedded.start(Path(os.environ["CSC_DATA"]))
    django.setup()
    from django.core.management import call_command

    from kpis.models import Figure

    call_command("migrate", verbosity=0)
    call_command("load_demo", scale=1)
    there, council = 1, 0.0
    for size in sizes:
        if size > there:
            multiply(there, size - 1)
            there = size
        records = sum(model._default_manager.count() for model in models_to_copy())
        whole, each = build()
        cost = whole / records * 1e6
        council = council or cost
        print(f"{size} councils, {records:,} records and duties, {Figure.objects.count():,} figures:", flush=True)
        print(f"  {whole:.1f} s, {cost:.1f} µs a record, {cost / council:.2f} times that of the first size")
        slowest = sorted(each, key=lambda code: -each[code])[:SLOWEST]
        print("  slowest: " + ", ".join(f"{code} {each[code]:.1f} s" for code in slowest), flush=True)


if __name__ == "__main__":
    main()
