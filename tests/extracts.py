"""Small extracts for tests: written as files, imported the ordinary way, aggregated the ordinary way."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kpis.actions.builds import aggregate_step, start_build
from kpis.measures import MEASURES
from kpis.models import Build, Figure
from tracking.actions.imports import run_import, start_import
from tracking.imports.layout import TABLES
from tracking.models import Import
from workdays import ReportingYear

Rows = Sequence[Mapping[str, str]]
DEPARTMENTS = ({"dept_team_id": "T1", "dept_team_name": "East"}, {"dept_team_id": "T2", "dept_team_name": "West"})
CHILDREN = tuple({"pers_person_id": f"P{n}", "pers_dob": "2010-05-05"} for n in range(1, 10))


def write(folder: Path, tables: Mapping[str, Rows]) -> Path:
    """Write each table as a file; a table without rows gets a header with every column that the layout knows."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row)) or _columns(name)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def load(folder: Path, as_at: date, **tables: Rows) -> Import:
    """Import an extract of `tables`, with two teams and nine children where they are not given."""
    given = {"ssd_department": DEPARTMENTS, "ssd_person": CHILDREN, **tables}
    return load_folder(write(folder, given), as_at)


def load_folder(folder: Path, as_at: date) -> Import:
    """Import the extract in `folder`."""
    batch = start_import(path=folder, as_at=as_at, by=None, source=str(folder))
    run_import(batch=batch, path=folder)
    return batch


def build(year: str, as_at: date) -> Build:
    """Build the figures of a year here and now. An error in any measure fails the test."""
    made = start_build(year=ReportingYear.parse(year), as_at=as_at, by=None)
    for step_id in made.steps.values_list("pk", flat=True):
        step = aggregate_step(step_id=step_id)
        assert not step.error, step.error
    return made


def counts(code: str, period: str, scope: str = "authority") -> tuple[int | None, int | None]:
    """Numerator and denominator of a figure as built."""
    assert code in MEASURES
    figure = Figure.objects.get(measure=code, period=period, scope=scope)
    return figure.numerator, figure.denominator


def _columns(name: str) -> list[str]:
    return [column.name for column in next(table for table in TABLES if table.name == name).columns]
