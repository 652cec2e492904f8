"""Small extracts for tests: written as files, imported the ordinary way, aggregated the ordinary way."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.utils import timezone

from kpis.actions.builds import aggregate_step, start_build
from kpis.actions.figures import figures_of_measure
from kpis.actions.figures import write as write_figures
from kpis.measure import Measure
from kpis.measures import SECTIONS, measure_named
from kpis.models import Build, Figure
from kpis.reading import ensure_worked_out
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


def load_whole(folder: Path, as_at: date, **tables: Rows) -> Import:
    """Import an extract in which every table stands with every column: nothing is "not recorded"."""
    given: dict[str, Rows] = {"ssd_department": DEPARTMENTS, "ssd_person": CHILDREN, **tables}
    whole = {
        table.name: [{name: row.get(name, "") for name in _columns(table.name)} for row in given.get(table.name, ())]
        for table in TABLES
    }
    return load_folder(write(folder, whole), as_at)


def load_folder(folder: Path, as_at: date) -> Import:
    """Import the extract in `folder`."""
    batch = start_import(path=folder, as_at=as_at, by=None, source=str(folder))
    run_import(batch=batch, path=folder)
    return batch


def build(year: str, as_at: date) -> Build:
    """A build whose figures are aggregated one measure at a time, when `counts` asks for them."""
    return Build.objects.create(year=year, as_at=as_at, finished_at=timezone.now())


def build_chapters(year: str, as_at: date, *chapters: str) -> Build:
    """A build of the measures of some chapters of the book."""
    made = build(year, as_at)
    for measure in (each for section in SECTIONS if section.chapter in chapters for each in section.all_measures):
        _aggregate(made, measure)
    return made


def build_everything(year: str, as_at: date) -> Build:
    """Build the figures of a year here and now. An error in any measure fails the test."""
    made = start_build(year=ReportingYear.parse(year), as_at=as_at, by=None)
    for step_id in made.steps.values_list("pk", flat=True):
        step = aggregate_step(step_id=step_id)
        assert not step.error, step.error
    return made


def counts(code: str, period: str, scope: str = "authority") -> tuple[int | None, int | None]:
    """Numerator and denominator of a figure of the newest build."""
    figure = figure_of(code, period, scope)
    return figure.numerator, figure.denominator


def figure_of(code: str, period: str, scope: str = "authority") -> Figure:
    """A figure of the newest build."""
    newest, measure = Build.objects.order_by("-pk")[0], measure_named(code)
    _aggregate(newest, measure)
    return Figure.objects.get(build=newest, measure=code, period=period, scope=scope)


def _aggregate(made: Build, measure: Measure) -> None:
    if not made.figures.filter(measure=measure.code).exists():
        ensure_worked_out(measure, made.as_at)
        write_figures(figures_of_measure(made, measure))


def _columns(name: str) -> list[str]:
    return [column.name for column in next(table for table in TABLES if table.name == name).columns]
