"""Who signs in to the demonstration authority."""

from accounts.models import User
from accounts.roles import Role
from csc_tracker.demo.sign_ins import SIGN_INS


def whoever_is(role: Role) -> User:
    """The demonstration user of a role whose sign-in `make run` prints."""
    return User.objects.get(email=next(each.email for each in SIGN_INS if each.role is role))
