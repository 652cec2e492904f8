"""Tables of the figures' pages."""

import django_tables2 as tables

from kpis.models import Build, BuildState


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
