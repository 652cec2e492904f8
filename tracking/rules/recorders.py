"""For which children somebody may record."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Right
from tracking.models import Child
from tracking.rules.sight import children_in_sight, unrestricted


def recorded_by(user: User, day: date) -> "QuerySet[Child]":
    """The children for whom the user may record on `day`: those in sight; whoever mends data, for any child but a
    restricted one that does not name them."""
    if user.may(Right.MEND):
        return Child.objects.filter(unrestricted(user, "pk"))
    return children_in_sight(user, day) if user.may(Right.RECORD) else Child.objects.none()
