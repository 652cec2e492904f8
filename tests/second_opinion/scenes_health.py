"""Scenes of health checks and questionnaires in care, of missing episodes, and of care leavers."""

from datetime import date, datetime, timedelta

from .history import History
from .lives import DAY, Timed, after, calendar, near_birthday, or_blank, steps, working
from .periods import months_after
from .scenes_care import Span, period_of_care

_INITIAL = ("Initial", "INITIAL HEALTH ASSESSMENT", "Health - initial", "initial")
_DENTAL = ("Dental", "dental check", "DENTAL", "Six-month Dental")
_ASSESSMENT = ("Health Assessment", "REVIEW", "Annual health assessment", "Optician", "")
_NOT_DONE = ("Refused", "Refused", "Refused", "Planned", "Cancelled", "")
ELIGIBILITY = ("Relevant", "Former Relevant", "Former Relevant", "Qualifying", "Eligible", "No Current Eligibility", "")
ACTIVITIES = ("F1", "P2", "F4", "G4", "G5", "G5", "G6", "0", "")


def _check(history: History, child: str, kinds: tuple[str, ...], on: date) -> None:
    """Most are completed; some are refused, planned, cancelled or of no status, some lack a date."""
    if on > history.as_at + 45 * DAY:
        return
    history.add(
        "ssd_cla_health",
        clah_health_check_id=history.new_id(),
        clah_person_id=child,
        clah_health_check_type=history.rng.choice(kinds),
        clah_health_check_date=or_blank(history, on),
        clah_health_check_status="Completed" if history.chance(0.7) else history.rng.choice(_NOT_DONE),
    )


def _initial_checks(history: History, child: str, span: Span) -> None:
    """None, in time, late, twice, before entering care, after ceasing."""
    due = working(20)(span.start)
    days = (due, due, history.near(due, 1), due + 30 * DAY, span.start, span.start - DAY, (span.end or due) + DAY)
    for on in history.rng.choices(days, k=history.rng.choice((0, 1, 1, 2))):
        _check(history, child, _INITIAL, on)


def health_in_care(history: History, child: str, start: date) -> None:
    span = period_of_care(history, child, start)
    _initial_checks(history, child, span)
    fifth = near_birthday(history, child, 5, start)
    for on in [fifth, *steps(history, start, span.end, (calendar(6), calendar(12)))]:
        _check(history, child, _ASSESSMENT, on)
    for on in steps(history, start, span.end, (calendar(12),)):
        _check(history, child, _DENTAL, on)


def questionnaires_in_care(history: History, child: str, start: date) -> None:
    """With a score, a reason, both or neither; in care for a year, or since the 16th birthday: none was ever due."""
    start = min(start, months_after(history.as_at, -12))
    span = period_of_care(history, child, near_birthday(history, child, 16, start) if history.chance(0.3) else start)
    last = near_birthday(history, child, 17, span.start)
    for on in [last, *steps(history, span.start, span.end, (calendar(12), calendar(12), calendar(24)))]:
        reason, score = history.rng.choice((("", "12"), ("", "0"), ("SDQ2", ""), ("SDQ4", "15"), ("", "")))
        history.add(
            "ssd_sdq_scores",
            csdq_table_id=history.new_id(),
            csdq_person_id=child,
            csdq_sdq_completed_date=or_blank(history, on),
            csdq_sdq_reason=reason,
            csdq_sdq_score=score,
        )


def _written(history: History, moment: datetime) -> str:
    """A moment in full, or in one of the forms that say only its date."""
    kind = history.rng.random()
    if kind < 0.7:
        return f"{moment:%Y-%m-%d %H:%M:%S}"
    return (
        f"{moment:%Y-%m-%d} 00:00:00"
        if kind < 0.75
        else history.rng.choice((f"{moment:%Y-%m-%d}", f"{moment:%d/%m/%Y}"))
    )


def _interview(history: History, returned: datetime) -> str:
    """71, 72 or 73 hours after the return, a second beside them, before it, weeks after, after A, or not at all."""
    hours = history.rng.choice((0, 71, 72, 72, 72, 72, 72, 73, 90, 900, -5))
    found = returned + timedelta(hours=hours, seconds=history.rng.choice((-1, 0, 0, 0, 1)))
    if found.date() > history.as_at + 45 * DAY or history.chance(0.2):
        return ""
    return _written(history, found)


def _end_of_quarter(on: date) -> date:
    return months_after(date(on.year, (on.month - 1) // 3 * 3 + 1, 1), 3) - DAY


def _action_plan(history: History, on: date) -> date | None:
    limit = _end_of_quarter(on)
    found = history.rng.choice((None, on, on - DAY, limit, limit + DAY, history.as_at, history.as_at + DAY))
    return found and min(found, history.as_at + 45 * DAY)


def missing(history: History, child: str, start: date) -> None:
    """Returned at a time of day or on a date, at the end of a quarter, before A, after A, or not yet."""
    for _ in range(history.rng.choice((1, 2, 3, 5))):
        on = history.rng.choice((start, start, _end_of_quarter(start), history.as_at - history.rng.randint(0, 5) * DAY))
        on = min(on, history.as_at + DAY)
        returned = datetime(on.year, on.month, on.day, history.rng.choice((0, 9, 23)), history.rng.choice((0, 30, 59)))
        history.add(
            "ssd_missing",
            miss_table_id=history.new_id(),
            miss_person_id=child,
            miss_missing_episode_start_date=or_blank(history, on - history.rng.choice((0, 1, 3, -1)) * DAY),
            miss_missing_episode_end_date="" if history.chance(0.1) else _written(history, returned),
            miss_missing_episode_type=history.rng.choice(("M", "A", "")),
            csc_responsible_authority=history.rng.choice(("", "", "", "", "Durham")),
            csc_rhi_completed_date=_interview(history, returned),
            csc_action_plan_completed_date=_action_plan(history, on),
        )


def care_leaver(history: History, child: str, start: date) -> None:
    """Contacts on the limit and beside it, two on a day, without a date; review dates repeated, blank, after A."""
    reviews = [start, *steps(history, start, None, (calendar(6), calendar(6), after(30)))]
    for on in [start, *steps(history, start, None, (after(56), after(56), after(55), after(20)))]:
        history.add(
            "ssd_care_leavers",
            clea_table_id=history.new_id(),
            clea_person_id=child,
            clea_care_leaver_eligibility=history.rng.choice(ELIGIBILITY),
            clea_care_leaver_latest_contact=or_blank(history, on),
            clea_pathway_plan_review_date=or_blank(history, history.rng.choice(reviews), 0.2),
            clea_care_leaver_accom_suitable=history.rng.choice(("1", "1", "2", "0", "")),
            clea_care_leaver_activity=history.rng.choice(ACTIVITIES),
            clea_care_leaver_allocated_team=history.team(),
        )


SCENES: tuple[Timed, ...] = (
    (health_in_care, (working(7), working(20), calendar(6), calendar(12))),
    (health_in_care, (working(7), working(20), calendar(12))),
    (health_in_care, (working(20), calendar(12), calendar(18))),
    (health_in_care, (calendar(6), calendar(12), calendar(24))),
    (questionnaires_in_care, (calendar(12), calendar(24), calendar(24))),
    (questionnaires_in_care, (calendar(24), calendar(36))),
    (questionnaires_in_care, (calendar(24), calendar(36))),
    (missing, (after(3),)),
    (missing, (after(3), calendar(2))),
    (care_leaver, (after(56), calendar(6))),
    (care_leaver, (after(56), calendar(6))),
)
