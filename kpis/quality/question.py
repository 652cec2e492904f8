"""What a question of data quality is: which rows lack or contradict something, what is asked, what mending means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import BigIntegerField, DateField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from tracking.episodes import KINDS
from tracking.episodes.kind import Kind
from tracking.models import CareEpisode
from tracking.rules.teams import allocated_team, allocated_worker, recorded_team
from workdays import ReportingYear


class Window(NamedTuple):
    """What is looked at: records as known on `as_at` that have a part in the figures of the year begun on `since`."""

    as_at: date
    since: date

    @classmethod
    def of(cls, year: str, as_at: date) -> Self:
        """That of the figures of a reporting year as at a day."""
        return cls(as_at, ReportingYear.parse(year).first)


class Mend(NamedTuple):
    """One way in which all rows of a question could turn out: in words, and what their fields say then (a value or an
    expression of the row)."""

    words: str
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """One thing that is asked of records.

    `title` says of which records, `lacks` what is missing or wrong with one, `asked` what somebody who can look it up
    must say. `rows` gives the records, of one table, `field` is what somebody must look up in them, `on` the field of
    their date; rows whose table names no child are annotated with `child` there, and are nobody's otherwise. They are
    asked of the team of that date, or (`of_now`: the measures are of how things stand) of the team of the last day.

    `mends` are the ways in which the rows could turn out, the best and the worst for every measure among them: a
    figure is, once all are mended, between the least and the greatest that they give. There are none where nobody can
    say what a figure would become. `measures` are the codes of those that read what is asked.
    """

    code: str
    title: str
    lacks: str
    asked: str
    rows: Callable[[Window], "QuerySet[Any]"]
    field: str
    on: str
    of_now: bool = False
    mends: Callable[[Window], tuple[Mend, ...]] = lambda window: ()
    measures: tuple[str, ...] = ()

    @cached_property
    def model(self) -> Any:
        """The table of the rows."""
        return self.rows(Window(date.max, date.min)).model

    @cached_property
    def kind(self) -> Kind | None:
        """The kind of episode that people record and correct here; None where they do not."""
        return kind_of(self.model)

    @property
    def event(self) -> str:
        """What one of the records is, in words."""
        return event_of(self.model)

    def asked_about(self, window: Window) -> "QuerySet[Any]":
        """The rows with `happened_on`, and whom they are asked of: `asked_team` and `asked_worker` (primary keys)."""
        day = Value(window.as_at, DateField()) if self.of_now else F(self.on)
        rows = self.rows(window).annotate(happened_on=F(self.on), asked_on=day)
        fields = {field.name for field in rows.model._meta.local_fields}
        if "child" not in fields and "child" not in rows.query.annotations:
            return rows.annotate(child=nobody(), asked_team=nobody(), asked_worker=nobody())
        team = (recorded_team if "team" in fields else allocated_team)("asked_on", window.as_at)
        return rows.annotate(asked_team=team, asked_worker=allocated_worker("asked_on", window.as_at))


def kind_of(model: Any) -> Kind | None:
    """The kind of episode that a model's rows are; None where people record no such thing here."""
    return next((kind for kind in KINDS.values() if kind.model is model), None)


def event_of(model: Any) -> str:
    """What one row of a model is, in words."""
    kind = kind_of(model)
    return kind.title if kind else str(model._meta.verbose_name).capitalize()


def nobody() -> Cast:
    """No child, team or worker."""
    return Cast(Value(None), BigIntegerField())


def child_of_period() -> Subquery:
    """The child (primary key) whose period of care a row names that names no child."""
    episodes: QuerySet[Any] = CareEpisode.objects.filter(period_of_care=OuterRef("period_of_care"))
    return Subquery(episodes.exclude(period_of_care="").order_by("-started_on", "-pk").values("child")[:1])
