"""What is wrong with an extract, in words that somebody can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

LONGEST_VALUE = 300


@dataclass(frozen=True)
class Problem:
    """One reason: in which table, row (the header is row 1) and column, the value there, and what is wrong with it."""

    reason: str
    table: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def as_json(self) -> dict[str, str | int | None]:
        """The problem as it is kept with its import."""
        return asdict(self)

    def as_cells(self) -> list[str]:
        """`table, row number, column, value, what is wrong`, on one line (contract, "Commands")."""
        cells = [self.table, "" if self.row is None else str(self.row), self.column, self.value, self.reason]
        return [" ".join(cell.splitlines()) for cell in cells]


class ImportRefused(Exception):
    """An import that was refused as a whole; `problems` says why. The database is as it was."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.reason for problem in self.problems))


class FileUnreadable(Exception):
    """A file cannot be read as what it claims to be; `problem` says where."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.reason)


def shown(value: str) -> str:
    """A value as the database and a page can take it: one line, no control characters, not too long."""
    printable = "".join(character if character.isprintable() else "\ufffd" for character in value[: LONGEST_VALUE + 1])
    return printable if len(printable) <= LONGEST_VALUE else printable[:LONGEST_VALUE] + "…"
