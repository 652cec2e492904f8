"""Which files of an extract are tables that we know, and whether their headers can be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracking.imports.column import Table
from tracking.imports.layout import NOT_USED, TABLES
from tracking.imports.problems import FileUnreadable, Problem, shown
from tracking.imports.rows import read_header
from tracking.imports.source import SourceFile
from tracking.imports.stage import Stage


@dataclass
class Intake:
    """The stages to fill, in the order of loading; why the extract is refused; what was ignored."""

    stages: list[Stage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def take_in(files: Iterable[SourceFile]) -> Intake:
    """Look at the names and headers of all files; every header that cannot be read is a problem of its own."""
    intake, by_stem = Intake(), _by_stem(files)
    for table in TABLES:
        same = by_stem.pop(table.name, [])
        if len(same) > 1:
            names = ", ".join(shown(file.name) for file in same)
            intake.problems.append(Problem(f"There are several files of this table: {names}.", table.name))
        elif same:
            _look_at(same[0], table, intake)
    others = [file for stem, same in by_stem.items() if stem not in NOT_USED for file in same]
    intake.warnings += [f"{shown(file.name)} is not a file of a known table: ignored" for file in others]
    if not intake.stages and not intake.problems:
        intake.problems.append(Problem("There is no file of a known table here, such as ssd_person.csv."))
    return intake


def _by_stem(files: Iterable[SourceFile]) -> dict[str, list[SourceFile]]:
    found: dict[str, list[SourceFile]] = {}
    for file in files:
        found.setdefault(file.stem, []).append(file)
    return found


def _look_at(file: SourceFile, table: Table, intake: Intake) -> None:
    try:
        stage = Stage(table, file, read_header(file, table))
    except FileUnreadable as error:
        intake.problems.append(error.problem)
        return
    intake.stages.append(stage)
    for name in stage.header.unknown_to(table):
        column = f"the column {shown(name.strip())}" if name.strip() else "a column without a name"
        intake.warnings.append(f"{table.name}: {column} is not known: ignored")
