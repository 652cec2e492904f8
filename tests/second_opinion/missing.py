"""Missing episodes and what follows a return (catalogue, "Missing" and "The edges: Centres and missing")."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .care import CARE_RECORDED, EPISODES_RECORDED, Period, all_periods, periods_of_care, placements
from .duties import duties_known
from .extract import Row, day
from .known import Known
from .measure import Measure, Observation, all_of, events, needs, only_met

FAR = Decimal(20)
NOT_KNOWN = Decimal("999.9")


class Episode(NamedTuple):
    """A row of missing episodes, of either type."""

    row: Row

    @property
    def child_id(self) -> str:
        return self.row["miss_person_id"]

    @property
    def is_of_others(self) -> bool:
        """csc_responsible_authority: empty = this one (contract)."""
        return bool(self.row.get("csc_responsible_authority"))

    def observed(self, known: Known, on: date, met: bool = True) -> Observation:
        """The team is that of the allocated worker on the date."""
        episode = self.row["miss_table_id"]
        return Observation(self.child_id, episode, known.team(None, self.child_id, on), on, met, episode)


# Whether an episode that started on a day belongs to a group of children.
Group = Callable[[Known, Episode, date], bool]


def _started(is_one: Group) -> Callable[[Known], list[Observation]]:
    """Episodes by start date."""

    def work(known: Known) -> list[Observation]:
        rows = [(Episode(row), day(row, "miss_missing_episode_start_date")) for row in known.rows("ssd_missing")]
        return [episode.observed(known, on) for episode, on in rows if on and is_one(known, episode, on)]

    return work


def is_open(start: date | None, end: date | None, on: date) -> bool:
    """start <= d and (no end or end > d) (catalogue, "Open at d"); what has no start is not open."""
    return start is not None and start <= on and (end is None or end > on)


def _any(known: Known, episode: Episode, on: date) -> bool:
    return True


def _of_others(known: Known, episode: Episode, on: date) -> bool:
    return episode.is_of_others


def _looked_after(known: Known, episode: Episode, on: date) -> bool:
    """By this authority, on the start date; series of short breaks are left out."""
    return not episode.is_of_others and _in_care(known.once(_cared_for), episode.child_id, on)


def _by_child(periods: list[Period]) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        found[period.child_id].append(period)
    return found


def _cared_for(known: Known) -> dict[str, list[Period]]:
    return _by_child(known.once(periods_of_care))


def _in_any_care(known: Known) -> dict[str, list[Period]]:
    return _by_child(known.once(all_periods))


def _in_care(periods: dict[str, list[Period]], child_id: str, on: date) -> bool:
    return any(is_open(period.start, period.end, on) for period in periods.get(child_id, []))


def _far_from_home(known: Known, episode: Episode, on: date) -> bool:
    """20.0 miles is 20 miles or more; of several rows open on the day the one that started last, a T row too."""
    rows = [one for one in known.once(placements).get(episode.child_id, []) if is_open(one.start, one.end, on)]
    text = rows[-1].row.get("clap_cla_placement_distance", "") if rows else ""
    is_far = bool(text) and Decimal(text) != NOT_KNOWN and Decimal(text) >= FAR
    return is_far and _looked_after(known, episode, on)


# Table, child, start and end of what can be open for a child, beside periods of care.
_OPEN = (
    ("ssd_cin_episodes", "cine_person_id", "cine_referral_date", "cine_close_date"),
    ("ssd_cp_plans", "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    ("ssd_cin_plans", "cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
)


def _spans(known: Known) -> dict[str, list[tuple[date | None, date | None]]]:
    """By child: referrals, child protection plans (of any authority) and CIN plans."""
    found: dict[str, list[tuple[date | None, date | None]]] = defaultdict(list)
    for table, child, start, end in _OPEN:
        for row in known.rows(table):
            found[row[child]].append((day(row, start), day(row, end)))
    return found


def _nothing_open(known: Known, episode: Episode, on: date) -> bool:
    """No referral, plan or period of care (short breaks included) open on the start date."""
    spans = known.once(_spans).get(episode.child_id, [])
    return not (
        episode.is_of_others
        or any(is_open(start, end, on) for start, end in spans)
        or _in_care(known.once(_in_any_care), episode.child_id, on)
    )


def _interviews(known: Known) -> list[tuple[Episode, Observation, bool]]:
    """Episodes by the day of the return, and whether their duty is determined; met = interviewed within 72 hours.

    Not those of other authorities' children, which have no such duty, nor cancelled ones, which count nowhere.
    """
    rows = {row["miss_table_id"]: Episode(row) for row in known.rows("ssd_missing")}
    return [
        (
            rows[duty.episode_id],
            rows[duty.episode_id].observed(known, duty.started_on, bool(duty.in_time)),
            duty.is_determined(known.as_at),
        )
        for duty in known.once(duties_known)
        if duty.kind == "return_home_interview" and not duty.cancelled_on
    ]


def _within_72_hours(known: Known) -> list[Observation]:
    return [seen for _, seen, is_determined in known.once(_interviews) if is_determined]


def _interviewed(known: Known) -> list[Observation]:
    """The episodes of RHI-72H, determined or not; met = with an interview at any time."""
    return [
        seen._replace(met=bool(episode.row.get("csc_rhi_completed_date")))
        for episode, seen, _ in known.once(_interviews)
    ]


def _planned(known: Known) -> list[Observation]:
    """Every episode that ended, other authorities' children too; met = with the plan, whenever completed."""
    rows = [(Episode(row), day(row, "miss_missing_episode_end_date")) for row in known.rows("ssd_missing")]
    return [
        episode.observed(known, on, bool(episode.row.get("csc_action_plan_completed_date")))
        for episode, on in rows
        if on
    ]


_STARTED = needs("ssd_missing", "miss_missing_episode_start_date")
_AUTHORITY = needs("ssd_missing", "csc_responsible_authority")
_PLACED = needs(
    "ssd_cla_placement",
    "clap_cla_placement_start_date",
    "clap_cla_placement_end_date",
    "clap_cla_placement_distance",
)
_INTERVIEWED = needs("ssd_missing", "miss_missing_episode_end_date", "csc_rhi_completed_date")
_PLANNED = needs("ssd_missing", "miss_missing_episode_end_date", "csc_action_plan_completed_date")


def _episodes(code: str, is_one: Group, *more: Callable[[Known], bool]) -> Measure:
    return Measure(code, "month", "count_children", all_of(_STARTED, *more), only_met(events(_started(is_one))))


MEASURES = [
    _episodes("MISSING-ALL", _any),
    _episodes("MISSING-CLA", _looked_after, _AUTHORITY, CARE_RECORDED),
    _episodes("MISSING-CLA-20M", _far_from_home, _AUTHORITY, CARE_RECORDED, _PLACED),
    _episodes("MISSING-OLA", _of_others, _AUTHORITY),
    _episodes(
        "MISSING-NOT-OPEN",
        _nothing_open,
        _AUTHORITY,
        EPISODES_RECORDED,
        *(needs(table, start, end) for table, _, start, end in _OPEN),
    ),
    Measure("RHI-72H", "month", "percent_fraction", _INTERVIEWED, events(_within_72_hours)),
    Measure("RHI-DONE", "month", "percent", _INTERVIEWED, events(_interviewed)),
    Measure("RHI-ACTION-PLAN", "qtd", "percent", _PLANNED, events(_planned)),
]
