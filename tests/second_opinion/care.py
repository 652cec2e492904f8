"""Periods of care, placements and stays (catalogue, "The edges: Care")."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .duty import Record, birthday, earliest
from .extract import Row, day
from .known import Known
from .measure import all_of, needs
from .schema_care import TEMPORARY

SHORT_BREAKS = ("V3", "V4")


# What the rules of this file name (contract, "Output": a measure needs the columns that its rule names).
EPISODES_RECORDED = needs(
    "ssd_cla_episodes",
    "clae_cla_id",
    "clae_cla_episode_start_date",
    "clae_entered_care_date",
    "clae_cla_episode_ceased_date",
)
CARE_RECORDED = all_of(
    EPISODES_RECORDED,
    needs("ssd_legal_status", "lega_legal_status", "lega_legal_status_start_date", "lega_legal_status_end_date"),
)
PLACEMENTS_RECORDED = needs("ssd_cla_placement", "clap_cla_placement_start_date", "clap_cla_placement_end_date")
STAYS_RECORDED = all_of(
    CARE_RECORDED, PLACEMENTS_RECORDED, needs("ssd_cla_placement", "clap_cla_placement_urn", "clap_cla_placement_type")
)


class Period(NamedTuple):
    """A period of care: all episodes with one clae_cla_id; the record is its first episode."""

    record: Record
    cla_id: str
    start: date
    end: date | None
    form_returned: date | None

    @property
    def child_id(self) -> str:
        return self.record.child_id


class Placement(NamedTuple):
    """A placement row that has started, a temporary one too."""

    row: Row
    child_id: str
    start: date
    end: date | None

    @property
    def row_id(self) -> str:
        return self.row["clap_cla_placement_id"]

    @property
    def place(self) -> tuple[str, str]:
        return self.row.get("clap_cla_placement_urn", ""), self.row.get("clap_cla_placement_type", "")

    @property
    def is_temporary(self) -> bool:
        return self.place[1] in TEMPORARY


class Stay(NamedTuple):
    """A placement without its temporary interruptions; the record is the row with which it begins."""

    period: Period
    record: Record
    start: date
    end: date | None
    kind: str


def end_of_care(known: Known, period: Period) -> date | None:
    """Ceasing, or the 18th birthday."""
    return earliest(period.end, birthday(known, period.child_id, 18))


def periods_of_care(known: Known) -> list[Period]:
    """Without the series of short breaks."""
    return [period for period in known.once(all_periods) if not _is_short_breaks(known, period)]


def all_periods(known: Known) -> list[Period]:
    """An episode without a clae_cla_id is a period of its own."""
    episodes: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in known.rows("ssd_cla_episodes"):
        child, cla_id = row["clae_person_id"], row.get("clae_cla_id", "")
        episodes[(child, cla_id) if cla_id else (child, "", row["clae_cla_episode_id"])].append(row)
    return [period for rows in episodes.values() for period in _period(rows)]


def _period(rows: list[Row]) -> list[Period]:
    """From the earliest of the starts and entered care dates; open while any episode is, else to the latest end."""
    first = min(rows, key=lambda row: (day(row, "clae_cla_episode_start_date") or date.max, row["clae_cla_episode_id"]))
    columns = ("clae_cla_episode_start_date", "clae_entered_care_date")
    start = earliest(*(day(row, column) for row in rows for column in columns))
    ends = [day(row, "clae_cla_episode_ceased_date") for row in rows]
    known_ends = [end for end in ends if end]
    end = max(known_ends) if len(known_ends) == len(ends) else None
    record = Record(first["clae_person_id"], "ssd_cla_episodes", first["clae_cla_episode_id"])
    form = day(first, "csc_iha_form_returned_date")
    return [Period(record, first.get("clae_cla_id", ""), start, end, form)] if start else []


def _legal_statuses(known: Known) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows("ssd_legal_status"):
        if row.get("lega_legal_status_start_date"):
            found[row["lega_person_id"]].append(row)
    return found


def _is_short_breaks(known: Known, period: Period) -> bool:
    """The legal status in force on the first day is V3 or V4: of several the one that started last."""

    def in_force(row: Row) -> bool:
        start, end = day(row, "lega_legal_status_start_date"), day(row, "lega_legal_status_end_date")
        return start is not None and start <= period.start and (end is None or end > period.start)

    rows = filter(in_force, known.once(_legal_statuses).get(period.child_id, []))
    last = max(
        rows, key=lambda row: (row["lega_legal_status_start_date"][:10], row["lega_legal_status_id"]), default=None
    )
    return last is not None and last.get("lega_legal_status", "") in SHORT_BREAKS


def _periods_by_cla_id(known: Known) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = defaultdict(list)
    for period in known.once(all_periods):
        if period.cla_id:
            found[period.cla_id].append(period)
    return found


def placements(known: Known) -> dict[str, list[Placement]]:
    """By child, in order of start, then id; a row without a person is of the child of the period it names."""
    found: dict[str, list[Placement]] = defaultdict(list)
    for row in known.rows("ssd_cla_placement"):
        named = known.once(_periods_by_cla_id).get(row.get("clap_cla_id", ""), [])
        child = row.get("clap_person_id") or min((period.child_id for period in named), default="")
        start = day(row, "clap_cla_placement_start_date")
        if child and start:
            found[child].append(Placement(row, child, start, day(row, "clap_cla_placement_end_date")))
    return {child: sorted(rows, key=lambda one: (one.start, one.row_id)) for child, rows in found.items()}


def _period_of(known: Known, placement: Placement) -> Period | None:
    """The one it names, if it is the child's; where it names none, the child's period of its start date."""
    own = [period for period in known.once(all_periods) if period.child_id == placement.child_id]
    if cla_id := placement.row.get("clap_cla_id", ""):
        return next((period for period in own if period.cla_id == cla_id), None)
    on = placement.start
    covering = [period for period in own if period.start <= on and (period.end is None or on <= period.end)]
    return max(covering, key=lambda period: (period.start, period.cla_id, period.end or date.max), default=None)


def stays(known: Known) -> list[Stay]:
    """Of periods of care that are no short breaks."""
    by_period: dict[Record, list[Placement]] = defaultdict(list)
    for placement in (one for rows in known.once(placements).values() for one in rows):
        if period := _period_of(known, placement):
            by_period[period.record].append(placement)
    found = []
    for period in known.once(periods_of_care):
        groups = _grouped(by_period.get(period.record, []))
        found += [_stay(known, period, rows, rows is groups[-1]) for rows in groups]
    return found


def _grouped(rows: Iterable[Placement]) -> list[list[Placement]]:
    """The rows of each stay with the temporary ones that follow; a temporary one before any stay is of none."""
    found: list[list[Placement]] = []
    for row in rows:
        if found and (row.is_temporary or _is_return(found[-1], row)):
            found[-1].append(row)
        elif not row.is_temporary:
            found.append([row])
    return found


def _is_return(stay: list[Placement], row: Placement) -> bool:
    """After temporary rows, to the same URN and type as the row before them; with both URNs blank it is none."""
    before = next(one for one in reversed(stay) if not one.is_temporary)
    return stay[-1].is_temporary and bool(row.place[0]) and row.place == before.place


def _stay(known: Known, period: Period, rows: list[Placement], is_last: bool) -> Stay:
    """To the end of its last row that is not temporary; open while the child is still in a temporary one at A.

    Once another stay began the child is in no temporary row of this one, whatever its end says.
    """
    last = max(place for place, row in enumerate(rows) if not row.is_temporary)
    is_away = is_last and any(row.end is None or row.end > known.as_at for row in rows[last + 1 :])
    record = Record(period.child_id, "ssd_cla_placement", rows[0].row_id)
    return Stay(period, record, rows[0].start, None if is_away else rows[last].end, rows[0].place[1])


def is_intended_until_18(known: Known, child: str, on: date, yes: frozenset[str]) -> bool:
    """As the row says that is open on the day, temporary or not: of several the one that started last."""
    rows = [one for one in known.once(placements).get(child, []) if one.start <= on and (not one.end or one.end > on)]
    return bool(rows) and rows[-1].row.get("csc_intended_until_18", "").lower() in yes
