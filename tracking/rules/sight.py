"""Which children, and which rows about children, a user sees (docs/adr/0010): the one place that says so.

Three rules. A row is seen by the team that it stands with, a child by the team that has or last had them. A social
worker sees the children allocated to themselves. A restricted child is seen by nobody who is not named, by any of the
other rules or by a reason given.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import In, IsNull

from accounts.models import Team, User
from accounts.roles import Right
from tracking.models import Child, Duty, Involvement, Restriction
from tracking.rules.known import involvements

NOTHING = Q(pk__in=[])


def in_sight(user: User, day: date) -> Q:
    """The rows (with `child` and `team`) that the user may see on `day`."""
    seen = _of_own_children("child", user, day)
    if user.may(Right.SEE_TEAM_CHILDREN):
        seen |= _with_teams(user, _teams(user))
    return seen & unrestricted(user)


def unrestricted(user: User, child: str = "child") -> Q:
    """The rows whose child (field `child`) is not restricted, or restricted with the user named.

    Where no restriction is open this costs nothing: the database looks into an empty index once for each statement.
    """
    return Q(~Exists(hidden_from(user).filter(child=OuterRef(child))))


def hidden_from(user: User) -> "QuerySet[Restriction]":
    """The open restrictions that do not name the user."""
    return Restriction.objects.filter(lifted_at=None).exclude(pk__in=_naming(user))


def children_in_sight(user: User, day: date) -> "QuerySet[Child]":
    """The children whose records the user may open on `day`; of whoever must give a reason first, all but the
    restricted."""
    children = Child.objects.filter(unrestricted(user, "pk"))
    if user.may(Right.SEE_ANY_CHILD):
        return children
    seen = _of_own_children("pk", user, day)
    if user.may(Right.SEE_TEAM_CHILDREN):
        seen |= _of_teams(user, day)
    return children.filter(seen)


def seen_among(user: User, day: date, children: Iterable[int]) -> frozenset[int]:
    """Those of some children, by primary key, whose records the user may open."""
    if not user.may(Right.SEE_RECORDS):
        return frozenset()
    found = children_in_sight(user, day).filter(pk__in=set(children))
    return frozenset(found.order_by().values_list("pk", flat=True))


def own_children(user: User, day: date) -> "QuerySet[Child]":
    """The children allocated to the user on `day` by the worker's id of the case system, restricted ones too."""
    if not user.professional_id:
        return Child.objects.none()
    mine = involvements(day).filter(is_allocated=True, worker__source_id=user.professional_id)
    return Child.objects.filter(pk__in=mine.filter(Q(ended__isnull=True) | Q(ended__gt=day)).values("child"))


def _of_own_children(child: str, user: User, day: date) -> Q:
    return Q(**{f"{child}__in": own_children(user, day).values("pk")}) if user.professional_id else NOTHING


def _of_teams(user: User, day: date) -> Q:
    """The children whom the user's teams have or last had on `day`, and those of whom they have an open duty."""
    teams = _teams(user)
    if not teams:
        return NOTHING
    of_team: Any = Subquery(_teams_of_child(day).values("team")[:1])
    duties = Duty.objects.filter(_with_teams(user, teams), as_at=day, is_open=True, child=OuterRef("pk"))
    seen = Q(In(of_team, teams)) | Q(Exists(duties))
    return seen | Q(IsNull(of_team, True)) if user.may(Right.SEE_UNALLOCATED) else seen


def _with_teams(user: User, teams: list[int]) -> Q:
    """The rows that stand with one of the teams, and with none for whoever sees what no team has."""
    rows = Q(team__in=teams)
    return rows | Q(team__isnull=True) if teams and user.may(Right.SEE_UNALLOCATED) else rows


def _teams_of_child(day: date) -> "QuerySet[Involvement]":
    """The allocations of the row (a child) to a team by `day`: the one that is open first, then the one that began
    last (tracking.rules.teams)."""
    return (
        involvements(day)
        .filter(child=OuterRef("pk"), is_allocated=True, team__isnull=False)
        .annotate(is_over=Q(ended__isnull=False, ended__lte=day))
        .order_by("is_over", "-started_on", F("source_id").desc(nulls_last=True), "-pk")
    )


def _teams(user: User) -> list[int]:
    return list(Team.objects.seen_by(user).values_list("pk", flat=True))


def _naming(user: User) -> "QuerySet[Any]":
    return user.named_for.filter(dropped_at=None).values("restriction")
