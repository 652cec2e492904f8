"""Care leavers: dated contacts about every eight weeks, where they live, what they do, reviews of their pathway plans.

The report counts young people under 21 by their latest contact: in suitable accommodation, and not in education,
employment or training (NEET). Each month's contacts change as many of these as that takes.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import people, words
from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_records import Period, Story
from csc_tracker.demo.care_roster import INDEPENDENT, STAYING_PUT
from csc_tracker.demo.care_tables import kept
from csc_tracker.demo.care_targets import MONTHS
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.published import Published
from csc_tracker.demo.records import Council, Involvement, Worker, text
from csc_tracker.demo.targets import AS_AT
from workdays import Month, add_years

# Young people counted at the end of each month (the report gives 55 for December), so that both shares hold.
COHORT = (33, 34, 40, 40, 42, 48, 44, 50, 55)
UNTIL_AGE = 21

FORMER_RELEVANT = "Former Relevant"
PERSONAL_ADVISER = "Allocated worker (personal adviser)"
SUITABLE, UNSUITABLE = "1", "2"
SUITABLE_HOMES = {"U": 30, "D": 22, "Z": 16, "E": 10, "B": 12, "T": 6, "C": 4}
# The report's text: those in unsuitable accommodation were in custody.
UNSUITABLE_HOMES = {"X": 70, "V": 15, "S": 15}
NEET = {"G5": 6, "G4": 5, "G6": 4}
ACTIVE = {"F2": 34, "F3": 26, "P3": 14, "F1": 12, "P2": 8, "P1": 6}
IN_TOUCH = "YES"

# Days from one contact to the next; the limit is 56. Some are late.
INTERVAL, LATE_INTERVAL, LATE_SHARE = (38, 56), (59, 95), 0.2
REVIEW_DAYS, REVIEW_LATE_SHARE = (140, 183), 0.35
SINCE = date(2016, 4, 4)


@dataclass(eq=False)
class Leaver:
    """A young person who was in care until 18, and how things are by the latest contact."""

    period: Period
    joined: date
    worker: Worker
    is_suitable: bool = True
    is_neet: bool = False
    home: str = ""
    activity: str = ""
    next_contact: date = date.max
    reviewed: date = date.min
    contacts: list[date] = field(default_factory=list)

    @property
    def leaves(self) -> date:
        """The 21st birthday."""
        return add_years(self.period.child.born, UNTIL_AGE)


def keep_in_touch(council: Council, rng: Random, periods: list[Period], former: list[Period]) -> None:
    """Write the contacts with care leavers."""
    _Room(council, rng, periods, former).fill()


class _Room:
    def __init__(self, council: Council, rng: Random, periods: list[Period], former: list[Period]) -> None:
        self.council = council
        self.rng = rng
        self.published = Published.read()
        adults = [period for period in former if period.reason in (INDEPENDENT, STAYING_PUT)]
        adults.sort(key=lambda period: period.child.born)
        # The oldest are known from before; a few of the youngest were out of touch until this year.
        self.known, self.out_of_touch = adults[: COHORT[0]], adults[COHORT[0] :]
        self.leaving = sorted(
            (period for period in periods if period.story == Story.REACHING_18), key=lambda one: one.end
        )
        self.leavers: list[Leaver] = []

    def fill(self) -> None:
        """Months in order: who joins, who is contacted, how things are then."""
        for period in self.known:
            self._join(period, max(period.end + timedelta(days=self.rng.randint(3, 40)), SINCE))
        for leaver in self.leavers:
            self._before(leaver)
        for place, month in enumerate(MONTHS):
            self._month(place, month)

    def _join(self, period: Period, day: date) -> Leaver:
        worker = self.rng.choice(self.council.workers[people.LEAVING_CARE])
        leaver = Leaver(period, day, worker, next_contact=day)
        self.leavers.append(leaver)
        spell = Involvement(self.council.new_id("I"), worker, period.child, PERSONAL_ADVISER, period.end, None)
        spell.ended = leaver.leaves if leaver.leaves <= AS_AT else None
        self.council.involvements.append(spell)
        return leaver

    def _before(self, leaver: Leaver) -> None:
        """Contacts before April."""
        while leaver.next_contact < MONTHS[0].first:
            self._contact(leaver, leaver.next_contact)

    def _month(self, place: int, month: Month) -> None:
        last = min(month.last, AS_AT)
        there = [leaver for leaver in self.leavers if leaver.leaves > last]
        for _ in range(COHORT[place] - len(there)):
            there.append(self._joining(month))
        contacted = [leaver for leaver in there if leaver.next_contact <= last]
        neet = self.published.numerator("CSC 294", str(month), COHORT[place])
        suitable = self.published.numerator("CSC 286", str(month), COHORT[place])
        self._change(there, contacted, "is_neet", neet, month)
        self._change(there, contacted, "is_suitable", suitable, month)
        for leaver in contacted:
            while leaver.next_contact <= last:
                self._contact(leaver, max(leaver.next_contact, month.first))

    def _joining(self, month: Month) -> Leaver:
        """Who has just turned 18, else someone who is in touch again."""
        if self.leaving and self.leaving[0].end < month.last:
            period = self.leaving.pop(0)
            return self._join(period, any_day(self.rng, max(month.first, period.end + ONE_DAY), month.last))
        return self._join(self.out_of_touch.pop(), any_day(self.rng, month.first, month.last))

    def _change(self, there: list[Leaver], contacted: list[Leaver], what: str, count: int, month: Month) -> None:
        """Let so many of those there be as said after the month's contacts; some are contacted sooner for it."""
        now = sum(getattr(leaver, what) for leaver in there)
        is_more = count > now
        can = [leaver for leaver in there if getattr(leaver, what) != is_more]
        self.rng.shuffle(can)
        # The others' turn comes later, where it is enough to change those who are contacted anyway.
        can.sort(key=lambda leaver: leaver not in contacted)
        for leaver in can[: abs(count - now)]:
            setattr(leaver, what, is_more)
            leaver.home, leaver.activity = "", ""
            if leaver not in contacted:
                contacted.append(leaver)
                first = max([month.first, *(day + 5 * ONE_DAY for day in leaver.contacts[-1:])])
                leaver.next_contact = any_day(self.rng, min(first, month.last), min(month.last, AS_AT))

    def _contact(self, leaver: Leaver, day: date) -> None:
        rng = self.rng
        leaver.home = leaver.home or words.pick(rng, SUITABLE_HOMES if leaver.is_suitable else UNSUITABLE_HOMES)
        leaver.activity = leaver.activity or words.pick(rng, NEET if leaver.is_neet else ACTIVE)
        due = leaver.reviewed if leaver.reviewed > date.min else leaver.period.end
        wait = timedelta(days=rng.randint(*REVIEW_DAYS))
        if day - due >= wait - timedelta(days=40) and rng.random() > REVIEW_LATE_SHARE:
            leaver.reviewed = day
        leaver.contacts.append(day)
        interval = LATE_INTERVAL if rng.random() < LATE_SHARE else INTERVAL
        leaver.next_contact = min(
            any_day(rng, day + interval[0] * ONE_DAY, day + interval[1] * ONE_DAY), leaver.leaves - ONE_DAY
        )
        if leaver.next_contact <= day:
            leaver.next_contact = date.max
        self._write(leaver, day)

    def _write(self, leaver: Leaver, day: date) -> None:
        self.council.rows["ssd_care_leavers"].append(
            (
                self.council.new_id("LL"),
                leaver.period.child.id,
                FORMER_RELEVANT,
                IN_TOUCH,
                text(day),
                leaver.home,
                SUITABLE if leaver.is_suitable else UNSUITABLE,
                leaver.activity,
                text(leaver.reviewed if leaver.reviewed > date.min else None),
                leaver.worker.name,
                leaver.worker.team.id,
                leaver.worker.id,
            )
        )


TABLES = (
    kept(
        "ssd_care_leavers",
        "clea_table_id clea_person_id clea_care_leaver_eligibility clea_care_leaver_in_touch "
        "clea_care_leaver_latest_contact clea_care_leaver_accommodation clea_care_leaver_accom_suitable "
        "clea_care_leaver_activity clea_pathway_plan_review_date clea_care_leaver_personal_advisor "
        "clea_care_leaver_allocated_team clea_care_leaver_worker_id",
    ),
)
