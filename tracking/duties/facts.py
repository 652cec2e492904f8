"""What the rules read of one child, as known on the as-at date: plain values, no database.

Nothing after the as-at date is in here: a row whose own date is later is missing, a later end or decision is None
(measure catalogue, "The edges", Dates). Rows come in the order of their own date, then their id.
"""

from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any, NamedTuple

from workdays import add_years


class Contact(NamedTuple):
    """One child in one contact."""

    pk: int
    received_on: date
    decided: date | None


class Referral(NamedTuple):
    """A referral of the child; open until `closed`."""

    pk: int
    received_on: date
    decided: date | None
    closed: date | None
    team_id: int | None


class Assessment(NamedTuple):
    """An assessment with a start date; done when it is authorised."""

    pk: int
    started_on: date
    authorised: date | None
    team_id: int | None


class CinPlan(NamedTuple):
    """A child in need plan."""

    pk: int
    source_id: str | None
    started_on: date
    ended: date | None


class Section47(NamedTuple):
    """A section 47 enquiry with the JSON of what came of it; `is_conferenced` where a conference names it."""

    pk: int
    started_on: date
    ended_on: date | None
    outcomes: Any
    is_conferenced: bool
    team_id: int | None


class Conference(NamedTuple):
    """The child at an initial child protection conference, held or still to be held (`held_on` None).

    `enquiry_started` is the start of the section 47 enquiry that it names.
    """

    pk: int
    enquiry_started: date | None
    is_transfer_in: bool | None
    held_on: date | None
    team_id: int | None


class ProtectionPlan(NamedTuple):
    """A child protection plan of this authority."""

    pk: int
    source_id: str | None
    started_on: date
    ended: date | None
    conferred: date | None


class Visit(NamedTuple):
    """A visit at which the child was seen; `plan` is the plan's id in the source system, "" where it names none."""

    visited_on: date
    plan: str


class ProtectionReview(NamedTuple):
    """A review conference held; `plan_id` is None where it names no plan."""

    held_on: date
    plan_id: int | None


class CareEpisode(NamedTuple):
    """An episode of a period of care."""

    pk: int
    period_of_care: str
    started_on: date | None
    ceased: date | None
    entered: date | None
    form_returned: date | None


class Placement(NamedTuple):
    """A placement row; `period_of_care` is "" where it names none."""

    pk: int
    source_id: str | None
    period_of_care: str
    started_on: date
    ended: date | None
    type: str
    urn: str
    intended_until_18: bool | None
    change_reason: str


class LegalStatus(NamedTuple):
    """A legal status."""

    code: str
    started_on: date
    ended: date | None


class CareReview(NamedTuple):
    """A review of a looked-after child that was held and not cancelled."""

    period_of_care: str
    held_on: date
    permanence_plan: bool | None


class HealthCheck(NamedTuple):
    """A health or dental check, in whatever state."""

    type: str
    checked_on: date
    status: str


class Sdq(NamedTuple):
    """A strengths and difficulties questionnaire that was done: it has a score, or no reason for having none."""

    completed_on: date


class Missing(NamedTuple):
    """A missing episode that has ended."""

    pk: int
    ended: date
    ended_at: time | None
    interviewed: date | None
    interviewed_at: time | None
    declined: date | None
    action_plan: date | None
    responsible_authority: str


class LeaverContact(NamedTuple):
    """A dated contact with a care leaver."""

    pk: int
    contacted_on: date
    pathway_plan_reviewed: date | None
    team_id: int | None


class Involvement(NamedTuple):
    """The involvement of an allocated worker."""

    pk: int
    source_id: str | None
    started_on: date
    ended: date | None
    team_id: int | None
    worker_id: int | None

    def is_open(self, day: date) -> bool:
        """Whether it had begun and not ended on `day`."""
        return self.started_on <= day and (self.ended is None or self.ended > day)


@dataclass
class Journey:
    """Everything that the rules know of one child as at `as_at`."""

    child_id: int
    as_at: date
    born_on: date | None = None
    died_on: date | None = None
    contacts: list[Contact] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    cin_plans: list[CinPlan] = field(default_factory=list)
    cin_visits: list[Visit] = field(default_factory=list)
    section_47s: list[Section47] = field(default_factory=list)
    conferences: list[Conference] = field(default_factory=list)
    protection_plans: list[ProtectionPlan] = field(default_factory=list)
    protection_visits: list[Visit] = field(default_factory=list)
    protection_reviews: list[ProtectionReview] = field(default_factory=list)
    care_episodes: list[CareEpisode] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    legal_statuses: list[LegalStatus] = field(default_factory=list)
    care_reviews: list[CareReview] = field(default_factory=list)
    care_visits: list[Visit] = field(default_factory=list)
    health_checks: list[HealthCheck] = field(default_factory=list)
    sdqs: list[Sdq] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    leaver_contacts: list[LeaverContact] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)

    def birthday(self, age: int) -> date | None:
        """The day the child turns `age`; None where the date of birth is unknown."""
        return add_years(self.born_on, age) if self.born_on else None

    @cached_property
    def turns_18_on(self) -> date | None:
        """The day on which what is owed to children ends."""
        return self.birthday(18)

    def allocated(self, day: date) -> Involvement | None:
        """The allocated worker open on `day` who started last (then highest id); one with a team comes first."""
        found = [one for one in self.involvements if one.is_open(day)]
        return max(found, key=_standing, default=None)


def _standing(one: Involvement) -> tuple[bool, date, str, int]:
    return one.team_id is not None, one.started_on, one.source_id or "", one.pk
