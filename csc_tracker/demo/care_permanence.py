"""Legal statuses, care plans and the way to adoption of looked-after children."""

from datetime import date, timedelta
from random import Random

from csc_tracker.demo import words
from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_records import Period, Permanence, Story
from csc_tracker.demo.care_roster import ADOPTED, GUARDIAN_CARER, GUARDIAN_RELATIVE
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.targets import AS_AT

ACCOMMODATED, INTERIM, FULL, PLACEMENT_ORDER = "V2", "C1", "C2", "E1"
POLICE_PROTECTION, EMERGENCY = "L1", "L2"
SHORT_BREAKS = ("V3", "V4")
FIRST_STATUS = {INTERIM: 52, ACCOMMODATED: 33, POLICE_PROTECTION: 9, EMERGENCY: 6}
UNTIL_INTERIM, UNTIL_FULL = (2, 8), (170, 300)

# Children with a placement order who are not adopted at the end; the youngest are meant for adoption.
WITH_ORDER, OLDEST_WITH_ORDER = 8, 7.0
UNTIL_DECISION, UNTIL_ORDER = (140, 230), (12, 45)
LAST_ENTRY = date(2016, 12, 1)
SINGLE_FEMALE, MARRIED, COUPLE = "F1", "L11", "MF"

# What the plan is, out of a hundred; the keys are those of the national dataset.
CARE_PLANS = {"RETURN6M": 22, "RETURNEV": 18, "LTRELFR": 16, "LTFOST18": 24, "RESPLMT": 8, "OTHERPLN": 12}


def plan_permanence(rng: Random, periods: list[Period]) -> None:
    """Choose who has a placement order, and give all periods their legal statuses."""
    for period in periods:
        if period.reason == ADOPTED and period.ceased:
            _adopt(rng, period)
    young = [
        period
        for period in periods
        if period.stays_on
        and period.child.age_on(AS_AT) < OLDEST_WITH_ORDER
        and period.story in (Story.LATER, Story.RECENT)
        and period.entered <= LAST_ENTRY
    ]
    young.sort(key=lambda period: period.child.born, reverse=True)
    for period in young[:WITH_ORDER]:
        _order(rng, period)
    for period in periods:
        period.legal = _statuses(rng, period)


def _adopt(rng: Random, period: Period) -> None:
    placed = period.stays[-1].started
    ordered = any_day(rng, period.entered + (placed - period.entered) / 2, placed - 14 * ONE_DAY)
    decided = ordered - timedelta(days=rng.randint(*UNTIL_ORDER))
    urn = f"SC4{rng.randrange(100_000):05}"
    period.permanence = Permanence(decided, ordered, placed, period.ceased, urn)


def _order(rng: Random, period: Period) -> None:
    decided = period.entered + timedelta(days=rng.randint(*UNTIL_DECISION))
    ordered = decided + timedelta(days=rng.randint(*UNTIL_ORDER))
    if ordered > AS_AT:
        return
    moved = period.stays[-1].started
    placed = moved if moved > ordered else None
    period.permanence = Permanence(decided, ordered, placed)


def _statuses(rng: Random, period: Period) -> list[tuple[str, date, date | None]]:
    """The legal statuses from entering care on, each until the next."""
    end = period.ceased or AS_AT + ONE_DAY
    code = INTERIM if period.permanence else words.pick(rng, FIRST_STATUS)
    starts = [(period.entered, code)]
    if code in (POLICE_PROTECTION, EMERGENCY):
        starts.append((period.entered + timedelta(days=rng.randint(*UNTIL_INTERIM)), INTERIM))
    if period.permanence and period.permanence.order:
        starts.append((period.permanence.order, PLACEMENT_ORDER))
    elif starts[-1][1] == INTERIM:
        starts.append((starts[-1][0] + timedelta(days=rng.randint(*UNTIL_FULL)), FULL))
    starts = [(day, status) for day, status in starts if day < end]
    ends = [day for day, _ in starts[1:]] + [period.ceased]
    return [(status, day, ended) for (day, status), ended in zip(starts, ends, strict=True)]


def care_plan(rng: Random, period: Period) -> str:
    """The key of what is planned for the child."""
    if period.permanence or period.reason == ADOPTED:
        return "ADOPTION"
    if period.stays[-1].is_until_18:
        return "LTFOST18"
    if period.child.age_on(period.ceased or AS_AT) >= 17:
        return "SUPPLIV"
    return words.pick(rng, CARE_PLANS)


def order_type(period: Period) -> str:
    """The order that ended the period, where one did."""
    if period.reason == ADOPTED:
        return "Adoption order"
    return "Special guardianship order" if period.reason in (GUARDIAN_CARER, GUARDIAN_RELATIVE) else ""
