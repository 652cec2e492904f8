"""The second opinion itself: the rows of `export_kpis` and the records behind one figure (contract, "Output").

A section of the book is one file with a list `MEASURES`; `order.py` says in what order they are exported.
"""

from collections.abc import Iterable
from datetime import date

from . import (
    assessments,
    attendance,
    audits,
    centres,
    conferences,
    contacts,
    early_help,
    enquiries,
    flow,
    health,
    leaving_care,
    looked_after,
    looked_after_reviews,
    missing,
    placements,
    protection,
    referrals,
    visits,
)
from .extract import Tables
from .known import Known
from .measure import NOT_RECORDED, RATE, Measure, Observation, Row, figure, shown
from .order import in_order
from .periods import Period, period, periods, quarters, year_of

AUTHORITY = "authority"

MEASURES: tuple[Measure, ...] = in_order(
    (
        *contacts.MEASURES,
        *referrals.MEASURES,
        *flow.MEASURES,
        *early_help.MEASURES,
        *centres.MEASURES,
        *missing.MEASURES,
        *assessments.MEASURES,
        *enquiries.MEASURES,
        *conferences.MEASURES,
        *attendance.MEASURES,
        *protection.MEASURES,
        *looked_after.MEASURES,
        *looked_after_reviews.MEASURES,
        *visits.MEASURES,
        *placements.MEASURES,
        *health.MEASURES,
        *leaving_care.MEASURES,
        *audits.MEASURES,
    )
)
# Of every extract: without the centres that measures.csv does not name.
CODES = tuple(measure.code for measure in MEASURES)


def measures(known: Known) -> tuple[Measure, ...]:
    """Those of every extract, and those of this one."""
    return in_order((*MEASURES, *centres.measures_of(known)))


def figures(tables: Tables, year: str, as_at: date) -> list[Row]:
    """Every row of the export for a reporting year: by measure, then period (the year row last), then scope."""
    known = Known(tables, as_at)
    return [
        row
        for measure in measures(known)
        for when in (quarters if measure.basis == "quarter" else periods)(year, as_at)
        if measure.has_year_row or not when.is_year
        for row in _rows(known, measure, when)
    ]


def observations(tables: Tables, measure: str, label: str, as_at: date) -> list[tuple[str, str, str, date, bool]]:
    """The records behind a figure of a period such as `2017-12`, `2017/18 Q3` or `2017/18 YTD`, sorted:

    (child_id, episode_id, team, observation_date, met). All of them are counted in the denominator. A contact group
    has one for each of its new rows, dated as the group; nothing where the measure is not recorded.
    """
    known = Known(tables, as_at)
    one = next(one for one in measures(known) if one.code == measure)
    return sorted(seen[:5] for seen in _observed(known, one, period(label, as_at)))


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
        cell = figure(measure.unit, (one for one in seen if team in (None, one.team)), population)
        yield Row(*start, cell.numerator, cell.denominator, cell.value, shown(measure.unit, cell, when.is_year))
