"""Which tables a measure reads, as its own SQL says; and that what it counts is worked out before it is counted."""

import re
from datetime import date
from functools import lru_cache

from django.apps import apps

from kpis.aggregate import statement_of
from kpis.measure import Measure, Unit
from tracking.actions.duties import ensure_duties
from tracking.models import Duty, PeriodOfCare, Population, Stay
from tracking.models.base import Record

DERIVED = frozenset(model._meta.db_table for model in (Duty, PeriodOfCare, Stay))
_NAMED = re.compile(r'"(\w+)"')
_ANY_DAY = date(2018, 1, 31)


@lru_cache(maxsize=1_000)
def tables_read(measure: Measure) -> frozenset[str]:
    """The tables of records, and those worked out from records, that the measure's figures depend on."""
    sql, _ = statement_of(measure, _ANY_DAY)
    records = {model._meta.db_table for model in apps.get_models() if issubclass(model, Record)}
    of_rate = {Population._meta.db_table} if measure.unit is Unit.RATE else set()
    return frozenset((set(_NAMED.findall(sql)) & (records | DERIVED)) | of_rate)


def ensure_worked_out(measure: Measure, as_at: date) -> None:
    """Work out the duties, periods of care and stays as known on `as_at`, if the measure counts them and they are not
    what the records say already."""
    if tables_read(measure) & DERIVED:
        ensure_duties(as_at=as_at)
