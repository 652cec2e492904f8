"""Child protection: strategy discussions, section 47 enquiries, conferences, plans, visits and reviews.

The rooms of it in order: who is conferenced and on a plan when (protection_plans), visits and reviews of the plans, the
enquiries that led to conferences and the others, who attended; then children in need (need).
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from csc_tracker.demo import need
from csc_tracker.demo.protection_attendance import invite
from csc_tracker.demo.protection_enquiries import TIME_LIMIT, Enquirer
from csc_tracker.demo.protection_plans import Planner
from csc_tracker.demo.protection_records import Conferenced, Protection
from csc_tracker.demo.protection_reviews import review
from csc_tracker.demo.protection_targets import protection_targets, state_before
from csc_tracker.demo.protection_visits import visit
from csc_tracker.demo.records import Council, Row, Table, text
from workdays import working_day_after


def protect(council: Council, rng: Random) -> None:
    """Add child protection and children in need to a council whose referrals are all made.

    It draws from `rng` only, so that what was made before is the same with and without it.
    """
    council.protection = Protection()
    room = replace(council, rng=rng)
    targets = protection_targets()
    planner = Planner(room, council.protection)
    planner.before_the_year(state_before())
    for target in targets:
        planner.month(target)
    planner.other_authoritys()
    planner.earlier_years()
    for target in targets:
        planner.end_plans(target)
    visit(rng, council.protection.plans, targets)
    review(room, council.protection.plans)
    Enquirer(room, council.protection, targets).enquire()
    invite(room, council.protection)
    need.support(room, council.protection)


def _flags(outcome: str) -> str:
    return json.dumps({f"{outcome}_FLAG": "Y"}) if outcome else ""


def _discussion_rows(council: Council) -> Iterator[Row]:
    for one in council.protection.discussions:
        team = one.referral.allocated_on(one.held).worker.team
        yield one.id, one.referral.child.id, one.referral.id, text(one.held), one.outcome, team.id


def _enquiry_rows(council: Council) -> Iterator[Row]:
    for one in council.protection.enquiries:
        worker = one.referral.allocated_on(one.started).worker
        yield (
            one.id,
            one.referral.id,
            one.referral.child.id,
            text(one.started),
            text(one.ended),
            text(one.outcome == "NFA") if one.ended else "",
            _flags(one.outcome),
            worker.id,
            worker.team.id,
        )


def _conference_rows(council: Council) -> Iterator[Row]:
    for one in council.protection.conferenced:
        held = one.conference.held
        worker = one.referral.allocated_on(held or one.referral.received).worker
        yield (
            one.id,
            one.conference.id,
            one.enquiry.id if one.enquiry else "",
            one.referral.child.id,
            one.plan.id if one.plan else "",
            one.referral.id,
            text(one.is_transfer_in),
            text(working_day_after(one.enquiry.started, TIME_LIMIT)) if one.enquiry else "",
            text(held),
            text(one.plan is not None) if held else "",
            _outcome(one) if held else "",
            worker.team.id,
            worker.id,
        )


def _outcome(one: Conferenced) -> str:
    return _flags("CP" if one.plan else "PROV_OF_SERVICES")


def _invitation_rows(council: Council) -> Iterator[Row]:
    for one in council.protection.invitations:
        yield (
            one.id,
            one.meeting.id,
            one.kind,
            text(one.meeting.held),
            one.agency,
            str(one.invited),
            str(one.attended),
            one.report,
        )


def _plan_rows(council: Council) -> Iterator[Row]:
    for plan in council.protection.plans:
        yield (
            plan.id,
            plan.referral.id,
            plan.conferenced.id if plan.conferenced else "",
            plan.child.id,
            text(plan.started),
            text(plan.ended),
            plan.category,
            text(plan.is_other_authoritys),
            plan.category,
        )


def _visit_rows(council: Council) -> Iterator[Row]:
    for plan in council.protection.plans:
        for place, one in enumerate(plan.visits, start=1):
            yield (f"{plan.id}-{place}", plan.child.id, plan.id, *one.columns())


def _review_rows(council: Council) -> Iterator[Row]:
    for plan in council.protection.plans:
        for one in plan.reviews:
            yield (
                one.id,
                plan.child.id,
                plan.id,
                text(one.due),
                text(one.held),
                one.meeting.id,
                text(one.continues),
                "Y",
                one.participation,
            )


TABLES = (
    Table(
        "csc_strategy_discussions",
        (
            "stra_id",
            "stra_person_id",
            "stra_referral_id",
            "stra_date",
            "stra_outcome",
            "stra_team",
        ),
        _discussion_rows,
    ),
    Table(
        "ssd_s47_enquiry",
        (
            "s47e_s47_enquiry_id",
            "s47e_referral_id",
            "s47e_person_id",
            "s47e_s47_start_date",
            "s47e_s47_end_date",
            "s47e_s47_nfa",
            "s47e_s47_outcome_json",
            "s47e_s47_completed_by_worker_id",
            "s47e_s47_completed_by_team",
        ),
        _enquiry_rows,
    ),
    Table(
        "ssd_initial_cp_conference",
        (
            "icpc_icpc_id",
            "icpc_icpc_meeting_id",
            "icpc_s47_enquiry_id",
            "icpc_person_id",
            "icpc_cp_plan_id",
            "icpc_referral_id",
            "icpc_icpc_transfer_in",
            "icpc_icpc_target_date",
            "icpc_icpc_date",
            "icpc_icpc_outcome_cp_flag",
            "icpc_icpc_outcome_json",
            "icpc_icpc_team",
            "icpc_icpc_worker_id",
        ),
        _conference_rows,
    ),
    Table(
        "csc_conference_invitations",
        (
            "conf_id",
            "conf_meeting_id",
            "conf_kind",
            "conf_date",
            "conf_agency",
            "conf_invited",
            "conf_attended",
            "conf_report",
        ),
        _invitation_rows,
    ),
    Table(
        "ssd_cp_plans",
        (
            "cppl_cp_plan_id",
            "cppl_referral_id",
            "cppl_icpc_id",
            "cppl_person_id",
            "cppl_cp_plan_start_date",
            "cppl_cp_plan_end_date",
            "cppl_cp_plan_initial_category",
            "cppl_cp_plan_ola",
            "cppl_cp_plan_latest_category",
        ),
        _plan_rows,
    ),
    Table(
        "ssd_cp_visits",
        (
            "cppv_cp_visit_id",
            "cppv_person_id",
            "cppv_cp_plan_id",
            "cppv_cp_visit_date",
            "cppv_cp_visit_seen",
            "cppv_cp_visit_seen_alone",
            "cppv_cp_visit_bedroom",
        ),
        _visit_rows,
    ),
    Table(
        "ssd_cp_reviews",
        (
            "cppr_cp_review_id",
            "cppr_person_id",
            "cppr_cp_plan_id",
            "cppr_cp_review_due",
            "cppr_cp_review_date",
            "cppr_cp_review_meeting_id",
            "cppr_cp_review_outcome_continue_cp",
            "cppr_cp_review_quorate",
            "cppr_cp_review_participation",
        ),
        _review_rows,
    ),
)
