"""Scenes of a child's history, each about one edge of the specification; nothing in them is set aside."""

import json
from collections.abc import Callable
from datetime import date, timedelta

from .history import NOT_ALLOCATED, History
from .schema import CONTACT_OUTCOMES
from .working_days import working_day_after

Scene = Callable[[History, str, str], None]

_DAY = timedelta(days=1)


def workers(history: History, child: str, on: date) -> None:
    """Nobody, one or several allocated workers around a date: what decides whose team a record is."""
    for arrangement in history.rng.sample(ARRANGEMENTS, history.rng.choice((0, 1, 1, 2, 3))):
        arrangement(history, child, on)


def _open_for_long(history: History, child: str, on: date) -> None:
    history.involvement(child, on - history.rng.randint(1, 30) * _DAY)


def _same_start(history: History, child: str, on: date) -> None:
    start = on - history.rng.randint(0, 2) * _DAY
    for _ in range(2):
        history.involvement(child, start)


def _last_has_no_team(history: History, child: str, on: date) -> None:
    history.involvement(child, on - 2 * _DAY)
    history.involvement(child, on - _DAY, invo_professional_team="")


def _ends_that_day_or_the_next(history: History, child: str, on: date) -> None:
    history.involvement(child, on - 5 * _DAY, on + history.rng.randint(0, 1) * _DAY)


def _starts_that_day_or_the_next(history: History, child: str, on: date) -> None:
    history.involvement(child, on + history.rng.randint(0, 1) * _DAY)


def _one_day(history: History, child: str, on: date) -> None:
    history.involvement(child, on, on)


def _not_allocated(history: History, child: str, on: date) -> None:
    history.involvement(child, on, invo_professional_role_id=history.rng.choice(NOT_ALLOCATED))


def _never_started(history: History, child: str, on: date) -> None:
    history.involvement(child, None, on + 3 * _DAY)


def _ends_after_as_at(history: History, child: str, on: date) -> None:
    history.involvement(child, on - _DAY, max(on, history.as_at) + _DAY)


ARRANGEMENTS: tuple[Callable[[History, str, date], None], ...] = (
    _open_for_long,
    _same_start,
    _last_has_no_team,
    _ends_that_day_or_the_next,
    _starts_that_day_or_the_next,
    _one_day,
    _not_allocated,
    _never_started,
    _ends_after_as_at,
)


def _decision(history: History, received: date, limits: tuple[int, ...] = (1, 3)) -> date | None:
    """On a limit, a day or two beside it, long after, before it was received, or not at all."""
    kind = history.rng.random()
    if kind < 0.2:
        return None
    if kind < 0.75:
        return history.near(working_day_after(received, history.rng.choice(limits)), 1)
    return history.rng.choice((received, received - _DAY, received + 40 * _DAY, history.as_at + _DAY))


def _outcome(history: History) -> dict[str, str]:
    """csc_contact_outcome, the JSON, both, or neither; the JSON with no, one or several flags in several hands."""
    rng = history.rng
    names = ("NEW_REFERRAL", "ADVICE", "NFA", "CP_ENQUIRY", "EXISTING_REFERRAL", "OTHER_OUTCOMES_EXIST")
    yes, no = ("Y", "y", "Yes", "1", "true", True, 1), ("N", "", "0", None, False, "No")
    flags = {
        f"{name}_FLAG": rng.choice(yes) if history.chance(0.3) else rng.choice(no)
        for name in rng.sample(names, rng.randint(0, 4))
    }
    return {
        "csc_contact_outcome": "" if history.chance(0.5) else rng.choice(sorted(CONTACT_OUTCOMES)),
        "cont_contact_outcome_json": "" if history.chance(0.3) else json.dumps({**flags, "COMMENTS": "Y"}),
    }


def _receive(history: History, child: str, on: date | None, group: str = "") -> str:
    return history.contact(
        child,
        on,
        csc_contact_group_id=group,
        csc_contact_decision_date=_decision(history, on or history.as_at),
        **_outcome(history),
    )


def plain_contact(history: History, child: str, other: str) -> None:
    on = history.day()
    workers(history, child, on)
    _receive(history, child, on)


def contact_of_a_family(history: History, child: str, other: str) -> None:
    """One group, two or three children, several teams, days and months; sometimes a row without a date."""
    on, group = history.day(), f"G{history.new_id()}"
    for one in (child, other, history.rng.choice((child, other))):
        received = history.rng.choice((on, on, on + _DAY, on + 20 * _DAY))
        workers(history, one, received)
        _receive(history, one, None if history.chance(0.1) else received, group)


def group_named_after_a_row(history: History, child: str, other: str) -> None:
    """The default group is the row's own id, and another row may name it."""
    on = history.day()
    first = _receive(history, child, on)
    _receive(history, other, history.near(on), first)


def contact_and_referral(history: History, child: str, other: str) -> None:
    """A referral around the contact, open, closed around it, or closed after A; a sibling's row beside it."""
    on, group = history.day(), f"G{history.new_id()}"
    start = on + history.rng.choice((-30, -1, -1, 0, 1)) * _DAY
    close = history.rng.choice((None, on - _DAY, on, on, on + _DAY, history.as_at + _DAY))
    workers(history, child, on)
    history.referral(child, start, cine_close_date=close and max(close, start), csc_referral_decision_date=start)
    _receive(history, child, on, group)
    if history.chance(0.5):
        _receive(history, other, history.near(on, 1), group)


def contacts_close_to_as_at(history: History, child: str, other: str) -> None:
    """Undetermined, only just overdue, decided on A or after it, received after A."""
    for _ in range(2):
        on = history.as_at - history.rng.randint(-1, 7) * _DAY
        decided = history.rng.choice((None, None, history.as_at, history.as_at + _DAY))
        history.contact(child, on, csc_contact_decision_date=decided, **_outcome(history))


def plain_referral(history: History, child: str, other: str) -> None:
    on = None if history.chance(0.05) else history.day()
    decided = _decision(history, on or history.as_at)
    workers(history, child, on or history.as_at)
    close = on and on + history.rng.choice((0, 10, 200)) * _DAY
    history.referral(child, on, csc_referral_decision_date=decided, cine_close_date=close)


def referrals_close_to_as_at(history: History, child: str, other: str) -> None:
    on = history.as_at - history.rng.randint(-1, 7) * _DAY
    decided = history.rng.choice((None, None, history.as_at, history.as_at + _DAY))
    history.referral(child, on, csc_referral_decision_date=decided)


def referred_twice_on_a_day(history: History, child: str, other: str) -> None:
    on = history.day()
    for _ in range(2):
        history.referral(child, on, csc_referral_decision_date=_decision(history, on))


def referred_again_after_a_year(history: History, child: str, other: str) -> None:
    """12 months to the day, a day less or more; from 29 February too."""
    first = min(history.rng.choice((date(2016, 2, 29), date(2016, 8, 31), history.day())), history.as_at - _DAY)
    history.referral(child, first, cine_close_date=first + 9 * _DAY)
    history.referral(child, history.a_year_after(first))


def assessment_at_a_limit(history: History, child: str, other: str) -> None:
    """Authorised on a limit, a working day beside it, before the start, not at all, or after A."""
    start, limit = history.day(), history.rng.choice((10, 15, 25, 45, 45)) + history.rng.choice((-1, 0, 0, 1))
    authorised = history.rng.choice(
        (working_day_after(start, limit), working_day_after(start, limit), start, start - _DAY, None)
    )
    workers(history, child, authorised or start)
    referral = history.referral(child, start - _DAY) if history.chance(0.3) else ""
    history.assessment(child, start, authorised, referral)


def assessment_with_a_gap(history: History, child: str, other: str) -> None:
    """No start, no dates at all, started after A, authorised after A."""
    on, later = history.day(), history.as_at + _DAY
    start, authorised = history.rng.choice(((None, on), (None, None), (later, on), (min(on, later), later)))
    history.assessment(child, start, authorised)


def early_help(history: History, child: str, other: str) -> None:
    on = None if history.chance(0.1) else history.day()
    workers(history, child, on or history.as_at)
    history.add(
        "ssd_early_help_episodes",
        earl_episode_id=f"E{history.new_id()}",
        earl_person_id=child,
        earl_episode_start_date=on,
        earl_episode_end_date=on and on + 30 * _DAY,
        earl_episode_worker_id=history.professional(),
        csc_delivered_by=history.rng.choice(("internal", "external", "external", "", "partner")),
    )


SCENES: tuple[Scene, ...] = (
    plain_contact,
    plain_contact,
    contact_of_a_family,
    contact_of_a_family,
    group_named_after_a_row,
    contact_and_referral,
    contact_and_referral,
    contacts_close_to_as_at,
    plain_referral,
    referrals_close_to_as_at,
    referred_twice_on_a_day,
    referred_again_after_a_year,
    assessment_at_a_limit,
    assessment_at_a_limit,
    assessment_with_a_gap,
    early_help,
)
