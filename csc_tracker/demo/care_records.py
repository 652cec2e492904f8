"""The records of children looked after, as the rooms of care hand them on to each other."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from csc_tracker.demo.records import Child, Referral
from csc_tracker.demo.targets import AS_AT


class Story(Enum):
    """Why a child is looked after at the time that the report counts, as far as the report's figures ask."""

    LONG = "under 16, looked after for 30 months or more on 30 April 2017"
    REACHING_30_MONTHS = "under 16, reaches 30 months by December 2017"
    REACHING_18 = "ceases to be looked after on the 18th birthday"
    OLDER = "16 or 17 in April 2017"
    LATER = "looked after for 12 months or more on 30 April 2017, for less than 30 at the end of the year"
    RECENT = "entered in the year before April 2017"
    SHORT = "entered in the year before April 2017 and ceases before 12 months"
    NEW = "entered since April 2017"
    FORMER = "ceased before April 2017"
    SHORT_BREAKS = "a series of short breaks, which is left out of every figure"


@dataclass(slots=True, eq=False)
class Away:
    """A temporary placement (T0 to T4) from which the child returns; open at the end where they have not yet."""

    kind: str
    started: date
    ended: date | None


@dataclass(slots=True, eq=False)
class Stay:
    """A placement; the child may be away from it for a time. A distance is in miles, empty where it is not known."""

    started: date
    ended: date | None = None
    kind: str = ""
    urn: str = ""
    provider: str = ""
    postcode: str = ""
    distance: str = ""
    is_far: bool = False
    is_until_18: bool = False
    change_reason: str = ""
    away: Away | None = None
    ids: list[str] = field(default_factory=list)

    def is_open_on(self, day: date) -> bool:
        """Whether it is open at the end of the day."""
        return self.started <= day and (self.ended is None or self.ended > day)


@dataclass(slots=True, eq=False)
class Visit:
    """A visit to a looked-after child."""

    day: date
    is_seen: bool = True
    is_alone: bool = False


@dataclass(slots=True, eq=False)
class Review:
    """A review; `code` says how the child took part, empty where it is not recorded."""

    held: date
    due: date
    code: str = ""
    has_plan: bool = False
    is_cancelled: bool = False


@dataclass(slots=True, eq=False)
class Permanence:
    """The steps towards adoption."""

    decided: date
    order: date | None = None
    placed: date | None = None
    adopted: date | None = None
    urn: str = ""


@dataclass(slots=True, eq=False)
class Period:
    """One child's period of care, or of short breaks."""

    story: Story
    entered: date
    ceased: date | None = None
    child: Child = field(init=False)
    referral: Referral = field(init=False)
    id: str = ""
    reason: str = ""
    need: str = ""
    # Whether the child was in one placement for 2 years on 30 April 2017, or the month in which that is reached.
    stable_from: date | None = None
    is_unsettled: bool = False
    # The child is in the cohort of CSC 229 until then: the 16th birthday.
    turning_16: date | None = None
    stays: list[Stay] = field(default_factory=list)
    legal: list[tuple[str, date, date | None]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    permanence: Permanence | None = None
    form_returned: date | None = None
    assessed: date | None = None

    def is_open_on(self, day: date) -> bool:
        """Whether the child is looked after at the end of the day."""
        return self.entered <= day and (self.ceased is None or self.ceased > day)

    def stay_on(self, day: date) -> Stay | None:
        """The placement at the end of the day."""
        return next((stay for stay in reversed(self.stays) if stay.is_open_on(day)), None)

    @property
    def end(self) -> date:
        """The day it ceased, or that of the extract."""
        return self.ceased or AS_AT

    @property
    def stays_on(self) -> bool:
        """Whether the child is still looked after on the date of the extract."""
        return self.ceased is None
