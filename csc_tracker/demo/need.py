"""Child in need plans and their visits: after assessments, after child protection plans, and instead of them.

They are about the children of whom child protection tells, at times when they are on no child protection plan.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from csc_tracker.demo.days import day_of, known, number_of
from csc_tracker.demo.protection_cases import is_ours
from csc_tracker.demo.protection_records import NeedPlan, Protection, ProtectionPlan, Visit
from csc_tracker.demo.records import Child, Council, Course, Referral, Row, Table, text
from csc_tracker.demo.targets import AS_AT

# Working days from the assessment to the plan.
AFTER_ASSESSMENT = (2, 12)
# In days: how long a plan lasts where the case goes on after it, and the shortest that is worth one.
LASTED, SHORTEST = (100, 420), timedelta(days=30)

# Working days from one visit to the next, in time and late, and how often late. The local standard is 20.
INTERVALS, LATE_INTERVALS, LATE_SHARE = (14, 20), (21, 45), 0.13
FIRST_INTERVALS = (3, 15)
SEEN_SHARE, ALONE_SHARE, BEDROOM_SHARE = 0.96, 0.5, 0.2


def support(council: Council, protection: Protection) -> None:
    """Give the children in need their plans and visits."""
    protected: dict[Child, list[ProtectionPlan]] = defaultdict(list)
    for one in protection.plans:
        protected[one.child].append(one)
    for referral in council.referrals:
        if referral.course in (Course.CHILD_IN_NEED, Course.LONG_TERM) and is_ours(referral.child):
            for started, ended in _spells(council, referral, protected[referral.child]):
                plan = NeedPlan(council.new_id("C"), referral, started, ended)
                plan.visits = list(_visits(council, plan))
                protection.need_plans.append(plan)


def _spells(council: Council, referral: Referral, plans: list[ProtectionPlan]) -> Iterator[tuple[date, date | None]]:
    """From when to when the child has a child in need plan: up to a child protection plan, and after each."""
    assessed = referral.assessments[0].authorised or referral.received
    starts = [day_of(number_of(assessed) + council.rng.randint(*AFTER_ASSESSMENT))]
    own = sorted((plan for plan in plans if plan.referral is referral), key=lambda plan: plan.started)
    starts += [plan.ended for plan in own if plan.ended]
    before = [plan.started for plan in own]
    for place, started in enumerate(starts):
        limit = before[place] if place < len(before) else referral.closed
        lasting = referral.course == Course.LONG_TERM
        wanted = started + timedelta(days=council.rng.randint(*LASTED)) if lasting else None
        ended = min((day for day in (limit, wanted) if day), default=None)
        if started <= AS_AT and (ended or AS_AT) - started >= SHORTEST:
            yield started, known(ended)


def _visits(council: Council, plan: NeedPlan) -> Iterator[Visit]:
    rng = council.rng
    last = number_of(plan.ended or AS_AT)
    number = number_of(plan.started) + rng.randint(*FIRST_INTERVALS)
    while number <= last:
        day, is_seen = day_of(number), rng.random() < SEEN_SHARE
        is_alone, is_bedroom = rng.random() < ALONE_SHARE, rng.random() < BEDROOM_SHARE
        yield Visit(day, is_seen, is_seen and is_alone, is_seen and is_bedroom)
        number += rng.randint(*(LATE_INTERVALS if rng.random() < LATE_SHARE else INTERVALS))


def _plan_rows(council: Council) -> Iterator[Row]:
    for plan in council.protection.need_plans:
        allocated = plan.referral.allocated_on(plan.started)
        yield (
            plan.id,
            plan.referral.id,
            plan.referral.child.id,
            text(plan.started),
            text(plan.ended),
            allocated.worker.team.id,
            allocated.worker.id,
        )


def _visit_rows(council: Council) -> Iterator[Row]:
    for plan in council.protection.need_plans:
        for place, visit in enumerate(plan.visits, start=1):
            yield (f"{plan.id}-{place}", plan.referral.child.id, *visit.columns())


TABLES = (
    Table(
        "ssd_cin_plans",
        (
            "cinp_cin_plan_id",
            "cinp_referral_id",
            "cinp_person_id",
            "cinp_cin_plan_start_date",
            "cinp_cin_plan_end_date",
            "cinp_cin_plan_team",
            "cinp_cin_plan_worker_id",
        ),
        _plan_rows,
    ),
    Table(
        "ssd_cin_visits",
        (
            "cinv_cin_visit_id",
            "cinv_person_id",
            "cinv_cin_visit_date",
            "cinv_cin_visit_seen",
            "cinv_cin_visit_seen_alone",
            "cinv_cin_visit_bedroom",
        ),
        _visit_rows,
    ),
)
