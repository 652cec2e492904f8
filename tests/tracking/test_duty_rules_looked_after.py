"""Looked-after visits, reviews and permanence plans: the catalogue's rule, worked by hand.

Bank holidays in here: Good Friday 14 and Easter Monday 17 April, 25 and 26 December 2017.
"""

import pytest

from tests.tracking.journeys import care_reviews, child, duties, in_care, placed, story, visits


def test_a_stay_is_visited_within_7_days_and_then_every_42_in_its_first_year() -> None:
    # 1 April is a Saturday: days count, not working days. 5 April + 42: 25 to 30 April, 17 more.
    # 17 May + 42: 14 to 31 May, 28 more. 30 June + 42: 31 to 31 July, 11 more.
    journey = child(
        as_at="2017-08-11",
        care_episodes=[in_care("2017-04-01")],
        placements=[placed("2017-04-01")],
        care_visits=visits("2017-04-05", "2017-05-17", "2017-06-30"),
    )
    assert story(journey, "looked_after_visit") == [
        "2017-04-01 due 2017-04-08: met 2017-04-05 in time",
        "2017-04-05 due 2017-05-17: met 2017-05-17 in time",
        "2017-05-17 due 2017-06-28: met 2017-06-30 late",
        "2017-06-30 due 2017-08-11: open",
    ]
    assert duties(journey, "looked_after_visit")[0].episode == ("ssd_cla_placement", 1)


def test_several_visits_on_a_day_are_one_and_an_unneeded_one_restarts_the_clock() -> None:
    journey = child(
        as_at="2017-05-01",
        care_episodes=[in_care("2017-04-01")],
        placements=[placed("2017-04-01")],
        care_visits=visits("2017-04-05", "2017-04-05", "2017-04-06"),
    )
    assert story(journey, "looked_after_visit") == [
        "2017-04-01 due 2017-04-08: met 2017-04-05 in time",
        "2017-04-05 due 2017-05-17: met 2017-04-06 in time",
        "2017-04-06 due 2017-05-18: open",
    ]


@pytest.mark.parametrize(
    ("visited", "until_18", "due"),
    [
        ("2017-06-09", True, "2017-07-21"),  # the last day of the first year: 42 days (21 to 30 June, 21 more)
        ("2017-06-10", True, "2017-09-10"),  # exactly 12 months: no longer the first year, 3 months
        ("2017-06-10", False, "2017-07-22"),  # not intended to last until 18: 42 days still
        ("2017-06-10", None, "2017-07-22"),  # blank means no
        ("2017-11-30", True, "2018-02-28"),  # 30 November + 3 months
        ("2017-12-31", True, "2018-03-31"),  # due today
    ],
)
def test_the_first_year_ends_after_exactly_12_months(visited: str, until_18: bool | None, due: str) -> None:
    journey = child(
        care_episodes=[in_care("2016-06-10")],
        placements=[placed("2016-06-10", until_18=until_18)],
        care_visits=visits("2016-06-12", visited),
    )
    assert story(journey, "looked_after_visit")[-1] == f"{visited} due {due}: open"


@pytest.mark.parametrize(
    ("visited", "due"),
    [
        ("2017-02-27", "2017-04-10"),  # 28 days to 27 March, 14 more
        ("2017-02-28", "2017-05-28"),
    ],
)
def test_the_first_year_of_a_stay_that_began_on_29_february_ends_on_the_28th(visited: str, due: str) -> None:
    journey = child(
        as_at="2017-03-31",
        care_episodes=[in_care("2016-02-29")],
        placements=[placed("2016-02-29", until_18=True)],
        care_visits=visits("2016-03-01", visited),
    )
    assert story(journey, "looked_after_visit")[-1] == f"{visited} due {due}: open"


def test_the_first_visit_to_a_stay_is_due_in_7_days_however_long_it_is_meant_to_last() -> None:
    journey = child(care_episodes=[in_care("2016-06-10")], placements=[placed("2016-06-10", until_18=True)])
    assert story(journey, "looked_after_visit") == ["2016-06-10 due 2016-06-17: open"]


def test_the_placement_row_of_the_visits_day_says_how_long_it_is_meant_to_last() -> None:
    journey = child(
        care_episodes=[in_care("2016-01-04")],
        placements=[
            placed("2016-01-04", "2017-05-01", until_18=False, pk=1),
            placed("2017-05-01", "2017-05-15", urn="", type="T0", pk=2),
            placed("2017-05-15", until_18=True, pk=3),
        ],
        care_visits=visits("2016-01-05", "2017-04-28", "2017-05-08", "2017-05-15"),
    )
    # 28 April: not until 18; 28 April + 42: 2 to 30 April, 31 more to 31 May, 9. 8 May: the temporary row says nothing.
    assert story(journey, "looked_after_visit")[2:] == [
        "2017-04-28 due 2017-06-09: met 2017-05-08 in time",
        "2017-05-08 due 2017-06-19: met 2017-05-15 in time",
        "2017-05-15 due 2017-08-15: open",
    ]


@pytest.mark.parametrize(
    ("visited", "due"),
    [
        ("2017-04-30", "2017-07-30"),  # in the row that is intended to last until 18: 3 months
        ("2017-05-01", "2017-06-12"),  # the day it ended, no other row open: 42 days, 30 to 31 May, 12 more
        ("2017-05-02", "2017-06-13"),
    ],
)
def test_on_a_day_without_a_placement_row_nothing_is_intended_until_18(visited: str, due: str) -> None:
    journey = child(
        as_at="2017-05-31",
        care_episodes=[in_care("2016-01-04")],
        placements=[
            placed("2016-01-04", "2017-05-01", until_18=True, pk=1),
            placed("2017-05-03", urn="", type="T0", pk=2),
        ],
        care_visits=visits("2016-01-05", visited),
    )
    assert story(journey, "looked_after_visit")[-1] == f"{visited} due {due}: open"


@pytest.mark.parametrize(
    ("born", "state"),
    [
        ("1999-04-07", "cancelled 2017-04-07"),
        ("1999-04-08", "over"),  # 18 on the due day
        ("1999-04-10", "met 2017-04-10 late"),  # the visit of the birthday itself counts
    ],
)
def test_turning_18_ends_the_visits(born: str, state: str) -> None:
    journey = child(
        born,
        care_episodes=[in_care("2017-04-01")],
        placements=[placed("2017-04-01")],
        care_visits=visits("2017-04-10"),
    )
    assert story(journey, "looked_after_visit")[0] == f"2017-04-01 due 2017-04-08: {state}"


def test_a_move_restarts_the_clock_and_a_visit_of_its_day_counts_for_the_new_stay_only() -> None:
    journey = child(
        as_at="2017-06-30",
        care_episodes=[in_care("2017-04-01")],
        placements=[placed("2017-04-01", "2017-06-01", pk=1), placed("2017-06-01", urn="SC2", pk=2)],
        care_visits=visits("2017-04-21", "2017-06-01"),
    )
    # 21 April + 42: 9 to 30 April, 31 to 31 May, 2 more: 2 June, a day after the move. 1 June + 42: 29 and 13.
    assert story(journey, "looked_after_visit", pk=1) == [
        "2017-04-01 due 2017-04-08: met 2017-04-21 late",
        "2017-04-21 due 2017-06-02: cancelled 2017-06-01",
    ]
    assert story(journey, "looked_after_visit", pk=2) == [
        "2017-06-01 due 2017-06-08: met 2017-06-01 in time",
        "2017-06-01 due 2017-07-13: open",
    ]


def test_a_visit_due_on_the_day_of_the_move_stays_unmet() -> None:
    journey = child(
        care_episodes=[in_care("2017-04-01")],
        placements=[placed("2017-04-01", "2017-04-08", pk=1), placed("2017-04-08", urn="SC2", pk=2)],
        care_visits=visits("2017-04-08"),
    )
    assert story(journey, "looked_after_visit", pk=1) == ["2017-04-01 due 2017-04-08: over"]
    assert story(journey, "looked_after_visit", pk=2)[0] == "2017-04-08 due 2017-04-15: met 2017-04-08 in time"


def test_of_a_stay_of_one_day_and_the_one_after_it_a_visit_that_day_counts_for_the_later_one() -> None:
    journey = child(
        as_at="2017-04-30",
        care_episodes=[in_care("2017-04-01")],
        placements=[placed("2017-04-01", "2017-04-01", pk=1), placed("2017-04-01", urn="SC2", pk=2)],
        care_visits=visits("2017-04-01"),
    )
    assert story(journey, "looked_after_visit", pk=1) == ["2017-04-01 due 2017-04-08: cancelled 2017-04-01"]
    # 1 April + 42: 29 to 30 April, 13 more.
    assert story(journey, "looked_after_visit", pk=2) == [
        "2017-04-01 due 2017-04-08: met 2017-04-01 in time",
        "2017-04-01 due 2017-05-13: open",
    ]


def test_leaving_care_and_entering_it_on_a_day_is_a_move_even_where_the_placements_end_is_missing() -> None:
    journey = child(
        care_episodes=[in_care("2017-04-01", "2017-04-08"), in_care("2017-04-08", period="c2", pk=2)],
        placements=[placed("2017-04-01", pk=1), placed("2017-04-08", period="c2", pk=2)],
        care_visits=visits("2017-04-08"),
    )
    assert story(journey, "looked_after_visit", pk=1) == ["2017-04-01 due 2017-04-08: over"]
    assert story(journey, "looked_after_visit", pk=2)[0] == "2017-04-08 due 2017-04-15: met 2017-04-08 in time"


def test_a_visit_of_the_last_day_counts_where_no_other_stay_begins() -> None:
    journey = child(
        care_episodes=[in_care("2017-04-01", "2017-04-08")],
        placements=[placed("2017-04-01", "2017-04-08")],
        care_visits=visits("2017-04-08", "2017-04-09"),
    )
    # 8 April + 42: 22 to 30 April, 20 more.
    assert story(journey, "looked_after_visit") == [
        "2017-04-01 due 2017-04-08: met 2017-04-08 in time",
        "2017-04-08 due 2017-05-20: cancelled 2017-04-08",
    ]


@pytest.mark.parametrize(
    ("ceased", "state"), [("2017-04-07", "cancelled 2017-04-07"), ("2017-04-08", "over"), ("2017-04-09", "over")]
)
def test_ceasing_to_be_looked_after_ends_a_stay_whose_own_end_is_missing(ceased: str, state: str) -> None:
    journey = child(care_episodes=[in_care("2017-04-01", ceased)], placements=[placed("2017-04-01")])
    assert story(journey, "looked_after_visit") == [f"2017-04-01 due 2017-04-08: {state}"]


def test_reviews_are_due_after_20_working_days_then_3_months_then_every_6() -> None:
    # From Friday 24 March: 27-31: 5, April 3-7: 10, 10-13: 14, 18-21: 18, 24, 25: 20.
    # 31 May + 3 months is 31 August, + 6 months 28 February.
    journey = child(
        care_episodes=[in_care("2017-03-24", pk=4)], care_reviews=care_reviews("2017-05-31", "2017-08-31", "2018-02-28")
    )
    assert story(journey, "looked_after_review") == [
        "2017-03-24 due 2017-04-25: met 2017-05-31 late",
        "2017-05-31 due 2017-08-31: met 2017-08-31 in time",
        "2017-08-31 due 2018-02-28: met 2018-02-28 in time",
        "2018-02-28 due 2018-08-28: open",
    ]
    assert duties(journey, "looked_after_review")[0].episode == ("ssd_cla_episodes", 4)


def test_the_20_working_days_of_a_first_review_leave_out_christmas() -> None:
    # From Monday 27 November: 28 November-1 December: 4, 4-8: 9, 11-15: 14, 18-22: 19, Wednesday 27: 20.
    journey = child(care_episodes=[in_care("2017-11-27")], care_reviews=care_reviews("2017-12-27"))
    assert story(journey, "looked_after_review") == [
        "2017-11-27 due 2017-12-27: met 2017-12-27 in time",
        "2017-12-27 due 2018-03-27: open",
    ]


def test_two_reviews_on_a_day_are_one_and_a_review_before_entering_care_is_none() -> None:
    journey = child(
        as_at="2018-01-31",
        care_episodes=[in_care("2017-11-27")],
        care_reviews=care_reviews("2017-11-20", "2017-12-20", "2017-12-20"),
    )
    assert story(journey, "looked_after_review") == [
        "2017-11-27 due 2017-12-27: met 2017-12-20 in time",
        "2017-12-20 due 2018-03-20: open",
    ]


def test_a_review_of_another_period_of_care_does_not_count() -> None:
    journey = child(care_episodes=[in_care("2017-11-27")], care_reviews=care_reviews("2017-12-20", period="c0"))
    assert story(journey, "looked_after_review") == ["2017-11-27 due 2017-12-27: open"]


def test_without_a_review_the_first_one_stays_due() -> None:
    # Facts hold reviews that were held: a cancelled one is not among them (`reading`).
    journey = child(care_episodes=[in_care("2017-11-27")], care_reviews=[])
    assert story(journey, "looked_after_review") == ["2017-11-27 due 2017-12-27: open"]


def test_each_period_of_care_begins_with_a_first_review_of_its_own() -> None:
    first = in_care("2016-11-28", "2017-02-01")
    held = [*care_reviews("2016-12-20"), *care_reviews("2017-12-20", period="c2")]
    journey = child(care_episodes=[first, in_care("2017-11-27", period="c2", pk=2)], care_reviews=held)
    # From 28 November 2016: 29 November-2 December: 4, 5-9: 9, 12-16: 14, 19-23: 19,
    # Wednesday 28 December (26 and 27 are holidays): 20.
    assert story(journey, "looked_after_review", pk=1) == [
        "2016-11-28 due 2016-12-28: met 2016-12-20 in time",
        "2016-12-20 due 2017-03-20: cancelled 2017-02-01",
    ]
    assert story(journey, "looked_after_review", pk=2)[0] == "2017-11-27 due 2017-12-27: met 2017-12-20 in time"


def test_a_review_after_ceasing_or_turning_18_meets_nothing() -> None:
    ceased = child(care_episodes=[in_care("2017-11-27", "2017-12-28")], care_reviews=care_reviews("2017-12-29"))
    assert story(ceased, "looked_after_review") == ["2017-11-27 due 2017-12-27: over"]
    grown_up = child("1999-12-27", care_episodes=[in_care("2017-11-27")], care_reviews=care_reviews("2017-12-28"))
    assert story(grown_up, "looked_after_review") == ["2017-11-27 due 2017-12-27: over"]
    younger = child("1999-12-26", care_episodes=[in_care("2017-11-27")], care_reviews=care_reviews("2017-12-27"))
    assert story(younger, "looked_after_review") == ["2017-11-27 due 2017-12-27: cancelled 2017-12-26"]


def test_a_plan_for_permanence_is_due_4_months_after_entering_care() -> None:
    # 31 October + 4 months is 28 February. The review of December had no plan, the one of February had.
    held = [*care_reviews("2017-12-01", permanence=False), *care_reviews("2017-12-15"),
            *care_reviews("2018-02-28", "2018-03-10", permanence=True)]  # fmt: skip
    journey = child(care_episodes=[in_care("2017-10-31")], care_reviews=held)
    assert story(journey, "permanence_plan") == ["2017-10-31 due 2018-02-28: met 2018-02-28 in time"]
    late = child(care_episodes=[in_care("2017-10-31")], care_reviews=care_reviews("2018-03-01", permanence=True))
    assert story(late, "permanence_plan") == ["2017-10-31 due 2018-02-28: met 2018-03-01 late"]


def test_a_plan_for_permanence_of_before_care_does_not_count_and_one_of_its_first_day_does() -> None:
    before = child(care_episodes=[in_care("2017-10-31")], care_reviews=care_reviews("2017-10-30", permanence=True))
    assert story(before, "permanence_plan") == ["2017-10-31 due 2018-02-28: open"]
    at_once = child(care_episodes=[in_care("2017-10-31")], care_reviews=care_reviews("2017-10-31", permanence=True))
    assert story(at_once, "permanence_plan") == ["2017-10-31 due 2018-02-28: met 2017-10-31 in time"]


def test_turning_18_ends_the_wait_for_a_plan_for_permanence() -> None:
    journey = child("2000-02-27", care_episodes=[in_care("2017-10-31")], care_reviews=[])
    assert story(journey, "permanence_plan") == ["2017-10-31 due 2018-02-28: cancelled 2018-02-27"]


def test_a_review_without_a_plan_or_of_another_period_of_care_leaves_permanence_open() -> None:
    held = [*care_reviews("2017-12-01", permanence=False), *care_reviews("2017-12-15", permanence=True, period="c0")]
    journey = child(care_episodes=[in_care("2017-10-31")], care_reviews=held)
    assert story(journey, "permanence_plan") == ["2017-10-31 due 2018-02-28: open"]


@pytest.mark.parametrize(
    ("ceased", "state"), [("2018-02-27", "cancelled 2018-02-27"), ("2018-02-28", "over"), ("2018-03-05", "over")]
)
def test_a_plan_for_permanence_is_cancelled_by_leaving_care_before_it_is_due(ceased: str, state: str) -> None:
    after = care_reviews("2018-03-06", permanence=True)
    journey = child(care_episodes=[in_care("2017-10-31", ceased)], care_reviews=after)
    assert story(journey, "permanence_plan") == [f"2017-10-31 due 2018-02-28: {state}"]


def test_a_death_leaves_nothing_open_in_care() -> None:
    journey = child(died="2017-12-01", care_episodes=[in_care("2017-10-31")], placements=[placed("2017-10-31")])
    for kind in ("looked_after_visit", "looked_after_review", "permanence_plan"):
        assert not any(due.is_open(journey.as_at, journey.died_on) for due in duties(journey, kind))
