"""Whose figures: the authority's, a team's, or those that no team can be named for; and who may see which."""

from collections.abc import Iterable
from dataclasses import dataclass

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
        return [WHOLE_AUTHORITY, *_of_teams(Team.objects.filter(is_current=True)), NO_TEAM]
    if user.may(Right.SEE_TEAM_FIGURES):
        return _of_teams(Team.objects.filter(is_current=True).seen_by(user))
    return []


def _of_teams(teams: Iterable[Team]) -> list[Scope]:
    return [Scope(f"team:{team.source_id or f'#{team.pk}'}", str(team)) for team in teams]
