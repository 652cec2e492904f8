"""The rows of periods of care, placements, legal statuses, plans, reviews and visits, as an extract writes them."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from random import Random

from csc_tracker.demo.care_permanence import COUPLE, MARRIED, care_plan, order_type
from csc_tracker.demo.care_records import Period, Stay, Story
from csc_tracker.demo.care_roster import ADOPTED
from csc_tracker.demo.records import Council, Row, Table, text
from csc_tracker.demo.targets import AS_AT

BEGINNING, PLACEMENT, STATUS, BOTH = "S", "P", "L", "B"
GOES_ON = "X1"
PLAN_AFTER = timedelta(days=35)
IRO_DAYS = 60


def _placements(council: Council, rng: Random, period: Period) -> Iterator[Row]:
    """A row for each placement, three where the child was away from it for a time and came back."""
    for stay in period.stays:
        for start, end, kind, reason in _parts(stay):
            stay.ids.append(council.new_id("LP"))
            yield (
                stay.ids[-1],
                text(start),
                kind,
                stay.urn if kind == stay.kind else "",
                stay.distance,
                period.id,
                stay.provider,
                stay.postcode,
                text(end),
                reason,
                period.child.id,
                text(stay.is_until_18),
            )


def _parts(stay: Stay) -> list[tuple[date, date | None, str, str]]:
    away = stay.away
    if away is None:
        return [(stay.started, stay.ended, stay.kind, stay.change_reason)]
    parts = [(stay.started, away.started, stay.kind, ""), (away.started, away.ended, away.kind, "")]
    return [*parts, (away.ended, stay.ended, stay.kind, stay.change_reason)] if away.ended else parts


def _episodes(council: Council, rng: Random, period: Period) -> Iterator[Row]:
    """A new episode whenever the placement or the legal status changes; the placements' rows are there already."""
    moved = {stay.started for stay in period.stays}
    changed = {start for _, start, _ in period.legal}
    days = sorted(moved | changed)
    for place, day in enumerate(days):
        ended = days[place + 1] if place + 1 < len(days) else period.ceased
        reason = BOTH if day in moved and day in changed else PLACEMENT if day in moved else STATUS
        ceased = GOES_ON if place + 1 < len(days) else period.reason
        stay = next(one for one in reversed(period.stays) if one.started <= day)
        yield (
            council.new_id("LE"),
            period.child.id,
            text(day),
            BEGINNING if place == 0 else reason,
            period.need,
            text(ended),
            ceased if ended else "",
            period.id,
            period.referral.id,
            stay.ids[0],
            text(period.entered),
            text(_spoken_to(rng, period)),
            text(period.form_returned) if place == 0 else "",
        )


def _spoken_to(rng: Random, period: Period) -> date:
    """When the reviewing officer was last in contact."""
    return max(period.entered, (period.ceased or AS_AT) - timedelta(days=rng.randint(1, IRO_DAYS)))


def _statuses(council: Council, rng: Random, period: Period) -> Iterator[Row]:
    for code, start, end in period.legal:
        yield council.new_id("LS"), period.child.id, code, text(start), text(end)


def _reviews(council: Council, rng: Random, period: Period) -> Iterator[Row]:
    for one in sorted(period.reviews, key=lambda review: review.held):
        plan = None if one.is_cancelled else one.has_plan
        yield (
            council.new_id("LR"),
            period.id,
            text(one.due),
            text(one.held),
            text(one.is_cancelled),
            one.code,
            text(plan),
        )


def _visits(council: Council, rng: Random, period: Period) -> Iterator[Row]:
    for one in period.visits:
        alone = text(one.is_alone) if one.is_seen else "N"
        yield council.new_id("LV"), period.id, period.child.id, text(one.day), text(one.is_seen), alone


def _care_plans(council: Council, rng: Random, period: Period) -> Iterator[Row]:
    """The first plan is for the child to return; a later one is what the reviews decided."""
    start = period.entered + PLAN_AFTER
    if period.story == Story.SHORT_BREAKS or start >= (period.ceased or AS_AT):
        return
    key = care_plan(rng, period)
    later = start + timedelta(days=rng.randint(90, 200))
    spans = [(start, "RETURN6M"), (later, key)] if later < (period.ceased or AS_AT) else [(start, key)]
    ends = [*(day for day, _ in spans[1:]), period.ceased]
    for (day, plan), end in zip(spans, ends, strict=True):
        yield council.new_id("LC"), period.child.id, text(day), text(end), json.dumps({plan: "Y"})


def _permanence(council: Council, rng: Random, period: Period) -> Iterator[Row]:
    steps, order = period.permanence, order_type(period)
    if steps is None and not order:
        return
    adopted = period.reason == ADOPTED
    yield (
        council.new_id("LO"),
        period.child.id,
        period.id,
        text(steps.decided) if steps else "",
        text(steps.order) if steps else "",
        text(steps.placed) if steps else "",
        text(steps.placed - timedelta(days=10)) if steps and steps.placed else "",
        text(False) if steps and steps.placed else "",
        text(period.ceased) if order else "",
        order,
        COUPLE if adopted else "",
        MARRIED if adopted else "",
        text(True) if steps else "",
    )


RowsOf = Callable[[Council, Random, Period], Iterable[Row]]

# In the order in which they are made: an episode names its placement.
ROWS: dict[str, RowsOf] = {
    "ssd_cla_placement": _placements,
    "ssd_cla_episodes": _episodes,
    "ssd_legal_status": _statuses,
    "ssd_cla_reviews": _reviews,
    "ssd_cla_visits": _visits,
    "ssd_cla_care_plan": _care_plans,
    "ssd_permanence": _permanence,
}


def kept(name: str, columns: str) -> Table:
    """A table whose rows were made with the council."""
    return Table(name, tuple(columns.split()), lambda council: council.rows[name])


TABLES = (
    kept(
        "ssd_cla_placement",
        "clap_cla_placement_id clap_cla_placement_start_date clap_cla_placement_type clap_cla_placement_urn "
        "clap_cla_placement_distance clap_cla_id clap_cla_placement_provider clap_cla_placement_postcode "
        "clap_cla_placement_end_date clap_cla_placement_change_reason clap_person_id csc_intended_until_18",
    ),
    kept(
        "ssd_cla_episodes",
        "clae_cla_episode_id clae_person_id clae_cla_episode_start_date clae_cla_episode_start_reason "
        "clae_cla_primary_need_code clae_cla_episode_ceased_date clae_cla_episode_ceased_reason clae_cla_id "
        "clae_referral_id clae_cla_placement_id clae_entered_care_date clae_cla_last_iro_contact_date "
        "csc_iha_form_returned_date",
    ),
    kept(
        "ssd_legal_status",
        "lega_legal_status_id lega_person_id lega_legal_status lega_legal_status_start_date lega_legal_status_end_date",
    ),
    kept(
        "ssd_cla_reviews",
        "clar_cla_review_id clar_cla_id clar_cla_review_due_date clar_cla_review_date clar_cla_review_cancelled "
        "clar_cla_review_participation csc_permanence_plan",
    ),
    kept(
        "ssd_cla_visits",
        "clav_cla_visit_id clav_cla_id clav_person_id clav_cla_visit_date clav_cla_visit_seen "
        "clav_cla_visit_seen_alone",
    ),
    kept(
        "ssd_cla_care_plan",
        "lacp_table_id lacp_person_id lacp_cla_care_plan_start_date lacp_cla_care_plan_end_date "
        "lacp_cla_care_plan_json",
    ),
    kept(
        "ssd_permanence",
        "perm_table_id perm_person_id perm_cla_id perm_adm_decision_date perm_placement_order_date "
        "perm_placed_for_adoption_date perm_matched_date perm_adopted_by_carer_flag perm_permanence_order_date "
        "perm_permanence_order_type perm_adopter_sex perm_adopter_legal_status csc_plan_in_place",
    ),
)
