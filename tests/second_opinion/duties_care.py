"""Duties of looked-after children: visits, reviews and permanence plans."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from .care import Period, Stay, end_of_care, is_intended_until_18, periods_of_care, stays
from .duty import YES, Duty, birthday, chain, earliest, is_yes, months, single
from .extract import Row, day
from .known import Known
from .periods import months_after
from .working_days import working_day_after


def visits(known: Known) -> list[Duty]:
    """From the start of each stay, then from each visit at which the child was seen."""
    found: list[Duty] = []
    for stay in known.once(stays):
        days = known.once(_seen).get(stay.period.child_id, set()) - _moved(known, stay)
        end = earliest(stay.end, stay.period.end, birthday(known, stay.period.child_id, 18))
        found += chain(known, "looked_after_visit", stay.record, stay.start, _visit_due(known, stay), days, end)
    return found


def _seen(known: Known) -> dict[str, set[date]]:
    """By child, whatever period a visit names."""
    found: dict[str, set[date]] = defaultdict(set)
    for row in known.rows("ssd_cla_visits"):
        on = day(row, "clav_cla_visit_date")
        if on and is_yes(row, "clav_cla_visit_seen"):
            found[row["clav_person_id"]].add(on)
    return found


def _moved(known: Known, stay: Stay) -> set[date]:
    """The stay's last day where another begins on it: a visit on that day counts for the new one only."""
    last = earliest(stay.end, stay.period.end)
    begun = [
        other
        for other in known.once(stays)
        if other.period.child_id == stay.period.child_id
        and other.start == last
        and (other.start, other.record.row_id) > (stay.start, stay.record.row_id)
    ]
    return {last} if last and begun else set()


def _visit_due(known: Known, stay: Stay) -> Callable[[int, date], date]:
    """First 7 days; 6 weeks in the first year of the stay; then 3 months where it is intended to last until 18."""

    def due(number: int, start: date) -> date:
        if number == 1:
            return start + timedelta(days=7)
        is_first_year = start < months_after(stay.start, 12)
        if not is_first_year and is_intended_until_18(known, stay.period.child_id, start, YES):
            return months_after(start, 3)
        return start + timedelta(weeks=6)

    return due


def _reviews_by_period(known: Known) -> dict[str, list[Row]]:
    """Those held and not cancelled, by clar_cla_id."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows("ssd_cla_reviews"):
        if row.get("clar_cla_review_date") and not is_yes(row, "clar_cla_review_cancelled"):
            found[row.get("clar_cla_id", "")].append(row)
    return found


def _reviews_of(known: Known, period: Period) -> list[tuple[Row, date]]:
    rows = known.once(_reviews_by_period).get(period.cla_id, []) if period.cla_id else []
    dated = ((row, day(row, "clar_cla_review_date")) for row in rows)
    return [(row, on) for row, on in dated if on]


def _review_due(number: int, start: date) -> date:
    """First 20 WD; second 3 months after the first; later 6 months."""
    return working_day_after(start, 20) if number == 1 else months_after(start, 3 if number == 2 else 6)


def reviews(known: Known) -> list[Duty]:
    found: list[Duty] = []
    for period in known.once(periods_of_care):
        held = [on for _, on in _reviews_of(known, period)]
        end = end_of_care(known, period)
        found += chain(known, "looked_after_review", period.record, period.start, _review_due, held, end)
    return found


def permanence_plans(known: Known) -> list[Duty]:
    """4 months from entering care, met by the first review at which a plan is in place."""
    found: list[Duty] = []
    for period in known.once(periods_of_care):
        rows = _reviews_of(known, period)
        planned = [on for row, on in rows if is_yes(row, "csc_permanence_plan") and on >= period.start]
        end = end_of_care(known, period)
        found += single(known, "permanence_plan", period.record, period.start, months(4), planned, end)
    return found
