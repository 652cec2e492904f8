"""Loading the demonstration authority: its extract through the ordinary import, its targets and who can sign in."""

import csv
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from csc_tracker.demo import authority
from csc_tracker.demo.audits import hold_audits
from csc_tracker.demo.published import Published
from csc_tracker.demo.sign_ins import make_sign_ins
from kpis.actions.comparisons import enter_earlier_figure, set_benchmark, set_target
from kpis.measure import Measure
from kpis.measures import declared
from tracking.actions.duties import refresh_duties
from tracking.actions.imports import run_import, start_import
from tracking.models import Child, Import, ImportState

SOURCE = "demonstration authority"
REPORT = "Monthly performance report, December 2017"


class NotADemonstration(RuntimeError):
    """The database holds records that the demonstration authority did not make."""


def load(*, scale: int, on_progress: Callable[[int, str], None] | None = None) -> Import:
    """Write the made-up extract, import it, work out duties, set the targets, make the sign-ins, hold the audits.

    Returns the import. Raises NotADemonstration where the database holds other records: made-up children never mix with
    real ones.
    """
    refuse_real_records()
    settings.CSC_DATA.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="demonstration-", dir=settings.CSC_DATA))
    try:
        authority.write(folder, scale=scale)
        batch = start_import(path=folder, as_at=authority.AS_AT, by=None, source=SOURCE)
        run_import(batch=batch, path=folder, on_progress=on_progress)
        refresh_duties()
    finally:
        shutil.rmtree(folder)
    set_comparisons()
    make_sign_ins(settings.CSC_DATA)
    hold_audits()
    return batch


def refuse_real_records() -> None:
    """Raise NotADemonstration where anything was imported from elsewhere or recorded by a person."""
    others = Import.objects.filter(state=ImportState.FINISHED).exclude(source=SOURCE)
    if others.exists() or Child.objects.filter(source_id__isnull=True).exists():
        raise NotADemonstration(
            "This database holds records that the demonstration authority did not make. Load it into an installation "
            "of its own: set CSC_DATA to an empty folder."
        )


def set_comparisons() -> None:
    """The targets, benchmarks and figures of earlier years of the published report, for the measures declared."""
    measures = declared()
    for row in _rows("kpi_targets.csv", measures):
        starts_on = date.fromisoformat(row["starts_on"])
        set_target(measure=row["measure"], starts_on=starts_on, value=Decimal(row["value"]), by=None)
    for row in _rows("benchmarks.csv", measures):
        named = {name: row[name] for name in ("measure", "comparator", "period", "note")}
        set_benchmark(**named, value=Decimal(row["value"]), source=REPORT, by=None)
    for (measure, period), cell in Published.read().cells.items():
        if measure in measures and re.fullmatch(r"\d{4}/\d\d", period):
            enter_earlier_figure(measure=measure, year=period, value=cell.value, source=REPORT, note=cell.note, by=None)


def _rows(file: str, measures: Mapping[str, Measure]) -> list[dict[str, str]]:
    with Path(__file__).with_name(file).open(encoding="utf-8") as text:
        return [row for row in csv.DictReader(text) if row["measure"] in measures]
