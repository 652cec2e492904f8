"""Contact decisions, referral decisions and assessments: the catalogue's rule, worked by hand.

Bank holidays in here: Good Friday 14 and Easter Monday 17 April, 1 and 29 May, 28 August, 25 and 26 December 2017.
"""

import pytest

from tests.tracking.journeys import assessment, child, contact, day, duties, referral, story


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2017-10-05", "2017-10-06"),  # Thursday: Friday
        ("2017-10-06", "2017-10-09"),  # Friday: Monday
        ("2017-10-07", "2017-10-09"),  # Saturday: Monday
        ("2017-10-08", "2017-10-09"),  # Sunday: Monday
        ("2017-04-13", "2017-04-18"),  # Thursday before Easter: 14 and 17 are holidays, so Tuesday
        ("2017-04-28", "2017-05-02"),  # Friday before 1 May: Tuesday
        ("2017-05-26", "2017-05-30"),  # Friday before 29 May: Tuesday
        ("2017-08-25", "2017-08-29"),  # Friday before 28 August: Tuesday
        ("2017-12-22", "2017-12-27"),  # Friday before Christmas: 25 and 26 are holidays, so Wednesday
    ],
)
def test_contacts_and_referrals_are_decided_by_the_next_working_day(received: str, due: str) -> None:
    journey = child(contacts=[contact(received)], referrals=[referral(received)])
    assert story(journey, "contact_decision") == [f"{received} due {due}: open"]
    assert story(journey, "referral_decision") == [f"{received} due {due}: open"]


def test_a_contact_of_a_friday_decided_on_the_sunday_is_in_time() -> None:
    journey = child(contacts=[contact("2017-10-06", decided="2017-10-08")])
    assert story(journey, "contact_decision") == ["2017-10-06 due 2017-10-09: met 2017-10-08 in time"]


def test_a_contact_of_a_thursday_decided_on_the_saturday_is_late() -> None:
    journey = child(contacts=[contact("2017-10-05", decided="2017-10-07")])
    assert story(journey, "contact_decision") == ["2017-10-05 due 2017-10-06: met 2017-10-07 late"]


def test_a_contact_decided_on_its_own_day_or_on_the_due_day_is_in_time() -> None:
    journey = child(contacts=[contact("2017-10-05", "2017-10-05", pk=1), contact("2017-10-10", "2017-10-11", pk=2)])
    assert story(journey, "contact_decision") == [
        "2017-10-05 due 2017-10-06: met 2017-10-05 in time",
        "2017-10-10 due 2017-10-11: met 2017-10-11 in time",
    ]


def test_a_contact_due_today_is_open_and_so_is_one_that_is_overdue() -> None:
    # Thursday 29 March 2018 is the last working day before Easter 2018 (Good Friday 30 March).
    journey = child(as_at="2018-03-29", contacts=[contact("2018-03-05", pk=1), contact("2018-03-28", pk=2)])
    assert story(journey, "contact_decision") == [
        "2018-03-05 due 2018-03-06: open",
        "2018-03-28 due 2018-03-29: open",
    ]


@pytest.mark.parametrize(
    ("received", "closed", "is_owed"),
    [
        ("2017-05-01", None, False),  # a referral is open
        ("2017-05-01", "2017-06-09", False),  # it closes the day after the contact
        ("2017-05-01", "2017-06-08", True),  # it closes on the contact's day: not open any more
        ("2017-05-01", "2017-06-07", True),
        ("2017-06-08", None, True),  # it is of the contact's day: it did not come before
        ("2017-06-09", None, True),  # it came later
        ("2017-06-07", None, False),
    ],
)
def test_only_a_contact_without_an_open_referral_before_it_awaits_a_decision(
    received: str, closed: str | None, is_owed: bool
) -> None:
    journey = child(contacts=[contact("2017-06-08")], referrals=[referral(received, closed=closed)])
    assert bool(duties(journey, "contact_decision")) is is_owed


def test_one_open_referral_among_closed_ones_is_enough() -> None:
    closed, still_open = referral("2017-01-05", closed="2017-02-01", pk=1), referral("2017-03-01", pk=2)
    journey = child(contacts=[contact("2017-06-08")], referrals=[closed, still_open])
    assert duties(journey, "contact_decision") == []


def test_each_new_contact_is_a_duty_of_its_own() -> None:
    early, late = contact("2017-10-02", "2017-10-03", pk=1), contact("2017-10-02", "2017-10-04", pk=2)
    found = duties(child(contacts=[early, late]), "contact_decision")
    assert [(due.episode, due.number, due.in_time) for due in found] == [
        (("ssd_contacts", 1), 1, True),
        (("ssd_contacts", 2), 1, False),
    ]


def test_a_referral_is_decided_in_time_until_its_due_day_and_late_after() -> None:
    # Thursday 13 April 2017: due Tuesday 18 April, Easter between.
    on_the_day = referral("2017-04-13", "2017-04-18", pk=1)
    a_day_late = referral("2017-04-13", "2017-04-19", pk=2)
    assert story(child(referrals=[on_the_day, a_day_late]), "referral_decision") == [
        "2017-04-13 due 2017-04-18: met 2017-04-18 in time",
        "2017-04-13 due 2017-04-18: met 2017-04-19 late",
    ]


def test_an_open_referral_spares_no_decision_on_the_next_one() -> None:
    journey = child(referrals=[referral("2017-09-04", "2017-09-05", pk=1), referral("2017-10-02", pk=2)])
    assert story(journey, "referral_decision", pk=2) == ["2017-10-02 due 2017-10-03: open"]


def test_referrals_and_assessments_belong_to_their_own_team() -> None:
    journey = child(
        contacts=[contact("2017-10-02")],
        referrals=[referral("2017-10-02", team=5, pk=3)],
        assessments=[assessment("2017-10-04", team=6, pk=4)],
    )
    found = [duties(journey, kind)[0] for kind in ("contact_decision", "referral_decision", "assessment")]
    assert [(due.episode, due.team_id) for due in found] == [
        (("ssd_contacts", 1), None),
        (("ssd_cin_episodes", 3), 5),
        (("ssd_cin_assessments", 4), 6),
    ]


@pytest.mark.parametrize(
    ("started", "due"),
    [
        # April 4-7: 4, 10-13: 8, 18-21: 12, 24-28: 17, May 2-5: 21, 8-12: 26, 15-19: 31, 22-26: 36,
        # 30 May-2 June: 40, 5-9 June: 45
        ("2017-04-03", "2017-06-09"),
        # a Saturday; eight whole weeks 3 July-25 August: 40, 29 August-1 September: 44, Monday 4: 45
        ("2017-07-01", "2017-09-04"),
        # October 24-27: 4, eight whole weeks 30 October-22 December: 44, Wednesday 27 December: 45
        ("2017-10-23", "2017-12-27"),
        # nothing in the way: nine whole weeks
        ("2017-09-04", "2017-11-06"),
    ],
)
def test_an_assessment_is_authorised_within_45_working_days(started: str, due: str) -> None:
    assert story(child(assessments=[assessment(started)]), "assessment") == [f"{started} due {due}: open"]


def test_an_assessment_authorised_on_the_45th_day_is_in_time_and_on_the_46th_late() -> None:
    on_the_day = assessment("2017-04-03", "2017-06-09", pk=1)
    the_next_day = assessment("2017-04-03", "2017-06-10", pk=2)
    assert story(child(assessments=[on_the_day, the_next_day]), "assessment") == [
        "2017-04-03 due 2017-06-09: met 2017-06-09 in time",
        "2017-04-03 due 2017-06-09: met 2017-06-10 late",
    ]


def test_what_is_met_in_time_counts_when_it_was_met_and_what_is_late_when_it_fell_due() -> None:
    in_time = assessment("2017-04-03", "2017-05-31", pk=1)
    late = assessment("2017-04-03", "2018-01-15", pk=2)
    unmet = assessment("2017-04-03", pk=3)
    found = duties(child(assessments=[in_time, late, unmet]), "assessment")
    assert [due.observed_on for due in found] == [day("2017-05-31"), day("2017-06-09"), day("2017-06-09")]


def test_a_death_leaves_nothing_open_at_the_front_door() -> None:
    journey = child(
        died="2017-12-01",
        contacts=[contact("2017-10-05")],
        referrals=[referral("2017-10-06")],
        assessments=[assessment("2017-10-23")],
    )
    assert story(journey, "contact_decision") == ["2017-10-05 due 2017-10-06: over"]
    assert story(journey, "referral_decision") == ["2017-10-06 due 2017-10-09: over"]
    assert story(journey, "assessment") == ["2017-10-23 due 2017-12-27: over"]


def test_days_whose_bank_holidays_are_not_known_give_no_duty() -> None:
    # Known are 2012 to 2028: 45 working days after December 2028 lie in a year that is not.
    journey = child(
        as_at="2028-12-31",
        contacts=[contact("2011-12-30", pk=1), contact("2028-12-27", pk=2)],
        assessments=[assessment("2028-12-01")],
    )
    assert story(journey, "contact_decision") == ["2028-12-27 due 2028-12-28: open"]
    assert duties(journey, "assessment") == []
