"""Who was invited to conferences and came, agency by agency.

The report gives the shares of each quarter, in whole percentages, and hardly any counts. Invitations are as many as is
usual for the agency, or the nearest number that gives the quarter's share and, if one does, the year's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from csc_tracker.demo import words
from csc_tracker.demo.protection_records import Conference, Invitation, Protection
from csc_tracker.demo.protection_targets import solve
from csc_tracker.demo.published import Cell, Published, percentage
from csc_tracker.demo.records import Council
from csc_tracker.demo.targets import AS_AT, YEAR
from workdays import Quarter, ReportingYear

ICPC, RCPC = "ICPC", "RCPC"
YEAR_TO_DATE = f"{YEAR} YTD"
PARENTS = "Parents"
# How many are invited to a conference on average, initial and review.
INVITED = {
    "Education": (0.8, 0.8),
    "Health Visitor": (0.7, 0.7),
    "School Nurse": (0.6, 0.6),
    "GP": (0.65, 0.9),
    "CAMHS": (0.15, 0.12),
    "Midwives": (0.15, 0.08),
    "Police": (0.95, 0.95),
    "Probation": (0.3, 0.25),
    "Adult Treatment": (0.25, 0.2),
    "Social Worker": (1.0, 1.0),
    "Adult Mental Health": (0.2, 0.2),
    PARENTS: (1.8, 1.3),
    "Children (0-5)": (0.5, 0.0),
    "Children (6-18)": (0.4, 0.5),
}
# The year's row of initial conferences is printed one column to the right from here on: read so, it follows from the
# quarters (98%, 100% and 97%), as printed it cannot (all quarters of adult mental health are 100%, the year 98%).
YEAR_IS_PRINTED_UNDER = {
    "ICPC-ATT-SOCIAL-WORKER": "ICPC-ATT-ADULT-MENTAL-HEALTH",
    "ICPC-ATT-ADULT-MENTAL-HEALTH": "ICPC-ATT-PARENTS",
    "ICPC-ATT-PARENTS": "ICPC-ATT-CHILDREN-0-5",
}
# Who comes where the report does not say.
USUAL_SHARE = Decimal(60)
FURTHEST = 14
NOT_RECORDED = (0, 0)
# Reports of those who were invited and did not come, and of those who came.
REPORTS_INSTEAD = {"on_time": 45, "late": 20, "none": 35}
REPORTS = {"on_time": 70, "late": 10, "none": 20}

Count = tuple[int, int]


def code(kind: str, agency: str) -> str:
    """The report's measure of the agency's attendance."""
    return f"{kind}-ATT-{agency.upper().replace('(', '').replace(')', '').replace(' ', '-')}"


def whole(attended: int, invited: int) -> Decimal:
    """A share as a whole percentage."""
    return (Decimal(attended) * 100 / invited).quantize(Decimal(1), ROUND_HALF_UP)


def is_printed(attended: int, invited: int, printed: Decimal) -> bool:
    """Whether a share is printed so, also where it was rounded to one decimal before."""
    once_more = percentage(attended, invited).quantize(Decimal(1), ROUND_HALF_UP)
    return whole(attended, invited) == once_more == printed


@cache
def _cells() -> Mapping[tuple[str, str], Cell]:
    return Published.read().cells


@cache
def attendance(kind: str, meetings: tuple[int, ...]) -> Mapping[str, list[Count]]:
    """For each agency attended and invited by quarter, there being so many meetings in each quarter."""
    place = (ICPC, RCPC).index(kind)
    return {
        agency: _quarters(code(kind, agency), [round(number * usual[place]) for number in meetings])
        for agency, usual in INVITED.items()
    }


def _quarters(measure: str, usual: Sequence[int]) -> list[Count]:
    cells = _cells()
    printed = [cells.get((measure, str(quarter.months[-1]))) for quarter in _quarters_of_the_year()]
    year = cells.get((YEAR_IS_PRINTED_UNDER.get(measure, measure), YEAR_TO_DATE))
    if year is None and not any(printed):
        return [(round(number * USUAL_SHARE / 100), number) for number in usual]
    options = [
        _options(cell.value if cell else None, number, is_recorded=cell is not None or not any(printed))
        for cell, number in zip(printed, usual, strict=True)
    ]
    if year is None:
        return [some[0] for some in options]
    share = year.value
    try:
        return solve(options, lambda begun: len(begun) < len(options) or _is_total(begun, share))
    except ValueError:
        # No believable number of invitations gives the year's share.
        return [some[0] for some in options]


def _quarters_of_the_year() -> list[Quarter]:
    return [quarter for quarter in YEAR.quarters if quarter.first <= AS_AT]


def _options(printed: Decimal | None, usual: int, *, is_recorded: bool) -> list[Count]:
    """Counts that give the share printed, the usual number first; where none is printed any share will do."""
    if not is_recorded:
        return [NOT_RECORDED]
    numbers = sorted(range(max(1, usual - FURTHEST), usual + FURTHEST + 1), key=lambda number: abs(number - usual))
    if printed is None:
        return [(attended, number) for number in numbers for attended in range(number, number // 2, -1)]
    return [(n, number) for number in numbers for n in _about(printed, number) if is_printed(n, number, printed)]


def _about(printed: Decimal, number: int) -> range:
    nearest = int(printed * number / 100)
    return range(max(0, nearest - 1), min(number, nearest + 1) + 1)


def _is_total(quarters: Sequence[Count], printed: Decimal) -> bool:
    attended, invited = (sum(column) for column in zip(*quarters, strict=True))
    return invited > 0 and is_printed(attended, invited, printed)


def invite(council: Council, protection: Protection) -> None:
    """Invite the agencies to all conferences."""
    for kind, meetings in ((ICPC, protection.conferences()), (RCPC, protection.reviews())):
        _Inviter(council, protection, kind, meetings).invite()


@dataclass
class _Inviter:
    """Invites to the conferences of one kind."""

    council: Council
    protection: Protection
    kind: str
    meetings: Mapping[Conference, date]

    def invite(self) -> None:
        """To all of them, quarter by quarter."""
        this_year = [self._held_in(quarter) for quarter in _quarters_of_the_year()]
        counts = attendance(self.kind, tuple(map(len, this_year)))
        for agency in INVITED:
            for meetings, (attended, invited) in zip(this_year, counts[agency], strict=True):
                self._invite(agency, meetings, attended, invited)
        for year in (ReportingYear(2014), ReportingYear(2015), ReportingYear(2016)):
            for quarter in year.quarters:
                self._before(self._held_in(quarter), str(year))

    def _held_in(self, quarter: Quarter) -> list[Conference]:
        first, last = quarter.first, quarter.last
        return [meeting for meeting, held in self.meetings.items() if first <= held <= last]

    def _before(self, meetings: list[Conference], year: str) -> None:
        """As the year's share was, the counts being about that."""
        cells = _cells()
        for agency, usual in INVITED.items():
            cell = cells.get((code(self.kind, agency), year))
            invited = round(len(meetings) * usual[(ICPC, RCPC).index(self.kind)])
            self._invite(agency, meetings, round(invited * (cell.value if cell else USUAL_SHARE) / 100), invited)

    def _invite(self, agency: str, meetings: list[Conference], attended: int, invited: int) -> None:
        """Spread the invitations over the meetings, and over the invitations who came."""
        rng = self.council.rng
        order = rng.sample(meetings, len(meetings))
        places = [order[number % len(order)] for number in range(invited)]
        came = set(rng.sample(range(invited), attended))
        for meeting in dict.fromkeys(places):
            own = [number for number, place in enumerate(places) if place is meeting]
            self._add(meeting, agency, len(own), len(came.intersection(own)))

    def _add(self, meeting: Conference, agency: str, invited: int, attended: int) -> None:
        report = ""
        if agency != PARENTS and not agency.startswith("Children"):
            report = words.pick(self.council.rng, REPORTS if attended else REPORTS_INSTEAD)
        self.protection.invitations.append(
            Invitation(self.council.new_id("J"), meeting, self.kind, agency, invited, attended, report)
        )
