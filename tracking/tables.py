"""Tables of the tracking pages."""

import django_tables2 as tables

from tracking.models import Finding, Import, ImportedTable

NUMBER = {"td": {"class": "govuk-table__cell--numeric"}, "th": {"class": "govuk-table__header--numeric"}}


class ImportTable(tables.Table):
    """Extracts loaded or refused, the newest first."""

    caption = "Imports"
    source = tables.Column(linkify=("import", [tables.A("pk")]), verbose_name="Extract")
    as_at = tables.DateColumn(format="j M Y")
    state = tables.Column(verbose_name="State")
    created_at = tables.DateTimeColumn(format="j M Y, H:i", verbose_name="Begun")
    by = tables.Column(verbose_name="By", default="a command")

    class Meta:
        model = Import
        fields = ("source", "as_at", "state", "created_at", "by")
        order_by = ("-created_at",)
        empty_text = "No import matches these filters."


class ImportedTableTable(tables.Table):
    """What an import did, table by table."""

    caption = "What was done, by table"
    read = tables.Column(attrs=NUMBER)
    added = tables.Column(attrs=NUMBER)
    changed = tables.Column(attrs=NUMBER)
    unchanged = tables.Column(attrs=NUMBER)
    withdrawn = tables.Column(attrs=NUMBER)
    refused = tables.Column(attrs=NUMBER)
    questioned = tables.Column(attrs=NUMBER)

    class Meta:
        model = ImportedTable
        fields = ("table", "read", "added", "changed", "unchanged", "withdrawn", "refused", "questioned")
        orderable = False
        empty_text = "No file could be read."


class FindingTable(tables.Table):
    """What is wrong with the rows of an extract."""

    caption = "What was found wrong"
    key = tables.Column(verbose_name="Id", default="")
    column = tables.Column(default="")
    value = tables.Column(default="")

    class Meta:
        model = Finding
        fields = ("grade", "table", "row_number", "key", "column", "value", "reason")
        empty_text = "No row of this extract matches these filters."
