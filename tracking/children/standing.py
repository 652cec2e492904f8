"""How things stand with a child on a day: who has them, what is open, where they live, whom they are known with."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from tracking.models import (
    CareEpisode,
    Child,
    ChildProtectionPlan,
    CinPlan,
    Contact,
    EarlyHelpEpisode,
    InitialConference,
    MissingEpisode,
    Placement,
    Referral,
)
from tracking.models.base import Record
from tracking.rules.known import known
from tracking.rules.leaving_care import latest_contacts
from tracking.rules.sight import children_in_sight
from tracking.trackers.special.rows import with_people
from tracking.trackers.words import in_words

# What may be open, in the order of urgency: the words and colour of its tag, and what it is.
OPEN: dict[str, tuple[str, str, type[Record], str, str]] = {
    "missing": ("Missing now", "red", MissingEpisode, "started_on", "ended_on"),
    "protection": ("On a child protection plan", "orange", ChildProtectionPlan, "started_on", "ended_on"),
    "care": ("Looked after", "purple", CareEpisode, "started_on", "ceased_on"),
    "need": ("On a child in need plan", "blue", CinPlan, "started_on", "ended_on"),
    "referral": ("Open referral", "turquoise", Referral, "received_on", "closed_on"),
    "early_help": ("Early help", "green", EarlyHelpEpisode, "started_on", "ended_on"),
}


@dataclass(frozen=True)
class Status:
    """Something that is so now, `since` a day: the words and colour of its tag."""

    words: str
    colour: str
    since: date | None


def with_standing(child: Child, day: date) -> Any:
    """The child with `team_name` and `worker_name`, `placed` (the code of the placement) and the days since which
    each of OPEN is so (`since_…`), in one query."""
    rows = Child.objects.filter(pk=child.pk).annotate(child=F("pk"))
    since = {f"since_{name}": _since(*described[2:], day) for name, described in OPEN.items()}
    placements = _open(Placement, "started_on", "ended_on", day).order_by("-started_on", "-pk")
    leaving = latest_contacts(day, day).filter(child=OuterRef("pk"))
    return with_people(
        rows.annotate(
            **since,
            placed=Subquery(placements.values("type")[:1]),
            since_leaving=Subquery(leaving.values("contacted_on")[:1]),
        ),
        day,
    ).get()


def statuses(row: Any) -> list[Status]:
    """What is so now, the most urgent first; closed where nothing is."""
    found = [
        Status(words, colour, getattr(row, f"since_{name}"))
        for name, (words, colour, *_) in OPEN.items()
        if getattr(row, f"since_{name}")
    ]
    if row.since_leaving and not row.since_care:
        found.append(Status("Care leaver", "yellow", None))
    return found or [Status("Nothing open", "grey", None)]


def placed_in_words(row: Any) -> str:
    """Where a looked-after child is placed; empty for others."""
    return in_words("placement_type", row.placed) if row.placed and row.since_care else ""


def known_with(user: User, child: Child, day: date) -> "QuerySet[Child]":
    """The children in the user's sight who came with this one: by the same contact or initial conference.

    An extract has no families that this product reads, so brothers and sisters are known by what they share.
    """
    same_contact = Contact.objects.filter(
        group__in=Contact.objects.filter(child=child).exclude(group="").values("group")
    )
    same_meeting = InitialConference.objects.filter(
        meeting__in=InitialConference.objects.filter(child=child).exclude(meeting="").values("meeting")
    )
    together = Q(pk__in=same_contact.values("child")) | Q(pk__in=same_meeting.values("child"))
    return children_in_sight(user, day).filter(together).exclude(pk=child.pk).order_by("surname", "born_on", "pk")


def _open(model: type[Record], start: str, end: str, day: date) -> "QuerySet[Any]":
    rows: QuerySet[Any] = known(model, day, start, ended=end)
    return rows.filter(Q(ended=None) | Q(ended__gt=day), child=OuterRef("pk"))


def _since(model: type[Record], start: str, end: str, day: date) -> Subquery:
    return Subquery(_open(model, start, end, day).order_by(start, "pk").values(start)[:1])
