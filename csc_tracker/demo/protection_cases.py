"""Whom child protection is about: brothers and sisters with an open case, and families known since early 2014.

Children are shared out between the rooms by their id, so that no two rooms tell stories of one child that contradict
each other. Where a conference needs more brothers and sisters than the cases have, a family is made whose referral is
older than everything that the report counts, and about whom there was no contact since contacts are kept.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from csc_tracker.demo import allocation, people, words
from csc_tracker.demo.days import some_day, working_days_later
from csc_tracker.demo.records import Assessment, Child, Council, Course, Family, Referral

SHARES, OUR_SHARES = 10, 4

# Nobody who is on a plan at the end turns 18 before this day.
STILL_A_CHILD_ON = date(2018, 6, 30)

KNOWN_SINCE = (date(2014, 1, 6), date(2014, 2, 14))
# Working days that their assessment took: it was finished before April 2014, the first month that is counted.
ASSESSMENT_TOOK = (8, 25)
ABUSE_OR_NEGLECT = "N1"
# In years, when they were referred.
AGES = (0.05, 7.0)


@dataclass(slots=True, eq=False)
class Case:
    """Brothers and sisters referred together; those of them who are this room's."""

    referrals: list[Referral]
    is_old: bool = False

    @property
    def size(self) -> int:
        """How many children."""
        return len(self.referrals)

    @property
    def received(self) -> date:
        """When they were referred."""
        return self.referrals[0].received


def is_ours(child: Child) -> bool:
    """Whether the child is one of those about whom this room tells."""
    return zlib.crc32(child.id.encode()) % SHARES < OUR_SHARES


def open_cases(council: Council) -> list[Case]:
    """The long-term cases that are open at the end, by date; the children will be under 18 for months."""
    return cases_of(
        referral
        for referral in council.referrals
        if referral.course == Course.LONG_TERM
        and referral.closed is None
        and is_ours(referral.child)
        and referral.child.adult_on > STILL_A_CHILD_ON
    )


def cases_of(referrals: Iterable[Referral]) -> list[Case]:
    """The referrals, brothers and sisters put together, in order of date."""
    together: dict[tuple[Family, date], list[Referral]] = defaultdict(list)
    for referral in referrals:
        together[referral.child.family, referral.received].append(referral)
    return sorted((Case(referrals) for referrals in together.values()), key=lambda case: case.received)


def make_case(council: Council, size: int) -> Case:
    """A new family of which so many children have had an open case since early 2014, with their workers."""
    received = some_day(council.rng, *KNOWN_SINCE)
    family = people.make_family(council, size, received, AGES)
    children = council.rng.sample(family.children, size)
    for child in children:
        _make_ours(council, child)
    referrals = _refer(council, children, received)
    for referral in referrals:
        referral.child.referrals.append(referral)
    council.referrals.extend(referrals)
    allocation.allocate_referrals(replace(council, referrals=referrals))
    return Case(referrals, is_old=True)


def _make_ours(council: Council, child: Child) -> None:
    while not is_ours(child):
        child.id = council.new_id("P")


def _refer(council: Council, children: list[Child], received: date) -> list[Referral]:
    rng = council.rng
    name = people.ASSESSMENT_EAST if children[0].family.is_east else people.ASSESSMENT_WEST
    team, worker = council.teams[name], council.social_worker(name)
    source, need = words.pick(rng, words.SOURCE_WEIGHTS), ABUSE_OR_NEGLECT
    authorised = working_days_later(rng, received, *ASSESSMENT_TOOK)
    referrals = []
    for child in children:
        referral = Referral(
            council.new_id("R"), child, received, received, None, Course.LONG_TERM, source, need, team, worker
        )
        referral.assessments.append(Assessment(referral, received, authorised, True, team, worker))
        referrals.append(referral)
    return referrals
