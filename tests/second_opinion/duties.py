"""Every duty of an extract, computed from the catalogue's rule alone.

Files beside this one: `duty.py` (what a duty is), `duties_protection.py`, `duties_care.py`, `duties_health.py`.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

from . import duties_care, duties_health, duties_protection
from .contacts import new_rows
from .duty import Duty, Record, birthday, chain, months, single, working_days
from .extract import Row, Tables, day
from .known import Known
from .periods import months_after

_72_HOURS = timedelta(hours=72)


def duties(tables: Tables, as_at: date) -> list[Duty]:
    """Every duty that has started by A, by kind and then in no order."""
    return duties_known(Known(tables, as_at))


def duties_known(known: Known) -> list[Duty]:
    """The duties of what is known."""
    return known.once(_all)


def _all(known: Known) -> list[Duty]:
    return [duty for work in WORK for duty in work(known)]


def contact_decisions(known: Known) -> list[Duty]:
    """One for each new row, by its own date."""
    return [
        duty
        for new in known.once(new_rows)
        for duty in single(
            known,
            "contact_decision",
            Record(new.row["cont_person_id"], "ssd_contacts", new.contact_id),
            new.contact_date,
            working_days(1),
            [day(new.row, "csc_contact_decision_date")],
        )
    ]


def referral_decisions(known: Known) -> list[Duty]:
    return _from_start_to_done(
        known, "referral_decision", "ssd_cin_episodes", "cine_", "referral_id", "cine_referral_date", 1
    )


def assessments(known: Known) -> list[Duty]:
    return _from_start_to_done(
        known, "assessment", "ssd_cin_assessments", "cina_", "assessment_id", "cina_assessment_start_date", 45
    )


_DONE = {"referral_decision": "csc_referral_decision_date", "assessment": "cina_assessment_auth_date"}


def _from_start_to_done(
    known: Known, kind: str, table: str, prefix: str, key: str, started: str, days: int
) -> list[Duty]:
    """Duties whose start and end of work stand in one row; a birthday does not end them."""
    found: list[Duty] = []
    for row in known.rows(table):
        if start := day(row, started):
            record = Record(row[f"{prefix}person_id"], table, row[prefix + key])
            found += single(known, kind, record, start, working_days(days), [day(row, _DONE[kind])])
    return found


def missing_children(known: Known) -> list[Duty]:
    """Both start at the return; an interview is not owed to children of other authorities, an action plan is."""
    found: list[Duty] = []
    for row in known.rows("ssd_missing"):
        if returned := day(row, "miss_missing_episode_end_date"):
            found += _action_plan(known, row, returned)
            if not row.get("csc_responsible_authority"):
                found += _interview(known, row, returned)
    return found


def _missing_record(row: Row) -> Record:
    return Record(row["miss_person_id"], "ssd_missing", row["miss_table_id"])


def _action_plan(known: Known, row: Row, returned: date) -> list[Duty]:
    """Due by the last day of the calendar quarter of the return."""
    done, end = day(row, "csc_action_plan_completed_date"), birthday(known, row["miss_person_id"], 18)
    due = lambda number, start: _end_of_quarter(start)  # noqa: E731
    return single(known, "missing_action_plan", _missing_record(row), returned, due, [done], end)


def _end_of_quarter(on: date) -> date:
    return months_after(date(on.year, on.month - (on.month - 1) % 3, 1), 3) - timedelta(days=1)


def _interview(known: Known, row: Row, returned: date) -> list[Duty]:
    """72 hours where both moments are known, else three days."""
    done, end = day(row, "csc_rhi_completed_date"), birthday(known, row["miss_person_id"], 18)
    due = lambda number, start: start + timedelta(days=3)  # noqa: E731
    found = single(known, "return_home_interview", _missing_record(row), returned, due, [done], end)
    moments = [_moment(row[column]) for column in ("miss_missing_episode_end_date", "csc_rhi_completed_date") if done]
    if len(moments) == 2 and moments[0] and moments[1]:
        in_time = moments[1] <= moments[0] + _72_HOURS
        return [duty._replace(in_time=in_time if duty.met_on else None) for duty in found]
    return found


def _moment(text: str) -> datetime | None:
    """Date and time; 00:00:00 means that only the date is known."""
    return datetime.fromisoformat(text) if text[11:] not in ("", "00:00:00") else None


def care_leavers(known: Known) -> list[Duty]:
    """Contacts and pathway plan reviews of each young person up to the 25th birthday; rows without a contact date
    are ignored."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows("ssd_care_leavers"):
        if row.get("clea_care_leaver_latest_contact"):
            rows[row["clea_person_id"]].append(row)
    return [
        duty for child, own in rows.items() for duty in _contacts_of(known, child, own) + _reviews_of(known, child, own)
    ]


def _contacted(row: Row) -> tuple[str, str]:
    """Order of contacts: by day, then id as text."""
    return row["clea_care_leaver_latest_contact"][:10], row["clea_table_id"]


def _contacts_of(known: Known, child: str, rows: list[Row]) -> list[Duty]:
    """8 weeks from each contact; of two on a day the highest id is the one that counts."""
    by_day = {day(row, "clea_care_leaver_latest_contact"): row for row in sorted(rows, key=_contacted)}
    due = lambda number, start: start + timedelta(weeks=8)  # noqa: E731
    return _from_one_to_the_next(known, "care_leaver_contact", child, by_day, due)


def _reviews_of(known: Known, child: str, rows: list[Row]) -> list[Duty]:
    """6 months from each review date; the first contact that carries it is its row."""
    by_day = {day(row, "clea_pathway_plan_review_date"): row for row in sorted(rows, key=_contacted, reverse=True)}
    return _from_one_to_the_next(known, "pathway_plan_review", child, by_day, months(6))


def _from_one_to_the_next(
    known: Known, kind: str, child: str, by_day: dict[date | None, Row], due: Callable[[int, date], date]
) -> list[Duty]:
    """A chain that begins with its first event, each duty hanging on the row of the event that starts it."""
    days = sorted(one for one in by_day if one)
    if not days:
        return []
    record = Record(child, "ssd_care_leavers", "")
    # The first event meets nothing: it is the start, and is left out of what meets.
    found = chain(known, kind, record, days[0], due, days[1:], birthday(known, child, 25))
    return [duty._replace(episode_id=by_day[duty.started_on]["clea_table_id"]) for duty in found]


WORK: tuple[Callable[[Known], list[Duty]], ...] = (
    contact_decisions,
    referral_decisions,
    assessments,
    duties_protection.conferences,
    duties_protection.plan_visits,
    duties_protection.plan_reviews,
    duties_protection.visits_in_need,
    duties_care.visits,
    duties_care.reviews,
    duties_care.permanence_plans,
    duties_health.initial_assessments,
    duties_health.forms,
    duties_health.health_assessments,
    duties_health.dental_checks,
    duties_health.questionnaires,
    missing_children,
    care_leavers,
)
