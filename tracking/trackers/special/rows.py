"""What the rows of the special lists have in common: the team and worker who have the child on the as-at date."""

from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Collate, NullIf

from accounts.models import Team
from tracking.models import Child, Worker
from tracking.rules.teams import allocated_team, allocated_worker
from workdays import add_months

NONE = Value("")


class DaysBetween(Func):
    """Calendar days from the second date to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def a_year_before(as_at: date) -> date:
    """What is later than this day lies in the 12 months to the as-at date, which is their last day."""
    return add_months(as_at, -12)


def living(as_at: date) -> "QuerySet[Child]":
    """Rows that are children themselves: all but those who had died, each with its key as `child`."""
    return Child.objects.exclude(died_on__lte=as_at).annotate(child=F("pk"))


def with_people(
    rows: "QuerySet[Any]",
    as_at: date,
    *,
    recorded: Combinable | None = None,
    otherwise: Combinable | None = None,
    key: str = "pk",
) -> "QuerySet[Any]":
    """The rows with `team` and `worker`, the primary keys of whoever has the child on the as-at date, their names and
    ids (`team_name`, `team_key`, `worker_name`, `worker_key`), and `row_key`, which no two rows share.

    The team is `recorded`, else that of the allocated worker, else `otherwise`.
    """
    teams = (recorded, allocated_team("tracked_on", as_at), otherwise, Value(None))
    known = [team for team in teams if team is not None]
    return (
        rows.annotate(tracked_on=Value(as_at, DateField()), row_key=F(key))
        .annotate(
            team=Coalesce(*known, output_field=BigIntegerField()),
            worker=allocated_worker("tracked_on", as_at),
        )
        .annotate(
            team_name=_of(Team, "team", _name()),
            team_key=_of(Team, "team", F("source_id")),
            worker_name=_of(Worker, "worker", _name()),
            worker_key=_of(Worker, "worker", F("source_id")),
        )
        .order_by("row_key")
    )


def filled(field: Combinable | str) -> NullIf:
    """A text, or nothing where it is empty."""
    return NullIf(field, NONE)


def _name() -> Coalesce:
    """The name, else the id; by the collation of names."""
    return Coalesce(filled("name"), Collate("source_id", "default"), output_field=CharField())


def _of(model: type[Team] | type[Worker], key: str, what: Combinable) -> Subquery:
    found = model._default_manager.filter(pk=OuterRef(key)).order_by()
    return Subquery(found.annotate(what=what).values("what"), output_field=CharField())
