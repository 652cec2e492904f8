"""What a measure is: a declaration of which records count, which of them met the standard, and what it means."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Model, Q, QuerySet

Rows = Callable[[date], "QuerySet[Model]"]


class Basis(StrEnum):
    """The span of time that a month's figure speaks of."""

    MONTH = "month"
    YEAR_TO_DATE = "ytd"
    QUARTER_TO_DATE = "qtd"


class Unit(StrEnum):
    """What a figure is and how it is written."""

    COUNT = "count"
    PERCENT = "percent"
    RATE = "rate_per_10000"


class Better(StrEnum):
    """Which way is good: higher, lower, or neither."""

    HIGH = "high"
    LOW = "low"
    NEITHER = ""


EVERY_ROW = Q()
SPOKEN = 14  # characters


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure of the monthly book.

    `rows` takes the as-at date and gives a query set of records (the catalogue calls them observations) annotated with
    `observed_on`, the date that places a record in a month, and `observed_team`, the team it belongs to (a primary key
    or none). `counted` says which of those rows are the denominator (of a count: are counted), `met` which of the
    counted ones are the numerator; both filter the same rows, so nothing is asked twice. `unit_of_count` is the field
    or annotation of what is counted once however many rows it has: the row itself, its group, its child.

    `breakdown` names what a count is a part of, where several measures split the same children into categories. `needs`
    names the columns of an extract (`table.column`, alternatives parted by `|`) without which the figure is "not
    recorded". `duty` is the kind of duty whose timeliness the measure is (its rows are duties, worked out before they
    are counted), `episode_table` the table of the extract that holds the records behind it, where that is not plain
    from `rows`. The words are for the reader: `definition`, `counts` (numerator) and `out_of` (denominator).
    """

    code: str
    title: str
    definition: str
    counts: str
    out_of: str = ""
    basis: Basis
    unit: Unit
    better: Better = Better.NEITHER
    rows: Rows
    counted: Q = EVERY_ROW
    met: Q = EVERY_ROW
    unit_of_count: str = "pk"
    needs: tuple[str, ...]
    has_year: bool = True
    heading: str = ""
    duty: str = ""
    episode_table: str = ""
    breakdown: str = ""
    owner: str = "Head of Service"
    checked_by: str = "Performance and Data Team"
    reviewed_on: date = date(2026, 11, 2)
    next_review: date = date(2027, 11, 1)

    @property
    def column_heading(self) -> str:
        """What stands over the measure's column: `heading` where its section makes the title plain, else the title."""
        return self.heading or self.title

    @property
    def short_code(self) -> str:
        """The code that staff say aloud (`CSC 006`); nothing where a code only spells out the title."""
        return self.code if len(self.code) <= SPOKEN else ""

    @property
    def has_teams(self) -> bool:
        """Rates exist for the authority only: no team has a population."""
        return self.unit is not Unit.RATE

    @property
    def is_share(self) -> bool:
        """Whether the figure has a denominator of its own records."""
        return self.unit is Unit.PERCENT

    def is_recorded(self, recorded: Mapping[str, Set[str]]) -> bool:
        """Whether `recorded` (columns by table, as imported) has all that the measure needs."""
        return all(_has_one(need.split("|"), recorded) for need in self.needs)


def _has_one(alternatives: list[str], recorded: Mapping[str, Set[str]]) -> bool:
    pairs = (need.split(".") for need in alternatives)
    return any(column in recorded.get(table, frozenset()) for table, column in pairs)


@dataclass(frozen=True, kw_only=True)
class Section:
    """One page of the book: measures that are read together."""

    slug: str
    title: str
    chapter: str
    definition: str
    measures: tuple[Measure, ...] = field(default=())
