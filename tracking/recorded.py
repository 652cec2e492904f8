"""What is recorded, as the imports that stand say: which columns each table had, and as at when the data are.

"Not recorded" is decided by tables and columns, not by values: a file with only a header is recorded, and is 0
(contract, "Output").
"""

from datetime import date

from tracking.models import Import, ImportedTable, ImportState, PastAudit

AUDITS = "csc_audits"
# What is known of an audit that became final here, though no extract brought any.
AUDITED_HERE = frozenset({"audi_date", "audi_category", "audi_judgement"})


def recorded_columns() -> dict[str, frozenset[str]]:
    """For each table ever imported, the columns of the newest finished import that had it; undone ones do not count."""
    newest = (
        ImportedTable.objects.filter(batch__state=ImportState.FINISHED)
        .order_by("table", "-batch__finished_at", "-batch_id")
        .distinct("table")
        .values_list("table", "columns")
    )
    return {table: frozenset(columns) for table, columns in newest}


def columns_known() -> dict[str, frozenset[str]]:
    """The columns that figures can be built from: those imported, and those of audits once one became final here."""
    found = recorded_columns()
    if AUDITS not in found and PastAudit.objects.filter(source_id=None).exists():
        return found | {AUDITS: AUDITED_HERE}
    return found


def latest_as_at() -> date | None:
    """The day on which the data of the newest finished import were extracted; None where nothing was imported."""
    newest = Import.objects.filter(state=ImportState.FINISHED).order_by("-finished_at", "-pk")
    return newest.values_list("as_at", flat=True).first()
