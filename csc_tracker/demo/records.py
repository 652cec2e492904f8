"""The records of a made-up council, as the rooms of the journey hand them on to each other.

Dates are calendar dates. Ids are given when a record is made and are never used to decide anything.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from random import Random
from typing import TYPE_CHECKING

from workdays import add_years

if TYPE_CHECKING:
    from csc_tracker.demo.protection_records import Protection

DAYS_IN_YEAR = 365.25


class Course(Enum):
    """What becomes of a referral."""

    UNDECIDED = "no decision yet"
    NO_ASSESSMENT = "closed without an assessment"
    BEING_ASSESSED = "the assessment is not finished"
    NO_FURTHER_ACTION = "closed after an assessment"
    EARLY_HELP = "closed after an assessment, early help begins"
    CHILD_IN_NEED = "a child in need for some months"
    LONG_TERM = "open for a year or more: protection and care are drawn from these"


# On these another team takes over after the assessment.
LASTING_COURSES = frozenset({Course.CHILD_IN_NEED, Course.LONG_TERM})


@dataclass(slots=True, eq=False)
class Team:
    """A team, or a service (which is the parent of teams and has no staff of its own)."""

    id: str
    name: str
    parent: "Team | None"


@dataclass(slots=True, eq=False)
class Worker:
    """A member of staff; one with a registration number is a qualified social worker."""

    id: str
    name: str
    team: Team
    job_title: str
    registration: str
    is_agency: bool
    full_time_equivalent: str


@dataclass(slots=True, eq=False)
class Family:
    """Brothers and sisters who live together, in the east or the west of the town."""

    surname: str
    is_east: bool
    children: list["Child"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Child:
    """A child and what has happened to them so far, each list in order of date."""

    id: str
    family: Family
    forename: str
    born: date
    gender: str
    ethnicity: str
    referrals: list["Referral"] = field(default_factory=list)
    early_help: list["EarlyHelp"] = field(default_factory=list)

    @property
    def adult_on(self) -> date:
        """The 18th birthday."""
        return add_years(self.born, 18)

    def is_child_on(self, day: date) -> bool:
        """Whether the child is born, and under 18, on the day."""
        return self.born <= day < self.adult_on

    def age_on(self, day: date) -> float:
        """Age in years on the day."""
        return (day - self.born).days / DAYS_IN_YEAR

    def is_open_on(self, day: date) -> bool:
        """Whether a referral dated before the day is still open after it: then a contact is not a new one."""
        return any(referral.received < day and not referral.is_closed_by(day) for referral in self.referrals)

    def has_early_help_on(self, day: date) -> bool:
        """Whether early help is under way on the day."""
        return any(one.started <= day and (one.ended is None or one.ended > day) for one in self.early_help)


@dataclass(slots=True, eq=False)
class Assessment:
    """An assessment of one child under a referral; not authorised where it is not finished yet."""

    referral: "Referral"
    started: date
    authorised: date | None
    is_child_seen: bool
    team: Team
    worker: Worker
    is_first: bool = True


@dataclass(slots=True, eq=False)
class Referral:
    """A referral of one child, with its assessments."""

    id: str
    child: Child
    received: date
    decided: date | None
    closed: date | None
    course: Course
    source: str
    primary_need: str
    team: Team
    worker: Worker
    assessments: list[Assessment] = field(default_factory=list)
    allocated: list["Involvement"] = field(default_factory=list)

    def is_closed_by(self, day: date) -> bool:
        """Whether it is closed on the day (the closing day counts as closed)."""
        return self.closed is not None and self.closed <= day

    def allocated_on(self, day: date) -> "Involvement":
        """The involvement of the worker allocated on a day on which the referral is open."""
        return next(spell for spell in reversed(self.allocated) if spell.started <= day)


@dataclass(slots=True, eq=False)
class Contact:
    """One contact, about one or more children; the outcome is empty where none is recorded.

    Its id is given when the month's contacts are all made, so that ids are in order of date.
    """

    children: list[Child]
    received: date
    outcome: str
    source: str
    decided: date | None = None
    is_new: bool = True
    id: str = ""


@dataclass(slots=True, eq=False)
class EarlyHelp:
    """An early help assessment of one child and the help that follows; no worker where another agency gives it."""

    id: str
    child: Child
    started: date
    ended: date | None
    reason: str
    end_reason: str
    organisation: str
    worker: Worker | None


@dataclass(slots=True, eq=False)
class Involvement:
    """A worker's involvement with a child for a time."""

    id: str
    worker: Worker
    child: Child
    role: str
    started: date
    ended: date | None
    referral: Referral | None = None


@dataclass(slots=True, eq=False)
class Council:
    """One council, its people and all that is recorded of them so far."""

    number: int
    rng: Random
    teams: dict[str, Team] = field(default_factory=dict)
    managers: list[Worker] = field(default_factory=list)
    workers: dict[str, list[Worker]] = field(default_factory=dict)
    families: list[Family] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    early_help: list[EarlyHelp] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    ids_given: Counter[str] = field(default_factory=Counter)
    protection: "Protection" = field(init=False)
    # Rows that a room has made already, by table.
    rows: dict[str, list["Row"]] = field(default_factory=lambda: defaultdict(list))

    def new_id(self, kind: str) -> str:
        """An id that no other record of this kind has in any council: P001-00001."""
        self.ids_given[kind] += 1
        return f"{kind}{self.number:03}-{self.ids_given[kind]:05}"

    def any_worker(self, team: str) -> Worker:
        """Any member of the team's staff."""
        return self.rng.choice(self.workers[team])

    def social_worker(self, team: str) -> Worker:
        """Any qualified social worker of the team."""
        return self.rng.choice([worker for worker in self.workers[team] if worker.registration])

    def unqualified_worker(self, team: str) -> Worker:
        """Any of the team's staff who is no qualified social worker."""
        return self.rng.choice([worker for worker in self.workers[team] if not worker.registration])


Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of the extract: its columns, and the rows that a council adds to it."""

    name: str
    header: tuple[str, ...]
    rows: Callable[[Council], Iterable[Row]]


def text(value: date | str | bool | None) -> str:
    """A value as an extract writes it: ISO dates, Y and N, nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return value.isoformat() if isinstance(value, date) else value
