"""How long an import takes, against a bare COPY of the same rows into the same tables.

    .venv/bin/python bench/import_speed.py [--rows 200000]

Makes a synthetic extract, loads it into an empty test database by `run_import`, loads it again (nothing changes), and
then copies the typed rows, written out before, back into the same tables with all their indexes, constraints and
triggers. Aim: within 5 times of the bare COPY, with memory that does not grow with the rows.
"""

import argparse
import csv
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import django

ROOT = Path(__file__).resolve().parent.parent
AS_AT = date(2018, 3, 31)
LOADED = ("tracking_child", "tracking_contact", "tracking_referral", "tracking_cinvisit")
OUTCOMES = ("", '{"NEW_REFERRAL_FLAG": "Y"}', '{"NFA_FLAG": "Y", "ADVICE_FLAG": "N"}', '{"ADVICE_FLAG": "Y"}')


def write_extract(folder: Path, rows: int) -> None:
    """Half contacts, a fifth referrals, the rest visits, of a child for every twenty rows."""
    children = max(rows // 20, 1)
    tables: dict[str, tuple[str, int, Callable[[Random, int], list[object]]]] = {
        "ssd_department": ("dept_team_id,dept_team_name", 30, lambda rng, n: [f"T{n}", f"Team {n}"]),
        "ssd_professionals": (
            "prof_professional_id,prof_professional_name",
            500,
            lambda rng, n: [f"P{n}", f"Worker {n}"],
        ),
        "ssd_person": ("pers_person_id,pers_forename,pers_dob", children, _child),
        "ssd_contacts": (
            "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,cont_contact_outcome_json",
            rows // 2,
            lambda rng, n: [n, rng.randrange(children), _day(rng), rng.choice(("1A", "2B", "6")), rng.choice(OUTCOMES)],
        ),
        "ssd_cin_episodes": (
            "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date,cine_referral_team,cine_referral_worker_id",
            rows // 5,
            lambda rng, n: [
                f"R{n}",
                rng.randrange(children),
                *_span(rng),
                f"T{rng.randrange(30)}",
                f"P{rng.randrange(500)}",
            ],
        ),
        "ssd_cin_visits": (
            "cinv_cin_visit_id,cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen",
            rows - rows // 2 - rows // 5,
            lambda rng, n: [f"V{n}", rng.randrange(children), _day(rng), rng.choice("YN")],
        ),
    }
    for name, (header, count, row) in tables.items():
        rng = Random(name)  # noqa: S311 - not for secrets
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(header.split(","))
            csv.writer(file).writerows(row(rng, number) for number in range(count))


def _child(rng: Random, number: int) -> list[object]:
    return [number, f"Forename {number}", date(2000, 1, 1) + timedelta(days=rng.randrange(5000))]


def _day(rng: Random) -> date:
    return date(2015, 4, 1) + timedelta(days=rng.randrange(1090))


def _span(rng: Random) -> tuple[date, date]:
    start = _day(rng)
    return start, start + timedelta(days=rng.randrange(200))


def measure(rows: int) -> None:
    """Time both ways in a test database and print what came out."""
    from django.db import connection

    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103 - nothing secret in a synthetic extract
        extract, copies = Path(folder) / "extract", Path(folder) / "copies"
        extract.mkdir()
        copies.mkdir()
        write_extract(extract, rows)
        connection.settings_dict["TEST"]["NAME"] = "bench_import_speed"  # not the one of the tests
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            first, again = _timed(_import(extract)), _timed(_import(extract))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            total = _write_out(copies)
            copied = _timed(_copy_in(copies))
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    print(f"{total:,} rows: import {first:.1f} s, the same again {again:.1f} s, bare COPY {copied:.1f} s")
    print(f"ratio {first / copied:.2f} (aim: at most 5); peak memory of this process {peak:.0f} MB")


def _timed(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _import(extract: Path) -> Callable[[], None]:
    from tracking.actions.imports import run_import, start_import

    def work() -> None:
        batch = start_import(path=extract, as_at=AS_AT, by=None, source="bench")
        run_import(batch=batch, path=extract)

    return work


def _columns(table: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [f'"{column.name}"' for column in described]


def _write_out(copies: Path) -> int:
    """The loaded rows as COPY's own text, then the tables emptied; returns how many rows."""
    from django.db import connection

    total = 0
    with connection.cursor() as cursor:
        for table in LOADED:
            with (
                (copies / table).open("wb") as file,
                cursor.copy(f"COPY {table} ({','.join(_columns(table))}) TO STDOUT") as copy,
            ):
                for block in copy:
                    file.write(block)
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a constant above
            total += cursor.fetchone()[0]
        cursor.execute(f"TRUNCATE {', '.join(LOADED)} CASCADE")
    return total


def _copy_in(copies: Path) -> Callable[[], None]:
    from django.db import connection, transaction

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in LOADED:
                with cursor.copy(f"COPY {table} ({','.join(_columns(table))}) FROM STDIN") as copy:
                    for block in _blocks(copies / table):
                        copy.write(block)

    return work


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 16):
            yield block


def main() -> None:
    """Start the embedded database where it is the one used, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csc_tracker.settings")
    from csc_tracker import embedded, settings

    if settings.EMBEDDED_DATABASE:
        embedded.start(settings.CSC_DATA)
    django.setup()
    measure(options.rows)


if __name__ == "__main__":
    main()
