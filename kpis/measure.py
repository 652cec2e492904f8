"""What a measure is: a declaration of which records count, which of them met the standard, and what it means."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from kpis.days import Days

Rows = Callable[["Days"], "QuerySet[Any]"]


class Basis(StrEnum):
    """The span of time that a month's figure speaks of."""

    MONTH = "month"
    YEAR_TO_DATE = "ytd"
    QUARTER_TO_DATE = "qtd"
    SNAPSHOT = "snapshot"
    QUARTER = "quarter"


class Unit(StrEnum):
    """What a figure is and how it is written."""

    COUNT = "count"
    COUNT_CHILDREN = "count_children"  # of episodes, with the distinct children in brackets
    COUNT_FRACTION = "count_fraction"  # n of all that were counted
    PERCENT = "percent"
    PERCENT_FRACTION = "percent_fraction"  # with n/d in brackets
    RATE = "rate_per_10000"


class Better(StrEnum):
    """Which way is good: higher, lower, or neither."""

    HIGH = "high"
    LOW = "low"
    NEITHER = ""


class Place(IntEnum):
    """Where a measure stands in an export: those of the report, those that go beside them, centres that the report
    does not name, and what is shown on our pages only."""

    REPORT = 0
    BESIDE = 1
    CENTRE = 2
    LOCAL = 3


EVERY_ROW = Q()
NO_TEAM = Cast(Value(None), BigIntegerField())
SPOKEN = 14  # characters
OBSERVED_ON = "observed_on"


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """One figure of the monthly book.

    `rows` takes the days looked at (kpis.days) and gives a query set of records (the catalogue calls them observations)
    annotated with `observed_on`, the date that places a record in a month, and `observed_team`, the team it belongs to
    (a primary key or none). `counted` says which of those rows are the denominator (of a count: are counted), `met`
    which of the counted ones are the numerator; both filter the same rows, so nothing is asked twice. `unit_of_count`
    is the field or annotation of what is counted once however many rows it has: the row itself, its group, its child.
    `amounts` name two numbers of a row (of the denominator, of the numerator) where not rows but these are added up.

    Rows are dated by themselves, or (`is_state`: every snapshot, and others that say `at_month_end`) are the state at
    the end of each month: then `rows` uses them, and `observed_on` is its end. `since_april` says that such a state is
    of what happened since 1 April: near 0 in April, whatever is done. `placed_by` names the date that places a row in a
    period where it is not the observation date, `own_day` the row's own date where the observation date is that of its
    whole group (its team and worker go by its own), `due` the annotation of the day by which something had to be done.
    `looks_ahead` says that a later record can change an earlier month.

    `breakdown` names what a count is a part of, where several measures split the same children into categories. `needs`
    names the columns of an extract (`table.column`, alternatives parted by `|`) without which the figure is "not
    recorded". `duty` is the kind of duty whose timeliness the measure is, `episode_table` the table of the extract that
    holds the records behind it, where that is not plain from `rows`, `child` what names the child of a row there (a
    field or annotation; "" where a row is nobody's). The words are for the reader: `definition`, `counts` (numerator)
    and `out_of` (denominator).
    """

    code: str
    title: str
    definition: str
    counts: str
    out_of: str = ""
    basis: Basis
    unit: Unit
    better: Better = Better.NEITHER
    place: Place = Place.REPORT
    rows: Rows
    counted: Q | Combinable = EVERY_ROW
    met: Q | Combinable = EVERY_ROW
    unit_of_count: str = "pk"
    amounts: tuple[str, str] | None = None
    at_month_end: bool = False
    since_april: bool = False
    placed_by: str = OBSERVED_ON
    own_day: str = OBSERVED_ON
    due: str = ""
    looks_ahead: bool = False
    for_authority_only: bool = False
    needs: tuple[str, ...]
    has_year: bool = True
    heading: str = ""
    duty: str = ""
    episode_table: str = ""
    child: str = "child"
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
    def slug(self) -> str:
        """The code as in an address: `csc-252a`."""
        return self.code.lower().replace(" ", "-")

    @property
    def has_teams(self) -> bool:
        """Rates exist for the authority only: no team has a population; some others are of no team either."""
        return self.unit is not Unit.RATE and not self.for_authority_only

    @property
    def is_share(self) -> bool:
        """Whether the figure is a percentage of records."""
        return self.unit in (Unit.PERCENT, Unit.PERCENT_FRACTION)

    @property
    def has_denominator(self) -> bool:
        """Whether the figure has a denominator of its own records."""
        return self.is_share or self.unit is Unit.COUNT_FRACTION

    @property
    def is_state(self) -> bool:
        """Whether the rows are a state at a month's end, which is never added up over months."""
        return self.at_month_end or self.basis is Basis.SNAPSHOT

    @property
    def stands_alone(self) -> bool:
        """Whether a month's figure has no earlier month's events in it. Process control asks for that: what adds up
        over the year or the quarter only ever rises, or settles, and starts again."""
        return self.basis in (Basis.MONTH, Basis.SNAPSHOT) and not self.since_april

    def is_recorded(self, recorded: Mapping[str, Set[str]]) -> bool:
        """Whether `recorded` (columns by table, as imported) has all that the measure needs."""
        return not self.missing(recorded)

    def missing(self, recorded: Mapping[str, Set[str]]) -> list[str]:
        """The columns that the measure needs and `recorded` lacks; alternatives parted by `|`."""
        return [need for need in self.needs if not _has_one(need.split("|"), recorded)]


def _has_one(alternatives: list[str], recorded: Mapping[str, Set[str]]) -> bool:
    pairs = (need.split(".") for need in alternatives)
    return any(column in recorded.get(table, frozenset()) for table, column in pairs)


def no_more(as_at: date | None) -> tuple[Measure, ...]:
    """A section whose measures are all known beforehand."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """One page of the book: measures that are read together. `more` gives those that the records bring with them, as
    known on a day (none given: whatever the records have)."""

    slug: str
    title: str
    chapter: str
    definition: str
    measures: tuple[Measure, ...]
    more: Callable[[date | None], tuple[Measure, ...]] = no_more

    @property
    def all_measures(self) -> tuple[Measure, ...]:
        """Those declared beforehand, then those that the records bring."""
        return self.measures_as_at(None)

    def measures_as_at(self, day: date | None) -> tuple[Measure, ...]:
        """Those declared beforehand, then those that the records known on the day bring."""
        return (*self.measures, *self.more(day))
