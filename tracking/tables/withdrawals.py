"""The list of what was withdrawn."""

import django_tables2 as tables

from tracking.episodes import KINDS
from tracking.models import Withdrawal


class WithdrawalTable(tables.Table):
    """A row for each record withdrawn; one that stands can be brought back."""

    caption = "Withdrawals"
    words = tables.Column("What it was")
    kind = tables.Column("Kind")
    child = tables.Column("Child", accessor="child__reference", orderable=False)
    reason = tables.Column("Why it was withdrawn", orderable=False)
    by = tables.Column("By", order_by="by__name")
    at = tables.DateTimeColumn(verbose_name="Withdrawn", format="j M Y, H:i")
    undone_at = tables.TemplateColumn(
        verbose_name="Brought back", template_name="tracking/withdrawal_undone.html", empty_values=[0]
    )

    class Meta:
        model = Withdrawal
        fields: tuple[str, ...] = ()
        empty_text = "Nothing was withdrawn."

    def render_kind(self, value: str) -> str:
        """The kind of episode in words."""
        return KINDS[value].title
