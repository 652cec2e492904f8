"""Which tables a measure reads, as its own SQL says; and that what it counts is worked out before it is counted."""

import re
from datetime import date
from functools import lru_cache

from django.apps import apps

from kpis.aggregate import statement_of
from kpis.measure import Measure, Unit
from tracking.actions.duties import ensure_duties
from tracking.duties import reads
from tracking.models import Duty, PeriodOfCare, Population, Stay
from tracking.models.base import Record

DUTIES, PERIODS_OF_CARE, STAYS = (model._meta.db_table for model in (Duty, PeriodOfCare, Stay))
WORKED_OUT = frozenset({DUTIES, PERIODS_OF_CARE, STAYS})
_NAMED = re.compile(r'"(\w+)"')
_ANY_DAY = date(2018, 1, 31)


@lru_cache(maxsize=1_000)
def tables_read(measure: Measure) -> frozenset[str]:
    """The tables of records that the measure's figures depend on: those it names, and those from which the duties,
    periods of care and stays that it counts are worked out."""
    sql, parameters = statement_of(measure, _ANY_DAY)
    named = frozenset(_NAMED.findall(sql))
    records = {model._meta.db_table for model in apps.get_models() if issubclass(model, Record)}
    found = named & records
    if measure.unit is Unit.RATE:
        found |= {Population._meta.db_table}
    if DUTIES in named:
        kinds = [each for each in parameters if isinstance(each, str) and each in reads.OF_KIND]
        found |= reads.tables(reads.ALWAYS).union(*(reads.tables(reads.OF_KIND[kind]) for kind in kinds))
    if named & {PERIODS_OF_CARE, STAYS}:
        found |= reads.tables(reads.STAYS if STAYS in named else reads.PERIODS_OF_CARE)
    return found


@lru_cache(maxsize=1_000)
def counts_what_is_worked_out(measure: Measure) -> bool:
    """Whether the measure counts duties, periods of care or stays, which must be worked out before."""
    return bool(WORKED_OUT & set(_NAMED.findall(statement_of(measure, _ANY_DAY)[0])))


def ensure_worked_out(measure: Measure, as_at: date) -> None:
    """Work out the duties, periods of care and stays as known on `as_at`, if the measure counts them and they are not
    what the records say already."""
    if counts_what_is_worked_out(measure):
        ensure_duties(as_at=as_at)
