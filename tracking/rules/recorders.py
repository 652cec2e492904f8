"""For which children somebody may record."""

from datetime import date

from django.db.models import F, QuerySet, Value

from accounts.models import User
from accounts.roles import Right
from tracking.models import Child
from tracking.rules.sight import in_sight
from tracking.rules.teams import allocated_team


def recorded_by(user: User, day: date) -> "QuerySet[Child]":
    """The children for whom the user may record on `day`: those in sight; whoever mends data, for any child."""
    if user.may(Right.MEND):
        return Child.objects.all()
    if not user.may(Right.RECORD):
        return Child.objects.none()
    children = Child.objects.annotate(child=F("pk"), day=Value(day)).annotate(team=allocated_team("day", day))
    return children.filter(in_sight(user, day))
