"""Initial conferences, child protection visits and reviews, and child in need visits: the rule, worked by hand.

Bank holidays in here: Good Friday 14 and Easter Monday 17 April, 1 and 29 May 2017.
"""

from typing import Any

import pytest

from tests.tracking.journeys import (
    child,
    cin_plan,
    conference,
    conference_reviews,
    duties,
    enquiry,
    protection_plan,
    story,
    visits,
)

TO_CONFERENCE = {"CP_CONFERENCE_FLAG": "Y"}


@pytest.mark.parametrize(
    ("started", "due"),
    [
        ("2017-04-04", "2017-04-27"),  # April 5-7: 3, 10-13: 7, 18-21: 11, 24-27: 15
        ("2017-05-15", "2017-06-06"),  # May 16-19: 4, 22-26: 9, 30 May-2 June: 13, June 5, 6: 15
        ("2017-09-29", "2017-10-20"),  # a Friday: three whole weeks
    ],
)
def test_a_conference_is_held_within_15_working_days_of_the_enquirys_start(started: str, due: str) -> None:
    journey = child(conferences=[conference(due, of=started)])
    assert story(journey, "icpc") == [f"{started} due {due}: met {due} in time"]


def test_a_conference_held_on_the_16th_working_day_is_late() -> None:
    journey = child(conferences=[conference("2017-04-28")])
    assert story(journey, "icpc") == ["2017-04-04 due 2017-04-27: met 2017-04-28 late"]


def test_a_conference_still_to_be_held_is_open() -> None:
    journey = child(conferences=[conference(None, team=4)])
    assert story(journey, "icpc") == ["2017-04-04 due 2017-04-27: open"]
    (due,) = duties(journey, "icpc")
    assert (due.episode, due.team_id) == (("ssd_initial_cp_conference", 7), 4)


def test_transfers_in_and_conferences_without_an_enquiry_are_left_out() -> None:
    enquiries = [enquiry("2017-04-04", outcomes=TO_CONFERENCE, conferenced=True)]
    transfer = child(section_47s=enquiries, conferences=[conference("2017-04-20", transfer_in=True)])
    of_no_enquiry = child(conferences=[conference("2017-04-20", of=None)])
    assert duties(transfer, "icpc") == duties(of_no_enquiry, "icpc") == []


def test_whether_it_is_a_transfer_in_being_blank_means_that_it_is_none() -> None:
    journey = child(conferences=[conference("2017-04-20", transfer_in=None)])
    assert story(journey, "icpc") == ["2017-04-04 due 2017-04-27: met 2017-04-20 in time"]


@pytest.mark.parametrize("outcomes", [{"CP_CONFERENCE_FLAG": "Y"}, {"CP_CONFERENCE_FLAG": 1}])
def test_an_enquiry_that_led_to_a_conference_awaits_it_before_there_is_a_row_of_it(outcomes: Any) -> None:
    journey = child(section_47s=[enquiry("2017-04-04", ended="2017-04-12", outcomes=outcomes, team=9, pk=2)])
    assert story(journey, "icpc") == ["2017-04-04 due 2017-04-27: open"]
    (due,) = duties(journey, "icpc")
    assert (due.episode, due.team_id) == (("ssd_s47_enquiry", 2), 9)


@pytest.mark.parametrize("outcomes", [None, {}, [], "Y", {"CP_CONFERENCE_FLAG": "N"}, {"NFA_FLAG": "Y"}])
def test_an_enquiry_that_led_to_no_conference_owes_none(outcomes: Any) -> None:
    assert duties(child(section_47s=[enquiry("2017-04-04", ended="2017-04-12", outcomes=outcomes)]), "icpc") == []


def test_what_came_of_an_enquiry_is_unknown_until_it_ends() -> None:
    enquiries = [enquiry("2017-04-04", ended="2017-04-12", outcomes=TO_CONFERENCE)]
    assert duties(child(as_at="2017-04-11", section_47s=enquiries), "icpc") == []
    assert len(duties(child(as_at="2017-04-12", section_47s=enquiries), "icpc")) == 1


def test_a_conference_of_the_enquiry_takes_the_place_of_what_the_enquiry_says() -> None:
    enquiries = [enquiry("2017-04-04", ended="2017-04-12", outcomes=TO_CONFERENCE, conferenced=True)]
    journey = child(section_47s=enquiries, conferences=[conference("2017-04-20")])
    assert story(journey, "icpc") == ["2017-04-04 due 2017-04-27: met 2017-04-20 in time"]


def test_each_visit_starts_the_next_10_working_days_whether_it_was_early_or_late() -> None:
    # From 10 April: 11-13: 3, 18-21: 7, 24-26: 10. From 18 April: 19-21: 3, 24-28: 8, May 2, 3: 10.
    # From 4 May: 5: 1, 8-12: 6, 15-18: 10.
    plan = protection_plan("2017-04-10", conferred="2017-04-10")
    journey = child(as_at="2017-05-10", protection_plans=[plan], protection_visits=visits("2017-04-18", "2017-05-04"))
    assert story(journey, "cp_visit") == [
        "2017-04-10 due 2017-04-26: met 2017-04-18 in time",
        "2017-04-18 due 2017-05-03: met 2017-05-04 late",
        "2017-05-04 due 2017-05-18: open",
    ]
    assert [due.number for due in duties(journey, "cp_visit")] == [1, 2, 3]


def test_a_visit_on_the_due_day_is_in_time_and_one_due_today_is_open() -> None:
    journey = child(
        as_at="2017-05-11", protection_plans=[protection_plan("2017-04-10")], protection_visits=visits("2017-04-26")
    )
    # From 26 April: 27, 28: 2, May 2-5: 6, 8-11: 10.
    assert story(journey, "cp_visit") == [
        "2017-04-10 due 2017-04-26: met 2017-04-26 in time",
        "2017-04-26 due 2017-05-11: open",
    ]


def test_several_visits_on_a_day_are_one() -> None:
    seen = [*visits("2017-04-18", "2017-04-18"), *visits("2017-04-18", plan="p1")]
    journey = child(as_at="2017-04-30", protection_plans=[protection_plan("2017-04-10")], protection_visits=seen)
    assert story(journey, "cp_visit") == [
        "2017-04-10 due 2017-04-26: met 2017-04-18 in time",
        "2017-04-18 due 2017-05-03: open",
    ]


@pytest.mark.parametrize("named", ["p1", ""])
def test_visits_count_from_the_day_of_the_plans_start_to_the_day_of_its_end(named: str) -> None:
    seen = visits("2017-04-09", "2017-04-10", "2017-04-20", "2017-04-21", plan=named)
    plan = protection_plan("2017-04-10", "2017-04-20")
    # From 20 April: 21: 1, 24-28: 6, May 2-5: 10.
    assert story(child(protection_plans=[plan], protection_visits=seen), "cp_visit") == [
        "2017-04-10 due 2017-04-26: met 2017-04-10 in time",
        "2017-04-10 due 2017-04-26: met 2017-04-20 in time",
        "2017-04-20 due 2017-05-05: cancelled 2017-04-20",
    ]


def test_on_a_plan_of_one_day_a_visit_of_that_day_counts() -> None:
    one_day = [protection_plan("2017-04-10", "2017-04-10")]
    assert story(child(protection_plans=one_day), "cp_visit") == ["2017-04-10 due 2017-04-26: cancelled 2017-04-10"]
    seen = child(protection_plans=one_day, protection_visits=visits("2017-04-10"))
    assert story(seen, "cp_visit")[0] == "2017-04-10 due 2017-04-26: met 2017-04-10 in time"


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        ("2017-04-25", "cancelled 2017-04-25"),  # before the due day
        ("2017-04-26", "over"),  # on the due day: not cancelled, and nothing is open any more
        ("2017-04-27", "over"),
        (None, "open"),
    ],
)
def test_a_plan_that_ends_cancels_only_what_was_not_due_yet(ended: str | None, state: str) -> None:
    journey = child(protection_plans=[protection_plan("2017-04-10", ended)])
    assert story(journey, "cp_visit") == [f"2017-04-10 due 2017-04-26: {state}"]


def test_a_visit_after_the_end_meets_nothing_and_restarts_nothing() -> None:
    plan = protection_plan("2017-04-10", "2017-04-27")
    journey = child(protection_plans=[plan], protection_visits=visits("2017-04-28", plan="p1"))
    assert story(journey, "cp_visit") == ["2017-04-10 due 2017-04-26: over"]


def test_a_late_visit_before_the_end_meets_a_duty_that_the_end_did_not_cancel() -> None:
    plan = protection_plan("2017-04-10", "2017-04-28")
    # From 27 April: 28: 1, May 2-5: 5, 8-12: 10.
    assert story(child(protection_plans=[plan], protection_visits=visits("2017-04-27")), "cp_visit") == [
        "2017-04-10 due 2017-04-26: met 2017-04-27 late",
        "2017-04-27 due 2017-05-12: cancelled 2017-04-28",
    ]


def test_a_visit_counts_for_the_plan_that_it_names() -> None:
    first, second = protection_plan("2017-04-10", pk=1), protection_plan("2017-04-11", source_id="p2", pk=2)
    journey = child(protection_plans=[first, second], protection_visits=visits("2017-04-18", plan="p1"))
    assert story(journey, "cp_visit", pk=1)[0] == "2017-04-10 due 2017-04-26: met 2017-04-18 in time"
    # From 11 April: 12, 13: 2, 18-21: 6, 24-27: 10.
    assert story(journey, "cp_visit", pk=2) == ["2017-04-11 due 2017-04-27: open"]


def test_a_visit_that_names_no_plan_counts_for_the_plan_of_its_day() -> None:
    first = protection_plan("2017-04-10", "2017-04-19", pk=1)
    second = protection_plan("2017-04-24", source_id="p2", pk=2)
    journey = child(
        as_at="2017-04-30",
        protection_plans=[first, second],
        protection_visits=visits("2017-04-18", "2017-04-21", "2017-04-25"),  # on the first, between them, on the second
    )
    # From 24 April: 25-28: 4, May 2-5: 8, 8, 9: 10. From 25 April: one later, 10 May.
    assert story(journey, "cp_visit", pk=1) == [
        "2017-04-10 due 2017-04-26: met 2017-04-18 in time",
        "2017-04-18 due 2017-05-03: cancelled 2017-04-19",
    ]
    assert story(journey, "cp_visit", pk=2) == [
        "2017-04-24 due 2017-05-09: met 2017-04-25 in time",
        "2017-04-25 due 2017-05-10: open",
    ]


def test_on_a_day_with_two_plans_a_visit_that_names_none_counts_for_the_one_that_started_last() -> None:
    first = protection_plan("2017-04-10", "2017-04-24", pk=1)
    second = protection_plan("2017-04-24", source_id="p2", pk=2)
    journey = child(protection_plans=[first, second], protection_visits=visits("2017-04-24"))
    assert story(journey, "cp_visit", pk=1) == ["2017-04-10 due 2017-04-26: cancelled 2017-04-24"]
    assert story(journey, "cp_visit", pk=2)[0] == "2017-04-24 due 2017-05-09: met 2017-04-24 in time"


def test_a_plan_that_has_ended_does_not_take_the_visits_of_one_that_goes_on() -> None:
    going_on, short = (
        protection_plan("2017-04-10", pk=1),
        protection_plan("2017-04-11", "2017-04-13", source_id="p2", pk=2),
    )
    journey = child(protection_plans=[going_on, short], protection_visits=visits("2017-04-18"))
    assert story(journey, "cp_visit", pk=1)[0] == "2017-04-10 due 2017-04-26: met 2017-04-18 in time"
    assert story(journey, "cp_visit", pk=2) == ["2017-04-11 due 2017-04-27: cancelled 2017-04-13"]


def test_of_two_plans_that_started_on_a_day_the_highest_id_takes_the_visits_ids_being_text() -> None:
    plans = [protection_plan("2017-04-10", source_id="p10", pk=2), protection_plan("2017-04-10", source_id="p9", pk=1)]
    journey = child(protection_plans=plans, protection_visits=visits("2017-04-18"))
    assert [len(story(journey, "cp_visit", pk=pk)) for pk in (2, 1)] == [1, 2]


def test_a_visit_that_names_a_plan_of_another_authority_counts_for_no_plan() -> None:
    # Other authorities' plans are no facts: all that is known of them is the name in the visit.
    journey = child(
        protection_plans=[protection_plan("2017-04-10")],
        protection_visits=visits("2017-04-18", plan="theirs"),
        protection_reviews=conference_reviews("2017-06-01", plan=99),
    )
    assert story(journey, "cp_visit") == ["2017-04-10 due 2017-04-26: open"]
    assert story(journey, "cp_review") == ["2017-04-10 due 2017-07-10: open"]


def test_a_child_without_an_own_plan_is_owed_neither_visits_nor_reviews() -> None:
    journey = child(protection_visits=visits("2017-04-18"), protection_reviews=conference_reviews("2017-06-01"))
    assert duties(journey, "cp_visit") == duties(journey, "cp_review") == []


def test_a_plan_with_an_id_made_of_digits_is_found_by_it() -> None:
    plan = protection_plan("2017-04-10", source_id="415", pk=1)
    other = protection_plan("2017-04-12", source_id="1", pk=415)
    journey = child(protection_plans=[plan, other], protection_visits=visits("2017-04-18", plan="415"))
    assert len(story(journey, "cp_visit", pk=1)) == 2
    assert len(story(journey, "cp_visit", pk=415)) == 1


@pytest.mark.parametrize(
    ("born", "turns_18", "seen", "lines"),
    [
        # From 30 January 2018: 31: 1, February 1, 2: 3, 5-9: 8, 12, 13: 10.
        ("2000-02-10", "2018-02-10", "2018-02-09", ["2018-01-30 due 2018-02-13: met 2018-02-09 in time"]),
        ("2000-02-10", "2018-02-10", "2018-02-10", ["2018-01-30 due 2018-02-13: met 2018-02-10 in time"]),
        ("2000-02-10", "2018-02-10", "2018-02-12", ["2018-01-30 due 2018-02-13: cancelled 2018-02-10"]),
        ("2000-02-13", "2018-02-13", "2018-02-14", ["2018-01-30 due 2018-02-13: over"]),
    ],
)
def test_turning_18_ends_a_plans_duties(born: str, turns_18: str, seen: str, lines: list[str]) -> None:
    seen_days = visits("2018-01-12", "2018-01-30", seen)
    journey = child(born, protection_plans=[protection_plan("2018-01-02")], protection_visits=seen_days)
    assert str(journey.turns_18_on) == turns_18
    assert story(journey, "cp_visit")[2:3] == lines


def test_who_was_born_on_29_february_turns_18_on_the_28th() -> None:
    journey = child("2000-02-29", protection_plans=[protection_plan("2018-02-19")])
    # From 19 February: 20-23: 4, 26 February-2 March: 9, 5 March: 10.
    assert story(journey, "cp_visit") == ["2018-02-19 due 2018-03-05: cancelled 2018-02-28"]


def test_a_child_whose_date_of_birth_is_unknown_has_no_birthday_to_end_anything() -> None:
    plans = [protection_plan("2018-01-02")]
    journey = child(None, protection_plans=plans, protection_visits=visits("2018-01-16"))
    # From 2 January: 3-5: 3, 8-12: 8, 15, 16: 10; from 16 January two whole weeks.
    assert story(journey, "cp_visit") == [
        "2018-01-02 due 2018-01-16: met 2018-01-16 in time",
        "2018-01-16 due 2018-01-30: open",
    ]


def test_a_plan_that_starts_after_the_18th_birthday_owes_nothing() -> None:
    journey = child("1999-12-31", protection_plans=[protection_plan("2018-01-02")])
    assert duties(journey, "cp_visit") == duties(journey, "cp_review") == []


def test_a_death_leaves_no_visit_open() -> None:
    journey = child(died="2017-04-20", protection_plans=[protection_plan("2017-04-10")])
    assert story(journey, "cp_visit") == ["2017-04-10 due 2017-04-26: over"]


def test_the_first_review_is_due_in_3_months_of_the_conference_and_each_later_one_in_6() -> None:
    # 30 November + 3 months is 28 February, + 6 months 28 August (a bank holiday, which months do not mind);
    # 31 August + 6 months is 28 February again.
    journey = child(
        protection_plans=[protection_plan("2016-12-01", conferred="2016-11-30")],
        protection_reviews=conference_reviews("2017-02-28", "2017-08-31"),
    )
    assert story(journey, "cp_review") == [
        "2016-11-30 due 2017-02-28: met 2017-02-28 in time",
        "2017-02-28 due 2017-08-28: met 2017-08-31 late",
        "2017-08-31 due 2018-02-28: open",
    ]


def test_in_a_leap_year_3_months_after_30_november_is_29_february() -> None:
    journey = child(
        protection_plans=[protection_plan("2015-12-01", conferred="2015-11-30")],
        protection_reviews=conference_reviews("2016-02-29"),
    )
    assert story(journey, "cp_review") == [
        "2015-11-30 due 2016-02-29: met 2016-02-29 in time",
        "2016-02-29 due 2016-08-29: open",
    ]


def test_without_a_conference_the_first_review_counts_from_the_plans_start() -> None:
    journey = child(protection_plans=[protection_plan("2017-01-31")])
    assert story(journey, "cp_review") == ["2017-01-31 due 2017-04-30: open"]


def test_a_review_counts_for_the_plan_that_it_names_else_for_the_plan_of_its_day() -> None:
    first, second = protection_plan("2017-01-10", pk=1), protection_plan("2017-02-20", source_id="p2", pk=2)
    held = [*conference_reviews("2017-03-01", plan=1), *conference_reviews("2017-03-01", "2017-03-02")]
    journey = child(as_at="2017-04-01", protection_plans=[first, second], protection_reviews=held)
    assert story(journey, "cp_review", pk=1) == [
        "2017-01-10 due 2017-04-10: met 2017-03-01 in time",
        "2017-03-01 due 2017-09-01: open",
    ]
    assert story(journey, "cp_review", pk=2) == [
        "2017-02-20 due 2017-05-20: met 2017-03-01 in time",
        "2017-03-01 due 2017-09-01: met 2017-03-02 in time",
        "2017-03-02 due 2017-09-02: open",
    ]


def test_a_plan_that_ends_before_a_review_is_due_cancels_it() -> None:
    plan = protection_plan("2017-01-10", "2017-04-09")
    journey = child(protection_plans=[plan], protection_reviews=conference_reviews("2017-04-10", plan=1))
    assert story(journey, "cp_review") == ["2017-01-10 due 2017-04-10: cancelled 2017-04-09"]


def test_a_child_in_need_is_visited_every_20_working_days() -> None:
    # From 27 March: 28-31: 4, April 3-7: 9, 10-13: 13, 18-21: 17, 24-26: 20.
    # From 26 April: 27, 28: 2, May 2-5: 6, 8-12: 11, 15-19: 16, 22-25: 20.
    # From 30 May: 31 May-2 June: 3, 5-9: 8, 12-16: 13, 19-23: 18, 26, 27: 20.
    journey = child(
        as_at="2017-06-27", cin_plans=[cin_plan("2017-03-27")], cin_visits=visits("2017-04-26", "2017-05-30")
    )
    assert story(journey, "cin_visit") == [
        "2017-03-27 due 2017-04-26: met 2017-04-26 in time",
        "2017-04-26 due 2017-05-25: met 2017-05-30 late",
        "2017-05-30 due 2017-06-27: open",
    ]


def test_a_visit_to_a_child_in_need_counts_for_the_plan_of_its_day_the_later_one_on_a_day_of_two() -> None:
    journey = child(
        cin_plans=[cin_plan("2017-03-27", "2017-04-20", pk=1), cin_plan("2017-04-20", "2017-04-28", pk=2)],
        cin_visits=visits("2017-04-03", "2017-04-20", "2017-05-02"),
    )
    # From 3 April: 4-7: 4, 10-13: 8, 18-21: 12, 24-28: 17, May 2-4: 20.
    # From 20 April: 21: 1, 24-28: 6, May 2-5: 10, 8-12: 15, 15-19: 20.
    assert story(journey, "cin_visit", pk=1) == [
        "2017-03-27 due 2017-04-26: met 2017-04-03 in time",
        "2017-04-03 due 2017-05-04: cancelled 2017-04-20",
    ]
    assert story(journey, "cin_visit", pk=2) == [
        "2017-04-20 due 2017-05-19: met 2017-04-20 in time",
        "2017-04-20 due 2017-05-19: cancelled 2017-04-28",
    ]


def test_turning_18_ends_the_visits_of_a_child_in_need() -> None:
    journey = child("1999-04-25", cin_plans=[cin_plan("2017-03-27")], cin_visits=visits("2017-04-26"))
    assert story(journey, "cin_visit") == ["2017-03-27 due 2017-04-26: cancelled 2017-04-25"]
