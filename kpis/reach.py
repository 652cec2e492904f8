"""Whose figures' records a user may open, where a reason is asked first, and which of the rows they see.

A manager opens those of the own teams. Whoever answers for the whole authority opens any, and says why: the reason
stands in the access log beside every child that was shown.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from accounts.models import User
from accounts.roles import Right
from kpis.scopes import Scope, own_scopes
from tracking.rules.sight import in_sight


def opened_by(user: User, scopes: Iterable[Scope]) -> frozenset[str]:
    """The keys of those `scopes` (whose figures the user sees) whose records the user may open."""
    seen = frozenset(scope.key for scope in scopes)
    if user.may(Right.SEE_RECORDS_BEHIND_ANY):
        return seen
    return seen & _own(user)


def must_say_why(user: User, scope: Scope) -> bool:
    """Whether a reason is asked before the records of the scope are shown: not for those of the own teams."""
    return scope.key not in _own(user)


def rows_seen(user: User, scope: Scope, day: date) -> Q:
    """The rows (with `child` and `team`) of a scope's list that the user sees: as on trackers, and all for whoever said
    why."""
    return Q() if must_say_why(user, scope) else in_sight(user, day)


def _own(user: User) -> frozenset[str]:
    if not user.may(Right.SEE_RECORDS_BEHIND_OWN):
        return frozenset()
    return frozenset(scope.key for scope in own_scopes(user))
