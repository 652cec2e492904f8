"""The second opinion itself: the rows of `export_kpis` and the records behind one figure (contract, "Output").

A section of the book is one file with a list `MEASURES`; `MEASURES` below is their order in the export.
"""

from collections.abc import Iterable
from datetime import date

from . import assessments, contacts, early_help, referrals, visits
from .extract import Tables
from .known import Known
from .measure import NOT_RECORDED, RATE, Measure, Observation, Row, figure, shown
from .periods import Period, period, periods, year_of

AUTHORITY = "authority"

MEASURES: tuple[Measure, ...] = (
    *contacts.MEASURES,
    *referrals.MEASURES,
    *early_help.MEASURES,
    *assessments.MEASURES,
    *visits.MEASURES,
)
CODES = tuple(measure.code for measure in MEASURES)


def figures(tables: Tables, year: str, as_at: date) -> list[Row]:
    """Every row of the export for a reporting year: by measure, then period (the year row last), then scope."""
    known = Known(tables, as_at)
    return [
        row
        for measure in MEASURES
        for when in periods(year, as_at)
        if measure.has_year_row or not when.is_year
        for row in _rows(known, measure, when)
    ]


def observations(tables: Tables, measure: str, month: str, as_at: date) -> list[tuple[str, str, str, date, bool]]:
    """The records behind a figure of a month such as `2017-12` (or of `2017/18 YTD`), sorted:

    (child_id, episode_id, team, observation_date, met). All of them are counted in the denominator. A contact group
    has one for each of its new rows, dated as the group; nothing where the measure is not recorded.
    """
    known = Known(tables, as_at)
    one = MEASURES[CODES.index(measure)]
    return sorted(seen[:5] for seen in _observed(known, one, period(month, as_at)))


def _observed(known: Known, measure: Measure, when: Period) -> list[Observation]:
    return measure.observe(known, when.window(measure.basis)) if measure.recorded(known) else []


def _rows(known: Known, measure: Measure, when: Period) -> Iterable[Row]:
    """The authority's row and, where the measure has teams, one for every team, zeros included."""
    population = known.population(year_of(when.label)) if measure.unit == RATE else None
    recorded = measure.recorded(known) and (measure.unit != RATE or population is not None)
    seen = _observed(known, measure, when)
    for team in (None, *(known.teams() if measure.has_teams else ())):
        scope = f"team:{team}" if team else AUTHORITY
        start = (measure.code, when.label, measure.basis, scope)
        if not recorded:
            yield Row(*start, None, None, None, NOT_RECORDED)
            continue
        in_scope = [one for one in seen if team in (None, one.team)]
        numerator, denominator, value = figure(measure.unit, in_scope, population)
        yield Row(*start, numerator, denominator, value, shown(measure.unit, value))
