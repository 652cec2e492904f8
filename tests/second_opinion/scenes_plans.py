"""Scenes of section 47 enquiries, conferences, child protection plans and plans of children in need."""

import json
from datetime import date

from .history import History
from .lives import DAY, NO, Timed, after, another, calendar, end_of, flag, or_blank, steps, working
from .periods import months_after
from .working_days import working_day_after

_VISITS = (working(10), after(7), working(10))
_REVIEWS = (calendar(3), calendar(6), calendar(6))


def add_enquiry(history: History, child: str, start: date | None, is_led: bool = True) -> str:
    """An enquiry whose outcome says, in one of many hands, whether there is to be a conference."""
    enquiry, base = f"S{history.new_id()}", start or history.as_at
    end = base + history.rng.choice((9, 15, 0, -4)) * DAY
    value = history.rng.choice(("Y", "yes", "1", "TRUE", True, 1) if is_led else ("N", "", 0, False, None))
    history.add(
        "ssd_s47_enquiry",
        s47e_s47_enquiry_id=enquiry,
        s47e_person_id=child,
        s47e_s47_start_date=start,
        s47e_s47_end_date=history.rng.choice((None, end, end, history.as_at, max(base, history.as_at) + DAY)),
        s47e_s47_outcome_json=json.dumps({"CP_CONFERENCE_FLAG": value, "NFA_FLAG": "N", "COMMENTS": "none"}),
        s47e_s47_completed_by_team=history.team(),
    )
    return enquiry


def _conference(history: History, child: str, on: date | None, enquiry: str = "", is_transfer: bool = False) -> str:
    conference = f"I{history.new_id()}"
    history.add(
        "ssd_initial_cp_conference",
        icpc_icpc_id=conference,
        icpc_icpc_meeting_id=history.rng.choice(("", f"M{conference}")),
        icpc_person_id=child,
        icpc_s47_enquiry_id=enquiry,
        icpc_icpc_transfer_in="Y" if is_transfer else history.rng.choice(NO),
        icpc_icpc_date=on,
        icpc_icpc_outcome_cp_flag=flag(history, 0.6),
        icpc_icpc_outcome_json=history.rng.choice(("", '{"CP_FLAG": "Y"}', '{"CP_FLAG": "N", "NFA_FLAG": "Y"}')),
        icpc_icpc_team=history.team(),
    )
    return conference


def enquiry_and_conference(history: History, child: str, start: date) -> None:
    """Held on the 15th working day or beside it, before the enquiry, after A, not yet, twice, or as a transfer in."""
    enquiry = add_enquiry(history, child, or_blank(history, start), history.chance(0.7))
    due = working(15)(start)
    for _ in range(history.rng.choice((0, 1, 1, 1, 2))):
        held = history.rng.choice((due, due, history.near(due, 1), start - DAY, history.as_at + DAY, None))
        held = held and min(held, history.as_at + 45 * DAY)
        _conference(history, child, held, enquiry, history.chance(0.15))


def conference_of_another_child(history: History, child: str, start: date) -> None:
    """It names an enquiry of another child, or none."""
    enquiry = another(history, "ssd_s47_enquiry", "s47e_s47_enquiry_id") if history.chance(0.6) else ""
    _conference(history, child, start, enquiry)


def strategy_discussion(history: History, child: str, start: date) -> None:
    history.add(
        "csc_strategy_discussions",
        stra_id=history.new_id(),
        stra_person_id=child,
        stra_date=or_blank(history, start),
        stra_outcome=history.rng.choice(("section_47", "assessment", "no_further_action", "other", "")),
        stra_team=history.team(),
    )


def _conference_of_plan(history: History, child: str, start: date) -> str:
    """None, or held before the plan's start, on it, after it, after A, or without a date."""
    if history.chance(0.4):
        return ""
    on = history.rng.choice((start, start, start - 3 * DAY, start + 2 * DAY, history.as_at + DAY, None))
    return _conference(history, child, on and max(on, start - 3 * DAY))


def add_plan(history: History, child: str, start: date, end: date | None, of_others: float = 0.08) -> str:
    plan = f"L{history.new_id()}"
    history.add(
        "ssd_cp_plans",
        cppl_cp_plan_id=plan,
        cppl_icpc_id=_conference_of_plan(history, child, start),
        cppl_person_id=child,
        cppl_cp_plan_start_date=or_blank(history, start),
        cppl_cp_plan_end_date=end,
        cppl_cp_plan_initial_category=history.rng.choice(("NEG", "EMO", "PHY", "SAB", "MUL")),
        cppl_cp_plan_ola=history.rng.choice(("Y", "Yes")) if history.chance(of_others) else history.rng.choice(NO),
    )
    return plan


def _named(history: History, own: list[str], can_dangle: bool) -> str:
    """A plan of the child, none, another child's, or one that there is not."""
    kind = history.rng.random()
    if kind < 0.5:
        return history.rng.choice(own)
    if kind < 0.9:
        return ""
    return another(history, "ssd_cp_plans", "cppl_cp_plan_id") if kind < 0.97 or not can_dangle else "nowhere"


def add_visit(history: History, child: str, on: date, plans: list[str]) -> None:
    history.add(
        "ssd_cp_visits",
        cppv_cp_visit_id=history.new_id(),
        cppv_person_id=child,
        cppv_cp_plan_id=_named(history, plans, can_dangle=True),
        cppv_cp_visit_date=or_blank(history, on),
        cppv_cp_visit_seen=flag(history),
    )


def add_review(history: History, child: str, on: date, plans: list[str]) -> None:
    history.add(
        "ssd_cp_reviews",
        cppr_cp_review_id=history.new_id(),
        cppr_person_id=child,
        cppr_cp_plan_id=_named(history, plans, can_dangle=False),
        cppr_cp_review_due=months_after(on, 6),
        cppr_cp_review_date=or_blank(history, on),
        cppr_cp_review_participation=history.rng.choice(("", "PN1", "PN9")),
    )


def child_protection_plan(history: History, child: str, start: date) -> None:
    """One plan, its visits and its reviews."""
    end = end_of(history, start, (*_VISITS, *_REVIEWS))
    plans = [add_plan(history, child, start, end)]
    for on in steps(history, start, end, _VISITS):
        add_visit(history, child, on, plans)
    for on in steps(history, start, end, _REVIEWS):
        add_review(history, child, on, plans)


def plans_in_a_row(history: History, child: str, start: date) -> None:
    """Back to back, a day apart, on one day, or over each other; visits on the days of both."""
    end = start + history.rng.choice((0, 14, 30, 100)) * DAY
    if start > history.as_at:
        return
    second = end + history.rng.choice((-5, 0, 0, 0, 1)) * DAY
    second = min(max(second, start), history.as_at + DAY)
    last = end_of(history, second, _VISITS)
    plans = [add_plan(history, child, start, min(end, history.as_at + DAY)), add_plan(history, child, second, last)]
    for on in steps(history, start, end, _VISITS) + steps(history, second, last, _VISITS) + [second]:
        add_visit(history, child, on, plans)
    for on in steps(history, start, end, _REVIEWS) + [second]:
        add_review(history, child, on, plans)


def _in_need(history: History, child: str, start: date, end: date | None) -> None:
    history.add(
        "ssd_cin_plans",
        cinp_cin_plan_id=f"N{history.new_id()}",
        cinp_person_id=child,
        cinp_cin_plan_start_date=or_blank(history, start),
        cinp_cin_plan_end_date=end,
        cinp_cin_plan_team=history.team(),
    )


def plan_in_need(history: History, child: str, start: date) -> None:
    """One or two plans, back to back or over each other, and visits, which name none; the child has a referral."""
    history.referral(child, max(start, date(2012, 1, 9)))
    limits = (working(20), working(20), after(9))
    end = end_of(history, start, limits)
    _in_need(history, child, start, end)
    if end and end >= start and history.chance(0.4):
        _in_need(history, child, max(start, end - history.rng.choice((0, 0, 4, -1)) * DAY), None)
    for on in steps(history, start, end, limits):
        history.add(
            "ssd_cin_visits",
            cinv_cin_visit_id=history.new_id(),
            cinv_person_id=child,
            cinv_cin_visit_date=or_blank(history, on),
            cinv_cin_visit_seen=flag(history),
        )


def decisions_of_a_youth(history: History, child: str, start: date) -> None:
    """Contact, referral and assessment: a birthday ends none of them, a death closes them."""
    start = max(start, date(2012, 1, 9))  # measures count working days from every contact
    done = history.rng.choice((None, None, start, start + DAY, start - DAY))
    history.contact(child, start, csc_contact_decision_date=done)
    history.referral(child, start, csc_referral_decision_date=done)
    limit = working_day_after(start, 45)
    authorised = history.rng.choice((None, limit, limit + DAY))
    history.assessment(child, start, authorised and min(authorised, history.as_at + 45 * DAY))


SCENES: tuple[Timed, ...] = (
    (enquiry_and_conference, (working(15),)),
    (enquiry_and_conference, (working(15),)),
    (conference_of_another_child, (working(15),)),
    (strategy_discussion, (working(15),)),
    (child_protection_plan, (working(10), calendar(3))),
    (child_protection_plan, (working(10), calendar(3), calendar(9))),
    (plans_in_a_row, _VISITS),
    (plans_in_a_row, _REVIEWS),
    (plan_in_need, (working(20),)),
    (plan_in_need, (working(20),)),
    (decisions_of_a_youth, (working(1), working(45))),
)
