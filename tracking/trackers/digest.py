"""The morning mail: what is overdue and what falls due this week, for one user; nothing that they may not see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from tracking.duties.kinds import KINDS
from tracking.models import Duty, DutyQuerySet
from tracking.rules.sight import in_sight
from tracking.trackers.states import condition, working_days_left

SUNDAY = 6
SHOWN = 25  # duties that a mail lists; it counts them all


@dataclass(frozen=True)
class Part:
    """One half of the mail: how many duties, and the first of them."""

    title: str
    count: int
    lines: list[str]

    @property
    def others(self) -> int:
        """How many are not listed."""
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Message:
    """What one user is told on a morning."""

    subject: str
    body: str
    overdue: int
    due_this_week: int


def overdue(user: User, as_at: date) -> DutyQuerySet:
    """What is overdue in the user's sight."""
    return _in_sight(user, as_at).filter(condition("overdue", as_at))


def due_this_week(user: User, as_at: date) -> DutyQuerySet:
    """What falls due from today to Sunday in the user's sight."""
    sunday = as_at + timedelta(days=SUNDAY - as_at.weekday())
    return _in_sight(user, as_at).open().filter(due_by__gte=as_at, due_by__lte=sunday)


def message(user: User, as_at: date) -> Message | None:
    """The user's mail; None where there is nothing to tell. It names children by their reference only."""
    late, soon = _part("Overdue", overdue(user, as_at)), _part("Due this week", due_this_week(user, as_at))
    if not late.count and not soon.count:
        return None
    context = {
        "user": user,
        "as_at": as_at,
        "parts": [part for part in (late, soon) if part.count],
        "link": settings.BASE_URL + reverse("tracker", args=["duties"]),
        "council_name": settings.COUNCIL_NAME,
    }
    body = render_to_string("tracking/mail/digest.txt", context)
    return Message(f"{late.count} overdue, {soon.count} due this week", body, late.count, soon.count)


def _in_sight(user: User, as_at: date) -> DutyQuerySet:
    return Duty.objects.filter(in_sight(user, as_at), as_at=as_at)


def _part(title: str, duties: DutyQuerySet) -> Part:
    first = duties.select_related("child", "team", "worker").order_by("due_by", "pk")[:SHOWN]
    return Part(title, duties.count(), list(_lines(first)))


def _lines(duties: Iterable[Duty]) -> Iterable[str]:
    for duty in duties:
        what = KINDS[duty.kind].action(duty.number)
        days = abs(working_days_left(duty))
        late = f", {days} working day{'' if days == 1 else 's'} overdue" if duty.due_by < duty.as_at else ""
        yield f"{duty.due_by:%a %-d %b %Y}  {duty.child.reference}  {what}{late} ({duty.worker or 'nobody'})"
