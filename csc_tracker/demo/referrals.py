"""Referrals: how many of whom are referred when, who has been referred before, and when cases close.

A month's referrals are planned family by family before it is known which family, because the assessments that the
report counts decide which dates will do (see assessment.py). Then, in order of date, each plan gets its children.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from random import Random

from csc_tracker.demo import people, words
from csc_tracker.demo.days import ONE_DAY, day_of, known, last_day, number_of, some_day, working_days_later
from csc_tracker.demo.records import (
    LASTING_COURSES,
    Assessment,
    Child,
    Council,
    Course,
    Referral,
    Row,
    Table,
    Worker,
    text,
)
from csc_tracker.demo.targets import LAST_MONTH, MonthTarget
from workdays import Month, add_months, working_day_after

FAMILY_SIZES = {"1": 50, "2": 28, "3": 14, "4": 6, "5": 2}
RE_REFERRED_SIZES = {"1": 60, "2": 28, "3": 12}

# Working days from receipt to decision.
IN_TIME, LATE, VERY_LATE = (0, 1), (2, 3), (4, 7)

# Two children referred on the last working day of 2017 await a decision; their limit is not reached at the extract.
UNDECIDED_CHILDREN = 2
UNDECIDED_ON = date(2017, 12, 29)

# Families known from more than a year before, among those who are not re-referrals.
RETURNING_SHARE = 0.12
# The longest that anything planned at the referral takes: nobody is referred who turns 18 sooner.
LONGEST_PLAN = timedelta(days=150)

# Working days until a case closes: after the decision where there is no assessment, else after the last assessment.
UNTIL_CLOSED = {
    Course.NO_ASSESSMENT: (1, 8),
    Course.NO_FURTHER_ACTION: (0, 5),
    Course.EARLY_HELP: (1, 10),
    Course.CHILD_IN_NEED: (25, 190),
    Course.LONG_TERM: (180, 900),
}

REFERRAL_OUTCOMES = {
    Course.UNDECIDED: "",
    Course.NO_ASSESSMENT: '{"NFA_FLAG": "Y"}',
    Course.LONG_TERM: '{"SINGLE_ASSESSMENT_FLAG": "Y", "STRATEGY_DISCUSSION_FLAG": "Y"}',
}
ASSESSMENT_FOLLOWS = '{"SINGLE_ASSESSMENT_FLAG": "Y"}'


@dataclass(slots=True)
class Assessed:
    """A planned assessment: its start, and its authorisation where it is finished by the date of the extract."""

    started: date
    authorised: date | None
    is_child_seen: bool


@dataclass(slots=True, eq=False)
class Plan:
    """One family's referral, before it is known which family's; the lists have an entry for each child."""

    contacted: date
    received: date
    size: int
    is_again: bool
    decided: list[date | None]
    assessed: list[Assessed | None]
    course: Course = Course.NO_ASSESSMENT
    referrals: list[Referral] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        """Whether it has been decided what becomes of the referral."""
        return None not in self.decided

    @property
    def children(self) -> list[Child]:
        """The children, once they are known."""
        return [referral.child for referral in self.referrals]


def plan_referrals(rng: Random, targets: Iterable[MonthTarget]) -> list[Plan]:
    """The referrals of all months, in order of contact; every month's counts are those of its target."""
    plans = [plan for target in targets for plan in _plan_month(rng, target)]
    return sorted(plans, key=lambda plan: (plan.contacted, plan.received))


def _plan_month(rng: Random, target: MonthTarget) -> list[Plan]:
    undecided = UNDECIDED_CHILDREN if target.month == LAST_MONTH else 0
    first_time = family_sizes(rng, target.referrals - target.re_referrals - undecided, FAMILY_SIZES)
    again = family_sizes(rng, target.re_referrals, RE_REFERRED_SIZES)
    plans = [_plan(rng, target.month, size, is_again=False) for size in first_time]
    plans += [_plan(rng, target.month, size, is_again=True) for size in again]
    rng.shuffle(plans)
    _decide(rng, plans, target)
    if undecided:
        nothing_yet: list[None] = [None] * undecided
        plans.append(Plan(UNDECIDED_ON, UNDECIDED_ON, undecided, False, [*nothing_yet], [*nothing_yet]))
    return plans


def family_sizes(rng: Random, children: int, weights: dict[str, int]) -> list[int]:
    """Sizes of families that make up so many children."""
    sizes: list[int] = []
    while (left := children - sum(sizes)) > 0:
        sizes.append(min(left, int(words.pick(rng, weights))))
    return sizes


def _plan(rng: Random, month: Month, size: int, *, is_again: bool) -> Plan:
    received = some_day(rng, month.first, last_day(month))
    # The contact is decided within 1 working day, and in the referral's month, so that the month's figures agree.
    working_day_before = day_of(number_of(received - ONE_DAY))
    contacted = some_day(rng, max(working_day_before, month.first), received)
    return Plan(contacted, received, size, is_again, decided=[None] * size, assessed=[None] * size)


def _decide(rng: Random, plans: list[Plan], target: MonthTarget) -> None:
    """Give every child's referral its decision, late for as many as the target says, siblings mostly alike."""
    in_time = target.decided_within_1_day
    late = target.referrals - in_time - target.decided_after_3_days
    limits = [VERY_LATE] * target.decided_after_3_days + [LATE] * late
    for plan in plans:
        own = [limits.pop() if limits else IN_TIME for _ in range(plan.size)]
        decision_after = {limit: _decision(rng, plan.received, limit) for limit in sorted(set(own))}
        plan.decided = [decision_after[limit] for limit in own]


def _decision(rng: Random, received: date, limit: tuple[int, int]) -> date:
    # What came in on the last day is decided that day; late decisions are never so near the end.
    return known(working_days_later(rng, received, *limit)) or received


def refer(council: Council, plans: list[Plan]) -> None:
    """Give every plan its children and make their referrals, in order of contact."""
    finder = _Finder(council, plans)
    for place, plan in enumerate(plans):
        children = finder.children_for(plan, place)
        _make_referrals(council, plan, children)


class _Finder:
    """Finds whom a planned referral can be about: someone referred before, or someone not."""

    def __init__(self, council: Council, plans: list[Plan]) -> None:
        self.council = council
        self.plans = plans
        self.contact_days = [plan.contacted for plan in plans]

    def children_for(self, plan: Plan, place: int) -> list[Child]:
        """The children for the plan at that place; the plans before it have theirs."""
        rng = self.council.rng
        a_year_before = bisect_left(self.contact_days, add_months(plan.contacted, -12))
        if plan.is_again:
            if children := self._referred_before(plan, a_year_before, place):
                return children
            raise ValueError(
                f"nobody can be referred again on {plan.received}: too few cases closed in the year before"
            )
        if rng.random() < RETURNING_SHARE and (children := self._referred_before(plan, 0, a_year_before)):
            return children
        return rng.sample(people.make_family(self.council, plan.size, plan.contacted).children, plan.size)

    def _referred_before(self, plan: Plan, first: int, end: int) -> list[Child]:
        """Enough children of one of the plans from first up to end, beginning anywhere among them; none if none do."""
        if first == end:
            return []
        start = self.council.rng.randrange(first, end)
        for place in chain(range(start, end), range(first, start)):
            children = [child for child in self.plans[place].children if _can_be_referred(child, plan)]
            if len(children) >= plan.size:
                return self.council.rng.sample(children, plan.size)
        return []


def _can_be_referred(child: Child, plan: Plan) -> bool:
    """Whether the plan can be the child's: their latest case is closed, and so long ago, or so lately, as it asks."""
    latest = child.referrals[-1]
    return (
        latest.is_closed_by(plan.contacted)
        and plan.is_again == (plan.received <= add_months(latest.received, 12))
        and child.is_child_on(plan.received + LONGEST_PLAN)
    )


def _make_referrals(council: Council, plan: Plan, children: list[Child]) -> None:
    rng = council.rng
    source, need = words.pick(rng, words.SOURCE_WEIGHTS), words.pick(rng, words.PRIMARY_NEEDS)
    team = _team_of(plan, children[0], need)
    worker = _first_worker(council, plan, team)
    days_until_closed = {course: rng.randint(*limits) for course, limits in UNTIL_CLOSED.items()}
    for child, decided, assessed in zip(children, plan.decided, plan.assessed, strict=True):
        referral = Referral(
            id=council.new_id("R"),
            child=child,
            received=plan.received,
            decided=decided,
            closed=None,
            course=_course_of(plan, decided, assessed),
            source=source,
            primary_need=need,
            team=council.teams[team],
            worker=worker,
        )
        if assessed:
            first = Assessment(
                referral, assessed.started, assessed.authorised, assessed.is_child_seen, referral.team, worker
            )
            referral.assessments.append(first)
        referral.closed = _closing_day(referral, days_until_closed)
        child.referrals.append(referral)
        plan.referrals.append(referral)
    council.referrals.extend(plan.referrals)


def _team_of(plan: Plan, child: Child, need: str) -> str:
    if not plan.is_decided:
        return people.ACCESS
    if need == words.CHILDS_DISABILITY:
        return people.DISABLED_CHILDREN
    return people.ASSESSMENT_EAST if child.family.is_east else people.ASSESSMENT_WEST


def _first_worker(council: Council, plan: Plan, team: str) -> Worker:
    """Whoever has the case first: a contact officer while it is undecided; a student only has what does not last."""
    if not plan.is_decided:
        return council.unqualified_worker(team)
    return council.social_worker(team) if plan.course in LASTING_COURSES else council.any_worker(team)


def _course_of(plan: Plan, decided: date | None, assessed: Assessed | None) -> Course:
    """Where one child's referral leads: as the family's does, as far as it has got."""
    if decided is None:
        return Course.UNDECIDED
    if assessed is None:
        return Course.NO_ASSESSMENT
    return plan.course if assessed.authorised else Course.BEING_ASSESSED


def _closing_day(referral: Referral, days_until_closed: dict[Course, int]) -> date | None:
    last_step = referral.assessments[0].authorised if referral.assessments else referral.decided
    if last_step is None:
        return None
    days = days_until_closed[referral.course]
    closed = working_day_after(last_step, days) if days else last_step
    return known(min(closed, referral.child.adult_on))


def _rows(council: Council) -> Iterator[Row]:
    for referral in council.referrals:
        no_further_action = None if referral.decided is None else referral.course == Course.NO_ASSESSMENT
        yield (
            referral.id,
            referral.child.id,
            text(referral.received),
            referral.primary_need,
            referral.source,
            words.SOURCES[referral.source][0],
            REFERRAL_OUTCOMES.get(referral.course, ASSESSMENT_FOLLOWS),
            text(no_further_action),
            _close_reason(referral),
            text(referral.closed),
            referral.team.id,
            referral.worker.id,
            text(referral.decided),
        )


def _close_reason(referral: Referral) -> str:
    if referral.closed is None:
        return ""
    ended_with_assessment = referral.course == Course.NO_FURTHER_ACTION
    return words.CLOSED_AFTER_ASSESSMENT if ended_with_assessment else words.SERVICES_CEASED


TABLES = (
    Table(
        "ssd_cin_episodes",
        (
            "cine_referral_id",
            "cine_person_id",
            "cine_referral_date",
            "cine_cin_primary_need_code",
            "cine_referral_source_code",
            "cine_referral_source_desc",
            "cine_referral_outcome_json",
            "cine_referral_nfa",
            "cine_close_reason",
            "cine_close_date",
            "cine_referral_team",
            "cine_referral_worker_id",
            "csc_referral_decision_date",
        ),
        _rows,
    ),
)
