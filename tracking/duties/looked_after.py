"""Duties towards looked-after children: visits, reviews and the plan for permanence."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from tracking.duties.care import Stay, periods_of_care, stays
from tracking.duties.due import Due, Episode, chain, earliest, single
from tracking.duties.facts import Journey, Placement
from tracking.duties.kind import Kind, Term
from tracking.duties.limits import Limit, Limits, TimeUnit
from workdays import add_months

FIRST_YEAR = 12  # months
REGULATION_28 = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 28"


def placement_of(journey: Journey, day: date) -> Placement | None:
    """The placement row, temporary ones too, that is open on a day; of several the one that started last."""
    found = [row for row in journey.placements if row.started_on <= day and (not row.ended or row.ended > day)]
    return found[-1] if found else None


def visits(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A visit after the start of a stay and after each visit at which the child was seen.

    On the day of a move a visit counts for the new stay only.
    """
    all_stays = stays(journey)
    for place, stay in enumerate(all_stays):
        last_day = earliest(stay.ended_on, stay.period.ended_on)
        has_moved = any(later.started_on == last_day for later in all_stays[place + 1 :])
        moved_on = last_day if has_moved else None
        yield from chain(
            "looked_after_visit",
            Episode("ssd_cla_placement", stay.first.pk),
            stay.started_on,
            (visit.visited_on for visit in journey.care_visits if visit.visited_on != moved_on),
            earliest(stay.ended_on, stay.period.ended_on, journey.turns_18_on),
            partial(_visit_limit, journey, stay, limits),
        )


def _visit_limit(journey: Journey, stay: Stay, limits: Limits, number: int, day: date) -> Limit:
    if number == 1:
        part = "first"
    elif day < add_months(stay.started_on, FIRST_YEAR):
        part = "first_year"
    else:
        row = placement_of(journey, day)
        part = "until_18" if row and row.intended_until_18 else "later"
    return limits.on("looked_after_visit", part, day)


def reviews(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A review after entering care and after each review that was held."""
    parts = ("first", "second", "later")
    for period in periods_of_care(journey):
        yield from chain(
            "looked_after_review",
            Episode("ssd_cla_episodes", period.first_episode.pk),
            period.started_on,
            (review.held_on for review in journey.care_reviews if review.period_of_care == period.name),
            earliest(period.ended_on, journey.turns_18_on),
            lambda number, day: limits.on("looked_after_review", parts[min(number, len(parts)) - 1], day),
        )


def permanence_plans(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A plan for permanence after entering care: a review held at which one is in place."""
    for period in periods_of_care(journey):
        ends_on = earliest(period.ended_on, journey.turns_18_on)
        held = (
            review.held_on
            for review in journey.care_reviews
            if review.period_of_care == period.name and review.permanence_plan and review.held_on >= period.started_on
        )
        episode = Episode("ssd_cla_episodes", period.first_episode.pk)
        limit = limits.on("permanence_plan", "", period.started_on)
        yield from single("permanence_plan", episode, period.started_on, limit, min(held, default=None), ends_on)


LOOKED_AFTER_VISIT = Kind(
    code="looked_after_visit",
    title="Looked-after visits",
    group="Looked after",
    actions=("Make the first visit to the placement", "Visit and see the child"),
    starts="start of the placement, then each visit at which the child was seen",
    met_by="next visit at which the child was seen",
    source=REGULATION_28,
    rule=visits,
    terms={
        "first": Term("the first visit to a placement", Limit(7, TimeUnit.DAYS)),
        "first_year": Term("then, in the first year of the placement", Limit(6, TimeUnit.WEEKS)),
        "later": Term("after the first year", Limit(6, TimeUnit.WEEKS)),
        "until_18": Term("after the first year, in a placement intended to last until 18", Limit(3, TimeUnit.MONTHS)),
    },
    needs=(
        "ssd_cla_episodes.clae_cla_episode_start_date",
        "ssd_cla_placement.clap_cla_placement_start_date",
        "ssd_cla_visits.clav_cla_visit_date",
    ),
    records="visit",
)

LOOKED_AFTER_REVIEW = Kind(
    code="looked_after_review",
    title="Looked-after reviews",
    group="Looked after",
    actions=("Hold the first review", "Hold the second review", "Hold the next review"),
    starts="entering care, then each review",
    met_by="review held, not cancelled",
    source="Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33",
    rule=reviews,
    terms={
        "first": Term("the first review", Limit(20, TimeUnit.WORKING_DAYS)),
        "second": Term("the second review", Limit(3, TimeUnit.MONTHS)),
        "later": Term("each later review", Limit(6, TimeUnit.MONTHS)),
    },
    needs=("ssd_cla_episodes.clae_cla_episode_start_date", "ssd_cla_reviews.clar_cla_review_date"),
    records="care_review",
)

PERMANENCE_PLAN = Kind(
    code="permanence_plan",
    title="Permanence plans",
    group="Looked after",
    actions=("Agree a plan for permanence at a review",),
    starts="entering care",
    met_by="review at which a permanence plan is in place",
    source="Children Act 1989 guidance, volume 2: a plan for permanence by the second review, at 4 months",
    rule=permanence_plans,
    terms={"": Term("", Limit(4, TimeUnit.MONTHS))},
    needs=("ssd_cla_episodes.clae_cla_episode_start_date", "ssd_cla_reviews.csc_permanence_plan"),
    records="care_review",
)

KINDS = (LOOKED_AFTER_VISIT, LOOKED_AFTER_REVIEW, PERMANENCE_PLAN)
