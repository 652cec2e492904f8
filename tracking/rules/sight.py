"""Which rows about children a user sees: those of their teams, and those of the children allocated to themselves.

A user without a team sees no team's children; a social worker sees their own children only; children whom no team has
are seen by those who answer for several teams.
"""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Team, User
from accounts.roles import Right
from tracking.models import Child
from tracking.rules.known import involvements

NOTHING = Q(pk__in=[])


def own_children(user: User, day: date) -> "QuerySet[Child]":
    """The children allocated to the user on `day` by the worker's id of the case system."""
    if not user.professional_id:
        return Child.objects.none()
    mine = involvements(day).filter(is_allocated=True, worker__source_id=user.professional_id)
    return Child.objects.filter(pk__in=mine.filter(Q(ended__isnull=True) | Q(ended__gt=day)).values("child"))


def in_sight(user: User, day: date) -> Q:
    """The rows (with `child` and `team`) that the user may see on `day`."""
    seen = Q(child__in=own_children(user, day)) if user.professional_id else NOTHING
    if user.may(Right.SEE_TEAM_CHILDREN):
        teams = list(Team.objects.seen_by(user).values_list("pk", flat=True))
        seen |= Q(team__in=teams)
        if teams and user.may(Right.SEE_UNALLOCATED):
            seen |= Q(team__isnull=True)
    return seen
