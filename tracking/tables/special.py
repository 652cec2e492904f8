"""Tables of the special lists: who it is about, then what makes the list."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.tables import NumericColumn
from tracking.filters.special import CASES, STATES
from tracking.models import Child
from tracking.tables.duties import UNALLOCATED, ChildColumn, ChildTable, DayColumn
from tracking.trackers.words import SUITABLE, in_words

NOTHING = "Nothing matches these filters."
AT = 2  # placements in 12 months: the next move makes three
PEOPLE = ("child", "team", "worker")


def by(*names: str) -> tuple[str, ...]:
    """The order by these fields, the same every time."""
    return (*names, "row_key")


class WatchTable(ChildTable):
    """Child, team and worker where a row has the names of team and worker beside their keys."""

    child = ChildColumn(order_by=by("child__surname", "child__forename", "child__source_id"))
    team = tables.Column(accessor="team_name", default=UNALLOCATED, order_by=by("team_name"))
    worker = tables.Column(accessor="worker_name", default="Nobody", order_by=by("worker_name"))
    team_id = tables.Column(accessor="team_key", default=UNALLOCATED, visible=False, order_by=by("team_key"))
    worker_id = tables.Column(accessor="worker_key", default="", visible=False, order_by=by("worker_key"))


class SelfColumn(ChildColumn):
    """The child of a row that is a child itself."""

    def __init__(self) -> None:
        super().__init__(accessor="pk", order_by=by("surname", "forename", "source_id"))

    def render(self, record: Child, table: Any) -> SafeString:
        """Name and reference."""
        return super().render(record, table)

    def value(self, record: Child) -> str:
        """The reference."""
        return super().value(record)


class ChildRowsTable(WatchTable):
    """For rows that are children themselves."""

    child = SelfColumn()


class CodeColumn(tables.Column):
    """A code of a national list with its words."""

    def __init__(self, codes: str, **options: Any) -> None:
        self.codes = codes
        super().__init__(**({"default": ""} | options))

    def render(self, value: str) -> str:
        """The words, then the code."""
        return in_words(self.codes, value)


class PlacementMovesTable(WatchTable):
    """Moves, the newest first."""

    caption = "Placement moves"
    moved_on = DayColumn(accessor="started_on", verbose_name="Moved on", order_by=by("started_on"))
    reason = CodeColumn("reason_place_change", accessor="change_reason", order_by=by("change_reason"))
    moved_from = CodeColumn("placement_type", verbose_name="From", order_by=by("moved_from"))
    moved_to = CodeColumn("placement_type", verbose_name="To", order_by=by("moved_to"))
    placements = NumericColumn(verbose_name="Placements in 12 months", order_by=by("placements"))
    moves = NumericColumn(verbose_name="Moves in 12 months", order_by=by("moves"))

    class Meta:
        sequence = ("child", "moved_on", "reason", "moved_from", "moved_to", "placements", "moves", "...")
        order_by = ("-moved_on",)
        empty_text = NOTHING

    def render_placements(self, value: int) -> SafeString:
        """How many, with a tag from two on."""
        if value < AT:
            return format_html("{}", value)
        tag, words = ("yellow", "At two") if value == AT else ("red", "Three or more")
        return format_html('{} <strong class="govuk-tag govuk-tag--{}">{}</strong>', value, tag, words)

    def value_placements(self, value: int) -> int:
        """How many."""
        return value


class NeetCareLeaversTable(ChildRowsTable):
    """Young people, the next review due first."""

    caption = "Care leavers not in education, employment or training"
    activity = CodeColumn("care_leaver_activity", verbose_name="Circumstances", order_by=by("activity"))
    accommodation = CodeColumn("care_leaver_accommodation", order_by=by("accommodation"))
    suitable = tables.Column(verbose_name="Suitable", default="", order_by=by("suitable"))
    in_touch = CodeColumn("care_leaver_in_touch", verbose_name="In touch", order_by=by("in_touch"))
    contacted_on = DayColumn(verbose_name="Latest contact", order_by=by("contacted_on"))
    reviewed_on = DayColumn(verbose_name="Plan reviewed", order_by=by("reviewed_on"))
    next_review_on = DayColumn(verbose_name="Next review due", order_by=by("next_review_on"))
    eligibility = tables.Column(visible=False, order_by=by("eligibility"))
    personal_adviser = tables.Column(visible=False, order_by=by("personal_adviser"))
    plan = tables.Column(visible=False, order_by=by("plan"))

    class Meta:
        sequence = (
            *("child", "activity", "accommodation", "suitable", "in_touch", "contacted_on", "reviewed_on"),
            *("next_review_on", "..."),
        )
        order_by = ("next_review_on",)
        empty_text = NOTHING

    def render_suitable(self, value: str) -> str:
        """In words."""
        return SUITABLE.get(value, value)

    def render_next_review_on(self, record: Any, value: date | None) -> SafeString:
        """The day, with a tag once it has passed."""
        tag = SafeString(' <strong class="govuk-tag govuk-tag--red">Overdue</strong>')
        return format_html("{}{}", f"{value:%-d %b %Y}" if value else "", tag if record.plan == "overdue" else "")

    def value_next_review_on(self, value: date | None) -> date | None:
        """The day itself."""
        return value


class WithoutSocialWorkerTable(ChildRowsTable):
    """Cases, the longest without a social worker first."""

    caption = "Open cases without a qualified social worker"
    case = tables.Column(accessor="open_since", verbose_name="Open because of", orderable=False)
    open_since = DayColumn(verbose_name="Open since", order_by=by("open_since"))
    without_since = DayColumn(verbose_name="Without one since", order_by=by("without_since"))
    worker = tables.Column(
        accessor="worker_name", verbose_name="Unqualified worker", default="Nobody", order_by=by("worker_name")
    )
    job_title = tables.Column(verbose_name="Their job", default="", order_by=by("job_title"))

    class Meta:
        sequence = ("child", "case", "open_since", "without_since", "team", "worker", "job_title", "...")
        order_by = ("without_since",)
        empty_text = NOTHING

    def render_case(self, record: Any) -> str:
        """All that is open, in words."""
        return ", ".join(words for name, (words, _) in CASES.items() if getattr(record, f"{name}_since"))


class ReReferralsTable(ChildRowsTable):
    """Re-referrals, the newest first."""

    caption = "Re-referrals"
    received_on = DayColumn(verbose_name="Referred", order_by=by("received_on"))
    previous_on = DayColumn(verbose_name="Referred before", order_by=by("previous_on"))
    previous_closed_on = DayColumn(verbose_name="That was closed", order_by=by("previous_closed_on"))
    days_since = NumericColumn(verbose_name="Days since closing", default="", order_by=by("days_since"))
    previous_reason = CodeColumn(
        "cin_reason_for_closure", verbose_name="Why it was closed", order_by=by("previous_reason")
    )
    previous_nfa = tables.Column(verbose_name="No further action", default="", order_by=by("previous_nfa"))

    class Meta:
        sequence = (
            *("child", "received_on", "previous_on", "previous_closed_on", "days_since", "previous_reason"),
            *("previous_nfa", "..."),
        )
        order_by = ("-received_on",)
        empty_text = NOTHING

    def render_previous_nfa(self, value: bool) -> str:
        """Yes or no."""
        return "Yes" if value else "No"


class ShortPlansTable(WatchTable):
    """Plans, the one that ended last first."""

    caption = "Child protection plans ended within 90 days"
    started_on = DayColumn(verbose_name="Started", order_by=by("started_on"))
    ended_on = DayColumn(verbose_name="Ended", order_by=by("ended_on"))
    lasted = NumericColumn(verbose_name="Days", order_by=by("lasted"))
    category = CodeColumn("category_of_abuse", order_by=by("category"))

    class Meta:
        sequence = ("child", "started_on", "ended_on", "lasted", "category", "...")
        order_by = ("-ended_on",)
        empty_text = NOTHING


class InitialHealthStepsTable(ChildTable):
    """Assessments, the longest overdue first."""

    caption = "Initial health assessments, step by step"
    started_on = DayColumn(verbose_name="Entered care", order_by=("started_on", "pk"))
    form_due_by = DayColumn(verbose_name="Form due", order_by=("form_due_by", "pk"))
    form_returned_on = DayColumn(verbose_name="Form returned", order_by=("form_returned_on", "pk"))
    appointment_on = DayColumn(verbose_name="Appointment", order_by=("appointment_on", "pk"))
    due_by = DayColumn(verbose_name="Due by", order_by=("due_by", "pk"))
    met_on = DayColumn(verbose_name="Completed", order_by=("met_on", "pk"))
    refused_on = DayColumn(verbose_name="Refused", order_by=("refused_on", "pk"))
    state = tables.Column(order_by=("state", "pk"))
    team_id = tables.Column(accessor="team__source_id", visible=False, order_by=("team__source_id", "pk"))
    worker_id = tables.Column(accessor="worker__source_id", visible=False, order_by=("worker__source_id", "pk"))

    class Meta:
        sequence = (
            *("child", "started_on", "form_due_by", "form_returned_on", "appointment_on", "due_by", "met_on"),
            *("refused_on", "state", "..."),
        )
        order_by = ("due_by",)
        empty_text = NOTHING

    def render_state(self, value: str) -> SafeString:
        """In words, marked where it is overdue."""
        tag = ' class="govuk-tag govuk-tag--red"' if value == "overdue" else ""
        return format_html("<span{}>{}</span>", SafeString(tag), STATES[value])

    def value_state(self, value: str) -> str:
        """In words."""
        return STATES[value]
