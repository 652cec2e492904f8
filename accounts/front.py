"""The tiles that the administration brings to a user's front page."""

from django.urls import reverse

from accounts.filters import UserFilter
from accounts.models import User
from accounts.roles import Right
from accounts.tiles import Tile

QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Users who may sign in", {"active": "True"}),
    ("Users who may not", {"active": "False"}),
)


def tiles(user: User) -> list[Tile]:
    """How many users there are, for those who manage access."""
    if not user.may(Right.MANAGE_ACCESS):
        return []
    return [
        Tile(label, UserFilter(query, queryset=User.objects.all()).qs.count(), f"{reverse('users')}?{name}={value}")
        for label, query in QUESTIONS
        for name, value in query.items()
    ]
