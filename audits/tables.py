"""The lists of audits, samples and actions."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.roles import Right
from audits.clock import audit_day
from audits.filters import TILES
from audits.models import WITH_THE_AUDITOR, Audit, AuditAction, Programme, SampledCase, State

DAY = "j M Y"
NUMBER = {"th": {"class": "govuk-table__header--numeric"}, "td": {"class": "govuk-table__cell--numeric"}}
WHOLE = {"td": {"class": "app-whole"}}
COLOURS = {
    State.ALLOCATED: "grey",
    State.DRAFT: "blue",
    State.SUBMITTED: "yellow",
    State.MODERATED: "orange",
    State.FINAL: "green",
    State.WITHDRAWN: "grey",
}


def tag(state: str) -> SafeString:
    """A state in words, on a coloured ground."""
    found = State(state)
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', COLOURS[found], found.label)


class DueColumn(tables.DateColumn):
    """A due day, and whether it has passed for what is still to be done."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"format": DAY, "verbose_name": "Due by", "attrs": WHOLE} | options))

    def render(self, value: Any, record: Any) -> SafeString:
        """The day; overdue is said in words."""
        if value is None:
            return format_html("{}", "–")
        shown = format_html("{}", f"{value:%-d %b %Y}")
        waits = record.audit if isinstance(record, SampledCase) else record
        is_waiting = not waits.is_done if isinstance(waits, AuditAction) else waits.state in WITH_THE_AUDITOR
        if is_waiting and value < audit_day():
            return format_html('{} <strong class="govuk-tag govuk-tag--red">Overdue</strong>', shown)
        return shown


class AuditTable(tables.Table):
    """Audits of one auditor, or those that wait for somebody."""

    caption = "Audits"
    child = tables.Column(
        accessor="case__child",
        verbose_name="Child",
        order_by=("case__child__source_id", "pk"),
        linkify=("audit", {"pk": tables.A("pk")}),
    )
    category = tables.Column(
        accessor="case__stratum__get_category_display",
        verbose_name="Category",
        order_by=("case__stratum__category", "pk"),
    )
    quarter = tables.Column(
        accessor="case__stratum__programme__quarter",
        verbose_name="Programme",
        order_by=("case__stratum__programme__quarter", "pk"),
    )
    due_on = DueColumn(order_by=("due_on", "pk"))
    state = tables.Column(order_by=("state", "pk"))

    class Meta:
        model = Audit
        fields = ("child", "category", "quarter", "due_on", "state")
        empty_text = "No audit matches these filters."

    def render_state(self, record: Audit) -> SafeString:
        """The state as a tag."""
        return tag(record.state)


class OthersAuditTable(AuditTable):
    """Audits of others, with their auditor."""

    auditor = tables.Column(order_by=("auditor__name", "pk"))

    class Meta(AuditTable.Meta):
        fields: tuple[str, ...] = ("child", "category", "quarter", "auditor", "state")  # type: ignore[assignment]
        exclude = ("due_on",)
        empty_text = "Nothing waits here."


class ProgrammeTable(tables.Table):
    """The programmes, the newest first, with how many of their cases are in each state."""

    caption = "Programmes"
    quarter = tables.Column()
    drawn_at = tables.DateTimeColumn(verbose_name="Sample drawn", format=DAY, default="Not yet", attrs=WHOLE)

    class Meta:
        model = Programme
        fields = ("quarter", "drawn_at")
        empty_text = "No programme is planned yet."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        counts = [(name, tables.Column(verbose_name=words, attrs=NUMBER)) for name, words in TILES.items()]
        super().__init__(*args, extra_columns=counts, **kwargs)

    def render_quarter(self, record: Programme, value: str) -> SafeString:
        """The quarter, which leads to the programme for whoever runs audits."""
        if not self.request.user.may(Right.RUN_AUDITS):
            return format_html("{}", value)
        return format_html('<a class="govuk-link" href="{}">{}</a>', reverse("programme", args=[record.pk]), value)


class SampleTable(tables.Table):
    """The sampled cases of a programme with how far their audits are."""

    caption = "Sample"
    child = tables.Column(verbose_name="Child", order_by=("child__source_id", "pk"))
    category = tables.Column(
        accessor="stratum__get_category_display", verbose_name="Category", order_by=("stratum__category", "place")
    )
    place = tables.Column(verbose_name="Place", order_by=("place", "pk"))
    auditor = tables.Column(accessor="audit__auditor", default="Nobody yet", order_by=("audit__auditor__name", "pk"))
    due_on = DueColumn(accessor="audit__due_on", order_by=("audit__due_on", "pk"))
    state = tables.Column(accessor="audit__state", empty_values=(), order_by=("audit__state", "pk"))
    act = tables.Column(empty_values=(), verbose_name="Act", orderable=False)

    class Meta:
        model = SampledCase
        fields = ("child", "category", "place", "auditor", "due_on", "state", "act")
        order_by = ("category",)
        empty_text = "No case matches these filters."

    def render_state(self, record: SampledCase) -> SafeString:
        """The audit's state, or why there is none; and how the case came here if it was not drawn at first."""
        audit = getattr(record, "audit", None)
        words = tag(audit.state) if audit else format_html("{}", "Not allocated")
        if record.left_out_at:
            words = format_html("Left out: {}", record.left_out_because)
        if record.how != "drawn":
            return format_html('{}<span class="app-below">{}</span>', words, record.get_how_display())
        return words

    def render_act(self, record: SampledCase) -> SafeString:
        """What can be done about a case."""
        context = {"case": record, "audit": getattr(record, "audit", None), "early": WITH_THE_AUDITOR}
        return render_to_string("audits/case_actions.html", context)


class ActionTable(tables.Table):
    """What must be done after audits."""

    caption = "Actions"
    what = tables.Column(linkify=("audit_action", {"pk": tables.A("pk")}), order_by=("what", "pk"))
    child = tables.Column(
        accessor="audit__case__child",
        verbose_name="Child",
        order_by=("audit__case__child__source_id", "pk"),
        attrs=WHOLE,
    )
    theme = tables.Column(order_by=("theme", "pk"))
    owner = tables.Column(order_by=("owner__name", "pk"))
    due_on = DueColumn(order_by=("due_on", "pk"))
    done_on = tables.DateColumn(
        verbose_name="Done", format=DAY, default="Not yet", order_by=("done_on", "pk"), attrs=WHOLE
    )

    class Meta:
        model = AuditAction
        fields = ("what", "child", "theme", "owner", "due_on", "done_on")
        empty_text = "No action matches these filters."
