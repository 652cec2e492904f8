"""Whose figures: the authority's, a team's, or those that no team can be named for; and who may see which."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Team, User
from accounts.roles import Right
from kpis.aggregate import AUTHORITY, UNALLOCATED


@dataclass(frozen=True)
class Scope:
    """Whose figures: the authority's, a team's, or those that no team can be named for."""

    key: str
    name: str


WHOLE_AUTHORITY = Scope(AUTHORITY, "Whole authority")
NO_TEAM = Scope(UNALLOCATED, "Unallocated")


def scopes_of(user: User) -> list[Scope]:
    """Whose figures the user may see: everything, or those of their own teams and the teams below."""
    if user.may(Right.SEE_AUTHORITY_FIGURES):
        return every_scope()
    if user.may(Right.SEE_TEAM_FIGURES):
        return own_scopes(user)
    return []


def every_scope() -> list[Scope]:
    """The authority, its teams, and no team."""
    return [WHOLE_AUTHORITY, *_of_teams(Team.objects.filter(is_current=True)), NO_TEAM]


def own_scopes(user: User) -> list[Scope]:
    """The user's own teams and the teams below."""
    return _of_teams(Team.objects.filter(is_current=True).seen_by(user))


def in_scope(key: str, team: str = "observed_team") -> Q:
    """The rows of the authority, of no team, or of one team (by its id in the source system, or #primary key); `team`
    is the field or annotation that names a row's team."""
    if key == AUTHORITY:
        return Q()
    if key == UNALLOCATED:
        return Q(**{f"{team}__isnull": True})
    name = key.removeprefix("team:")
    found = {"pk": int(name[1:])} if name.startswith("#") else {"source_id": name}
    return Q(**{f"{team}__in": Team.objects.filter(**found).values("pk")})


def scope_of(team: Team | None) -> Scope:
    """That of a team; without one that of no team."""
    return Scope(f"team:{team.source_id or f'#{team.pk}'}", str(team)) if team else NO_TEAM


def _of_teams(teams: Iterable[Team]) -> list[Scope]:
    return [scope_of(team) for team in teams]
