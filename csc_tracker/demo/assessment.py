"""Assessments: which referrals are assessed, and when each assessment is authorised.

The report counts assessments in the month of authorisation, by the working days they took. Each such count is a slot
that only referrals of certain dates can fill; slots that none fills are assessments brought up to date for children
whose case has long been open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from random import Random

from csc_tracker.demo.days import ONE_DAY, day_of, last_day, number_of, working_days_later
from csc_tracker.demo.records import Assessment, Council, Course, Referral, Row, Table, text
from csc_tracker.demo.referrals import Assessed, Plan
from csc_tracker.demo.targets import AS_AT, BANDS, YEAR, MonthTarget

# Families referred and not assessed, besides those whose assessment finds no slot.
NOT_ASSESSED_SHARE = 0.12
# Assessments begun from this day on can be under way, in time, at the date of the extract.
IN_TIME_SINCE = date(2017, 10, 26)
# So many families' assessments were begun in the month before that day, are not finished and overdue.
OVERDUE_FAMILIES = 3
OVERDUE_SINCE = date(2017, 9, 25)

# Where an assessment leads, out of a hundred.
COURSES = {Course.NO_FURTHER_ACTION: 34, Course.EARLY_HELP: 14, Course.CHILD_IN_NEED: 37, Course.LONG_TERM: 15}

# How long a case has been open before its assessment is brought up to date, at the least.
BEFORE_UPDATE = timedelta(days=90)
CHILD_SEEN_SHARE = 0.97
SEEN_SO_FAR_SHARE = 0.7

OUTCOMES = {
    Course.BEING_ASSESSED: "",
    Course.NO_FURTHER_ACTION: '{"NFA_FLAG": "Y"}',
    Course.EARLY_HELP: '{"REFERRAL_TO_OTHER_AGENCY_FLAG": "Y"}',
    Course.CHILD_IN_NEED: '{"PROV_OF_SERVICES_FLAG": "Y"}',
    Course.LONG_TERM: '{"STRATEGY_DISCUSSION_FLAG": "Y"}',
}
UPDATED = '{"PROV_OF_SERVICES_FLAG": "Y"}'


@dataclass(slots=True)
class Slot:
    """Assessments of a month and band that are still to be placed; days are working-day numbers (days.number_of)."""

    left: int
    least: int
    most: int
    first: int
    last: int

    @property
    def opens(self) -> int:
        """The earliest start that can be authorised in the month after so many working days."""
        return self.first - self.most

    @property
    def shuts(self) -> int:
        """The latest such start."""
        return self.last - self.least

    def authorised(self, rng: Random, start: int) -> date:
        """A day of the month on which an assessment with that start can be authorised."""
        return day_of(rng.randint(max(start + self.least, self.first), min(start + self.most, self.last)))


def _slots(targets: Iterable[MonthTarget]) -> list[Slot]:
    slots = []
    for target in targets:
        first = number_of(target.month.first - ONE_DAY) + 1
        last = number_of(last_day(target.month))
        for (least, most), count in zip(BANDS, target.assessments, strict=True):
            slots.append(Slot(count, least, most, first, last))
    return sorted(slots, key=attrgetter("shuts"))


def plan_assessments(rng: Random, plans: list[Plan], targets: Iterable[MonthTarget]) -> list[Slot]:
    """Assess the planned referrals so that the months' counts are filled; returns the slots of 2017/18 left to fill.

    Referrals are taken by the day on which their assessment starts, each into the slot that shuts soonest: that fills
    the most slots.
    """
    slots = _slots(targets)
    starts = {plan: _start(rng, plan) for plan in plans}
    overdue = rng.sample([p for p in plans if OVERDUE_SINCE <= starts[p] < IN_TIME_SINCE], OVERDUE_FAMILIES)
    for plan in sorted(plans, key=starts.__getitem__):
        plan.course = rng.choices(list(COURSES), list(COURSES.values()))[0]
        if plan in overdue:
            plan.assessed = [_unfinished(rng, starts[plan])] * plan.size
        elif plan.is_decided and rng.random() >= NOT_ASSESSED_SHARE:
            plan.assessed = _assess(rng, plan.size, starts[plan], slots)
    return [slot for slot in slots if slot.left and slot.first > number_of(YEAR.first - ONE_DAY)]


def _start(rng: Random, plan: Plan) -> date:
    """The day on which the assessment would start: up to 2 working days after the last child's decision."""
    decided = [day for day in plan.decided if day] or [plan.received]
    return working_days_later(rng, max(decided), 0, 2)


def _assess(rng: Random, size: int, started: date, slots: list[Slot]) -> list[Assessed | None]:
    """What becomes of the children of one referral: brothers and sisters are assessed together where they can be."""
    start = number_of(started)
    usable = [slot for slot in slots if slot.opens <= start <= slot.shuts and slot.left]
    together = [slot for slot in usable if slot.left >= size]
    assessed: list[Assessed | None] = []
    for slot in together[:1] or usable:
        number = min(size - len(assessed), slot.left)
        slot.left -= number
        finished = Assessed(started, slot.authorised(rng, start), is_child_seen=rng.random() < CHILD_SEEN_SHARE)
        assessed += [finished] * number
    under_way = _unfinished(rng, started) if IN_TIME_SINCE <= started <= AS_AT else None
    return assessed + [under_way] * (size - len(assessed))


def _unfinished(rng: Random, started: date) -> Assessed:
    return Assessed(started, None, is_child_seen=rng.random() < SEEN_SO_FAR_SHARE)


def bring_up_to_date(council: Council, slots: list[Slot]) -> None:
    """Fill the slots that no referral filled: assessments brought up to date where a case has long been open."""
    long_open = [referral for referral in council.referrals if referral.course == Course.LONG_TERM]
    council.rng.shuffle(long_open)
    for slot in slots:
        for _ in range(slot.left):
            _update_one(council.rng, slot, long_open)


def _update_one(rng: Random, slot: Slot, referrals: list[Referral]) -> None:
    """One more assessment for the first of the referrals that can have it, which is then the last in line."""
    authorised = day_of(rng.randint(slot.first, slot.last))
    started = day_of(number_of(authorised) - rng.randint(slot.least, slot.most))
    referral = next((one for one in referrals if _can_be_updated(one, started, authorised)), None)
    if referral is None:
        raise ValueError(f"no case has been open for long enough to be assessed again from {started} to {authorised}")
    worker = referral.allocated_on(authorised).worker
    update = Assessment(
        referral, started, authorised, is_child_seen=True, team=worker.team, worker=worker, is_first=False
    )
    referral.assessments.append(update)
    referrals.remove(referral)
    referrals.append(referral)


def _can_be_updated(referral: Referral, started: date, authorised: date) -> bool:
    latest = referral.assessments[-1].authorised
    is_due = latest is not None and latest + BEFORE_UPDATE <= started
    return is_due and (referral.closed is None or authorised <= referral.closed)


def _rows(council: Council) -> Iterator[Row]:
    for referral in council.referrals:
        for place, assessment in enumerate(referral.assessments, start=1):
            is_finished = assessment.authorised is not None
            yield (
                f"A{referral.id}-{place}",
                referral.child.id,
                referral.id,
                text(assessment.started),
                text(assessment.is_child_seen),
                text(assessment.authorised),
                OUTCOMES[referral.course] if assessment.is_first else UPDATED,
                text(referral.course == Course.NO_FURTHER_ACTION) if is_finished else "",
                assessment.team.id,
                assessment.worker.id,
            )


TABLES = (
    Table(
        "ssd_cin_assessments",
        (
            "cina_assessment_id",
            "cina_person_id",
            "cina_referral_id",
            "cina_assessment_start_date",
            "cina_assessment_child_seen",
            "cina_assessment_auth_date",
            "cina_assessment_outcome_json",
            "cina_assessment_outcome_nfa",
            "cina_assessment_team",
            "cina_assessment_worker_id",
        ),
        _rows,
    ),
)
