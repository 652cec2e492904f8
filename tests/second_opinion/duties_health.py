"""Duties of looked-after children to health: assessments, the form, dental checks and questionnaires (SDQ)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from .care import Period, end_of_care, periods_of_care
from .duty import Duty, birthday, chain, earliest, months, single, working_days
from .extract import day
from .known import Known
from .periods import months_after

INITIAL, DENTAL, ASSESSMENT = "initial", "dental", "assessment"


Checks = dict[tuple[str, str], list[date]]


def checks(known: Known, status: str) -> Checks:
    """Checks of a status by child and type, types read without case: initial, then dental, else an assessment."""
    found: Checks = defaultdict(list)
    for row in known.rows("ssd_cla_health"):
        text, on = row.get("clah_health_check_type", "").lower(), day(row, "clah_health_check_date")
        kind = next((word for word in (INITIAL, DENTAL) if word in text), ASSESSMENT)
        if on and row.get("clah_health_check_status") == status:
            found[row["clah_person_id"], kind].append(on)
    return found


def completed(known: Known) -> Checks:
    return checks(known, "Completed")


def _of(known: Known, period: Period, kind: str) -> list[date]:
    """The child's checks of a type from the start of the period of care to its end."""
    end = end_of_care(known, period)
    days = known.once(completed).get((period.child_id, kind), [])
    return [on for on in days if period.start <= on and (end is None or on <= end)]


def _in_every_period(known: Known, work: Callable[[Known, Period], list[Duty]]) -> list[Duty]:
    return [duty for period in known.once(periods_of_care) for duty in work(known, period)]


def initial_assessments(known: Known) -> list[Duty]:
    """20 WD from entering care."""
    return _in_every_period(
        known,
        lambda known, period: single(
            known,
            "initial_health_assessment",
            period.record,
            period.start,
            working_days(20),
            _of(known, period, INITIAL),
            end_of_care(known, period),
        ),
    )


def forms(known: Known) -> list[Duty]:
    """7 WD from entering care; the date stands on the first episode."""
    return _in_every_period(
        known,
        lambda known, period: single(
            known,
            "iha_form",
            period.record,
            period.start,
            working_days(7),
            [period.form_returned],
            end_of_care(known, period),
        ),
    )


def health_assessments(known: Known) -> list[Duty]:
    return _in_every_period(known, _health_assessments)


def _health_assessments(known: Known, period: Period) -> list[Duty]:
    """From the first initial assessment (entering care where none): 12 months, 6 for children under 5 on the start."""
    fifth = birthday(known, period.child_id, 5)
    due = lambda number, start: months_after(start, 6 if fifth and start < fifth else 12)  # noqa: E731
    start = min(_of(known, period, INITIAL), default=period.start)
    done = _of(known, period, ASSESSMENT)
    end = end_of_care(known, period)
    return chain(known, "review_health_assessment", period.record, start, due, done, end)


def dental_checks(known: Known) -> list[Duty]:
    """12 months from entering care, then from each check."""
    return _in_every_period(
        known,
        lambda known, period: chain(
            known,
            "dental_check",
            period.record,
            period.start,
            months(12),
            _of(known, period, DENTAL),
            end_of_care(known, period),
        ),
    )


def scored(known: Known) -> dict[str, list[date]]:
    """Days of questionnaires by child; a row with a reason and no score is none."""
    found: dict[str, list[date]] = defaultdict(list)
    for row in known.rows("ssd_sdq_scores"):
        on, is_excuse = (
            day(row, "csdq_sdq_completed_date"),
            row.get("csdq_sdq_reason") and not row.get("csdq_sdq_score"),
        )
        if on and not is_excuse:
            found[row["csdq_person_id"]].append(on)
    return found


def questionnaires(known: Known) -> list[Duty]:
    return _in_every_period(known, _questionnaires)


def _questionnaires(known: Known, period: Period) -> list[Duty]:
    """From 12 months after entering care, or the 4th birthday where that is later, to the 17th."""
    fourth, seventeenth = birthday(known, period.child_id, 4), birthday(known, period.child_id, 17)
    if not fourth or not seventeenth:
        return []
    start = max(months_after(period.start, 12), fourth)
    if start >= seventeenth:
        return []
    done = known.once(scored).get(period.child_id, [])
    return chain(known, "sdq", period.record, start, months(12), done, earliest(period.end, seventeenth))
