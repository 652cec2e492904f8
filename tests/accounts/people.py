"""People for tests: one of each role, a service with two teams, and somebody with no role at all."""

from accounts.models import Team, User
from accounts.roles import Role

PASSWORD = "correct horse battery"


def make_user(name: str, *roles: Role, teams: tuple[Team, ...] = (), password: str | None = None) -> User:
    """A user called `name`, who signs in as name@council.example once they have a password."""
    user = User.objects.create_user(f"{name.lower()}@council.example", password, name=name, roles=list(roles))
    user.teams.set(teams)
    return user
