"""Duties of section 47 enquiries, child protection plans and plans of children in need."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from .contacts import flags_set
from .duty import Due, Duty, Record, birthday, chain, earliest, is_yes, single, working_days
from .extract import Row, day
from .known import Known
from .measure import needs
from .periods import months_after

# What the rules of plans name (contract, "Output").
PLANS_RECORDED = needs("ssd_cp_plans", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date", "cppl_cp_plan_ola")


def conferences(known: Known) -> list[Duty]:
    """Within 15 WD of the start of the enquiry: of each conference, and of each enquiry that led to none so far."""
    return [duty for row in known.rows("ssd_initial_cp_conference") for duty in _conference(known, row)] + [
        duty for row in known.rows("ssd_s47_enquiry") for duty in _no_conference(known, row)
    ]


def _enquiry_starts(known: Known) -> dict[str, date | None]:
    return {row["s47e_s47_enquiry_id"]: day(row, "s47e_s47_start_date") for row in known.rows("ssd_s47_enquiry")}


def _conference(known: Known, row: Row) -> list[Duty]:
    """Transfers in have no such duty; a conference without a date is still to be held."""
    start = known.once(_enquiry_starts).get(row.get("icpc_s47_enquiry_id", ""))
    if not start or is_yes(row, "icpc_icpc_transfer_in"):
        return []
    record = Record(row["icpc_person_id"], "ssd_initial_cp_conference", row["icpc_icpc_id"])
    return single(known, "icpc", record, start, working_days(15), [day(row, "icpc_icpc_date")])


def _named_enquiries(known: Known) -> frozenset[str]:
    return frozenset(row.get("icpc_s47_enquiry_id", "") for row in known.rows("ssd_initial_cp_conference"))


def _ended_later(known: Known) -> frozenset[str]:
    """Enquiries that end after A: their outcome is not known."""
    rows = known.kept.get("ssd_s47_enquiry", ())
    ends = ((row["s47e_s47_enquiry_id"], day(row, "s47e_s47_end_date")) for row in rows)
    return frozenset(enquiry for enquiry, end in ends if end and end > known.as_at)


def _no_conference(known: Known, row: Row) -> list[Duty]:
    """The enquiry led to a conference, and none names it."""
    enquiry, start = row["s47e_s47_enquiry_id"], day(row, "s47e_s47_start_date")
    is_led = "CP_CONFERENCE_FLAG" in flags_set(row.get("s47e_s47_outcome_json", ""))
    is_settled = enquiry in known.once(_named_enquiries) or enquiry in known.once(_ended_later)
    if not start or not is_led or is_settled:
        return []
    record = Record(row["s47e_person_id"], "ssd_s47_enquiry", enquiry)
    return single(known, "icpc", record, start, working_days(15), [])


class Plan(NamedTuple):
    """A plan that has started; both kinds of plan have this much in common."""

    record: Record
    start: date
    end: date | None
    conference_id: str = ""

    def covers(self, on: date) -> bool:
        """From the day of the start to the day of the end, both included."""
        return self.start <= on and (self.end is None or on <= self.end)


Plans = dict[str, list[Plan]]


def child_protection_plans(known: Known) -> Plans:
    """By child; plans of other authorities are left out."""
    found: Plans = defaultdict(list)
    for row in known.rows("ssd_cp_plans"):
        start, child = day(row, "cppl_cp_plan_start_date"), row["cppl_person_id"]
        if start and not is_yes(row, "cppl_cp_plan_ola"):
            record = Record(child, "ssd_cp_plans", row["cppl_cp_plan_id"])
            found[child].append(Plan(record, start, day(row, "cppl_cp_plan_end_date"), row.get("cppl_icpc_id", "")))
    return found


def plans_in_need(known: Known) -> Plans:
    """By child."""
    found: Plans = defaultdict(list)
    for row in known.rows("ssd_cin_plans"):
        start, child = day(row, "cinp_cin_plan_start_date"), row["cinp_person_id"]
        if start:
            record = Record(child, "ssd_cin_plans", row["cinp_cin_plan_id"])
            found[child].append(Plan(record, start, day(row, "cinp_cin_plan_end_date")))
    return found


def _plan_of(plans: list[Plan], named: str, on: date) -> str:
    """The plan that is named, else the child's plan of the day: of several the last started, then the highest id."""
    if named:
        return named
    covering = [(plan.start, plan.record.row_id) for plan in plans if plan.covers(on)]
    return max(covering)[1] if covering else ""


def _days_by_plan(
    known: Known, plans: Plans, table: str, prefix: str, date_column: str, counts: Callable[[Row], bool]
) -> dict[tuple[str, str], list[date]]:
    """The days of visits or reviews by child and plan: one that names another child's plan counts for no plan."""
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in known.rows(table):
        child, on = row[f"{prefix}person_id"], day(row, date_column)
        if on and counts(row):
            plan = _plan_of(plans.get(child, []), row.get(f"{prefix}cp_plan_id", ""), on)
            found[child, plan].append(on)
    return found


def _chains(
    known: Known, kind: str, plans: Plans, days: dict[tuple[str, str], list[date]], due: Due, start: "_Start"
) -> list[Duty]:
    """A chain for each plan, to its end or the 18th birthday."""
    found: list[Duty] = []
    for plan in (plan for of_child in plans.values() for plan in of_child):
        child = plan.record.child_id
        end = earliest(plan.end, birthday(known, child, 18))
        found += chain(
            known, kind, plan.record, start(known, plan), due, days.get((child, plan.record.row_id), []), end
        )
    return found


_Start = Callable[[Known, Plan], date]


def _plan_start(known: Known, plan: Plan) -> date:
    return plan.start


def _conference_dates(known: Known) -> dict[str, date | None]:
    return {row["icpc_icpc_id"]: day(row, "icpc_icpc_date") for row in known.rows("ssd_initial_cp_conference")}


def _conference_or_plan_start(known: Known, plan: Plan) -> date:
    """ICPC date, the plan's start where there is none."""
    return known.once(_conference_dates).get(plan.conference_id) or plan.start


def plan_visits(known: Known) -> list[Duty]:
    """10 WD, met by visits at which the child was seen."""
    plans = known.once(child_protection_plans)
    seen = _days_by_plan(
        known, plans, "ssd_cp_visits", "cppv_", "cppv_cp_visit_date", lambda row: is_yes(row, "cppv_cp_visit_seen")
    )
    return _chains(known, "cp_visit", plans, seen, working_days(10), _plan_start)


def _review_due(number: int, start: date) -> date:
    """First 3 months, later 6 months."""
    return months_after(start, 3 if number == 1 else 6)


def plan_reviews(known: Known) -> list[Duty]:
    plans = known.once(child_protection_plans)
    held = _days_by_plan(known, plans, "ssd_cp_reviews", "cppr_", "cppr_cp_review_date", lambda row: True)
    return _chains(known, "cp_review", plans, held, _review_due, _conference_or_plan_start)


def visits_in_need(known: Known) -> list[Duty]:
    """20 WD; these visits name no plan, so each counts for the child's plan of the day."""
    plans = known.once(plans_in_need)
    seen = _days_by_plan(
        known, plans, "ssd_cin_visits", "cinv_", "cinv_cin_visit_date", lambda row: is_yes(row, "cinv_cin_visit_seen")
    )
    return _chains(known, "cin_visit", plans, seen, working_days(20), _plan_start)
