"""The tiles that audits bring to a user's front page."""

from django.urls import reverse

from accounts.models import User
from accounts.roles import Right
from accounts.tiles import Tile
from audits.clock import audit_day
from audits.lists import audits_of, due_soon, overdue, to_accept, to_moderate, to_submit
from audits.sight import actions_seen_by


def tiles(user: User) -> list[Tile]:
    """What waits for the user: their own audits, others' to moderate or accept, and actions that are overdue."""
    return [*_of_auditor(user), *_of_moderator(user), *_of_owner(user)]


def _of_auditor(user: User) -> list[Tile]:
    if not user.may(Right.AUDIT):
        return []
    own, day, url = audits_of(user), audit_day(), reverse("my_audits")
    late = overdue(own, day).count()
    return [
        Tile("Your audits to submit", to_submit(own, day).count(), f"{url}?due=open"),
        Tile("Your audits due soon", due_soon(own, day).count(), f"{url}?due=soon"),
        Tile("Your audits overdue", late, f"{url}?due=overdue", late > 0),
    ]


def _of_moderator(user: User) -> list[Tile]:
    found = []
    if user.may(Right.MODERATE):
        found.append(Tile("Audits to moderate or settle", to_moderate(user).count(), reverse("moderation")))
    if user.may(Right.RUN_AUDITS):
        found.append(Tile("Audits to accept", to_accept(user).count(), reverse("acceptance")))
    return found


def _of_owner(user: User) -> list[Tile]:
    late = actions_seen_by(user).filter(done_at=None, due_on__lt=audit_day()).count()
    if not late:
        return []
    return [Tile("Actions after audits overdue", late, f"{reverse('audit_actions')}?done=overdue", True)]
