"""Referrals, their timeliness and re-referrals (catalogue, "Referrals" and "The edges: Contacts and referrals")."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from .extract import Row, day
from .known import Known
from .measure import RATE, Measure, Observation, events, needs, within
from .periods import months_after


class Referral(NamedTuple):
    """A row of referrals, one per child, that has a referral date."""

    row: Row
    referral_date: date
    team: str

    @property
    def child_id(self) -> str:
        return self.row["cine_person_id"]

    def observed(self, met: bool) -> Observation:
        referral_id = self.row["cine_referral_id"]
        return Observation(self.child_id, referral_id, self.team, self.referral_date, met, referral_id)


def referrals(known: Known) -> list[Referral]:
    """By referral date; the team is cine_referral_team, else the allocated worker's on that date."""
    dated = [(row, day(row, "cine_referral_date")) for row in known.rows("ssd_cin_episodes")]
    return [
        Referral(row, on, known.team(row.get("cine_referral_team"), row["cine_person_id"], on))
        for row, on in dated
        if on
    ]


def _all(known: Known) -> list[Observation]:
    return [referral.observed(True) for referral in known.once(referrals)]


def _timeliness(days: int, met_when: bool) -> Callable[[Known], list[Observation]]:
    """Referrals received and determined, in the month of receipt; met = decided within n working days, or not."""

    def work(known: Known) -> list[Observation]:
        found = []
        for referral in known.once(referrals):
            decided = day(referral.row, "csc_referral_decision_date")
            on_time = within(referral.referral_date, decided, days, known.as_at)
            if on_time is not None:
                found.append(referral.observed(on_time is met_when))
        return found

    return work


def _by_re_referral(known: Known) -> list[Observation]:
    """Met = the same child had another referral dated earlier and no more than 12 months before."""
    dates: dict[str, list[date]] = defaultdict(list)
    for referral in known.once(referrals):
        dates[referral.child_id].append(referral.referral_date)
    return [
        referral.observed(
            any(earlier < referral.referral_date <= months_after(earlier, 12) for earlier in dates[referral.child_id])
        )
        for referral in known.once(referrals)
    ]


def _re_referrals(known: Known) -> list[Observation]:
    return [seen for seen in _by_re_referral(known) if seen.met]


_RECEIVED = needs("ssd_cin_episodes", "cine_referral_date")
_DECIDED = needs("ssd_cin_episodes", "cine_referral_date", "csc_referral_decision_date")

MEASURES = [
    Measure("CSC 013", "month", "count", _RECEIVED, events(_all)),
    Measure("CSC 012", "ytd", "count", _RECEIVED, events(_all)),
    Measure("CSC 014", "ytd", RATE, _RECEIVED, events(_all)),
    Measure("CSC 022", "month", "percent", _DECIDED, events(_timeliness(1, met_when=True))),
    Measure("CSC 026", "month", "percent", _DECIDED, events(_timeliness(3, met_when=False))),
    Measure("CSC 034", "month", "count", _RECEIVED, events(_re_referrals)),
    Measure("CSC 032", "ytd", "percent", _RECEIVED, events(_by_re_referral)),
    Measure("CSC 032-MONTH", "month", "percent", _RECEIVED, events(_by_re_referral)),
]
