"""Health of looked-after children: initial and review assessments, dental checks, questionnaires (SDQ).

The report counts, at the end of each month, the children looked after for at least 12 months who were checked since
April. So each month so many of those not yet checked are, the longest waiting first of all.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from random import Random

from csc_tracker.demo import care_targets as targets
from csc_tracker.demo.care_days import any_day, workdays_after
from csc_tracker.demo.care_records import Period, Story
from csc_tracker.demo.care_tables import kept
from csc_tracker.demo.care_targets import FIRST_DAY, MONTHS, care_targets
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.records import Council, text
from csc_tracker.demo.targets import AS_AT
from workdays import Month, add_months, add_years

INITIAL, REVIEW, DENTAL = "Initial health assessment", "Review health assessment", "Dental check"
COMPLETED, REFUSED = "Completed", "Refused"
WITHIN, FORM_WITHIN = 20, 7
# Working days from entering care, in time and late.
ASSESSED, ASSESSED_LATE = (7, 20), (22, 34)
RETURNED, RETURNED_LATE = (1, 7), (9, 16)
# Assessments and forms of earlier years that were in time.
EARLIER_IN_TIME = 0.55
# Days from one check to the next in earlier years, and how many of them were refused.
INTERVAL, INTERVAL_UNDER_5, EARLIER_REFUSED = (330, 430), (165, 240), 0.04
UNDER_5, YEAR_OF_MONTHS = 5, 12
LEAST_DAYS_BETWEEN = timedelta(days=70)
NOISE = 150

SDQ_AGES = (4, 17)
SDQ_BY_MONTH = (6, 14, 25, 34, 43, 52, 63, 74, targets.SDQ_SHARE)
SDQ_NOT_DONE = {"SDQ2": 4, "SDQ4": 3, "SDQ5": 3}
NOT_DONE_SHARE = 0.08
HIGHEST_SCORE = 40


def check(council: Council, rng: Random, periods: list[Period], former: list[Period]) -> None:
    """Write the health checks and questionnaires of everyone looked after, now or before."""
    _Room(council, rng).fill(periods, former)


class _Room:
    def __init__(self, council: Council, rng: Random) -> None:
        self.council = council
        self.rng = rng

    def fill(self, periods: list[Period], former: list[Period]) -> None:
        """All checks, kind by kind."""
        _plan_initial(self.rng, [period for period in periods if period.story == Story.NEW])
        for period in [*former, *periods]:
            if period.story != Story.NEW:
                _plan_earlier_initial(self.rng, period)
            if period.assessed:
                self._write(period, INITIAL, period.assessed)
        health = [target.health for target in care_targets()]
        dental = [target.dental for target in care_targets()]
        for kind, wanted, refused in (
            (REVIEW, health, targets.REFUSED_HEALTH),
            (DENTAL, dental, targets.REFUSED_DENTAL),
        ):
            last = {period: self._earlier_checks(period, kind) for period in [*former, *periods]}
            checked = _check_monthly(self.rng, periods, last, wanted)
            for period, day in checked.items():
                self._write(period, kind, day)
            self._refuse(periods, checked, kind, refused)
        self._check_young(periods)
        self._questionnaires(periods)

    def _write(self, period: Period, kind: str, day: date, status: str = COMPLETED) -> None:
        row = (self.council.new_id("LH"), period.child.id, kind, text(day), status)
        self.council.rows["ssd_cla_health"].append(row)

    def _earlier_checks(self, period: Period, kind: str) -> date:
        """Checks of the years before; returns the day of the last, or of entering care."""
        last = period.assessed if kind == REVIEW and period.assessed else period.entered
        while True:
            is_young = kind == REVIEW and period.child.age_on(last) < UNDER_5
            day = last + timedelta(days=self.rng.randint(*(INTERVAL_UNDER_5 if is_young else INTERVAL)))
            if day >= min(FIRST_DAY, period.ceased or FIRST_DAY):
                return last
            refused = self.rng.random() < EARLIER_REFUSED
            self._write(period, kind, any_day(self.rng, day - 3 * ONE_DAY, day), REFUSED if refused else COMPLETED)
            last = day

    def _refuse(self, periods: Iterable[Period], checked: dict[Period, date], kind: str, count: int) -> None:
        """So many of those not checked by the date of the extract refused."""
        waiting = [period for period in periods if period not in checked and _is_counted(period, AS_AT)]
        for period in self.rng.sample(waiting, count):
            self._write(period, kind, any_day(self.rng, date(2017, 5, 2), date(2017, 12, 20)), REFUSED)

    def _check_young(self, periods: Iterable[Period]) -> None:
        """Children under 5 who entered this year are checked after 6 months."""
        for period in periods:
            if period.story == Story.NEW and period.assessed and period.child.age_on(period.assessed) < UNDER_5:
                day = add_months(period.assessed, 6) - timedelta(days=self.rng.randint(0, 20))
                if day < min(AS_AT, period.ceased or AS_AT):
                    self._write(period, REVIEW, day)

    def _questionnaires(self, periods: list[Period]) -> None:
        """Yearly from 12 months in care on; this year's come to the report's share."""
        last = {}
        for period in periods:
            last[period] = due = add_months(period.entered, YEAR_OF_MONTHS)
            while due < FIRST_DAY - timedelta(days=60):
                day = any_day(self.rng, due - 20 * ONE_DAY, due + 30 * ONE_DAY)
                if _is_of_age(period, day):
                    self._score(period, day)
                last[period], due = day, add_months(day, YEAR_OF_MONTHS)
        wanted = []
        for month, share in zip(MONTHS, SDQ_BY_MONTH, strict=True):
            there = [period for period in periods if _is_counted(period, month.last) and _is_of_age(period, month.last)]
            wanted.append(round(len(there) * share / 100))
        of_age = [period for period in periods if _is_of_age(period, FIRST_DAY) and _is_of_age(period, AS_AT)]
        for period, day in _check_monthly(self.rng, of_age, last, wanted).items():
            self._score(period, day)

    def _score(self, period: Period, day: date) -> None:
        rng = self.rng
        score = str(min(HIGHEST_SCORE, round(rng.triangular(2, 34, 12))))
        self.council.rows["ssd_sdq_scores"].append((self.council.new_id("LQ"), period.child.id, text(day), "", score))
        if rng.random() < NOT_DONE_SHARE:
            reason = rng.choices(list(SDQ_NOT_DONE), list(SDQ_NOT_DONE.values()))[0]
            before = day - timedelta(days=rng.randint(15, 60))
            self.council.rows["ssd_sdq_scores"].append(
                (self.council.new_id("LQ"), period.child.id, text(before), reason, "")
            )


def _is_counted(period: Period, day: date) -> bool:
    """Whether the child has been looked after for at least 12 months at the end of the day."""
    return period.is_open_on(day) and add_months(period.entered, YEAR_OF_MONTHS) <= day


def _is_of_age(period: Period, day: date) -> bool:
    youngest, oldest = SDQ_AGES
    return add_years(period.child.born, youngest) <= day < add_years(period.child.born, oldest)


def _check_monthly(
    rng: Random, periods: list[Period], last: dict[Period, date], wanted: list[int]
) -> dict[Period, date]:
    """The day of each child's check this year, so that each month's count of those checked is as wanted."""
    checked: dict[Period, date] = {}
    waited = {period: last[period] + rng.randint(0, NOISE) * ONE_DAY for period in periods}
    for month, count in zip(MONTHS, wanted, strict=True):
        there = [period for period in periods if _is_counted(period, month.last)]
        missing = count - sum(period in checked for period in there)
        waiting = sorted((period for period in there if period not in checked), key=lambda period: waited[period])
        for period in waiting[: max(0, missing)]:
            first = min(max(month.first, last[period] + LEAST_DAYS_BETWEEN), month.last)
            checked[period] = any_day(rng, first, min(month.last, AS_AT))
    return checked


def _plan_initial(rng: Random, periods: list[Period]) -> None:
    """Initial assessments and forms of those who entered since April, as the report counts them."""
    for period in periods:
        period.assessed = _days_after(rng, period, ASSESSED)
    by_quarter = groupby(sorted(periods, key=lambda one: one.entered), key=lambda one: Month.of(one.entered).quarter)
    for (quarter, group), (in_time, determined) in zip(by_quarter, targets.ASSESSED_IN_TIME, strict=True):
        entered = list(group)
        passed = [one for one in entered[:determined] if workdays_after(one.entered, WITHIN) < AS_AT]
        late = rng.sample(passed, determined - in_time)
        for period in late:
            day = _days_after(rng, period, ASSESSED_LATE)
            period.assessed = day if day <= period.end else None
        if quarter == Month.of(AS_AT).quarter:
            # One is overdue on the date of the extract.
            max(late, key=lambda one: one.entered).assessed = None
        for period in entered[determined:]:
            period.assessed = None
        _hurry(rng, entered[:determined])
    _plan_forms(rng, periods)


def _hurry(rng: Random, periods: list[Period]) -> None:
    """What would be in time after the date of the extract is done before it."""
    for period in periods:
        if period.assessed and period.assessed > AS_AT:
            period.assessed = any_day(rng, max(period.entered + 5 * ONE_DAY, date(2017, 12, 11)), date(2017, 12, 22))


def _days_after(rng: Random, period: Period, limits: tuple[int, int]) -> date:
    return workdays_after(period.entered, rng.randint(*limits))


def _plan_forms(rng: Random, periods: list[Period]) -> None:
    """When the forms came back: in the month of entering care, or the next, late for as many as the report says."""
    for place, month in enumerate(MONTHS):
        entered = sorted(
            (period for period in periods if Month.of(period.entered) == month), key=lambda one: one.entered
        )
        next_month = targets.FORMS_NEXT_MONTH[place]
        split = len(entered) - next_month
        for period in entered[:split]:
            latest = min(workdays_after(period.entered, FORM_WITHIN), month.last)
            period.form_returned = any_day(rng, min(period.entered + ONE_DAY, latest), latest)
        for period in entered[split:]:
            latest = workdays_after(period.entered, FORM_WITHIN)
            period.form_returned = any_day(rng, month.last + ONE_DAY, latest)
        can_be_late = [one for one in entered[:split] if workdays_after(one.entered, FORM_WITHIN) <= month.last]
        for period in rng.sample(can_be_late, targets.FORMS_LATE[place]):
            period.form_returned = _days_after(rng, period, RETURNED_LATE)
    # One form is overdue on the date of the extract, and one not due yet.
    overdue = max((one for one in periods if _is_late(one) and one.stays_on), key=lambda one: one.entered)
    overdue.form_returned = max(periods, key=lambda one: one.entered).form_returned = None


def _is_late(period: Period) -> bool:
    return period.form_returned is not None and period.form_returned > workdays_after(period.entered, FORM_WITHIN)


def _plan_earlier_initial(rng: Random, period: Period) -> None:
    in_time = rng.random() < EARLIER_IN_TIME
    period.assessed = _days_after(rng, period, ASSESSED if in_time else ASSESSED_LATE)
    period.form_returned = _days_after(rng, period, RETURNED if rng.random() < EARLIER_IN_TIME else RETURNED_LATE)
    if period.ceased and period.assessed > period.ceased:
        period.assessed = None


TABLES = (
    kept(
        "ssd_cla_health",
        "clah_health_check_id clah_person_id clah_health_check_type clah_health_check_date clah_health_check_status",
    ),
    kept(
        "ssd_sdq_scores",
        "csdq_table_id csdq_person_id csdq_sdq_completed_date csdq_sdq_reason csdq_sdq_score",
    ),
)
