"""Health assessments, the form to Health, dental checks and questionnaires: the rule, worked by hand.

Bank holidays in here: Good Friday 14 and Easter Monday 17 April, 1 May 2017.
"""

import pytest

from tests.tracking.journeys import check, child, day, dental, duties, in_care, initial, sdqs, story

MAUNDY_THURSDAY = "2017-04-13"
# From 13 April: 18-21: 4, 24-28: 9, May 2-5: 13, 8-12: 18, 15, 16: 20.
IHA = "2017-04-13 due 2017-05-16"


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2017-04-13", "met 2017-04-13 in time"),
        ("2017-05-16", "met 2017-05-16 in time"),
        ("2017-05-17", "met 2017-05-17 late"),
        ("2017-04-12", "open"),  # before entering care
    ],
)
def test_the_initial_health_assessment_is_due_20_working_days_after_entering_care(done: str, state: str) -> None:
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY, pk=3)], health_checks=[initial(done)])
    assert story(journey, "initial_health_assessment") == [f"{IHA}: {state}"]
    assert duties(journey, "initial_health_assessment")[0].episode == ("ssd_cla_episodes", 3)


def test_the_first_completed_initial_assessment_is_the_one() -> None:
    checks = [initial("2017-05-10", "Cancelled"), initial("2017-05-15"), initial("2017-06-01")]
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY)], health_checks=checks)
    assert story(journey, "initial_health_assessment") == [f"{IHA}: met 2017-05-15 in time"]


def test_only_completed_initial_assessments_meet_it() -> None:
    checks = [initial("2017-04-20", "Planned"), check("2017-04-21"), dental("2017-04-24"), initial("2017-04-25", "")]
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY)], health_checks=checks)
    assert story(journey, "initial_health_assessment") == [f"{IHA}: open"]


def test_a_refused_initial_assessment_meets_nothing_and_stands_beside_the_duty() -> None:
    checks = [initial("2017-04-20", "Refused"), initial("2017-05-10", "Refused")]
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY)], health_checks=checks)
    assert story(journey, "initial_health_assessment") == [f"{IHA}: open"]
    assert duties(journey, "initial_health_assessment")[0].refused_on == day("2017-05-10")


def test_a_refusal_before_care_or_after_completion_is_not_of_this_duty() -> None:
    checks = [initial("2017-03-01", "Refused"), initial("2017-05-15"), initial("2017-06-01", "Refused")]
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY)], health_checks=checks)
    assert duties(journey, "initial_health_assessment")[0].refused_on is None


def test_words_and_case_tell_the_type_of_a_check() -> None:
    checks = [
        check("2017-05-02", "INITIAL health assessment"),
        check("2017-06-02", "DENTAL"),
        check("2017-07-03", "Eyes"),
    ]
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY)], health_checks=checks)
    assert story(journey, "initial_health_assessment") == [f"{IHA}: met 2017-05-02 in time"]
    assert story(journey, "dental_check")[0] == "2017-04-13 due 2018-04-13: met 2017-06-02 in time"
    assert story(journey, "review_health_assessment")[0] == "2017-05-02 due 2018-05-02: met 2017-07-03 in time"


@pytest.mark.parametrize(
    ("ceased", "state"), [("2017-05-15", "cancelled 2017-05-15"), ("2017-05-16", "over"), ("2017-05-17", "over")]
)
def test_an_initial_assessment_after_leaving_care_meets_nothing(ceased: str, state: str) -> None:
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY, ceased)], health_checks=[initial("2017-05-18")])
    assert story(journey, "initial_health_assessment") == [f"{IHA}: {state}"]


def test_each_period_of_care_needs_an_initial_assessment_of_its_own() -> None:
    periods = [in_care("2016-10-03", "2017-01-10"), in_care(MAUNDY_THURSDAY, period="c2", pk=2)]
    journey = child(care_episodes=periods, health_checks=[initial("2016-10-20")])
    # From Monday 3 October 2016: four whole weeks.
    assert story(journey, "initial_health_assessment") == [
        "2016-10-03 due 2016-10-31: met 2016-10-20 in time",
        f"{IHA}: open",
    ]


@pytest.mark.parametrize(
    ("returned", "state"),
    [(None, "open"), ("2017-04-26", "met 2017-04-26 in time"), ("2017-04-27", "met 2017-04-27 late")],
)
def test_the_form_is_returned_within_7_working_days(returned: str | None, state: str) -> None:
    # From 13 April: 18-21: 4, 24-26: 7. The form stands on the first episode of the period of care.
    episodes = [in_care(MAUNDY_THURSDAY, "2017-05-02", form=returned, pk=1), in_care("2017-05-02", pk=2)]
    assert story(child(care_episodes=episodes), "iha_form") == [f"2017-04-13 due 2017-04-26: {state}"]


def test_a_form_is_not_owed_when_care_ended_first_and_none_that_comes_later_counts() -> None:
    before = child(care_episodes=[in_care(MAUNDY_THURSDAY, "2017-04-25", form="2017-04-26")])
    assert story(before, "iha_form") == ["2017-04-13 due 2017-04-26: cancelled 2017-04-25"]
    on_the_day = child(care_episodes=[in_care(MAUNDY_THURSDAY, "2017-04-26", form="2017-04-27")])
    assert story(on_the_day, "iha_form") == ["2017-04-13 due 2017-04-26: over"]


def test_health_assessments_follow_the_initial_one_every_12_months() -> None:
    checks = [initial("2016-05-10"), check("2017-05-10"), check("2018-05-14")]
    journey = child(as_at="2018-06-30", care_episodes=[in_care("2016-04-13")], health_checks=checks)
    assert story(journey, "review_health_assessment") == [
        "2016-05-10 due 2017-05-10: met 2017-05-10 in time",
        "2017-05-10 due 2018-05-10: met 2018-05-14 late",
        "2018-05-14 due 2019-05-14: open",
    ]


def test_a_late_initial_assessment_starts_the_chain_all_the_same() -> None:
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY)], health_checks=[initial("2017-08-01")])
    assert story(journey, "initial_health_assessment") == [f"{IHA}: met 2017-08-01 late"]
    assert story(journey, "review_health_assessment") == ["2017-08-01 due 2018-08-01: open"]


@pytest.mark.parametrize("checks", [[], [initial("2017-05-10", "Refused")], [initial("2017-04-12")]])
def test_without_an_initial_assessment_in_care_the_chain_starts_with_entering_care(checks: list[object]) -> None:
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY)], health_checks=checks)
    assert story(journey, "review_health_assessment") == ["2017-04-13 due 2018-04-13: open"]


@pytest.mark.parametrize(
    ("assessed", "due"),
    [
        ("2017-08-31", "2018-02-28"),  # under 5: 6 months
        ("2018-02-28", "2018-08-28"),  # the day before the 5th birthday
        ("2018-03-01", "2019-03-01"),  # the 5th birthday: 12 months
        ("2018-03-02", "2019-03-02"),
    ],
)
def test_a_child_under_5_on_the_start_date_is_assessed_every_6_months(assessed: str, due: str) -> None:
    journey = child("2013-03-01", care_episodes=[in_care("2017-08-01")], health_checks=[initial(assessed)])
    assert story(journey, "review_health_assessment") == [f"{assessed} due {due}: open"]


def test_a_chain_goes_from_6_to_12_months_at_the_5th_birthday() -> None:
    checks = [initial("2017-03-20"), check("2017-09-20"), check("2018-03-20")]
    journey = child("2013-03-01", care_episodes=[in_care("2017-03-01")], health_checks=checks)
    assert story(journey, "review_health_assessment") == [
        "2017-03-20 due 2017-09-20: met 2017-09-20 in time",
        "2017-09-20 due 2018-03-20: met 2018-03-20 in time",
        "2018-03-20 due 2019-03-20: open",
    ]


def test_a_child_whose_date_of_birth_is_unknown_is_assessed_every_12_months() -> None:
    journey = child(None, care_episodes=[in_care(MAUNDY_THURSDAY)])
    assert story(journey, "review_health_assessment") == ["2017-04-13 due 2018-04-13: open"]


@pytest.mark.parametrize(
    ("assessed", "line"),
    [
        ("2016-07-01", "2016-07-01 due 2017-07-01: over"),  # on the day of entering care
        ("2018-01-10", "2018-01-10 due 2019-01-10: cancelled 2018-01-10"),  # on the 18th birthday
        ("2018-01-11", "2016-07-01 due 2017-07-01: over"),  # after it: it restarts no clock
    ],
)
def test_an_initial_assessment_after_the_18th_birthday_does_not_start_the_chain(assessed: str, line: str) -> None:
    journey = child("2000-01-10", care_episodes=[in_care("2016-07-01")], health_checks=[initial(assessed)])
    assert story(journey, "review_health_assessment") == [line]


def test_an_initial_assessment_of_a_later_period_of_care_does_not_start_the_chain_of_an_earlier_one() -> None:
    periods = [in_care("2015-10-03", "2017-01-10"), in_care(MAUNDY_THURSDAY, period="c2", pk=2)]
    journey = child(None, care_episodes=periods, health_checks=[initial("2017-05-02")])
    assert story(journey, "review_health_assessment") == [
        "2015-10-03 due 2016-10-03: over",
        "2017-05-02 due 2018-05-02: open",
    ]


def test_refused_planned_and_dental_checks_do_not_meet_a_health_assessment() -> None:
    checks = [initial("2016-05-10"), check("2017-04-20", status="Planned"), dental("2017-05-02"),
              check("2017-05-05", status="Refused")]  # fmt: skip
    journey = child(care_episodes=[in_care("2016-04-13")], health_checks=checks)
    assert story(journey, "review_health_assessment") == ["2016-05-10 due 2017-05-10: open"]
    assert duties(journey, "review_health_assessment")[0].refused_on == day("2017-05-05")


def test_a_refusal_stands_beside_the_duty_of_its_time_only() -> None:
    checks = [dental("2016-09-01", "Refused"), dental("2017-03-01"), dental("2018-02-01", "Refused")]
    journey = child(care_episodes=[in_care("2016-04-13")], health_checks=checks)
    found = duties(journey, "dental_check")
    assert [due.refused_on for due in found] == [day("2016-09-01"), day("2018-02-01")]
    assert story(journey, "dental_check") == [
        "2016-04-13 due 2017-04-13: met 2017-03-01 in time",
        "2017-03-01 due 2018-03-01: open",
    ]


def test_dental_checks_are_due_12_months_after_entering_care_and_after_each() -> None:
    checks = [dental("2016-02-28"), dental("2017-02-28"), dental("2017-02-28")]
    journey = child("2015-06-01", as_at="2018-02-28", care_episodes=[in_care("2016-02-29")], health_checks=checks)
    # 29 February + 12 months is the 28th; the check before care counts for nothing; under-fives wait 12 months too.
    assert story(journey, "dental_check") == [
        "2016-02-29 due 2017-02-28: met 2017-02-28 in time",
        "2017-02-28 due 2018-02-28: open",
    ]


@pytest.mark.parametrize(
    ("born", "state"),
    [
        ("2000-02-28", "cancelled 2018-02-28"),  # 18 before the due day
        ("2000-03-01", "over"),  # 18 on the due day
        ("2000-03-02", "over"),
    ],
)
def test_turning_18_ends_the_checks(born: str, state: str) -> None:
    checks = [dental("2017-03-01"), initial("2017-03-01"), dental("2018-03-03"), check("2018-03-03")]
    journey = child(born, care_episodes=[in_care("2017-02-01")], health_checks=checks)
    assert story(journey, "dental_check")[-1] == f"2017-03-01 due 2018-03-01: {state}"
    assert story(journey, "review_health_assessment")[-1] == f"2017-03-01 due 2018-03-01: {state}"


def test_what_would_fall_due_after_the_18th_birthday_is_never_owed() -> None:
    journey = child("2000-06-01", care_episodes=[in_care("2017-08-01")])
    (due,) = duties(journey, "dental_check")
    assert due.due_by == day("2018-08-01")
    assert not due.is_open(journey.as_at)


def test_leaving_care_cancels_the_checks_that_were_not_due_yet() -> None:
    journey = child(care_episodes=[in_care(MAUNDY_THURSDAY, "2018-01-10")], health_checks=[dental("2018-01-11")])
    assert story(journey, "dental_check") == ["2017-04-13 due 2018-04-13: cancelled 2018-01-10"]
    assert story(journey, "review_health_assessment") == ["2017-04-13 due 2018-04-13: cancelled 2018-01-10"]


def test_a_questionnaire_is_due_12_months_after_a_year_in_care_and_after_each() -> None:
    # Entered on 10 May 2015: from 10 May 2016. The one of the first year in care meets nothing.
    journey = child(
        care_episodes=[in_care("2015-05-10")], sdqs=sdqs("2015-12-01", "2017-05-10", "2017-05-10", "2018-03-01")
    )
    assert story(journey, "sdq") == [
        "2016-05-10 due 2017-05-10: met 2017-05-10 in time",
        "2017-05-10 due 2018-05-10: met 2018-03-01 in time",
        "2018-03-01 due 2019-03-01: open",
    ]


def test_without_a_questionnaire_the_first_one_stays_due() -> None:
    # Facts hold those that were done: one with a reason and no score is not among them (`reading`).
    journey = child(care_episodes=[in_care("2015-05-10")], sdqs=[])
    assert story(journey, "sdq") == ["2016-05-10 due 2017-05-10: open"]


def test_a_young_person_of_16_is_still_owed_questionnaires_and_checks() -> None:
    journey = child("2001-06-15", care_episodes=[in_care("2016-02-01")], sdqs=sdqs("2018-01-30"))
    # 16 on 15 June 2017; 17 on 15 June 2018, before the next one would fall due.
    assert story(journey, "sdq")[0] == "2017-02-01 due 2018-02-01: met 2018-01-30 in time"
    assert story(journey, "dental_check") == ["2016-02-01 due 2017-02-01: open"]


@pytest.mark.parametrize(
    ("as_at", "count"),
    [("2018-03-30", 0), ("2018-03-31", 1)],
)
def test_there_is_no_questionnaire_until_a_year_in_care_has_passed(as_at: str, count: int) -> None:
    assert len(duties(child(as_at=as_at, care_episodes=[in_care("2017-03-31")]), "sdq")) == count


def test_leaving_care_within_the_year_leaves_no_questionnaire_to_do() -> None:
    assert duties(child(care_episodes=[in_care("2016-05-10", "2017-05-09")]), "sdq") == []


def test_questionnaires_begin_with_the_4th_birthday_where_that_is_later() -> None:
    # Entered on 5 January 2016, a year later 3 years old; 4 on 20 September 2017.
    journey = child("2013-09-20", care_episodes=[in_care("2016-01-05")], sdqs=sdqs("2017-06-01"))
    assert story(journey, "sdq") == ["2017-09-20 due 2018-09-20: open"]
    assert duties(child("2014-04-01", care_episodes=[in_care("2016-01-05")]), "sdq") == []  # 4 the day after


FIRST = "2016-03-01 due 2017-03-01"
SECOND = "2017-03-02 due 2018-03-02"


@pytest.mark.parametrize(
    ("born", "lines"),
    [
        ("2001-02-15", [f"{FIRST}: met 2017-03-02 late", f"{SECOND}: cancelled 2018-02-15"]),
        ("2001-03-02", [f"{FIRST}: met 2017-03-02 late", f"{SECOND}: over"]),  # 17 on the due day
        (
            "2001-03-20",
            [f"{FIRST}: met 2017-03-02 late", f"{SECOND}: met 2018-03-20 late"],
        ),  # and on the day of the last
        ("1999-03-02", ["2016-03-01 due 2017-03-01: cancelled 2016-03-02"]),  # 17 a day after it began
        ("1999-03-01", []),  # 17 on the day on which it would begin
        (None, []),  # age not known
    ],
)
def test_questionnaires_end_with_the_17th_birthday(born: str | None, lines: list[str]) -> None:
    journey = child(
        born, as_at="2018-05-31", care_episodes=[in_care("2015-03-01")], sdqs=sdqs("2017-03-02", "2018-03-20")
    )
    assert story(journey, "sdq")[:2] == lines


def test_a_death_leaves_no_check_open() -> None:
    journey = child(died="2018-01-01", care_episodes=[in_care("2016-04-13")])
    kinds = ("initial_health_assessment", "iha_form", "review_health_assessment", "dental_check", "sdq")
    assert [line.endswith(": over") for kind in kinds for line in story(journey, kind)] == [True] * len(kinds)
