"""Tables of duties."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.tables import NumericColumn
from tracking.duties.kinds import KINDS
from tracking.models import Child, Duty, LateBecause
from tracking.trackers.states import state_of, working_days_left

DAY = "j M Y"
UNALLOCATED = "Unallocated"
FIELDS = ("child", "number", "due_by", "days_left", "team", "worker", "last_done", "late_because", "act")


class DayColumn(tables.DateColumn):
    """A day as people write it; an export has it as 2017-12-31."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"format": DAY, "default": ""} | options))

    def value(self, record: Any, value: Any) -> Any:
        """The day itself."""
        return value


class ChildColumn(tables.Column):
    """The child's name above the reference; an export has the reference only."""

    def __init__(self, **options: Any) -> None:
        by_name = ("child__surname", "child__forename", "child__source_id", "pk")
        super().__init__(**({"accessor": "child", "verbose_name": "Child", "order_by": by_name} | options))

    def render(self, value: Child, table: Any) -> SafeString:
        """Name and reference; the name leads to the child's page for whoever may open it."""
        return format_html('{}<span class="app-below">{}</span>', linked(value.name, value, table), value.reference)

    def value(self, value: Child) -> str:
        """The reference."""
        return value.reference


def linked(words: str, child: Child, table: Any) -> SafeString:
    """The words as a link to the child's page, where the child is among those (`opens`, set by the page) whose records
    the reader may open."""
    if not words or child.pk not in getattr(table, "opens", ()):
        return format_html("{}", words)
    return format_html('<a class="govuk-link" href="{}">{}</a>', reverse("child", args=[child.pk]), words)


class ChildTable(tables.Table):
    """Who a row is about: child, team and worker; an export names team and worker by their ids too."""

    child = ChildColumn()
    team = tables.Column(default=UNALLOCATED, order_by=("team__name", "pk"))
    worker = tables.Column(default="Nobody", order_by=("worker__name", "pk"))
    team_id = tables.Column(accessor="team__source_id", visible=False, order_by=("team__source_id", "pk"))
    worker_id = tables.Column(accessor="worker__source_id", visible=False, order_by=("worker__source_id", "pk"))


class DutyTable(ChildTable):
    """What must happen to whom by when, the longest overdue first."""

    caption = "Duties"
    number = tables.Column(verbose_name="What is due")
    due_by = DayColumn(verbose_name="Due by", order_by=("due_by", "pk"), attrs={"td": {"class": "app-whole"}})
    days_left = NumericColumn(
        verbose_name="Working days", accessor="due_by", order_by=("due_by", "pk"), empty_values=()
    )
    last_done = DayColumn(accessor="started_on", verbose_name="Last done", order_by=("started_on", "pk"))
    late_because = tables.Column(verbose_name="Why late", default="", orderable=False)
    act = tables.Column(empty_values=(), verbose_name="Act", orderable=False, exclude_from_export=True)
    kind = tables.Column(visible=False)
    state = tables.Column(accessor="due_by", visible=False)
    started_on = DayColumn(visible=False)
    refused_on = DayColumn(visible=False)
    met_on = DayColumn(visible=False)

    class Meta:
        model = Duty
        fields: tuple[str, ...] = (
            "child",
            "number",
            "due_by",
            "days_left",
            "team",
            "worker",
            "last_done",
            "late_because",
            "act",
        )
        sequence = fields
        order_by = ("due_by",)
        empty_text = "Nothing matches these filters."

    def render_number(self, record: Duty) -> SafeString:
        """What must happen, within which limit, and whether it was refused."""
        words = format_html("{}", self.value_number(record))
        if record.refused_on:
            refused = f"Refused {record.refused_on:%-d %b %Y}"
            words = format_html('{} <strong class="govuk-tag govuk-tag--yellow">{}</strong>', words, refused)
        return format_html('{}<span class="app-below">within {}</span>', words, record.limit)

    def value_number(self, record: Duty) -> str:
        """What must happen."""
        return KINDS[record.kind].action(record.number)

    def render_days_left(self, record: Duty) -> SafeString:
        """How many working days overdue or left, as a tag; for what was met late, how late."""
        return render_to_string("tracking/days_left.html", standing(record))

    def value_days_left(self, record: Duty) -> int:
        """Working days left; negative where overdue."""
        return working_days_left(record)

    def render_last_done(self, record: Duty) -> str:
        """The day on which it was done before, where it was."""
        return f"{record.started_on:%-d %b %Y}" if KINDS[record.kind].was_done_before(record.number) else ""

    def value_last_done(self, record: Duty) -> Any:
        """The day on which it was done before, where it was."""
        return record.started_on if KINDS[record.kind].was_done_before(record.number) else ""

    def value_state(self, record: Duty) -> str:
        """One of the states of a tracker."""
        return state_of(record)

    def render_late_because(self, record: Any) -> str:
        """The reason somebody gave, with their words."""
        return self.value_late_because(record)

    def value_late_because(self, record: Any) -> str:
        """The reason somebody gave, with their words."""
        label = str(LateBecause(record.late_because).label)
        return f"{label}: {record.late_words}" if record.late_words else label

    def render_act(self, record: Duty) -> SafeString:
        """Links to what can be done about it here."""
        kind = KINDS[record.kind]
        may_record = getattr(self, "may_record", False)
        context = {
            "duty": record,
            "kind": kind,
            "back": getattr(self, "back", ""),
            "may_record": may_record,
            "is_late": state_of(record) in ("overdue", "met_late"),
        }
        return render_to_string("tracking/duty_actions.html", context)


class AllDutiesTable(DutyTable):
    """Duties of every kind, with the kind."""

    kind = tables.Column(verbose_name="Kind", visible=True)

    class Meta(DutyTable.Meta):
        sequence = ("child", "kind", *FIELDS[1:])

    def render_kind(self, value: str) -> str:
        """The kind in words."""
        return KINDS[value].title


def standing(duty: Duty) -> dict[str, Any]:
    """What the tag of a duty says: its state, and working days overdue or left."""
    days = working_days_left(duty)
    return {"state": state_of(duty), "days": abs(days), "is_today": duty.due_by == duty.as_at}
