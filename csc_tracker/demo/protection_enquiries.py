"""Strategy discussions and section 47 enquiries: those that led to conferences, and about as many that did not.

Each month of the report's year has as many of both as the report counts; for the years before, the yearly totals are
spread over the months as far as there are children.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from csc_tracker.demo import words
from csc_tracker.demo.days import ONE_DAY, day_of, known, last_day, number_of, some_day
from csc_tracker.demo.protection_cases import Case, cases_of, is_ours, make_case
from csc_tracker.demo.protection_records import Conference, Conferenced, Discussion, Enquiry, Protection, ProtectionPlan
from csc_tracker.demo.protection_targets import ProtectionTarget
from csc_tracker.demo.records import Child, Council, Course, Referral
from csc_tracker.demo.targets import AS_AT, share
from workdays import Month, ReportingYear

SECTION_47, ASSESSMENT, NOTHING, OTHER = "section_47", "assessment", "no_further_action", "other"
WITHOUT_ENQUIRY = {ASSESSMENT: 60, NOTHING: 30, OTHER: 10}
CONFERENCE = "CP_CONFERENCE"
WITHOUT_CONFERENCE = {"PROV_OF_SERVICES": 40, "NFA_CONTINUE_SINGLE": 35, "NFA": 20, "MONITOR": 5}

# Discussions and enquiries of the years before: 2014/15 was new to the system, then the report's annual trend.
BEFORE = {ReportingYear(2014): (420, 230), ReportingYear(2015): (796, 408), ReportingYear(2016): (605, 432)}

# Working days from an enquiry to its conference: the limit, in time, and held too late.
TIME_LIMIT = 15
IN_TIME, TOO_LATE = (4, 15), (17, 24)
TOOK = (4, 16)

# At most so large a share of a month's discussions leads to an enquiry; where the report has more enquiries, the first
# ones of the month follow a discussion of the last days of the month before.
MOST_TO_ENQUIRY = 0.92
# More enquiries than any month has.
BEFORE_THE_YEAR = 1_000
# A child is not discussed again for so many days.
AFTER_DISCUSSION = timedelta(days=100)
# Most discussions are about children referred lately.
LATELY, OLDER_WEIGHT = timedelta(days=30), 3.0

# Conferences still to be held: working days before the extract on which the enquiry began. The limit is 15.
NOT_HELD_YET = (17, 9, 6)

DISCUSSED_COURSES = frozenset(set(Course) - {Course.UNDECIDED, Course.NO_ASSESSMENT})


@dataclass(frozen=True)
class _Target:
    """The discussions and enquiries of a month; `carried` enquiries follow a discussion of the month before."""

    month: Month
    discussions: int
    enquiries: int
    is_exact: bool

    @property
    def carried(self) -> int:
        return max(0, self.enquiries - int(self.discussions * MOST_TO_ENQUIRY)) if self.is_exact else 0


def _targets(targets: tuple[ProtectionTarget, ...]) -> list[_Target]:
    before = [
        _Target(month, share(discussions, place), share(enquiries, place), is_exact=False)
        for year, (discussions, enquiries) in BEFORE.items()
        for place, month in enumerate(year.months)
    ]
    return before + [_Target(one.month, one.discussions, one.enquiries, is_exact=True) for one in targets]


class Enquirer:
    """Makes one council's strategy discussions and section 47 enquiries, after its conferences and plans."""

    def __init__(self, council: Council, protection: Protection, targets: tuple[ProtectionTarget, ...]) -> None:
        self.council, self.rng = council, council.rng
        self.protection = protection
        self.targets = _targets(targets)
        self.most = {target.month: target.enquiries for target in self.targets if target.is_exact}
        # How many there are so far in each month, and of each child when.
        self.enquiries: Counter[Month] = Counter()
        self.discussions: Counter[Month] = Counter()
        self.discussed: dict[Child, list[date]] = defaultdict(list)
        ours = (one for one in council.referrals if one.course in DISCUSSED_COURSES and is_ours(one.child))
        # With the day on which the last of the children's cases is closed.
        self.cases = {case: max(one.closed or AS_AT for one in case.referrals) for case in cases_of(ours)}
        self.plans: dict[Child, list[ProtectionPlan]] = defaultdict(list)
        for plan in protection.plans:
            self.plans[plan.child].append(plan)

    def enquire(self) -> None:
        """All of them: first those before conferences, then the rest month by month."""
        families: dict[Conference, list[Conferenced]] = defaultdict(list)
        for one in self.protection.conferenced:
            if not one.is_transfer_in:
                families[one.conference].append(one)
        for family in families.values():
            self._before_conference([one for one in family if not one.is_held_late], IN_TIME)
            self._before_conference([one for one in family if one.is_held_late], TOO_LATE)
        self._not_held_yet()
        self._others()

    def _before_conference(self, family: list[Conferenced], days: tuple[int, int]) -> None:
        if not family:
            return
        held = number_of(family[0].conference.held or AS_AT)
        started = self._day_with_room([day_of(held - number) for number in range(days[0], days[1] + 1)], family)
        ended = day_of(held - self.rng.randint(2, 4))
        for one in family:
            one.enquiry = self._enquiry(one.referral, started, ended, CONFERENCE, started)

    def _day_with_room(self, days: list[date], family: list[Conferenced]) -> date:
        """One of the days, after the referral, in the month that has the most enquiries left."""
        received = family[0].referral.received
        days = [day for day in days if day >= received] or [received]
        room = {day: self._room(Month.of(day)) for day in days}
        return self.rng.choice([day for day in days if room[day] == max(room.values())])

    def _room(self, month: Month) -> int:
        return self.most.get(month, BEFORE_THE_YEAR) - self.enquiries[month]

    def _enquiry(self, referral: Referral, started: date, ended: date | None, outcome: str, discussed: date) -> Enquiry:
        enquiry = Enquiry(self.council.new_id("N"), referral, started, ended, outcome)
        self.protection.enquiries.append(enquiry)
        self._discuss(referral, discussed, SECTION_47)
        self.enquiries[Month.of(started)] += 1
        return enquiry

    def _discuss(self, referral: Referral, day: date, outcome: str) -> None:
        self.protection.discussions.append(Discussion(self.council.new_id("D"), referral, day, outcome))
        self.discussed[referral.child].append(day)
        self.discussions[Month.of(day)] += 1

    def _not_held_yet(self) -> None:
        """Enquiries that ask for a conference which has not been held: one is overdue."""
        month = Month.of(AS_AT)
        for days in NOT_HELD_YET:
            started = day_of(number_of(AS_AT) - days)
            lasting = (case for case in self._cases_in(month) if case.referrals[0].course == Course.LONG_TERM)
            case = next((case for case in lasting if self._can_be(case.referrals[0], started)), None)
            referral = (case or make_case(self.council, 1)).referrals[0]
            ended = day_of(number_of(started) + 4)
            enquiry = self._enquiry(referral, started, ended, CONFERENCE, started)
            conference = Conference(self.council.new_id("M"), None)
            self.protection.conferenced.append(
                Conferenced(self.council.new_id("F"), conference, referral, enquiry=enquiry)
            )

    def _others(self) -> None:
        """All that led to no conference."""
        for target, following in zip(self.targets, [*self.targets[1:], None], strict=True):
            self._enquiries(target)
            left = target.discussions - self.discussions[target.month] - (following.carried if following else 0)
            for referral, day in self._take(target, left):
                self._discuss(referral, day, words.pick(self.rng, WITHOUT_ENQUIRY))

    def _enquiries(self, target: _Target) -> None:
        # The first working days of the month, for those discussed on the last one of the month before.
        before = day_of(number_of(target.month.first - ONE_DAY))
        first = day_of(number_of(before) + 1)
        for referral, _ in self._take(target, target.carried, discussed=before):
            self._other_enquiry(referral, first, before)
        for referral, day in self._take(target, target.enquiries - self.enquiries[target.month]):
            self._other_enquiry(referral, day, day)

    def _other_enquiry(self, referral: Referral, started: date, discussed: date) -> None:
        ended = known(min(day_of(number_of(started) + self.rng.randint(*TOOK)), referral.closed or date.max))
        outcome = words.pick(self.rng, WITHOUT_CONFERENCE) if ended else ""
        self._enquiry(referral, started, ended, outcome, discussed)

    def _take(self, target: _Target, number: int, discussed: date | None = None) -> Iterator[tuple[Referral, date]]:
        """So many children, and a day of the month on which each can be discussed, brothers and sisters alike."""
        if number < 0 and target.is_exact:
            raise ValueError(f"{-number} discussions or enquiries of {target.month} too many")
        for case in self._cases_in(target.month):
            if number <= 0:
                return
            day = discussed or self._day_for(case, target.month)
            for referral in case.referrals[:number]:
                if self._can_be(referral, day):
                    number -= 1
                    yield referral, day
        if number > 0 and target.is_exact:
            raise ValueError(f"{number} more discussions or enquiries of {target.month} than there are children for")

    def _cases_in(self, month: Month) -> list[Case]:
        """The cases with a day in the month, in an order in which those referred lately mostly come first."""
        first, last = month.first, month.last
        lately = first - LATELY
        order = {
            case: self.rng.random() * (1.0 if case.received > lately else OLDER_WEIGHT)
            for case, closed in self.cases.items()
            if case.received <= last and closed > first
        }
        return sorted(order, key=order.__getitem__)

    def _day_for(self, case: Case, month: Month) -> date:
        closed = self.cases[case]
        first = max(month.first, case.received)
        return some_day(self.rng, first, max(first, min(last_day(month), closed - ONE_DAY)))

    def _can_be(self, referral: Referral, day: date) -> bool:
        """Whether the child can be discussed on the day: the case is open, no plan is, and it was not done lately."""
        is_open = referral.received <= day and not referral.is_closed_by(day)
        if not is_open or any(
            plan.started <= day and (plan.ended is None or plan.ended >= day) for plan in self.plans[referral.child]
        ):
            return False
        return all(abs(day - other) > AFTER_DISCUSSION for other in self.discussed[referral.child])
