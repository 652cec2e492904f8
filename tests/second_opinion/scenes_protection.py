"""Scenes that point at the ends of months and at the limits of the protection measures, and of missing children."""

import json
from calendar import monthrange
from datetime import date

from .history import History
from .lives import DAY, NO, YES, Limit, Timed, after, another, calendar, or_blank, working
from .periods import months_after
from .scenes import workers
from .scenes_care import period_of_care
from .scenes_plans import add_enquiry, add_plan, add_review, add_visit, strategy_discussion

# Measures count working days from every contact and referral; the bank holidays are listed from 2012 on.
LISTED = date(2012, 1, 9)


def end_of_month(history: History) -> date:
    """A day on which snapshots are taken: A, or the end of a month before it."""
    on = months_after(history.as_at, -history.rng.randrange(14))
    return min(on.replace(day=monthrange(on.year, on.month)[1]), history.as_at)


def _before(history: History, end: date, limit: Limit) -> date:
    """The last day from which a limit runs out by `end`, or the day before or after it."""
    on = end
    while limit(on) > end:
        on -= DAY
    return on + history.rng.choice((-1, 0, 0, 1)) * DAY


def _born_by(history: History, child: str, on: date) -> date:
    """The day, or the child's first."""
    return max(on, history.births.get(child, on))


def plan_at_the_end_of_a_month(history: History, child: str, start: date) -> None:
    """On a plan for 3 months to the day; reviews held on the limit, on E, the day after; workers of that day.

    The plan is open, or ends on E, or the day after; sometimes another has started beside it, or before it.
    """
    at = end_of_month(history)
    limit = history.rng.choice((calendar(3), calendar(3), calendar(9), after(20)))
    began = _born_by(history, child, _before(history, at, limit))
    end = history.rng.choice((None, None, None, at, at + DAY, at + 9 * DAY))
    plans = [add_plan(history, child, began, end and min(end, history.as_at + DAY))]
    if history.chance(0.3):
        other = _born_by(history, child, began + history.rng.choice((-400, -30, -1, 0, 5)) * DAY)
        closed = history.rng.choice((None, None, other, began, at))
        plans.append(add_plan(history, child, other, closed and max(other, closed)))
    workers(history, child, at)
    for on in history.rng.sample((at, at + DAY, at - DAY, calendar(3)(began), calendar(3)(began) + DAY), 2):
        add_review(history, child, min(on, history.as_at + DAY), plans[:1])
    for number in range(history.rng.choice((0, 1, 3))):
        add_visit(history, child, began + (number + 1) * history.rng.choice((9, 14, 15)) * DAY, plans)


def plans_over_the_years(history: History, child: str, start: date) -> None:
    """Ended after exactly 2 years or 90 days, and started again within exactly 2 years, or the day beside."""
    again = min(history.day(), history.as_at)
    end = _before(
        history, again, history.rng.choice((calendar(24), calendar(24), after(0), after(0), after(0), calendar(1)))
    )
    limits = (calendar(24), calendar(24), calendar(30), after(90), after(90), after(0))
    began = _before(history, end, history.rng.choice(limits))
    began = _born_by(history, child, min(began, end, history.as_at))
    end = max(began, min(end, history.as_at))
    add_plan(history, child, began, end)
    if history.chance(0.7):
        lasted = history.rng.choice((None, calendar(24), after(90), after(91), after(0)))
        closed = lasted and lasted(again)
        add_plan(history, child, again, closed if closed and closed <= history.as_at + DAY else None)
    if history.chance(0.2):
        earlier = _born_by(history, child, months_after(began, -history.rng.choice((1, 23, 24, 25))))
        add_plan(history, child, earlier, max(earlier, min(began, earlier + 200 * DAY)))
    workers(history, child, history.rng.choice((end, again)))


def family_at_a_conference(history: History, child: str, start: date) -> None:
    """Rows of one meeting, of several children, days, months and teams; the outcome in the flag or in the JSON.

    Some name an enquiry, theirs or another child's, that began 15 working days before, or about that.
    """
    meeting, on = f"M{history.new_id()}", max(min(start, history.as_at), LISTED + 60 * DAY)
    others = [another(history, "ssd_person", "pers_person_id", child) for _ in range(2)]
    children = [child, *(other for other in others if history.births.get(other, on) <= on - 40 * DAY)]
    enquiries = ["", add_enquiry(history, child, or_blank(history, _before(history, on, working(15))))]
    for one in children[: history.rng.choice((1, 2, 3))]:
        held = min(history.rng.choice((on, on, on, on + DAY, months_after(on, 1))), history.as_at + 45 * DAY)
        workers(history, one, held)
        conference = f"I{history.new_id()}"
        history.add(
            "ssd_initial_cp_conference",
            icpc_icpc_id=conference,
            icpc_icpc_meeting_id=meeting if history.chance(0.85) else "",
            icpc_person_id=one,
            icpc_s47_enquiry_id=history.rng.choice(enquiries),
            icpc_icpc_transfer_in=history.rng.choice((*YES[-2:], *NO, *NO)),
            icpc_icpc_date=or_blank(history, held, 0.1),
            icpc_icpc_outcome_cp_flag=history.rng.choice((*YES, *NO, "", "", "")),
            icpc_icpc_outcome_json=_conference_outcome(history),
            icpc_icpc_team=history.team(),
        )
        if history.chance(0.1):
            meeting = conference  # a meeting named after a row that names none is not the same meeting


def discussions_and_enquiries(history: History, child: str, start: date) -> None:
    """At the ends of months, on A and the day after."""
    for _ in range(3):
        on = min(end_of_month(history) + history.rng.choice((-9, 0, 0, 1)) * DAY, history.as_at + DAY)
        workers(history, child, on)
        strategy_discussion(history, child, on)
        if history.chance(0.5):
            add_enquiry(history, child, on)


def _conference_outcome(history: History) -> str:
    if history.chance(0.3):
        return ""
    value = history.rng.choice(("Y", "yes", 1, True, "N", "", None, False))
    return json.dumps({history.rng.choice(("CP_FLAG", "CP_FLAG", "NFA_FLAG")): value, "COMMENTS": "Y"})


def referral_and_its_assessment(history: History, child: str, start: date) -> None:
    """The assessment starts after A, has no start, names another child's referral; its outcome is recorded or not."""
    referral = history.referral(child, max(min(start, history.as_at), LISTED))
    if history.chance(0.2):
        referral = another(history, "ssd_cin_episodes", "cine_referral_id")
    began = history.rng.choice((start, None, history.as_at, history.as_at + DAY))
    history.assessment(child, began and max(began, LISTED), history.rng.choice((None, end_of_month(history))), referral)


def _missing(history: History, child: str, on: date) -> None:
    if on > history.as_at + 45 * DAY:
        return
    history.add(
        "ssd_missing",
        miss_table_id=history.new_id(),
        miss_person_id=child,
        miss_missing_episode_start_date=on,
        miss_missing_episode_end_date=min(on + history.rng.choice((0, 1, 4)) * DAY, history.as_at + DAY),
        miss_missing_episode_type=history.rng.choice(("M", "A", "")),
        csc_responsible_authority=history.rng.choice(("", "", "", "", "", "Durham")),
        csc_rhi_completed_date=history.rng.choice((None, on + 4 * DAY, history.as_at)),
    )


def missing_from_care(history: History, child: str, start: date) -> None:
    """On the first and last days of the period, of short breaks too, and of placements near and far."""
    span = period_of_care(history, child, start)
    ends = [span.end, span.end + DAY, span.end - DAY] if span.end else [history.as_at]
    inside = [month for month in (end_of_month(history) for _ in range(6)) if month >= span.start]
    days = [span.start, span.start - DAY, span.start + 5 * DAY, *ends, *inside]
    for on in history.rng.choices(days, k=history.rng.choice((2, 3, 5))):
        _missing(history, child, on)


def missing_while_something_is_open(history: History, child: str, start: date) -> None:
    """A referral or a plan (another authority's too) that starts or ends on the day, or beside it; or nothing."""
    on = max(min(start, history.as_at), LISTED + 20 * DAY)
    began = on + history.rng.choice((-20, -20, -1, 0, 1)) * DAY
    end = history.rng.choice((None, on, on, on + DAY, history.as_at + DAY))
    end = end and min(max(end, began), history.as_at + 45 * DAY)
    match history.rng.randrange(4):
        case 0:
            history.referral(child, began, cine_close_date=end)
        case 1:
            add_plan(history, child, began, end, of_others=0.5)
        case 2:
            history.add(
                "ssd_cin_plans",
                cinp_cin_plan_id=f"N{history.new_id()}",
                cinp_person_id=child,
                cinp_cin_plan_start_date=began,
                cinp_cin_plan_end_date=end,
            )
    _missing(history, child, on)


SCENES: tuple[Timed, ...] = (
    (plan_at_the_end_of_a_month, (calendar(3),)),
    (plan_at_the_end_of_a_month, (calendar(3),)),
    (plans_over_the_years, (calendar(24),)),
    (plans_over_the_years, (calendar(24),)),
    (plans_over_the_years, (calendar(24),)),
    (family_at_a_conference, (after(0),)),
    (family_at_a_conference, (after(0),)),
    (discussions_and_enquiries, (after(0),)),
    (discussions_and_enquiries, (after(0),)),
    (referral_and_its_assessment, (after(0), after(9))),
    (missing_from_care, (after(5), calendar(3))),
    (missing_from_care, (calendar(3), calendar(12))),
    (missing_while_something_is_open, (after(0), after(3))),
)
