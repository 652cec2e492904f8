"""Which audit programmes the demonstration authority held, and who audits and moderates in them."""

from datetime import date
from typing import NamedTuple

from accounts.roles import Role
from audits.models import Category, Judgement, State
from csc_tracker.demo import people

_, GOOD, IMPROVE, INADEQUATE = Judgement
WEIGHTS = {
    Category.ASSESSMENT: 5,
    Category.CHILD_PROTECTION: 4,
    Category.LOOKED_AFTER: 4,
    Category.CHILD_IN_NEED: 3,
    Category.DISABILITY: 1,
}
TOOLS_SINCE = date(2017, 1, 4)
WORKING_DAYS = 20  # for an audit
SHARE = 20  # % moderated
NAMED = 15  # one in so many is named for moderation


class Colleague(NamedTuple):
    """Somebody who audits or moderates beside those who can sign in."""

    name: str
    roles: tuple[Role, ...]
    team: str = ""


COLLEAGUES = (
    Colleague("Bryony Testcombe", (Role.AUDITOR,)),
    Colleague("Cedar Testmere", (Role.AUDITOR,)),
    Colleague("Fern Testholm", (Role.TEAM_MANAGER, Role.AUDITOR), people.SAFEGUARDING_WEST),
    Colleague("Heather Testdale", (Role.TEAM_MANAGER, Role.AUDITOR), people.LOOKED_AFTER),
    Colleague("Larch Testcroft", (Role.SERVICE_MANAGER, Role.AUDITOR), "Front Door and Early Help"),
    Colleague("Elder Testmarsh", (Role.MODERATOR,)),
)


class Held(NamedTuple):
    """A quarter's programme.

    `differ` is the share of judgements on which a moderator differs; `under_way` the states of audits that are not
    final at the end, with how they are judged; so many cases are `unallocated`, and so many audited `again`.
    Where it `is_late`, what is under way is with the auditor who can sign in.
    """

    quarter: str
    drawn_on: date
    differ: float = 0
    under_way: tuple[tuple[State, str], ...] = ()
    unallocated: int = 0
    again: int = 0
    is_late: bool = False


PROGRAMMES = (
    Held("2016/17 Q4", date(2017, 1, 9), 0.6),
    Held("2017/18 Q1", date(2017, 4, 10), 0.5),
    Held("2017/18 Q2", date(2017, 7, 10), 0.4, again=2),
    Held(
        "2017/18 Q3",
        date(2017, 10, 9),
        0.3,
        (
            (State.DRAFT, IMPROVE),
            (State.ALLOCATED, GOOD),
            (State.SUBMITTED, GOOD),
            (State.SUBMITTED, INADEQUATE),
            (State.MODERATED, IMPROVE),
        ),
        is_late=True,
    ),
    Held(
        "2017/18 Q4",
        date(2017, 12, 11),
        0.4,
        (
            (State.MODERATED, GOOD),
            *[(State.SUBMITTED, GOOD), (State.SUBMITTED, IMPROVE)] * 3,
            *[(State.SUBMITTED, INADEQUATE)] * 2,
            *[(State.DRAFT, IMPROVE)] * 5,
            *[(State.ALLOCATED, "")] * 12,
        ),
        unallocated=2,
    ),
)
