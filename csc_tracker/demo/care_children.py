"""Which children are looked after: those on referrals that last, and others known before the first counted year."""

import zlib
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import allocation, people, words
from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_records import Period, Story
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.records import DAYS_IN_YEAR, Child, Council, Course, Family, Involvement, Referral, Worker
from csc_tracker.demo.targets import AS_AT, FIRST_MONTH
from workdays import add_months, add_years

# Of ten children on lasting referrals four are left to child protection, by a number that their id gives.
OUT_OF, FIRST_OF_CARE = 10, 4
# A child enters care so many days after the referral.
FEWEST_DAYS, MOST_DAYS = timedelta(days=14), timedelta(days=1000)
# The earliest day on which a child known from before is referred, and the last before the first counted year.
KNOWN_SINCE, KNOWN_BEFORE = date(2000, 1, 3), FIRST_MONTH.first - ONE_DAY
OLDEST_AT_ENTRY = 17.0
# Children under 4 are looked for first, and some are made, until there are so many: enough for the reviews of children
# under 4 that the report counts.
UNDER_4, MADE_UNDER_4, UNDER_4_SHARE = 46, 36, 0.6
YOUNG = frozenset({Story.LATER, Story.RECENT})
BORN_YOUNG, BORN = (date(2013, 9, 2), date(2014, 3, 5)), (date(2002, 2, 10), date(2012, 12, 20))
TURNS_4_AFTER = date(2017, 8, 31)
SIBLING_SHARE = 0.3
SPELL_DAYS = (200, 900)
# Days after entering care until the looked after children team takes over.
HANDED_OVER = (0, 60)


def is_of_care(child: Child) -> bool:
    """Whether the child may be looked after, and never be on a child protection plan."""
    return zlib.crc32(child.id.encode()) % OUT_OF >= FIRST_OF_CARE


class Children:
    """Finds a child for every period of care, or makes one."""

    def __init__(self, council: Council, rng: Random) -> None:
        self.council = council
        self.rng = rng
        self.families: list[Family] = []
        self.under_4 = 0
        self.open = [
            referral
            for referral in council.referrals
            if referral.course == Course.LONG_TERM and referral.closed is None and is_of_care(referral.child)
        ]
        rng.shuffle(self.open)

    def known(self, period: Period) -> bool:
        """Give the period a child with an open referral from which it can have come; False where there is none."""
        found = [referral for referral in self.open if _fits(referral, period)]
        young = [referral for referral in found if _is_young(referral.child)] if self.under_4 < UNDER_4 else []
        if not found or (not young and self._makes_young(period)):
            return False
        referral = (young or found)[0]
        self.under_4 += _is_young(referral.child)
        self.open.remove(referral)
        period.child, period.referral = referral.child, referral
        hand_over(self.council, self.rng, referral, period.entered)
        return True

    def _makes_young(self, period: Period) -> bool:
        return period.story in YOUNG and self.under_4 < MADE_UNDER_4 and self.rng.random() < UNDER_4_SHARE

    def born(self, period: Period) -> tuple[date, date]:
        """When a child made for the period can be born, as its story asks."""
        if period.story == Story.REACHING_18 and period.ceased:
            return (day := add_years(period.ceased, -18)), day
        if period.story == Story.OLDER:
            return date(2000, 1, 20), date(2001, 4, 20)
        if period.turning_16:
            return (day := add_years(period.turning_16, -16)), day
        if period.story in YOUNG and self.under_4 < MADE_UNDER_4:
            self.under_4 += 1
            return BORN_YOUNG
        return BORN

    def made(self, period: Period, born: tuple[date, date]) -> None:
        """Give the period a child of its own, born in the span, referred before the first counted year."""
        first, last = born
        last = min(last, period.entered - 20 * ONE_DAY, KNOWN_BEFORE - 20 * ONE_DAY)
        day = any_day(self.rng, max(first, add_years(period.entered, -17)), last)
        period.child = self._child(day)
        from_day = max(day, KNOWN_SINCE, period.entered - timedelta(days=self.rng.randint(40, 900)))
        until = min(period.entered, KNOWN_BEFORE)
        received = any_day(self.rng, min(from_day, until - 10 * ONE_DAY), until)
        period.referral = self._referral(period.child, received, period.ceased)
        self._allocate(period)

    def stranger(self, day: date, ages: tuple[float, float]) -> Child:
        """A child of another authority, of whom nothing else is known."""
        age = self.rng.uniform(*ages)
        return self._child(day - timedelta(days=int(age * DAYS_IN_YEAR)), sibling_share=0)

    def _child(self, born: date, sibling_share: float = SIBLING_SHARE) -> Child:
        """A new child, now and then a brother or sister of the one before."""
        rng, family = self.rng, self.families[-1] if self.families else None
        is_sibling = (
            family is not None
            and len(family.children) < 4
            and rng.random() < sibling_share
            and all(timedelta(days=330) < abs(born - other.born) < timedelta(days=3000) for other in family.children)
        )
        if family is None or not is_sibling:
            family = Family(words.surname(rng), is_east=rng.random() < people.EAST_SHARE)
            self.families.append(family)
            self.council.families.append(family)
        ethnicity = family.children[0].ethnicity if family.children else words.pick(rng, words.ETHNICITIES)
        taken = {other.forename for other in family.children}
        forename = rng.choice([name for name in words.FORENAMES if name not in taken])
        child = Child(self.council.new_id("P"), family, forename, born, words.pick(rng, words.GENDERS), ethnicity)
        family.children.append(child)
        return child

    def _referral(self, child: Child, received: date, closed: date | None) -> Referral:
        rng = self.rng
        team = people.ASSESSMENT_EAST if child.family.is_east else people.ASSESSMENT_WEST
        referral = Referral(
            id=self.council.new_id("R"),
            child=child,
            received=received,
            decided=received,
            closed=closed,
            course=Course.LONG_TERM,
            source=words.pick(rng, words.SOURCE_WEIGHTS),
            primary_need=words.pick(rng, words.PRIMARY_NEEDS),
            team=self.council.teams[team],
            worker=_social_worker(self.council, rng, team),
        )
        child.referrals.append(referral)
        self.council.referrals.append(referral)
        return referral

    def _allocate(self, period: Period) -> None:
        """A safeguarding worker until some weeks after entering care, then the looked after children team's workers."""
        referral, rng = period.referral, self.rng
        east = period.child.family.is_east
        team, start = people.SAFEGUARDING_EAST if east else people.SAFEGUARDING_WEST, referral.received
        next_start = period.entered + timedelta(days=rng.randint(*HANDED_OVER))
        while start < (referral.closed or AS_AT + ONE_DAY):
            ended = min(next_start, referral.closed or AS_AT + ONE_DAY)
            worker = _social_worker(self.council, rng, team)
            spell = Involvement(
                self.council.new_id("I"),
                worker,
                period.child,
                allocation.ALLOCATED,
                start,
                ended if ended <= AS_AT else None,
                referral,
            )
            referral.allocated.append(spell)
            self.council.involvements.append(spell)
            team, start, next_start = people.LOOKED_AFTER, ended, ended + timedelta(days=rng.randint(*SPELL_DAYS))


def hand_over(council: Council, rng: Random, referral: Referral, entered: date) -> None:
    """From some weeks after entering care on, a worker of the looked after children team has the case."""
    day = min(entered + timedelta(days=rng.randint(*HANDED_OVER)), AS_AT)
    worker = _social_worker(council, rng, people.LOOKED_AFTER)
    for spell in referral.allocated:
        if spell.started >= day:
            spell.worker = worker
    current = next((spell for spell in referral.allocated if spell.started < day and _goes_on(spell, day)), None)
    if current:
        later = Involvement(
            council.new_id("I"), worker, referral.child, current.role, day, current.ended, current.referral
        )
        current.ended = day
        referral.allocated.insert(referral.allocated.index(current) + 1, later)
        council.involvements.append(later)


def _goes_on(spell: Involvement, day: date) -> bool:
    return spell.ended is None or spell.ended > day


def _social_worker(council: Council, rng: Random, team: str) -> Worker:
    return rng.choice([worker for worker in council.workers[team] if worker.registration])


def _fits(referral: Referral, period: Period) -> bool:
    child = referral.child
    return (
        FEWEST_DAYS <= period.entered - referral.received <= MOST_DAYS
        and child.age_on(period.entered) <= OLDEST_AT_ENTRY
        and child.adult_on > add_months(AS_AT, 1)
    )


def _is_young(child: Child) -> bool:
    """Whether the child is under 4 for most of the year that the report counts."""
    return add_years(child.born, 4) > TURNS_4_AFTER
