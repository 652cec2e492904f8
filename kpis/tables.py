"""Tables of the figures' pages."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.tables import NumericColumn
from kpis.events import EVENTS, event_of, table_of, words_of
from kpis.measure import Better, Measure
from kpis.models import Build, BuildState, QualityRow, RecordBehind
from kpis.quality.question import Question
from kpis.quality.reading import where_to_mend
from tracking.models import Duty
from tracking.tables.duties import ChildTable, DayColumn, linked


class BuildTable(tables.Table):
    """Builds of figures, the newest first."""

    year = tables.Column(linkify=("build", [tables.A("pk")]))
    as_at = tables.DateColumn(format="j M Y")
    started_at = tables.DateTimeColumn(format="j M Y, H:i", verbose_name="Started")
    by = tables.Column(verbose_name="By", default="after an import or by command")
    state = tables.Column(empty_values=(), orderable=False, verbose_name="State")

    class Meta:
        model = Build
        fields = ("year", "as_at", "started_at", "by", "state")
        order_by = ("-started_at",)
        empty_text = "No figures have been built yet."

    def render_state(self, record: Build) -> str:
        """How the build stands, in words."""
        states = [step.state for step in record.steps.all()]
        if BuildState.OVERTAKEN in states:
            return BuildState.OVERTAKEN.label
        if record.finished_at is None:
            return f"{sum(state != BuildState.WAITING for state in states)} of {len(states)} measures done"
        failed = states.count(BuildState.FAILED)
        return f"Finished, {failed} failed" if failed else "Finished"


class ReferenceColumn(tables.Column):
    """Whom a row is about, by reference alone."""

    def __init__(self) -> None:
        order = ("child__source_id", "person", "id")
        super().__init__(accessor="reference", verbose_name="Child", order_by=order, default="")

    def render(self, record: RecordBehind, table: Any) -> SafeString:
        """The reference; it leads to the child's page for whoever may open it."""
        return linked(record.reference, record.child, table) if record.child else format_html("{}", record.person)

    def value(self, value: str) -> str:
        """The reference."""
        return value


class RecordsTable(ChildTable):
    """The records behind a figure of `measure`, by date."""

    caption = "Records"
    child = ReferenceColumn()
    event = tables.Column(accessor="number", verbose_name="Event", empty_values=(), order_by=("number", "id"))
    episode = tables.Column(verbose_name="Reference", order_by=("episode", "id"))
    observation_date = DayColumn(
        accessor="observed_on", verbose_name="Observation date", order_by=("observed_on", "id")
    )
    started_on = DayColumn(order_by=("started_on", "id"))
    due_by = DayColumn(verbose_name="Due by", order_by=("due_by", "id"))
    done_on = DayColumn(order_by=("done_on", "id"))
    team = tables.Column(default="Unallocated", order_by=("team__name", "id"))
    worker = tables.Column(default="Nobody", order_by=("worker__name", "id"))
    amount = NumericColumn(order_by=("amount", "id"))
    met_amount = NumericColumn(order_by=("met_amount", "id"))
    met = tables.Column(order_by=("counted", "met", "id"))
    episode_table = tables.Column(accessor="episode", visible=False)
    counted = tables.Column(visible=False)
    team_id = tables.Column(accessor="team__source_id", visible=False, order_by=("team__source_id", "id"))
    worker_id = tables.Column(accessor="worker__source_id", visible=False, order_by=("worker__source_id", "id"))

    class Meta:
        sequence = (
            *("child", "event", "episode", "observation_date", "started_on", "due_by", "done_on", "team", "worker"),
            *("amount", "met_amount", "met", "..."),
        )
        order_by = ("observation_date",)
        empty_text = "No record matches these filters."

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        self.measure = measure
        super().__init__(*args, exclude=_not_of(measure), **options)
        event = event_of(measure)
        headings = {"started_on": event.start, "done_on": event.end, "met": _met_heading(measure)}
        headings |= dict(zip(("amount", "met_amount"), map(str.capitalize, measure.amounts or ()), strict=False))
        for name, words in headings.items():
            if name in self.columns.names():
                self.columns[name].column.verbose_name = words

    def render_event(self, record: RecordBehind) -> str:
        """What it is."""
        return words_of(self.measure, record.number)

    def render_met(self, record: RecordBehind) -> SafeString:
        """Whether it counts, and whether it is in the numerator, by a sign and in words."""
        return format_html('<span aria-hidden="true">{}</span> {}', *_standing(self.measure, record))

    def value_met(self, record: RecordBehind) -> int:
        """1 or 0."""
        return int(record.met)

    def value_counted(self, value: bool) -> int:
        """1 or 0."""
        return int(value)

    def value_episode_table(self) -> str:
        """The table of the extract that has the record."""
        return table_of(self.measure)


class QualityTable(ChildTable):
    """The records that a question is asked of, the newest first."""

    caption = "Records"
    child = tables.Column(
        accessor="child__reference", verbose_name="Child", order_by=("child__source_id", "id"), default="Nobody’s"
    )
    event = tables.Column(empty_values=(), orderable=False)
    reference = tables.Column(order_by=("reference", "id"))
    happened_on = DayColumn(verbose_name="Date", order_by=("happened_on", "id"))
    lacks = tables.Column(empty_values=(), orderable=False, verbose_name="What is missing or wrong")
    mend = tables.Column(empty_values=(), orderable=False, verbose_name="Mend", exclude_from_export=True)

    class Meta:
        model = QualityRow
        fields = ("child", "event", "reference", "happened_on", "lacks", "team", "worker", "mend")
        sequence = fields
        order_by = ("-happened_on",)
        empty_text = "No record matches these filters."

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        self.question = question
        super().__init__(*args, **options)

    def render_event(self) -> str:
        """What the record is."""
        return self.question.event

    def render_lacks(self) -> str:
        """What is asked."""
        return self.question.lacks

    def render_mend(self, record: QualityRow) -> SafeString | str:
        """The way to the form that corrects the record."""
        address = where_to_mend(self.question, record)
        words = format_html('Mend<span class="govuk-visually-hidden"> {}</span>', record.reference)
        return (
            format_html('<a class="govuk-link" href="{}">{}</a>', address, words) if address else "In the case system"
        )


def _not_of(measure: Measure) -> tuple[str, ...]:
    """The columns that the measure's records have nothing for."""
    event = event_of(measure)
    has = {
        "child": bool(measure.child),
        "started_on": bool(event.started),
        "due_by": event is EVENTS[Duty] or bool(measure.due),
        "done_on": bool(event.done),
        "worker": measure.child == "child",
        "worker_id": measure.child == "child",
        "team": measure.has_teams or measure.child == "child",
        "team_id": measure.has_teams or measure.child == "child",
        "amount": bool(measure.amounts),
        "met_amount": bool(measure.amounts),
        "met": not measure.amounts,
    }
    return tuple(name for name, is_there in has.items() if not is_there)


def _met_heading(measure: Measure) -> str:
    if not measure.has_denominator:
        return "Counted"
    return "Met" if measure.better is Better.HIGH else "In the numerator"


def _standing(measure: Measure, record: RecordBehind) -> tuple[str, str]:
    if not record.counted:
        return "–", "Not counted"
    if not measure.has_denominator:
        return "✓", "Counted"
    if measure.better is Better.HIGH:
        return ("✓", "Met") if record.met else ("✗", "Not met")
    return ("●", "Yes") if record.met else ("○", "No")
