"""Who counts as a young person who left care, and what their codes say, for figures and lists alike.

Source: the measure catalogue, "Care leavers" and "The edges", Care leavers: former relevant and relevant young people
under 21, by their latest contact; contacts without a date are ignored, and of two on a day the highest id counts.
"""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from tracking.models import CareLeaverContact
from tracking.rules.ages import birthday
from tracking.rules.known import known

UNAVAILABLE = ("G4", "G6")  # illness or disability; pregnancy or parenting
NEET = (*UNAVAILABLE, "G5")  # not in education, employment or training
SUITABLE = "1"
ELIGIBLE = r"^(former )?relevant$"
UNTIL = 21  # years of age


def latest_contacts(day: date | Combinable, as_at: date) -> "QuerySet[CareLeaverContact]":
    """The latest contact, on or before `day`, of each young person who counts on that day, as known on `as_at`."""
    contacts = known(CareLeaverContact, as_at, "contacted_on").filter(contacted_on__lte=day)
    newest_first = contacts.filter(child=OuterRef("child")).order_by("-contacted_on", "-source_id", "-pk")
    return contacts.annotate(turns_21_on=birthday(UNTIL, as_at)).filter(
        pk=Subquery(newest_first.values("pk")[:1]), eligibility__iregex=ELIGIBLE, turns_21_on__gt=day
    )
