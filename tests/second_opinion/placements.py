"""Placements of children looked after: how many, how long, how far (catalogue, "Looked after", "The edges: Care").

Stays and rows of placements come from `care.py`; both have the dates that their own rows say.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from . import care
from .care import STAYS_RECORDED, Period, Stay
from .duty import birthday
from .known import Known
from .looked_after import IN_CARE, of_children
from .measure import Measure, all_of, needs
from .periods import Window, months_after

FOR_ADOPTION = ("A3", "A4", "A5", "A6")
NOT_KNOWN, FAR = Decimal("999.9"), Decimal(20)


def _stays(known: Known) -> dict[str, list[Stay]]:
    """By child, over all periods of care; in order of start, then id of the first row."""
    found: dict[str, list[Stay]] = defaultdict(list)
    for stay in sorted(known.once(care.stays), key=lambda stay: (stay.start, stay.record.row_id)):
        found[stay.period.child_id].append(stay)
    return found


def _is_often_moved(known: Known, period: Period, window: Window) -> bool:
    """CSC 228: 3 or more stays with start <= E and (no end or end > E less 12 months)."""
    a_year_ago = months_after(window.last, -12)
    touching = [
        stay
        for stay in known.once(_stays).get(period.child_id, [])
        if stay.start <= window.last and (stay.end is None or stay.end > a_year_ago)
    ]
    return len(touching) >= 3


def _is_settled(known: Known, period: Period, window: Window) -> bool | None:
    """CSC 229: of those with their 16th birthday after E and 30 months in the current period, settled for 24 months."""
    on, sixteenth = window.last, birthday(known, period.child_id, 16)
    if not sixteenth or sixteenth <= on or months_after(period.start, 30) > on:
        return None
    since = _settled_since(known, period.child_id, on)
    return since is not None and months_after(since, 24) <= on


def _settled_since(known: Known, child_id: str, on: date) -> date | None:
    """The start of the stay open at E that started last; with those placed for adoption (A3 to A6) the start of the
    stay that ended on the day that one began, where there is one."""
    stays = known.once(_stays).get(child_id, [])
    at_once = [stay for stay in stays if stay.start <= on and (stay.end is None or stay.end > on)]
    if not at_once:
        return None
    last = at_once[-1]
    before = [stay.start for stay in stays if last.kind in FOR_ADOPTION and stay.end == last.start]
    return min([last.start, *before])


def _is_far(known: Known, period: Period, window: Window) -> bool | None:
    """CSC 230: the row open at E that started last, a T row too; blank and 999.9 are not known, 20.0 is far."""
    on = window.last
    rows = [
        one
        for one in known.once(care.placements).get(period.child_id, [])
        if one.start <= on and (one.end is None or one.end > on)
    ]
    text = rows[-1].row.get("clap_cla_placement_distance", "") if rows else ""
    return Decimal(text) >= FAR if text and Decimal(text) != NOT_KNOWN else None


_DATES = ("clap_cla_placement_start_date", "clap_cla_placement_end_date")
_STAYS = STAYS_RECORDED
_BIRTHS = needs("ssd_person", "pers_dob")
_DISTANCES = all_of(IN_CARE, needs("ssd_cla_placement", *_DATES, "clap_cla_placement_distance"))

MEASURES = [
    Measure("CSC 228", "snapshot", "percent", _STAYS, of_children(_is_often_moved)),
    Measure("CSC 229", "snapshot", "percent", all_of(_STAYS, _BIRTHS), of_children(_is_settled)),
    Measure("CSC 230", "snapshot", "percent", _DISTANCES, of_children(_is_far)),
]
