"""Scenes that point at the ends of months and at the limits of the measures of care, health and care leavers.

Each makes a child of its own, whose birthday falls on a day on which snapshots are taken, or beside it.
"""

from collections.abc import Iterable
from datetime import date

from .history import History
from .lives import DAY, Timed, another, calendar, flag, or_blank
from .periods import months_after
from .scenes import workers
from .scenes_care import PlacementRow, Span, add_episode, add_placement
from .scenes_health import ACTIVITIES, ELIGIBILITY
from .scenes_protection import end_of_month

_ADOPTION = ("A3", "A4", "A5", "A6")


def _beside(history: History, on: date) -> date:
    return on + history.rng.choice((-1, 0, 0, 1)) * DAY


def _child(history: History, at: date, ages: Iterable[int]) -> str:
    """With a birthday that matters on the day or beside it; seldom not known."""
    born = _beside(history, months_after(at, -12 * history.rng.choice(tuple(ages))))
    child = history.child(pers_dob=None if history.chance(0.08) else born)
    workers(history, child, at)
    return child


def _care(history: History, child: str, start: date, at: date) -> Span:
    """Open, or ceased on the day, the day after or weeks after; of one episode or two; seldom short breaks."""
    end = history.rng.choice((None, None, None, None, at, at + DAY, at + 20 * DAY))
    span = Span(f"Z{history.new_id()}", start, end and min(end, history.as_at + 9 * DAY))
    if history.chance(0.3):
        add_episode(history, child, span, start, start + 30 * DAY, start)
        add_episode(history, child, span, start + 30 * DAY, span.end, start)
    else:
        add_episode(history, child, span, start, span.end, start)
    if history.chance(0.08):
        history.add(
            "ssd_legal_status",
            lega_legal_status_id=history.new_id(),
            lega_person_id=child,
            lega_legal_status="V4",
            lega_legal_status_start_date=start,
        )
    return span


def _placed(history: History, child: str, span: Span, rows: Iterable[PlacementRow]) -> None:
    for row in rows:
        if row.start <= history.as_at + 9 * DAY:
            add_placement(history, child, span.cla_id, row, history.rng.choice(("Y", "N", "")))


def _last_row(history: History, start: date, at: date, kind: str) -> list[PlacementRow]:
    """One placement to the day, beyond it or open, whole or with a temporary one in it, from which it has come back
    or not: to the same URN, another one or none."""
    end = history.rng.choice((None, None, None, at, at + DAY, at + 9 * DAY))
    urn, away = history.rng.choice(("SC1", "SC1", "SC1", "")), months_after(at, -2)
    shape = history.rng.random()
    if shape < 0.5 or away <= start:
        return [PlacementRow(start, end, kind, urn)]
    first = PlacementRow(start, away, kind, urn)
    back = away + 7 * DAY
    if shape < 0.6:
        return [first, PlacementRow(away, end, "T1", "")]
    if shape < 0.7:
        return [first, PlacementRow(away, away + DAY, "T2", ""), PlacementRow(away + DAY, end, "T0", "SC9")]
    again = history.rng.choice((urn, urn, "SC2"))
    return [first, PlacementRow(away, back, "T4", ""), PlacementRow(back, end, kind, again)]


def in_one_place_for_long(history: History, child: str, start: date) -> None:
    """Under 16, in care for 30 months, in one place for 24 or first placed and then adopted by the same carer."""
    at = end_of_month(history)
    child = _child(history, at, (16, 16, 10, 3, 12))
    began = _beside(history, months_after(at, -history.rng.choice((30, 30, 40))))
    span = _care(history, child, began, at)
    settled = max(began, _beside(history, months_after(at, -24)))
    kind, later = history.rng.choice(("U4", "K2", "U5")), months_after(at, -5)
    shape = history.rng.random()
    if shape < 0.45:
        moved = settled + history.rng.choice((0, -1)) * DAY
        moved_or_open = None if history.chance(0.3) else moved  # not closed: two placements overlap
        rows = [PlacementRow(began, moved_or_open, "U6", "SC5")] if began < settled else []
        rows += _last_row(history, settled, at, kind)
    elif shape < 0.9:
        left = later + history.rng.choice((0, 0, 0, -1)) * DAY
        new = history.rng.choice((*_ADOPTION, *_ADOPTION, "U4"))
        rows = [PlacementRow(settled, left, kind, "SC1"), *_last_row(history, later, at, new)]
    else:
        rows = _last_row(history, began, at, kind)
    _placed(history, child, span, rows)


def moved_within_a_year(history: History, child: str, start: date) -> None:
    """Two to four places in the 12 months to the day; the first was left a year before it, or a day later or sooner.

    Some of them were in an earlier period of care; the last may begin on the day or after it.
    """
    at = end_of_month(history)
    child = _child(history, at, (9,))
    began, left = months_after(at, -20), _beside(history, months_after(at, -12))
    turns = [left, months_after(at, -6), months_after(at, -history.rng.choice((3, 6)))]
    turns = turns[: history.rng.choice((1, 2, 3))] + [at + history.rng.choice((-9, 0, 1)) * DAY]
    span = Span(f"Z{history.new_id()}", began, turns[0] if history.chance(0.25) else None)
    add_episode(history, child, span, began, span.end, began)
    now = _care(history, child, turns[0], at) if span.end else span
    kinds = [history.rng.choice(("U4", "U4", "K2", "T3")) for _ in turns]
    _placed(history, child, span, [PlacementRow(began, turns[0] if history.chance(0.9) else None, "U1", "SC1")])
    ends = [*turns[1:], history.rng.choice((None, at + 5 * DAY))]
    rows = zip(turns, ends, kinds, strict=True)
    _placed(
        history, child, now, [PlacementRow(*row, f"SC{place if place % 2 else 1}") for place, row in enumerate(rows)]
    )


def placement_order(history: History, child: str, start: date) -> None:
    """Rows of the period, of none or of another one; orders on the day or beside it, reversed, and adoptions."""
    at = end_of_month(history)
    child = _child(history, at, (2, 3))
    span = _care(history, child, _beside(history, months_after(at, -9)), at)
    for _ in range(history.rng.choice((1, 1, 2, 3))):
        made = history.rng.choice((None, at, at - DAY, at + DAY, months_after(at, -4)))
        order = history.rng.choice((None, None, at, at + DAY, at - 9 * DAY))
        cla_id = history.rng.choice((span.cla_id, span.cla_id, "", another(history, "ssd_cla_episodes", "clae_cla_id")))
        history.add(
            "ssd_permanence",
            perm_table_id=history.new_id(),
            perm_person_id=child,
            perm_cla_id=cla_id,
            perm_placement_order_date=made,
            perm_decision_reversed_date=history.rng.choice((None, None, at - DAY)),
            perm_permanence_order_date=order,
            perm_permanence_order_type=history.rng.choice(("Adoption", "adoption order", "Special guardianship", "")),
            csc_plan_in_place=flag(history, 0.6),
        )


def reviewed(history: History, child: str, start: date) -> None:
    """Reviews on the ends of months, two on a day; some cancelled; every code, one that is none, and blank."""
    at = end_of_month(history)
    child = _child(history, at, (3, 9, 15))
    span = _care(history, child, months_after(at, -history.rng.choice((5, 13))), at)
    for on in (at, at, at + DAY, months_after(at, -1), months_after(at, -4)):
        history.add(
            "ssd_cla_reviews",
            clar_cla_review_id=history.new_id(),
            clar_cla_id=span.cla_id,
            clar_cla_review_date=or_blank(history, on),
            clar_cla_review_cancelled=flag(history, 0.1),
            clar_cla_review_participation=history.rng.choice((*(f"PN{n}" for n in range(8)), "PN9", "")),
            csc_permanence_plan=flag(history, 0.4),
        )


def checked_in_care(history: History, child: str, start: date) -> None:
    """In care for 12 months to the day or beside it; checks and SDQs on 1 April, on the day, 6 and 12 months before."""
    at = end_of_month(history)
    child = _child(history, at, (5, 5, 5, 4, 17, 9))
    began = _beside(history, months_after(at, -history.rng.choice((12, 12, 26))))
    _care(history, child, began, at)
    first = date(at.year - (at.month < 4), 4, 1)
    for kind in history.rng.choices(("Initial", "Health review", "Health review", "Dental", "dental check"), k=4):
        on = _beside(
            history, history.rng.choice((first, at, months_after(at, -6), months_after(at, -8), months_after(at, -12)))
        )
        history.add(
            "ssd_cla_health",
            clah_health_check_id=history.new_id(),
            clah_person_id=child,
            clah_health_check_type=kind,
            clah_health_check_date=or_blank(history, on),
            clah_health_check_status=history.rng.choice(
                ("Completed", "Completed", "Completed", "Refused", "Refused", "Planned")
            ),
        )
    reason, score = history.rng.choice((("", "12"), ("", "0"), ("SDQ2", ""), ("SDQ4", "15"), ("", "")))
    history.add(
        "ssd_sdq_scores",
        csdq_table_id=history.new_id(),
        csdq_person_id=child,
        csdq_sdq_completed_date=_beside(history, history.rng.choice((first, at))),
        csdq_sdq_reason=reason,
        csdq_sdq_score=score,
    )


def care_leavers_of_21(history: History, child: str, start: date) -> None:
    """The 21st or 25th birthday on the day or beside it; contacts on the day, after it, long before, two on one day."""
    at = end_of_month(history)
    for child in [_child(history, at, (21, 21, 19, 25)) for _ in range(2)]:
        for on in history.rng.choices((at, at, at + DAY, at - 30 * DAY), k=history.rng.choice((1, 2, 3))):
            history.add(
                "ssd_care_leavers",
                clea_table_id=history.new_id(),
                clea_person_id=child,
                clea_care_leaver_eligibility=history.rng.choice(("Relevant", "Former Relevant", *ELIGIBILITY)),
                clea_care_leaver_latest_contact=or_blank(history, on),
                clea_pathway_plan_review_date=or_blank(history, on, 0.3),
                clea_care_leaver_accom_suitable=history.rng.choice(("1", "1", "2", "0", "")),
                clea_care_leaver_activity=history.rng.choice(ACTIVITIES),
                clea_care_leaver_allocated_team=history.team(),
            )


_AT = (calendar(1),)
SCENES: tuple[Timed, ...] = (
    (in_one_place_for_long, _AT),
    (in_one_place_for_long, _AT),
    (in_one_place_for_long, _AT),
    (moved_within_a_year, _AT),
    (placement_order, _AT),
    (placement_order, _AT),
    (reviewed, _AT),
    (checked_in_care, _AT),
    (checked_in_care, _AT),
    (care_leavers_of_21, _AT),
    (care_leavers_of_21, _AT),
)
