"""The records of child protection and children in need, as their rooms hand them on to each other."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from csc_tracker.demo.records import Child, Referral, text


@dataclass(slots=True, eq=False)
class Discussion:
    """A strategy discussion about one child."""

    id: str
    referral: Referral
    held: date
    outcome: str


@dataclass(slots=True, eq=False)
class Enquiry:
    """A section 47 enquiry about one child; not ended where it is under way."""

    id: str
    referral: Referral
    started: date
    ended: date | None
    outcome: str


@dataclass(slots=True, eq=False)
class Conference:
    """One meeting about brothers and sisters: initial, not held yet where it has no date."""

    id: str
    held: date | None


@dataclass(slots=True, eq=False)
class Conferenced:
    """One child at an initial conference; no enquiry where the family moved in with a plan of another authority."""

    id: str
    conference: Conference
    referral: Referral
    is_transfer_in: bool = False
    is_held_late: bool = False
    enquiry: Enquiry | None = None
    plan: "ProtectionPlan | None" = None


@dataclass(slots=True, eq=False)
class Visit:
    """A visit; `is_alone` and `is_bedroom_seen` are what was recorded of one at which the child was seen."""

    day: date
    is_seen: bool
    is_alone: bool
    is_bedroom_seen: bool

    def columns(self) -> tuple[str, str, str, str]:
        """As an extract writes it: the day, whether the child was seen, seen alone, and the bedroom."""
        return text(self.day), text(self.is_seen), text(self.is_alone), text(self.is_bedroom_seen)


@dataclass(slots=True, eq=False)
class Review:
    """A review conference of one plan; its meeting is that of the brothers and sisters."""

    id: str
    meeting: Conference
    due: date
    held: date
    continues: bool
    participation: str


@dataclass(slots=True, eq=False)
class ProtectionPlan:
    """A child protection plan.

    `is_unseen` where the first visit comes after the month in which the plan began; `seen_on` are the visits at which
    the child was seen, as numbers of working days (days.number_of).
    """

    id: str
    referral: Referral
    conferenced: Conferenced | None
    started: date
    category: str
    ended: date | None = None
    is_again: bool = False
    is_unseen: bool = False
    is_other_authoritys: bool = False
    seen_on: list[int] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    @property
    def child(self) -> Child:
        """The child."""
        return self.referral.child

    @property
    def anchor(self) -> date:
        """The day from which the first review is due: the initial conference, else the start."""
        held = self.conferenced.conference.held if self.conferenced else None
        return held or self.started

    def is_open_on(self, day: date) -> bool:
        """Whether the child is on the plan at the end of the day."""
        return self.started <= day and (self.ended is None or self.ended > day)

    def gaps(self) -> list[tuple[int, int]]:
        """From each visit to the next one, as numbers of working days."""
        return list(pairwise(self.seen_on))


@dataclass(slots=True, eq=False)
class Invitation:
    """An agency's invitations to one conference, how many came, and whether a report did."""

    id: str
    meeting: Conference
    kind: str
    agency: str
    invited: int
    attended: int
    report: str


@dataclass(slots=True, eq=False)
class NeedPlan:
    """A child in need plan and its visits."""

    id: str
    referral: Referral
    started: date
    ended: date | None
    visits: list[Visit] = field(default_factory=list)


@dataclass(slots=True)
class Protection:
    """All of these records of one council."""

    discussions: list[Discussion] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    conferenced: list[Conferenced] = field(default_factory=list)
    plans: list[ProtectionPlan] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    need_plans: list[NeedPlan] = field(default_factory=list)

    def conferences(self) -> dict[Conference, date]:
        """The initial conferences held, each once, with their day."""
        return {one.conference: one.conference.held for one in self.conferenced if one.conference.held}

    def reviews(self) -> dict[Conference, date]:
        """The review conferences held, each once, with their day."""
        return {review.meeting: review.held for plan in self.plans for review in plan.reviews}
