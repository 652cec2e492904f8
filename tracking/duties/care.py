"""Periods of care and stays: what being looked after consists of (measure catalogue, "The edges", Care).

A period of care is the episodes with one `period_of_care`, left out whole where it is a series of short breaks. A stay
is a placement, temporary ones inside it ignored.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tracking.duties.due import earliest
from tracking.duties.facts import CareEpisode, Journey, Placement

SHORT_BREAKS = frozenset({"V3", "V4"})
TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})


class PeriodOfCare(NamedTuple):
    """A period of being looked after, from entering care to ceasing (`ended_on` None while it goes on)."""

    name: str
    first_episode: CareEpisode
    started_on: date
    ended_on: date | None

    def holds(self, day: date) -> bool:
        """Whether the day is one of the period's, its last one included."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)


class Stay(NamedTuple):
    """A stay in one placement; `rows` are its placement rows in order, temporary ones left out."""

    period: PeriodOfCare
    rows: tuple[Placement, ...]
    started_on: date
    ended_on: date | None

    @property
    def first(self) -> Placement:
        """The placement row with which the stay began."""
        return self.rows[0]


def periods_of_care(journey: Journey) -> list[PeriodOfCare]:
    """The child's periods of care but for series of short breaks, in the order of their start."""
    return [period for period in all_periods(journey) if not is_short_breaks(journey, period)]


def all_periods(journey: Journey) -> list[PeriodOfCare]:
    """The child's periods of care, series of short breaks too, in the order of their start; an episode that names no
    period is one of its own."""
    episodes: dict[str, list[CareEpisode]] = {}
    for episode in journey.care_episodes:
        episodes.setdefault(episode.period_of_care or f"#{episode.pk}", []).append(episode)
    found = (_period(name, rows) for name, rows in episodes.items())
    return sorted((period for period in found if period), key=_place)


def _place(period: PeriodOfCare) -> tuple[date, str, date]:
    """Periods that start on one day: those without an id first, then by when they end."""
    return period.started_on, period.first_episode.period_of_care, period.ended_on or date.max


def _period(name: str, episodes: list[CareEpisode]) -> PeriodOfCare | None:
    """The period that the episodes make; none where no day of it is known."""
    started_on = earliest(*(day for one in episodes for day in (one.started_on, one.entered)))
    ends = [one.ceased for one in episodes]
    is_open = None in ends
    ended_on = None if is_open else max(day for day in ends if day)
    return PeriodOfCare(name, episodes[0], started_on, ended_on) if started_on else None


def is_short_breaks(journey: Journey, period: PeriodOfCare) -> bool:
    """Whether the legal status in force on the period's first day is that of a series of short breaks."""
    day = period.started_on
    in_force = [one for one in journey.legal_statuses if one.started_on <= day and (not one.ended or one.ended > day)]
    return bool(in_force) and in_force[-1].code in SHORT_BREAKS


def stays(journey: Journey) -> list[Stay]:
    """The stays of the child's periods of care, in the order of their start; series of short breaks have none."""
    every_period = all_periods(journey)
    by_name: dict[str, list[Placement]] = {}
    for row in journey.placements:
        by_name.setdefault(_period_name(row, every_period), []).append(row)
    found = [stay for p in periods_of_care(journey) for stay in _stays(journey, p, by_name.get(p.name, []))]
    return sorted(found, key=lambda stay: (stay.started_on, stay.first.source_id or "", stay.first.pk))


def _period_name(row: Placement, periods: list[PeriodOfCare]) -> str:
    """The period that a placement names, else the one in which it began: of several the one that started last."""
    if row.period_of_care:
        return row.period_of_care
    return next((period.name for period in reversed(periods) if period.holds(row.started_on)), "")


def _stays(journey: Journey, period: PeriodOfCare, rows: list[Placement]) -> Iterator[Stay]:
    current: list[Placement] = []
    temporary: list[Placement] = []
    for row in rows:
        if row.type.upper() in TEMPORARY:
            temporary.append(row)
            continue
        if current and not (temporary and _is_return(current[-1], row)):
            yield Stay(period, tuple(current), current[0].started_on, current[-1].ended)
            current = []
        current, temporary = [*current, row], []
    if current:
        is_away = any(row.ended is None or row.ended > journey.as_at for row in temporary)
        yield Stay(period, tuple(current), current[0].started_on, None if is_away else current[-1].ended)


def _is_return(before: Placement, row: Placement) -> bool:
    return bool(row.urn) and (row.urn, row.type) == (before.urn, before.type)
