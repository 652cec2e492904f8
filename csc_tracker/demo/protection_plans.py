"""Initial conferences and plans: those of 2017/18 as the report counts them, and what went before.

Who was on a plan when the year began, who was on one earlier, and who has been on one before are given plans by the
same means. When plans end is decided last, month by month.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import words
from csc_tracker.demo.days import ONE_DAY, day_of, last_day, number_of
from csc_tracker.demo.protection_cases import Case, cases_of, is_ours, make_case, open_cases
from csc_tracker.demo.protection_drafts import (
    AFTER_MONTH_BEGINS,
    BEFORE_CONFERENCE,
    BEFORE_MONTH_END,
    SINCE_MONTH_END,
    Again,
    Draft,
    draft_month,
    even_sizes,
    family_sizes,
)
from csc_tracker.demo.protection_records import Conference, Conferenced, Protection, ProtectionPlan
from csc_tracker.demo.protection_targets import Before, ProtectionTarget
from csc_tracker.demo.records import Child, Council, Course, Referral
from csc_tracker.demo.targets import AS_AT, YEAR
from workdays import Month, add_months

CATEGORIES = {"NEG": 47, "EMO": 38, "PHY": 9, "SAB": 6}

# The first plan of those on one again ended long before the second began, or lately.
EARLIER_PLANS = {
    Again.LONG_AFTER: ((date(2014, 3, 24), date(2014, 6, 30)), (date(2014, 10, 1), date(2015, 3, 31))),
    Again.LATELY: ((date(2015, 3, 2), date(2015, 6, 30)), (date(2016, 2, 1), date(2016, 8, 31))),
}
SECOND_CONFERENCE = (date(2016, 5, 1), date(2017, 2, 28))

# Who is on a plan when the year begins: the earliest conference but for a few, and the latest.
STOCK_SINCE, STOCK_UNTIL = date(2015, 9, 1), date(2017, 3, 22)
LASTING_FAMILIES = 2
STOCK_WITHIN = timedelta(days=180)
# Of those children, how many come from cases that came by contact: the others' families are made.
STOCK_FROM_CASES = 0.7

# Long-term cases that had a plan in an earlier year, and for how many days it lasted.
EARLIER_SHARE = 0.75
EARLIER_LASTED = {(45, 88): 8, (100, 300): 50, (301, 500): 32, (501, 729): 6, (735, 900): 10}
# Families whose initial conference in an earlier year was held too late.
EARLIER_LATE_SHARE = 0.08
# Working days from the referral to the conference at the most, and the least days from the plan's end to the case's.
EARLIER_CONFERENCE, BEFORE_CLOSING = 45, timedelta(days=4)
# In days: how long before the year the last of these plans ended.
BEFORE_THE_YEAR = (4, 200)

# Plans last for so long at the least, and those that end in the year so long but for two that end early, against the
# guidance: in less than 90 days.
SHORTEST, SHORTEST_IN_YEAR, EARLY = timedelta(days=45), timedelta(days=110), timedelta(days=88)
ENDED_EARLY_IN = frozenset({Month(2017, 7), Month(2017, 11)})
# Plans end at a review; none is held after this day.
LAST_REVIEWS = date(2017, 12, 21)

# Plans of another authority for children who stay here for a while, from when to when.
OTHER_AUTHORITYS = ((date(2017, 5, 15), date(2017, 9, 8)), (date(2017, 8, 21), None), (date(2017, 11, 6), None))


class Planner:
    """Makes one council's conferences and plans; `council` draws from this room's own numbers."""

    def __init__(self, council: Council, protection: Protection) -> None:
        self.council = council
        self.rng: Random = council.rng
        self.protection = protection
        self.cases = open_cases(council)
        self.used: set[Child] = set()

    def before_the_year(self, before: Before) -> None:
        """Those on a plan at the end of March 2017."""
        for size in family_sizes(before.again):
            case = make_case(self.council, size)
            self._earlier_plan(case, Again.LONG_AFTER)
            self._confer(Draft(case, Again.LONG_AFTER), _working_day(self.rng, *SECOND_CONFERENCE))
        self._stock(before.on_plan - before.again)

    def _stock(self, children: int) -> None:
        from_cases = round(children * STOCK_FROM_CASES)
        for place, case in enumerate(case for case in list(self.cases) if _is_ready_by(case, STOCK_UNTIL)):
            if case.size <= from_cases:
                self.cases.remove(case)
                self._confer(Draft(case), self._stock_day(case, is_lasting=place < LASTING_FAMILIES))
                from_cases, children = from_cases - case.size, children - case.size
        for size in even_sizes(children, -(-children // 2)):
            case = make_case(self.council, size)
            self._confer(Draft(case), self._stock_day(case, is_lasting=False))

    def _stock_day(self, case: Case, *, is_lasting: bool) -> date:
        """Within months of the referral, but for families known since 2014, and mostly not too long ago to end in the
        year before two years are over."""
        first = day_of(number_of(case.received) + BEFORE_CONFERENCE)
        if not is_lasting:
            first = max(first, STOCK_SINCE)
        last = STOCK_UNTIL if case.is_old else min(first + STOCK_WITHIN, STOCK_UNTIL)
        return _working_day(self.rng, first, last)

    def month(self, target: ProtectionTarget) -> None:
        """One month of the report's year: its conferences and the plans that they lead to."""
        for draft in draft_month(self.council, target, self.cases):
            if draft.again is not Again.NO:
                self._earlier_plan(draft.case, draft.again)
            self._confer(draft, self._day(draft, target))

    def _day(self, draft: Draft, target: ProtectionTarget) -> date:
        end = number_of(last_day(target.month))
        if draft.begins_later:
            return day_of(end)
        first = end - SINCE_MONTH_END if draft.unseen else number_of(target.month.first) + AFTER_MONTH_BEGINS
        ready = number_of(draft.case.received) + BEFORE_CONFERENCE
        return day_of(self.rng.randint(max(first, ready), end - BEFORE_MONTH_END))

    def _confer(self, draft: Draft, held: date) -> list[ProtectionPlan]:
        """Hold the family's conference and begin its plans; the last children are those conferenced too late."""
        conference, category = Conference(self.council.new_id("M"), held), words.pick(self.rng, CATEGORIES)
        plans = []
        for place, referral in enumerate(draft.case.referrals):
            self.used.add(referral.child)
            one = Conferenced(self.council.new_id("F"), conference, referral)
            one.is_transfer_in = place < draft.transfers_in
            one.is_held_late = place >= draft.case.size - draft.late
            self.protection.conferenced.append(one)
            if place < draft.planned:
                started = day_of(number_of(held) + 1) if draft.begins_later else held
                one.plan = self._plan(referral, one, started, category)
                one.plan.is_again = draft.again is not Again.NO
                one.plan.is_unseen = place < draft.unseen
                plans.append(one.plan)
        return plans

    def _plan(self, referral: Referral, one: Conferenced | None, started: date, category: str) -> ProtectionPlan:
        plan = ProtectionPlan(self.council.new_id("L"), referral, one, started, category)
        self.protection.plans.append(plan)
        return plan

    def _earlier_plan(self, case: Case, again: Again) -> None:
        """The first plan of a family that is on one again later."""
        conferred, ended = EARLIER_PLANS[again]
        plans = self._confer(Draft(case), _working_day(self.rng, *conferred))
        _end(plans, _working_day(self.rng, *ended))

    def earlier_years(self) -> None:
        """Plans that were over before the year began, from the long-term cases that have no other."""
        for case in cases_of(self._unused()):
            held = day_of(number_of(case.received) + self.rng.randint(BEFORE_CONFERENCE, EARLIER_CONFERENCE))
            days = self.rng.randint(*self.rng.choices(list(EARLIER_LASTED), list(EARLIER_LASTED.values()))[0])
            closed = min(referral.closed or AS_AT for referral in case.referrals)
            latest = YEAR.first - timedelta(days=self.rng.randint(*BEFORE_THE_YEAR))
            ended = _on_or_before(min(held + timedelta(days=days), closed - BEFORE_CLOSING, latest))
            if ended - held >= SHORTEST and self.rng.random() < EARLIER_SHARE:
                late = case.size if self.rng.random() < EARLIER_LATE_SHARE else 0
                _end(self._confer(Draft(case, late=late), held), ended)

    def _unused(self) -> list[Referral]:
        """The latest long-term referral of each of this room's children who is not conferenced, before the year."""
        latest = {
            referral.child: referral
            for referral in self.council.referrals
            if referral.course == Course.LONG_TERM and referral.received < YEAR.first and is_ours(referral.child)
        }
        return [one for one in latest.values() if one.child not in self.used and one.child.is_child_on(YEAR.first)]

    def other_authoritys(self) -> None:
        """Temporary plans of children who stay here for a while: another authority's, and counted there."""
        cases = [case for case in self.cases if number_of(case.received) < number_of(OTHER_AUTHORITYS[0][0])]
        for (started, ended), case in zip(OTHER_AUTHORITYS, cases, strict=False):
            self.cases.remove(case)
            for referral in case.referrals:
                self.used.add(referral.child)
                plan = self._plan(referral, None, started, words.pick(self.rng, CATEGORIES))
                plan.ended, plan.is_other_authoritys = ended, True

    def end_plans(self, target: ProtectionTarget) -> None:
        """End so many plans of the month, family by family; some others go on for part of the children."""
        left = target.ended - target.again_ended - self._end_early(target)
        families = self._families(target, is_again=False)
        self._end_some(families, left, target)
        self._end_some(self._families(target, is_again=True), target.again_ended, target)

    def _families(self, target: ProtectionTarget, *, is_again: bool) -> list[list[ProtectionPlan]]:
        """Who can come off a plan in the month, the longest on one mostly first."""
        families: dict[Conference, list[ProtectionPlan]] = defaultdict(list)
        for plan in self._open(target):
            is_old_enough = plan.started + SHORTEST_IN_YEAR <= target.month.first
            if plan.is_again == is_again and is_old_enough and add_months(plan.started, 24) > target.month.last:
                families[_conference(plan)].append(plan)
        order = {
            family: plans[0].started + timedelta(days=self.rng.randint(0, 300)) for family, plans in families.items()
        }
        return [families[family] for family in sorted(order, key=order.__getitem__)]

    def _open(self, target: ProtectionTarget) -> Iterator[ProtectionPlan]:
        """The plans open at the month's beginning."""
        for plan in self.protection.plans:
            if plan.started < target.month.first and plan.ended is None and plan.conferenced:
                yield plan

    def _end_some(self, families: list[list[ProtectionPlan]], left: int, target: ProtectionTarget) -> None:
        for family in families:
            if len(family) <= left:
                _end(family, self._end_day(target))
                left -= len(family)
        rest = next((family for family in families if family[0].ended is None), [])
        if len(rest) < left:
            raise ValueError(f"{left} more plans would have to end in {target.month} than can")
        _end(rest[:left], self._end_day(target))

    def _end_day(self, target: ProtectionTarget) -> date:
        return _working_day(self.rng, target.month.first, min(target.month.last, LAST_REVIEWS))

    def _end_early(self, target: ProtectionTarget) -> int:
        """End one child's plan within 90 days where the month is one that has such; returns how many plans ended."""
        if target.month not in ENDED_EARLY_IN:
            return 0
        day = self._end_day(target)
        sizes = Counter(_conference(plan) for plan in self._open(target))
        for plan in self._open(target):
            is_plain = sizes[_conference(plan)] == 1 and not plan.is_again and plan.started == plan.anchor
            if is_plain and SHORTEST <= day - plan.started <= EARLY:
                _end([plan], day)
                return 1
        return 0


def _conference(plan: ProtectionPlan) -> Conference:
    if plan.conferenced is None:
        raise ValueError(f"plan {plan.id} followed no conference")
    return plan.conferenced.conference


def _end(plans: Iterable[ProtectionPlan], day: date) -> None:
    for plan in plans:
        plan.ended = day


def _is_ready_by(case: Case, day: date) -> bool:
    return number_of(case.received) + BEFORE_CONFERENCE < number_of(day)


def _working_day(rng: Random, first: date, last: date) -> date:
    """A working day from first to last, of which one is."""
    return day_of(rng.randint(number_of(first - ONE_DAY) + 1, number_of(last)))


def _on_or_before(day: date) -> date:
    return day_of(number_of(day))
