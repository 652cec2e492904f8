"""Whose figures' records a user may open, where a reason is asked first, and which of the rows they see.

A manager opens those of the own teams. Whoever answers for the whole authority opens any, and says why: the reason
stands in the access log beside every child that was shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from accounts.roles import Right
from kpis.scopes import Scope, own_scopes
from tracking.rules.sight import in_sight, unrestricted


@dataclass(frozen=True)
class Reach:
    """How far a user reaches behind figures; `own` are the keys of the scopes that need no reason."""

    user: User
    own: frozenset[str]

    @classmethod
    def of(cls, user: User) -> "Reach":
        """That of a user."""
        has_own = user.may(Right.SEE_RECORDS_BEHIND_OWN)
        return cls(user, frozenset(scope.key for scope in own_scopes(user)) if has_own else frozenset())

    def opened(self, scopes: Iterable[Scope]) -> frozenset[str]:
        """The keys of those `scopes` (whose figures the user sees) whose records the user may open."""
        seen = frozenset(scope.key for scope in scopes)
        return seen if self.user.may(Right.SEE_RECORDS_BEHIND_ANY) else seen & self.own

    def must_say_why(self, scope: Scope) -> bool:
        """Whether a reason is asked before the records of the scope are shown: not for those of the own teams."""
        return scope.key not in self.own

    def rows_seen(self, scope: Scope, day: date) -> Q:
        """The rows (with `child` and `team`) of a scope's list that the user sees: as on trackers; for whoever said why
        all but those of restricted children."""
        return unrestricted(self.user) if self.must_say_why(scope) else in_sight(self.user, day)
