"""Tables of the tracking pages."""

import django_tables2 as tables

from accounts.tables import NumericColumn
from tracking.models import Finding, Import, ImportedTable


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
    read = NumericColumn()
    added = NumericColumn()
    changed = NumericColumn()
    unchanged = NumericColumn()
    withdrawn = NumericColumn()
    refused = NumericColumn()
    questioned = NumericColumn()

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
