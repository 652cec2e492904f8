"""The extract as it is known at A, with the one thing that every section asks of it: whose team is a child's."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from .extract import Row, Table, Tables, as_known, day, graded

T = TypeVar("T")

UNALLOCATED = "Unallocated"


class Known:
    """The rows that count: graded, and nothing after A."""

    def __init__(self, tables: Tables, as_at: date) -> None:
        self.as_at = as_at
        self.kept: Mapping[str, Table] = graded(tables, as_at).kept
        self.tables: Mapping[str, Table] = as_known(self.kept, as_at)
        self._done: dict[Callable[[Known], Any], Any] = {}

    def rows(self, table: str) -> Table:
        return self.tables.get(table, Table())

    def has(self, table: str, *columns: str) -> bool:
        """Whether a table and columns are there: what "not recorded" is decided by (contract, "Output")."""
        return table in self.tables and self.tables[table].columns.issuperset(columns)

    def once(self, work: Callable[["Known"], T]) -> T:
        """The result of a function of this extract, worked out the first time only."""
        if work not in self._done:
            self._done[work] = work(self)
        found: T = self._done[work]
        return found

    def teams(self) -> list[str]:
        """Every team of ssd_department, and Unallocated (contract, "Output")."""
        return sorted({row["dept_team_id"] for row in self.rows("ssd_department")} | {UNALLOCATED})

    def population(self, year: str) -> int | None:
        """The under-18 population of a reporting year; without a row for the year there is none (contract)."""
        found = (row.get("popu_under_18") for row in self.rows("csc_population") if row["popu_year"] == year)
        return next((int(text) for text in found if text), None)

    def team(self, recorded: str | None, child_id: str, observation_date: date) -> str:
        """The team recorded on the episode, else that of the allocated worker on the date, else Unallocated.

        Of several allocated workers open on the date the one who started last, then the one with the highest id
        (as text), among those with a team (catalogue, "Team" and "The edges").
        """
        if recorded:
            return recorded
        workers = [
            row for row in self.once(allocated_with_a_team)[child_id] if is_open_involvement(row, observation_date)
        ]
        last = max(
            workers,
            key=lambda row: (row["invo_involvement_start_date"][:10], row["invo_involvements_id"]),
            default=None,
        )
        return last["invo_professional_team"] if last else UNALLOCATED


def allocated_with_a_team(known: Known) -> dict[str, list[Row]]:
    """By child: involvements of allocated workers that name a team."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows("ssd_involvements"):
        if row.get("invo_professional_team") and is_allocated(row):
            found[row["invo_person_id"]].append(row)
    return found


def is_allocated(row: Row) -> bool:
    """The role contains "allocated" or "social worker", in any case (contract, last lines of "Input")."""
    role = row.get("invo_professional_role_id", "").lower()
    return "allocated" in role or "social worker" in role


def is_open_involvement(row: Row, on: date) -> bool:
    """Open at d: start <= d and (no end or end > d) (catalogue); without a start it is never open."""
    start, end = day(row, "invo_involvement_start_date"), day(row, "invo_involvement_end_date")
    return start is not None and start <= on and (end is None or end > on)
