"""The demonstration authority: a made-up council whose figures for 2017/18 are those of the published report.

An extract in the form that real councils export, as at 31 December 2017, made from a seed. The same seed and scale
always give the same extract. Scale N is N councils in one, each with its own children, staff and teams; the first of
them is the same at every scale.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from csc_tracker.demo import allocation, assessment, care, contacts, early_help, need, people, protection, referrals
from csc_tracker.demo.records import Council, Row, Table
from csc_tracker.demo.targets import AS_AT, YEAR, MonthTarget, month_targets
from workdays import Month

__all__ = ["AS_AT", "SEED", "build_council", "extract", "write"]

SEED = 2017

# The under-18 population of one council by year; the earlier ones follow from the report's counts and rates.
POPULATION = {"2015/16": 22_698, "2016/17": 22_625, str(YEAR): 22_627}
POPULATION_TABLE, POPULATION_HEADER = "csc_population", ("popu_year", "popu_under_18")

# In the order of an import: what is referred to comes first.
TABLES: tuple[Table, ...] = (
    *people.TABLES,
    *referrals.TABLES,
    *allocation.TABLES,
    *contacts.TABLES,
    *early_help.TABLES,
    *assessment.TABLES,
    *protection.TABLES,
    *need.TABLES,
    *care.TABLES,
)


def extract(seed: int = SEED, scale: int = 1) -> Iterator[tuple[str, Row, Iterable[Row]]]:
    """The extract, table by table: its name, its header, and its rows as text.

    Rows are read from disk as they are asked for, so that a large scale needs no more memory than a small one. Read a
    table's rows before asking for what follows the last table: then the files are gone.
    """
    with TemporaryDirectory() as folder:
        write(Path(folder), seed, scale)
        for name, header in _headers():
            yield name, header, _read(Path(folder), name)


def write(folder: Path, seed: int = SEED, scale: int = 1) -> None:
    """Write the extract into the folder, which exists: one CSV file for each table, UTF-8, header row."""
    with ExitStack() as files:
        writers = {}
        for name, header in _headers():
            file = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(file, lineterminator="\n")
            writers[name].writerow(header)
        for number in range(1, scale + 1):
            council = build_council(seed, number)
            for table in TABLES:
                writers[table.name].writerows(table.rows(council))
        writers[POPULATION_TABLE].writerows((year, children * scale) for year, children in POPULATION.items())


def _headers() -> list[tuple[str, Row]]:
    return [(table.name, table.header) for table in TABLES] + [(POPULATION_TABLE, POPULATION_HEADER)]


def _read(folder: Path, name: str) -> Iterator[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)  # the header
        yield from map(tuple, rows)


def build_council(seed: int, number: int) -> Council:
    """The council of that number, from 1: its people and everything recorded of them, journey by journey."""
    # A seed for each council, so that one more council changes none of the others.
    council = Council(number, Random(f"{seed}/{number}"))  # noqa: S311 - a made-up council is no secret
    targets = month_targets()
    people.make_teams(council)
    people.make_staff(council)
    plans = referrals.plan_referrals(council.rng, targets)
    to_update = assessment.plan_assessments(council.rng, plans, targets)
    referrals.refer(council, plans)
    allocation.allocate_referrals(council)
    assessment.bring_up_to_date(council, to_update)
    for target in targets:
        _front_door(council, target, [plan for plan in plans if Month.of(plan.received) == target.month])
    protection.protect(council, Random(f"{seed}/{number}/protection"))  # noqa: S311 - as above
    care.care_for(council, Random(f"{seed}/{number}/care"))  # noqa: S311 - as above
    return council


def _front_door(council: Council, target: MonthTarget, plans: list[referrals.Plan]) -> None:
    """One month's contacts and early help, with who was allocated."""
    received = contacts.make_contacts(council, target.month, target.contacts, plans) if target.contacts else []
    council.contacts.extend(received)
    allocation.allocate_contacts(council, received)
    begun = early_help.make_early_help(council, target, received)
    council.early_help.extend(begun)
    allocation.allocate_early_help(council, begun)
