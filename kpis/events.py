"""What the records behind figures are, in the field's words, and which of their dates a reader wants to see."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Model

from kpis.days import Days
from kpis.measure import Measure
from tracking.duties.kinds import KINDS
from tracking.imports.layout import TABLES
from tracking.models import (
    Assessment,
    CareLeaverContact,
    CentreAttendance,
    Child,
    ChildProtectionPlan,
    ConferenceInvitation,
    Contact,
    Duty,
    EarlyHelpEpisode,
    InitialConference,
    LookedAfterReview,
    MissingEpisode,
    PastAudit,
    PeriodOfCare,
    Referral,
    Section47,
    StrategyDiscussion,
)


@dataclass(frozen=True)
class Event:
    """One type of record: its name, and the fields of when it started and when it was done or over, with the heading
    of each. What is always the observation date is not named again.
    """

    name: str
    started: str = ""
    start: str = ""
    done: str = ""
    end: str = ""


EVENTS: dict[type[Model], Event] = {
    Contact: Event("Contact", "received_on", "Received", "decided_on", "Decided"),
    Referral: Event("Referral", done="decided_on", end="Decided"),
    EarlyHelpEpisode: Event("Early help assessment"),
    CentreAttendance: Event("Attendance at a children’s centre"),
    MissingEpisode: Event("Missing episode", "started_on", "Went missing", "ended_on", "Returned"),
    Assessment: Event("Assessment", "started_on", "Started", "authorised_on", "Authorised"),
    StrategyDiscussion: Event("Strategy discussion"),
    Section47: Event("Section 47 enquiry", done="ended_on", end="Ended"),
    InitialConference: Event("Initial child protection conference", "held_on", "Held"),
    ConferenceInvitation: Event("Invitations to a conference"),
    ChildProtectionPlan: Event("Child protection plan", "started_on", "Started", "ended_on", "Ended"),
    PeriodOfCare: Event("Period of care", "started_on", "Began", "ended_on", "Ended"),
    LookedAfterReview: Event("Review of a looked-after child"),
    CareLeaverContact: Event("Contact with a care leaver", "contacted_on", "In contact"),
    Duty: Event("Duty", "started_on", "Starts", "met_on", "Done"),
    PastAudit: Event("Audit"),
    Child: Event("Child"),
}
# What is counted once however many rows it has, by the measure's unit of count: one, several.
UNITS = {
    "pk": ("record", "records"),
    "contact": ("contact", "contacts"),
    "conference": ("conference", "conferences"),
    "child_id": ("child", "children"),
    "attendee": ("attendee", "attendees"),
}


def event_of(measure: Measure) -> Event:
    """What the records behind the measure are."""
    return EVENTS[_model_of(measure)]


def table_of(measure: Measure) -> str:
    """The table of an extract that holds the records behind the measure."""
    return measure.episode_table or next(
        table.name for table in TABLES if table.model == _model_of(measure)._meta.label
    )


def words_of(measure: Measure, number: int | None) -> str:
    """What one record is; a duty is what must happen, by its place in the chain."""
    return event_of(measure).name if number is None else KINDS[measure.duty].action(number)


def many(measure: Measure, count: int) -> str:
    """How many of what the measure counts: `1 contact`, `371 records`."""
    one, several = UNITS[measure.unit_of_count]
    return f"{count:,} {one if count == 1 else several}"


@lru_cache(maxsize=1_000)
def _model_of(measure: Measure) -> type[Model]:
    return measure.rows(Days.every_month(date.max)).model
