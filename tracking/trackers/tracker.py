"""What a tracker is: rows of children that somebody must look at, declared."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django_filters import FilterSet
from django_tables2 import Table

from tracking.duties.kind import Kind


@dataclass(frozen=True, kw_only=True)
class Tracker:
    """One list: its address (`code`), words, rows, table and filters.

    `rows` takes the as-at date and gives a query set whose rows have `child` and `team`, from which follows who sees
    them. `description` says in a sentence or two what is on the list and what is not. `needs` are the columns of an
    extract without which the list is not recorded; `kind` is the kind of duty, where it lists the table of duties;
    `is_watched` puts its number on the front page.
    """

    code: str
    title: str
    group: str
    description: str
    rows: Callable[[date], "QuerySet[Any]"]
    table: type[Table]
    filters: type[FilterSet]
    needs: tuple[str, ...] = ()
    kind: Kind | None = None
    is_watched: bool = False

    def is_recorded(self, recorded: Mapping[str, Set[str]]) -> bool:
        """Whether `recorded` (columns by table, as imported) has all that the list needs; all where nothing was
        imported, since it is recorded here then."""
        pairs = (need.split(".") for need in self.needs)
        return not recorded or all(column in recorded.get(table, frozenset()) for table, column in pairs)
