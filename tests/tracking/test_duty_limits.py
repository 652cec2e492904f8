"""Time limits and their changes, and what duties of every kind have in common: words, states, days, workers."""

from datetime import date

import pytest

from tests.tracking.journeys import (
    LAW,
    allocation,
    assessment,
    care_reviews,
    check,
    child,
    cin_plan,
    conference,
    conference_reviews,
    contact,
    day,
    dental,
    duties,
    enquiry,
    in_care,
    initial,
    leaver_contact,
    missing,
    placed,
    protection_plan,
    referral,
    sdqs,
    story,
    visits,
)
from tracking.duties.due import Due, Episode
from tracking.duties.kind import Kind
from tracking.duties.kinds import ALL, DEFAULTS, KINDS, duties_of
from tracking.duties.limits import Change, Limit, Limits, TimeUnit

CP_VISITS_FROM_MAY = Change("cp_visit", "", day("2017-05-02"), Limit(15, TimeUnit.WORKING_DAYS))
# A child to whom everything happened, so that every rule has something to say and every limit is asked for.
EVERYTHING = child(
    "2012-10-01",
    contacts=[contact("2015-12-01", "2015-12-02")],
    referrals=[referral("2015-12-02", "2015-12-03")],
    assessments=[assessment("2015-12-03", "2016-02-01")],
    section_47s=[enquiry("2016-01-04", conferenced=True)],
    conferences=[conference("2016-01-20", of="2016-01-04")],
    protection_plans=[protection_plan("2016-01-20", "2016-05-01", conferred="2016-01-20")],
    protection_visits=visits("2016-01-25"),
    protection_reviews=conference_reviews("2016-04-11"),
    cin_plans=[cin_plan("2015-12-10", "2016-01-20")],
    cin_visits=visits("2015-12-15"),
    care_episodes=[in_care("2016-05-01")],
    placements=[
        placed("2016-05-01", "2017-07-01", pk=1),
        placed("2017-07-01", "2017-07-08", type="T1", urn="", pk=2),
        placed("2017-07-08", until_18=True, pk=3),
    ],
    care_visits=visits("2016-05-05", "2017-06-01", "2017-07-10"),
    care_reviews=care_reviews("2016-05-20", "2016-08-19", permanence=True),
    health_checks=[initial("2016-05-20"), dental("2017-04-01"), check("2017-11-20")],
    sdqs=sdqs("2017-12-01"),
    missing=[missing("2017-10-13 18:30", "2017-10-14 09:00", plan="2017-11-01")],
    leaver_contacts=[leaver_contact("2017-12-01", "2017-12-01"), leaver_contact("2018-01-26", "2018-01-26", pk=2)],
)


class Asked(Limits):
    """The limits, and which of them were asked for."""

    def __init__(self) -> None:
        super().__init__(DEFAULTS)
        self.keys: set[tuple[str, str]] = set()

    def on(self, kind: str, part: str, day: date) -> Limit:
        self.keys.add((kind, part))
        return super().on(kind, part, day)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_every_kind_has_its_words_its_own_duties_and_its_own_limits(kind: Kind) -> None:
    words = (kind.code, kind.title, kind.group, kind.starts, kind.met_by, kind.source, *kind.actions, *kind.needs)
    assert kind.actions and kind.needs and all(text.strip() for text in words)
    asked = Asked()
    found = list(kind.rule(EVERYTHING, asked))
    assert {due.kind for due in found} == {kind.code}
    # no limit is asked for that has no term, and no term stands there without a use
    assert asked.keys == {(kind.code, part) for part in kind.terms}
    assert all(kind.action(due.number) in kind.actions for due in found)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_a_duty_is_met_or_not_and_says_whether_that_was_in_time(kind: Kind) -> None:
    for due in kind.rule(EVERYTHING, LAW):
        assert (due.in_time is None) == (due.met_on is None)
        assert due.started_on <= due.due_by
        assert due.number >= 1
        assert due.limit


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_a_child_of_whom_nothing_is_known_is_owed_nothing(kind: Kind) -> None:
    assert list(kind.rule(child(), LAW)) == list(kind.rule(child(None), LAW)) == []


def test_all_duties_of_a_child_are_those_of_all_kinds_in_their_order() -> None:
    found = list(duties_of(EVERYTHING, LAW))
    assert found == [due for kind in ALL for due in kind.rule(EVERYTHING, LAW)]
    assert len({(due.kind, due.episode, due.number) for due in found}) == len(found)


def test_the_kinds_and_limits_are_those_of_the_catalogue() -> None:
    assert {key: str(limit) for key, limit in DEFAULTS.items()} == {
        ("contact_decision", ""): "1 working day",
        ("referral_decision", ""): "1 working day",
        ("assessment", ""): "45 working days",
        ("icpc", ""): "15 working days",
        ("cp_visit", ""): "10 working days",
        ("cp_review", "first"): "3 months",
        ("cp_review", "later"): "6 months",
        ("looked_after_visit", "first"): "7 days",
        ("looked_after_visit", "first_year"): "6 weeks",
        ("looked_after_visit", "later"): "6 weeks",
        ("looked_after_visit", "until_18"): "3 months",
        ("looked_after_review", "first"): "20 working days",
        ("looked_after_review", "second"): "3 months",
        ("looked_after_review", "later"): "6 months",
        ("initial_health_assessment", ""): "20 working days",
        ("iha_form", ""): "7 working days",
        ("review_health_assessment", ""): "12 months",
        ("review_health_assessment", "under_five"): "6 months",
        ("dental_check", ""): "12 months",
        ("sdq", ""): "12 months",
        ("permanence_plan", ""): "4 months",
        ("return_home_interview", ""): "72 hours",
        ("cin_visit", ""): "20 working days",
        ("care_leaver_contact", ""): "8 weeks",
        ("pathway_plan_review", ""): "6 months",
    }
    # the one whose limit is no length of time
    assert set(KINDS) - {kind for kind, _ in DEFAULTS} == {"missing_action_plan"}


def test_the_first_duties_of_a_chain_may_ask_for_something_else_than_the_later_ones() -> None:
    reviews = KINDS["looked_after_review"]
    asked = ["Hold the first review", "Hold the second review", "Hold the next review", "Hold the next review"]
    assert [reviews.action(number) for number in (1, 2, 3, 9)] == asked


@pytest.mark.parametrize(
    ("amount", "unit", "start", "last"),
    [
        (1, TimeUnit.MONTHS, "2018-01-31", "2018-02-28"),
        (1, TimeUnit.MONTHS, "2016-01-31", "2016-02-29"),
        (1, TimeUnit.MONTHS, "2018-02-28", "2018-03-28"),
        (3, TimeUnit.MONTHS, "2017-11-30", "2018-02-28"),
        (3, TimeUnit.MONTHS, "2015-11-30", "2016-02-29"),
        (6, TimeUnit.MONTHS, "2017-08-31", "2018-02-28"),
        (4, TimeUnit.MONTHS, "2017-12-31", "2018-04-30"),
        (12, TimeUnit.MONTHS, "2016-02-29", "2017-02-28"),
        (48, TimeUnit.MONTHS, "2016-02-29", "2020-02-29"),
        (7, TimeUnit.DAYS, "2017-12-28", "2018-01-04"),
        (8, TimeUnit.WEEKS, "2017-12-01", "2018-01-26"),
        (72, TimeUnit.HOURS, "2017-10-13", "2017-10-16"),
        (24, TimeUnit.HOURS, "2017-10-13", "2017-10-14"),
        (25, TimeUnit.HOURS, "2017-10-13", "2017-10-15"),  # rounded up to whole days
        (1, TimeUnit.WORKING_DAYS, "2017-04-13", "2017-04-18"),  # over Easter
        (2, TimeUnit.WORKING_DAYS, "2017-12-22", "2017-12-28"),  # 27 and 28 December
    ],
)
def test_the_last_day_within_a_limit(amount: int, unit: TimeUnit, start: str, last: str) -> None:
    assert Limit(amount, unit).after(day(start)) == day(last)


@pytest.mark.parametrize(("start", "amount"), [("2011-12-30", 1), ("2028-12-29", 1), ("2028-12-01", 45)])
def test_working_days_of_years_that_are_not_known_are_not_guessed(start: str, amount: int) -> None:
    assert Limit(amount, TimeUnit.WORKING_DAYS).after(day(start)) is None


def test_a_limit_reads_as_words() -> None:
    texts = [str(Limit(amount, unit)) for unit in TimeUnit for amount in (1, 2)]
    assert texts == [
        *("1 hour", "2 hours", "1 day", "2 days", "1 working day", "2 working days"),
        *("1 week", "2 weeks", "1 month", "2 months"),
    ]


def test_a_limit_that_an_administrator_changes_holds_for_what_starts_from_that_day_on() -> None:
    # From 10 April, 10 working days: 11-13: 3, 18-21: 7, 24-26: 10. From 26 April, still 10: 27, 28: 2, May 2-5: 6,
    # 8-11: 10. From 2 May, the day of the change, 15: 3-5: 3, 8-12: 8, 15-19: 13, 22, 23: 15.
    journey = child(
        as_at="2017-05-10",
        protection_plans=[protection_plan("2017-04-10")],
        protection_visits=visits("2017-04-26", "2017-05-02"),
    )
    assert story(journey, "cp_visit", Limits(DEFAULTS, [CP_VISITS_FROM_MAY])) == [
        "2017-04-10 due 2017-04-26: met 2017-04-26 in time",
        "2017-04-26 due 2017-05-11: met 2017-05-02 in time",
        "2017-05-02 due 2017-05-23: open",
    ]
    limits = Limits(DEFAULTS, [CP_VISITS_FROM_MAY])
    assert [due.limit for due in duties(journey, "cp_visit", limits)] == ["10 working days"] * 2 + ["15 working days"]


def test_a_duty_that_started_before_the_change_keeps_its_limit_even_where_it_is_still_open() -> None:
    journey = child(protection_plans=[protection_plan("2017-05-01")])
    # From 1 May: 2-5: 4, 8-12: 9, 15: 10.
    limits = Limits(DEFAULTS, [CP_VISITS_FROM_MAY])
    assert story(journey, "cp_visit", limits) == ["2017-05-01 due 2017-05-15: open"]


def test_of_several_changes_the_last_one_in_force_on_the_start_counts_in_whatever_order_they_come() -> None:
    later = CP_VISITS_FROM_MAY.limit
    changes = [
        Change("cp_visit", "", day("2017-09-01"), Limit(5, TimeUnit.WORKING_DAYS)),
        CP_VISITS_FROM_MAY,
        Change("cp_visit", "", day("2018-01-01"), Limit(3, TimeUnit.WEEKS)),
    ]
    limits = Limits(DEFAULTS, changes)
    days = ("1990-01-01", "2017-05-01", "2017-05-02", "2017-08-31", "2017-09-01", "2018-01-01", "2027-01-01")
    assert [str(limits.on("cp_visit", "", day(one))) for one in days] == [
        *("10 working days", "10 working days", str(later), str(later)),
        *("5 working days", "3 weeks", "3 weeks"),
    ]


def test_a_change_is_of_one_part_of_one_kind_and_one_of_no_known_kind_changes_nothing() -> None:
    changes = [
        Change("looked_after_visit", "later", day("2017-01-01"), Limit(4, TimeUnit.WEEKS)),
        Change("tea", "", day("2017-01-01"), Limit(1, TimeUnit.HOURS)),
    ]
    limits = Limits(DEFAULTS, changes)
    keys = [key for key in DEFAULTS if limits.on(*key, day("2017-06-01")) != DEFAULTS[key]]
    assert keys == [("looked_after_visit", "later")]


def due(met: str | None = None, ends: str | None = None) -> Due:
    """A duty due on 26 April 2017."""
    met_on, ends_on = (day(one) if one else None for one in (met, ends))
    in_time = met_on <= day("2017-04-26") if met_on else None
    started, due_by = day("2017-04-10"), day("2017-04-26")
    return Due("cp_visit", Episode("ssd_cp_plans", 1), 1, started, due_by, "10 working days", met_on, in_time, ends_on)


@pytest.mark.parametrize(
    ("met", "ends", "cancelled"),
    [
        (None, None, None),
        (None, "2017-04-25", "2017-04-25"),
        (None, "2017-04-26", None),  # on the due day it is not cancelled
        (None, "2017-04-27", None),
        ("2017-04-20", "2017-04-25", None),  # what was met stays met
    ],
)
def test_a_duty_is_cancelled_by_an_end_before_its_due_day(
    met: str | None, ends: str | None, cancelled: str | None
) -> None:
    assert due(met, ends).cancelled_on == (day(cancelled) if cancelled else None)


@pytest.mark.parametrize(
    ("met", "observed"),
    [("2017-04-20", "2017-04-20"), ("2017-04-26", "2017-04-26"), ("2017-07-03", "2017-04-26"), (None, "2017-04-26")],
)
def test_a_duty_counts_on_the_day_it_was_met_or_fell_due_whichever_came_first(met: str | None, observed: str) -> None:
    assert due(met).observed_on == day(observed)


@pytest.mark.parametrize("as_at", ["2017-04-10", "2017-04-26", "2017-04-27", "2018-03-31"])
def test_a_duty_is_open_while_it_can_be_met_before_on_and_after_its_due_day(as_at: str) -> None:
    assert due().is_open(day(as_at))
    assert due(ends="2018-04-01").is_open(day(as_at))
    assert not due(met="2017-04-10").is_open(day(as_at))
    assert not due(ends="2017-04-10").is_open(day(as_at))
    assert not due().is_open(day(as_at), died_on=day("2017-04-10"))


def test_a_duty_that_has_come_to_its_end_unmet_is_neither_open_nor_cancelled() -> None:
    ended = due(ends="2017-05-01")
    assert ended.is_open(day("2017-04-30"))
    assert not ended.is_open(day("2017-05-01"))
    assert ended.cancelled_on is None


def test_a_child_is_with_the_allocated_worker_who_started_last() -> None:
    rows = [allocation("2017-01-09", team=1, worker=11, pk=1), allocation("2017-06-01", team=2, worker=12, pk=2)]
    journey = child(involvements=rows)
    workers = {text: journey.allocated(day(text)) for text in ("2017-01-08", "2017-01-09", "2017-05-31", "2017-06-01")}
    assert {text: one and one.worker_id for text, one in workers.items()} == {
        "2017-01-08": None,
        "2017-01-09": 11,
        "2017-05-31": 11,
        "2017-06-01": 12,
    }


def test_an_allocation_ends_on_its_last_day_not_after_it() -> None:
    journey = child(involvements=[allocation("2017-01-09", "2017-06-01", team=1)])
    assert journey.allocated(day("2017-05-31")) is not None
    assert journey.allocated(day("2017-06-01")) is None


def test_a_worker_with_a_team_comes_before_a_later_one_without() -> None:
    rows = [allocation("2017-01-09", team=1, worker=11, pk=1), allocation("2017-06-01", worker=12, pk=2)]
    found = child(involvements=rows).allocated(day("2017-07-01"))
    assert found and found.worker_id == 11
    alone = child(involvements=rows[1:]).allocated(day("2017-07-01"))
    assert alone and (alone.worker_id, alone.team_id) == (12, None)


def test_of_two_who_started_on_a_day_the_highest_id_counts_ids_being_text() -> None:
    # As text, i9 is higher than i10.
    rows = [allocation("2017-01-09", team=2, worker=12, pk=10), allocation("2017-01-09", team=1, worker=11, pk=9)]
    found = child(involvements=rows).allocated(day("2017-07-01"))
    assert found and found.worker_id == 11


def test_a_child_without_an_allocated_worker_has_none() -> None:
    assert child().allocated(day("2017-07-01")) is None
