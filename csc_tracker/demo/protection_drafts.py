"""A month's initial conferences before they have a date: which family, and for how many of its children what holds.

Counts of the month (transfers in, children without a plan, conferences held late ...) are shared out over the families
whole where they fit, and over part of a family where they do not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from random import Random

from csc_tracker.demo.days import last_day, number_of
from csc_tracker.demo.protection_cases import Case, make_case
from csc_tracker.demo.protection_targets import ProtectionTarget
from csc_tracker.demo.records import Council

MOST_TOGETHER = 4
# Working days from the referral to the conference, at the least; and to one that is held too late.
BEFORE_CONFERENCE, BEFORE_LATE_CONFERENCE = 12, 45
# A conference is held so many working days before the month's end: then the first visit can be made in the month, or,
# from the second number on, can fall due after it.
BEFORE_MONTH_END, SINCE_MONTH_END = 3, 8
# And so many after its beginning, so that its enquiry can be of the same month.
AFTER_MONTH_BEGINS = 4


class Again(Enum):
    """Whether the child has been on a plan before."""

    NO = "never"
    LATELY = "the earlier plan ended less than two years before"
    LONG_AFTER = "it ended at least two years before"


@dataclass(slots=True, eq=False)
class Draft:
    """One family's conference; the counts are of its children, `unseen` of those who get a plan."""

    case: Case
    again: Again = Again.NO
    begins_later: bool = False
    transfers_in: int = 0
    without_plan: int = 0
    late: int = 0
    unseen: int = 0

    @property
    def planned(self) -> int:
        """How many of the children get a plan."""
        return self.case.size - self.without_plan

    @property
    def is_plain(self) -> bool:
        """Whether nothing is special about it yet."""
        return self.again is Again.NO and not self.begins_later


def draft_month(council: Council, target: ProtectionTarget, cases: list[Case]) -> list[Draft]:
    """The month's conferences: as many, of as many children, as the target says. Cases used are taken from the list."""
    drafts = _again(council, target)
    # A family of one child: all of its plans begin later, or none.
    drafts += [Draft(make_case(council, 1), begins_later=True) for _ in range(target.begin_later)]
    # Families known for long enough to be conferenced too late.
    drafts += [Draft(make_case(council, 1)) for _ in range(target.held_late - _children(drafts))]
    meetings, children = target.meetings - len(drafts), target.conferenced - _children(drafts)
    for case in [case for case in reversed(cases) if _is_ready(case, target)]:
        if meetings and meetings - 1 <= children - case.size <= MOST_TOGETHER * (meetings - 1):
            drafts.append(Draft(case))
            cases.remove(case)
            meetings, children = meetings - 1, children - case.size
    drafts += [Draft(make_case(council, size)) for size in even_sizes(children, meetings)]
    _allot(council.rng, drafts, target)
    return drafts


def _children(drafts: Iterable[Draft]) -> int:
    return sum(draft.case.size for draft in drafts)


def _again(council: Council, target: ProtectionTarget) -> list[Draft]:
    sizes = family_sizes(target.again_long_after)
    drafts = [Draft(make_case(council, size), Again.LONG_AFTER) for size in sizes]
    return drafts + [Draft(make_case(council, 1), Again.LATELY) for _ in range(target.again_lately)]


def family_sizes(children: int, most: int = 3) -> list[int]:
    """Sizes of as few families as will do."""
    return even_sizes(children, -(-children // most))


def even_sizes(children: int, families: int) -> list[int]:
    """Sizes of so many families, as even as can be."""
    return [children * (place + 1) // families - children * place // families for place in range(families)]


def _is_ready(case: Case, target: ProtectionTarget) -> bool:
    latest = number_of(last_day(target.month)) - BEFORE_MONTH_END
    return number_of(case.received) + BEFORE_CONFERENCE <= latest


def _allot(rng: Random, drafts: list[Draft], target: ProtectionTarget) -> None:
    """Share the month's counts out. What can be few only comes first: a late conference has an enquiry long before."""

    def put(name: str, total: int, room: Callable[[Draft], int]) -> None:
        _share_out(rng, drafts, name, total, room)

    first = number_of(target.month.first)
    put("late", target.held_late, lambda one: _old_enough(one, first))
    put("transfers_in", target.transfers_in, lambda one: one.case.size if one.is_plain and not one.late else 0)
    without_plan = target.conferenced - target.to_plan
    put("without_plan", without_plan, lambda one: one.case.size if one.is_plain and not one.transfers_in else 0)
    put("unseen", target.unseen, lambda one: 0 if one.begins_later else one.planned)


def _old_enough(draft: Draft, first: int) -> int:
    """How many children can be conferenced too late."""
    return draft.case.size if number_of(draft.case.received) + BEFORE_LATE_CONFERENCE <= first else 0


def _share_out(rng: Random, drafts: list[Draft], name: str, total: int, room: Callable[[Draft], int]) -> None:
    """Give the drafts the count, to whole families first. Raises ValueError where there is no room for it."""
    left = total
    for is_whole in (True, False):
        for draft in rng.sample(drafts, len(drafts)):
            most = room(draft) - getattr(draft, name)
            if 0 < most <= left or (left and most > 0 and not is_whole):
                setattr(draft, name, getattr(draft, name) + min(most, left))
                left -= min(most, left)
    if left:
        raise ValueError(f"{left} more children {name} than the month's conferences have")
