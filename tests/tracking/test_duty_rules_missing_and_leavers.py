"""Return home interviews, action plans, contacts with care leavers and pathway plans: the rule, worked by hand."""

import pytest

from tests.tracking.journeys import child, day, duties, leaver_contact, missing, story
from tracking.duties.kinds import DEFAULTS
from tracking.duties.limits import Change, Limit, Limits, TimeUnit

FRIDAY = "2017-10-13"
MONDAY = "2017-10-16"


@pytest.mark.parametrize(
    ("returned", "interviewed", "state"),
    [
        ("18:30", "2017-10-16 18:29", "met 2017-10-16 in time"),
        ("18:30", "2017-10-16 18:30", "met 2017-10-16 in time"),  # 72 hours to the minute
        ("18:30", "2017-10-16 18:31", "met 2017-10-16 late"),  # the third day, and yet too late
        ("00:01", "2017-10-16 12:00", "met 2017-10-16 late"),
        ("18:30", "2017-10-17 08:00", "met 2017-10-17 late"),
        ("18:30", "2017-10-13 20:00", "met 2017-10-13 in time"),
    ],
)
def test_an_interview_is_held_within_72_hours_where_both_times_are_known(
    returned: str, interviewed: str, state: str
) -> None:
    journey = child(missing=[missing(f"{FRIDAY} {returned}", interviewed)])
    assert story(journey, "return_home_interview") == [f"{FRIDAY} due {MONDAY}: {state}"]


@pytest.mark.parametrize(
    ("returned", "interviewed"),
    [(FRIDAY, MONDAY), (f"{FRIDAY} 08:00", MONDAY), (FRIDAY, f"{MONDAY} 23:59")],
)
def test_where_a_time_is_unknown_3_days_count(returned: str, interviewed: str) -> None:
    in_time = child(missing=[missing(returned, interviewed)])
    assert story(in_time, "return_home_interview") == [f"{FRIDAY} due {MONDAY}: met {MONDAY} in time"]
    late = child(missing=[missing(returned, interviewed.replace(MONDAY, "2017-10-17"))])
    assert story(late, "return_home_interview") == [f"{FRIDAY} due {MONDAY}: met 2017-10-17 late"]


def test_the_72_hours_run_over_weekends_and_holidays() -> None:
    # Returned on Good Friday 14 April 2017: due on Easter Monday.
    journey = child(missing=[missing("2017-04-14 10:00")])
    assert story(journey, "return_home_interview") == ["2017-04-14 due 2017-04-17: open"]


def test_an_interview_due_today_is_open_and_a_declined_one_too() -> None:
    journey = child(as_at=MONDAY, missing=[missing(FRIDAY, declined="2017-10-14")])
    assert story(journey, "return_home_interview") == [f"{FRIDAY} due {MONDAY}: open"]
    assert duties(journey, "return_home_interview")[0].refused_on == day("2017-10-14")


def test_other_authorities_interview_their_own_children_but_their_action_plans_are_due_here() -> None:
    journey = child(missing=[missing(FRIDAY, of="Elsewhere")])
    assert duties(journey, "return_home_interview") == []
    assert story(journey, "missing_action_plan") == [f"{FRIDAY} due 2017-12-31: open"]
    (due,) = duties(journey, "missing_action_plan")
    assert (due.episode, due.number) == (("ssd_missing", 1), 1)


def test_each_return_is_a_duty_of_its_own() -> None:
    episodes = [missing(FRIDAY, "2017-10-14"), missing("2017-10-20")._replace(pk=2)]
    found = duties(child(missing=episodes), "return_home_interview")
    assert [(due.episode, due.number, due.in_time) for due in found] == [
        (("ssd_missing", 1), 1, True),
        (("ssd_missing", 2), 1, None),
    ]


def test_an_interview_after_the_18th_birthday_meets_nothing() -> None:
    young_adult = child("1999-10-15", missing=[missing(FRIDAY, "2017-10-16")])
    assert story(young_adult, "return_home_interview") == [f"{FRIDAY} due {MONDAY}: cancelled 2017-10-15"]
    on_the_birthday = child("1999-10-15", missing=[missing(FRIDAY, "2017-10-15")])
    assert story(on_the_birthday, "return_home_interview") == [f"{FRIDAY} due {MONDAY}: met 2017-10-15 in time"]
    due_that_day = child("1999-10-16", missing=[missing(FRIDAY, "2017-10-17")])
    assert story(due_that_day, "return_home_interview") == [f"{FRIDAY} due {MONDAY}: over"]


def test_a_limit_in_days_leaves_the_hours_aside() -> None:
    limits = Limits(DEFAULTS, [Change("return_home_interview", "", day("2017-10-01"), Limit(3, TimeUnit.DAYS))])
    journey = child(missing=[missing(f"{FRIDAY} 08:00", f"{MONDAY} 20:00")])
    assert story(journey, "return_home_interview", limits) == [f"{FRIDAY} due {MONDAY}: met {MONDAY} in time"]


def test_another_number_of_hours_is_counted_to_the_minute_too() -> None:
    limits = Limits(DEFAULTS, [Change("return_home_interview", "", day("2017-10-01"), Limit(36, TimeUnit.HOURS))])
    # 36 hours after Friday 08:00 is Saturday 20:00; the due day is 2 days on, for who knows no times.
    for at, state in (("2017-10-14 20:00", "in time"), ("2017-10-14 20:01", "late"), ("2017-10-15", "in time")):
        journey = child(missing=[missing(f"{FRIDAY} 08:00", at)])
        line = f"{FRIDAY} due 2017-10-15: met {at[:10]} {state}"
        assert story(journey, "return_home_interview", limits) == [line]


@pytest.mark.parametrize(
    ("returned", "due"),
    [
        ("2017-04-01", "2017-06-30"),
        ("2017-06-30", "2017-06-30"),
        ("2017-07-01", "2017-09-30"),
        ("2017-10-13", "2017-12-31"),
        ("2017-12-31", "2017-12-31"),
        ("2018-01-01", "2018-03-31"),
        ("2018-02-28", "2018-03-31"),
    ],
)
def test_an_action_plan_is_due_at_the_end_of_the_quarter(returned: str, due: str) -> None:
    assert story(child(missing=[missing(returned)]), "missing_action_plan") == [f"{returned} due {due}: open"]
    in_time = child(missing=[missing(returned, plan=due)])
    assert story(in_time, "missing_action_plan") == [f"{returned} due {due}: met {due} in time"]


def test_an_action_plan_of_the_next_quarter_is_late() -> None:
    journey = child(missing=[missing(FRIDAY, plan="2018-01-01")])
    assert story(journey, "missing_action_plan") == [f"{FRIDAY} due 2017-12-31: met 2018-01-01 late"]


@pytest.mark.parametrize(
    ("born", "state"),
    [("1999-12-30", "cancelled 2017-12-30"), ("1999-12-31", "over"), ("2000-01-02", "met 2018-01-02 late")],
)
def test_an_action_plan_after_the_18th_birthday_meets_nothing(born: str, state: str) -> None:
    journey = child(born, missing=[missing(FRIDAY, plan="2018-01-02")])
    assert story(journey, "missing_action_plan") == [f"{FRIDAY} due 2017-12-31: {state}"]


def test_a_death_leaves_neither_interview_nor_contact_open() -> None:
    journey = child(
        died="2018-01-10", missing=[missing(FRIDAY)], leaver_contacts=[leaver_contact("2017-12-01", "2017-12-01")]
    )
    kinds = ("return_home_interview", "missing_action_plan", "care_leaver_contact", "pathway_plan_review")
    assert [line.endswith(": over") for kind in kinds for line in story(journey, kind)] == [True] * len(kinds)


def test_a_care_leaver_is_contacted_every_56_days() -> None:
    # 1 December + 56: 30 to 31 December, 26 more. 26 January + 56: 5 to 31 January, 28 in February, 23 more.
    # 24 March + 56: 7 to 31 March, 30 in April, 19 more.
    contacts = [
        leaver_contact("2017-12-01", pk=1),
        leaver_contact("2018-01-26", pk=2),
        leaver_contact("2018-03-24", pk=3),
    ]
    journey = child("1999-05-01", leaver_contacts=contacts)
    assert story(journey, "care_leaver_contact") == [
        "2017-12-01 due 2018-01-26: met 2018-01-26 in time",
        "2018-01-26 due 2018-03-23: met 2018-03-24 late",
        "2018-03-24 due 2018-05-19: open",
    ]


def test_a_contact_due_today_is_open() -> None:
    # 3 February + 56: 25 to 28 February, 31 to 31 March.
    journey = child("1999-05-01", leaver_contacts=[leaver_contact("2018-02-03")])
    assert story(journey, "care_leaver_contact") == ["2018-02-03 due 2018-03-31: open"]


def test_each_contact_hangs_on_the_row_that_starts_it_and_belongs_to_its_team() -> None:
    contacts = [leaver_contact("2017-12-01", team=5, pk=8), leaver_contact("2018-01-26", team=6, pk=9)]
    found = duties(child("1999-05-01", leaver_contacts=contacts), "care_leaver_contact")
    assert [(due.episode, due.number, due.team_id) for due in found] == [
        (("ssd_care_leavers", 8), 1, 5),
        (("ssd_care_leavers", 9), 2, 6),
    ]


def test_of_two_contacts_on_a_day_the_one_with_the_highest_id_counts() -> None:
    contacts = [leaver_contact("2017-12-01", team=5, pk=8), leaver_contact("2017-12-01", team=6, pk=9)]
    (due,) = duties(child("1999-05-01", leaver_contacts=contacts), "care_leaver_contact")
    assert (due.episode.pk, due.team_id) == (9, 6)


def test_turning_18_does_not_end_the_duties_towards_a_care_leaver() -> None:
    journey = child("2000-01-10", leaver_contacts=[leaver_contact("2017-12-01", "2017-12-01")])
    assert story(journey, "care_leaver_contact") == ["2017-12-01 due 2018-01-26: open"]
    assert story(journey, "pathway_plan_review") == ["2017-12-01 due 2018-06-01: open"]


def test_the_25th_birthday_ends_them() -> None:
    contacts = [leaver_contact("2017-12-01", "2017-12-01", pk=1), leaver_contact("2018-02-01", "2018-02-01", pk=2)]
    journey = child("1993-01-10", leaver_contacts=contacts)
    assert story(journey, "care_leaver_contact") == ["2017-12-01 due 2018-01-26: cancelled 2018-01-10"]
    assert story(journey, "pathway_plan_review") == ["2017-12-01 due 2018-06-01: cancelled 2018-01-10"]
    a_year_younger = child("1994-01-10", leaver_contacts=contacts)
    assert len(story(a_year_younger, "care_leaver_contact")) == 2


def test_without_a_contact_nothing_is_owed() -> None:
    assert duties(child("1999-05-01"), "care_leaver_contact") == []
    unreviewed = child("1999-05-01", leaver_contacts=[leaver_contact("2017-12-01")])
    assert duties(unreviewed, "pathway_plan_review") == []


def test_a_pathway_plan_is_reviewed_every_6_months() -> None:
    # 31 August 2016 + 6 months is 28 February 2017, + 6 months 28 August; 30 August + 6 months 28 February 2018.
    contacts = [
        leaver_contact("2016-09-05", "2016-08-31", pk=1),
        leaver_contact("2017-03-06", "2017-02-28", pk=2),
        leaver_contact("2017-09-04", "2017-08-30", pk=3),
    ]
    journey = child("1999-05-01", leaver_contacts=contacts)
    assert story(journey, "pathway_plan_review") == [
        "2016-08-31 due 2017-02-28: met 2017-02-28 in time",
        "2017-02-28 due 2017-08-28: met 2017-08-30 late",
        "2017-08-30 due 2018-02-28: open",
    ]


def test_a_review_that_many_contacts_repeat_is_one_and_hangs_on_the_first_of_them() -> None:
    contacts = [
        leaver_contact("2017-12-01", "2017-11-15", team=5, pk=1),
        leaver_contact("2018-01-15", "2017-11-15", team=6, pk=2),
        leaver_contact("2018-02-15", None, team=7, pk=3),
    ]
    journey = child("1999-05-01", leaver_contacts=contacts)
    assert story(journey, "pathway_plan_review") == ["2017-11-15 due 2018-05-15: open"]
    (due,) = duties(journey, "pathway_plan_review")
    assert (due.episode.pk, due.team_id) == (1, 5)
