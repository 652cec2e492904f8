"""Groups of children that a list may be narrowed to, as known on a day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from tracking.models import CareEpisode, CareLeaverContact, ChildProtectionPlan, CinPlan, Disability
from tracking.models.base import Record
from tracking.rules.known import known
from workdays import add_years

SCHOOL_AGE, SIXTEEN = 5, 16
Group = Callable[[date], Q | Combinable]


def _open(model: type[Record], started: str, ended: str) -> Group:
    def group(day: date) -> Exists:
        rows: QuerySet[Any] = known(model, day, started, ended=ended).filter(Q(ended=None) | Q(ended__gt=day))
        return Exists(rows.filter(child=OuterRef("child")))

    return group


def _care_leavers(day: date) -> Exists:
    return Exists(known(CareLeaverContact, day, "contacted_on").filter(child=OuterRef("child")))


def _disabled(day: date) -> Exists:
    return Exists(Disability.objects.filter(child=OuterRef("child")).exclude(code__in=("", "NONE")))


GROUPS: dict[str, tuple[str, Group]] = {
    "protection": ("On a child protection plan", _open(ChildProtectionPlan, "started_on", "ended_on")),
    "looked_after": ("Looked after", _open(CareEpisode, "started_on", "ceased_on")),
    "in_need": ("On a child in need plan", _open(CinPlan, "started_on", "ended_on")),
    "care_leaver": ("Care leavers", _care_leavers),
    "disabled": ("Disabled", _disabled),
    "under_5": ("Under 5", lambda day: Q(child__born_on__gt=add_years(day, -SCHOOL_AGE))),
    "5_to_15": (
        "5 to 15",
        lambda day: Q(child__born_on__lte=add_years(day, -SCHOOL_AGE), child__born_on__gt=add_years(day, -SIXTEEN)),
    ),
    "16_and_over": ("16 and over", lambda day: Q(child__born_on__lte=add_years(day, -SIXTEEN))),
}
CHOICES = [(name, label) for name, (label, _) in GROUPS.items()]


def in_group(name: str, day: date) -> Q | Combinable:
    """The rows (with `child`) whose child belongs to the group on `day`."""
    return GROUPS[name][1](day)
