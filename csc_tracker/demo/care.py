"""Children looked after: periods of care and all that belongs to them.

The rooms of it in order: who enters care and ceases to be looked after when (care_roster), which children these are
(care_children), their moves and placements, legal statuses, visits and reviews; then health, missing episodes, care
leavers, children's centres and the audits of earlier years. What the report counts is settled month by month; a draw
that cannot come to it is made again.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from random import Random

from csc_tracker.demo import care_tables, centres, health, leaving_care, missing, past_audits, words
from csc_tracker.demo.care_children import Children
from csc_tracker.demo.care_former import former_periods, short_breaks
from csc_tracker.demo.care_moves import CannotPlan, plan_moves
from csc_tracker.demo.care_permanence import plan_permanence
from csc_tracker.demo.care_placements import furnish
from csc_tracker.demo.care_records import Period, Story
from csc_tracker.demo.care_reviews import review
from csc_tracker.demo.care_roster import ADOPTED, plan_periods
from csc_tracker.demo.care_visits import visit
from csc_tracker.demo.records import Council, Row

ATTEMPTS = 60
# Children of these are known from before the first counted year; so are all whose case closes with their care.
MADE = frozenset({Story.LONG, Story.REACHING_30_MONTHS, Story.REACHING_18, Story.OLDER})
BORN_FOR_ADOPTION = (date(2014, 1, 2), date(2014, 3, 5))
DISABILITIES = {"LD": 5, "AUT": 4, "COMM": 3, "MOB": 2, "PC": 2, "BEH": 3}
DISABLED_SHARE, SECOND_SHARE = 0.08, 0.4


def care_for(council: Council, rng: Random) -> None:
    """Add children looked after, missing and leaving care to a council whose referrals are all made.

    It draws from `rng` only, so that what was made before is the same with and without it.
    """
    children = Children(council, rng)
    periods = plan_periods(rng)
    for period in periods:
        _give_child(children, period)
    _draw_again(rng, periods, _place_and_visit)
    _draw_again(rng, periods, _review)
    former, breaks = former_periods(rng, children), short_breaks(rng, children)
    everyone = sorted([*periods, *former, *breaks], key=lambda period: period.entered)
    for period in everyone:
        period.id = council.new_id("LA")
        period.need = period.need or period.referral.primary_need
    health.check(council, rng, periods, former)
    missing.go_missing(council, rng, periods, children)
    leaving_care.keep_in_touch(council, rng, periods, former)
    for period in everyone:
        for name, rows in care_tables.ROWS.items():
            council.rows[name].extend(rows(council, rng, period))
    council.rows["ssd_disability"].extend(_disabilities(council, rng, everyone))
    centres.attend(council, rng)
    past_audits.audit(council, rng)


def _give_child(children: Children, period: Period) -> None:
    if period.story in MADE or (period.story == Story.LATER and period.ceased):
        born = BORN_FOR_ADOPTION if period.reason == ADOPTED else children.born(period)
        children.made(period, born)
    elif not children.known(period):
        children.made(period, children.born(period))


def _draw_again(rng: Random, periods: list[Period], draw: Callable[[Random, list[Period]], None]) -> None:
    """Let the function draw until it comes to the report's figures."""
    reason = CannotPlan()
    for _ in range(ATTEMPTS):
        try:
            return draw(rng, periods)
        except CannotPlan as error:
            reason = error
    raise reason


def _place_and_visit(rng: Random, periods: list[Period]) -> None:
    for period in periods:
        period.is_unsettled, period.permanence = False, None
    plan_moves(rng, periods)
    plan_permanence(rng, periods)
    furnish(rng, periods)
    visit(rng, periods)


def _review(rng: Random, periods: list[Period]) -> None:
    for period in periods:
        period.reviews = []
    review(rng, periods)


def _disabilities(council: Council, rng: Random, periods: Iterable[Period]) -> Iterator[Row]:
    for period in periods:
        is_disabled = period.need == words.CHILDS_DISABILITY or rng.random() < DISABLED_SHARE
        if not is_disabled:
            continue
        codes = {words.pick(rng, DISABILITIES)}
        if rng.random() < SECOND_SHARE:
            codes.add(words.pick(rng, DISABILITIES))
        for code in sorted(codes):
            yield period.child.id, council.new_id("LD"), code


TABLES = (
    *care_tables.TABLES,
    care_tables.kept("ssd_disability", "disa_person_id disa_table_id disa_disability_code"),
    *health.TABLES,
    *missing.TABLES,
    *leaving_care.TABLES,
    *centres.TABLES,
    *past_audits.TABLES,
)
