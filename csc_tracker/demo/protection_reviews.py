"""Review conferences: the first within three months of the initial conference, later ones within six.

Brothers and sisters are reviewed together, and a plan ends at a review. In 2017/18 every review was in time for
whoever had been on a plan for three months.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import words
from csc_tracker.demo.days import day_of, number_of
from csc_tracker.demo.protection_records import Conference, ProtectionPlan, Review
from csc_tracker.demo.records import Council
from csc_tracker.demo.targets import AS_AT, YEAR
from workdays import add_months

FIRST_WITHIN, LATER_WITHIN = 3, 6
# In days: how long before it is due a review is held.
FIRST_EARLY, LATER_EARLY = (0, 10), (0, 30)
# Of plans that were over before the year: how often a review was late, and by how many days.
LATE_SHARE, LATE_BY = 0.08, (3, 20)
# A plan's last review is not held so soon after another.
TOO_SOON = timedelta(days=45)

PARTICIPATION = {"PN1": 40, "PN2": 8, "PN3": 15, "PN5": 17, "PN6": 8, "PN7": 12}
TOO_YOUNG, TOO_YOUNG_UNTIL = "PN0", 4


def review(council: Council, plans: Sequence[ProtectionPlan]) -> None:
    """Give the plans of every family their reviews."""
    families: dict[object, list[ProtectionPlan]] = defaultdict(list)
    for plan in plans:
        if not plan.is_other_authoritys:
            families[plan.conferenced.conference if plan.conferenced else plan].append(plan)
    for family in families.values():
        for due, held in _days(council.rng, family):
            meeting = Conference(council.new_id("M"), held)
            for plan in family:
                if plan.ended is None or held <= plan.ended:
                    plan.reviews.append(_review(council, plan, meeting, due, held))


def _review(council: Council, plan: ProtectionPlan, meeting: Conference, due: date, held: date) -> Review:
    is_too_young = plan.child.age_on(held) < TOO_YOUNG_UNTIL
    participation = TOO_YOUNG if is_too_young else words.pick(council.rng, PARTICIPATION)
    return Review(council.new_id("W"), meeting, due, held, plan.ended != held, participation)


def _days(rng: Random, family: list[ProtectionPlan]) -> Iterator[tuple[date, date]]:
    """When each review of the family was due and when it was held."""
    if _is_overdue(family[0]):
        return
    endings = sorted({plan.ended for plan in family if plan.ended})
    can_be_late = all(plan.ended and plan.ended < YEAR.first for plan in family)
    due, early = add_months(family[0].anchor, FIRST_WITHIN), FIRST_EARLY
    while held := _next(rng, due, early, endings, can_be_late=can_be_late):
        yield due, held
        endings = [day for day in endings if day > held]
        if not endings and all(plan.ended for plan in family):
            return
        due, early = add_months(held, LATER_WITHIN), LATER_EARLY


def _is_overdue(plan: ProtectionPlan) -> bool:
    """Whether the plan began after the conference, so that its first review is overdue though it is not three months
    old: of these it has not been held."""
    return add_months(plan.anchor, FIRST_WITHIN) < AS_AT < add_months(plan.started, FIRST_WITHIN)


def _next(rng: Random, due: date, early: tuple[int, int], endings: list[date], *, can_be_late: bool) -> date | None:
    """The day of the next review, a working day: at which a plan ends, or some time before it is due."""
    day = due - timedelta(days=rng.randint(*early))
    if can_be_late and rng.random() < LATE_SHARE:
        day = due + timedelta(days=rng.randint(*LATE_BY))
    day = day_of(number_of(day))
    if endings and (endings[0] <= due or endings[0] <= day) and endings[0] - TOO_SOON < day:
        return endings[0]
    return day if day <= AS_AT else None
