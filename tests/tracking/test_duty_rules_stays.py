"""Stays and periods of care, on which the duties towards looked-after children hang: the catalogue's edges, by hand."""

import pytest

from tests.tracking.journeys import child, day, duties, in_care, legal_status, placed, story, visits
from tracking.duties.care import periods_of_care, stays
from tracking.duties.facts import Journey, Placement


def looked_after(*placements: Placement) -> Journey:
    """A child in care since 1 April 2017, seen on 24 May and 2 June, as at 30 June."""
    return child(
        as_at="2017-06-30",
        care_episodes=[in_care("2017-04-01")],
        placements=list(placements),
        care_visits=visits("2017-04-03", "2017-05-24", "2017-06-02"),
    )


def spans(journey: Journey) -> list[tuple[str, str]]:
    """From when to when the stays last."""
    found = stays(journey)
    return [(str(stay.started_on), str(stay.ended_on or "")) for stay in found]


A = placed("2017-04-01", "2017-05-20", pk=1)
AWAY = placed("2017-05-20", "2017-05-27", urn="H9", type="T0", pk=2)
BACK = placed("2017-05-27", pk=3)


def test_a_stay_goes_on_through_a_temporary_placement_to_the_same_one() -> None:
    journey = looked_after(A, AWAY, BACK)
    assert spans(journey) == [("2017-04-01", "")]
    # 3 April + 42: 27 to 30 April, 15 more. 24 May, while away, + 42: 7 to 31 May, 30 to 30 June, 5 more.
    assert story(journey, "looked_after_visit") == [
        "2017-04-01 due 2017-04-08: met 2017-04-03 in time",
        "2017-04-03 due 2017-05-15: met 2017-05-24 late",
        "2017-05-24 due 2017-07-05: met 2017-06-02 in time",
        "2017-06-02 due 2017-07-14: open",
    ]


def test_without_a_return_the_stay_ends_where_the_temporary_placement_begins() -> None:
    elsewhere = BACK._replace(urn="SC2")
    journey = looked_after(A, AWAY, elsewhere)
    assert spans(journey) == [("2017-04-01", "2017-05-20"), ("2017-05-27", "")]
    # The visit of 24 May, in the temporary placement, is of no stay.
    assert story(journey, "looked_after_visit", pk=1) == [
        "2017-04-01 due 2017-04-08: met 2017-04-03 in time",
        "2017-04-03 due 2017-05-15: over",
    ]
    assert story(journey, "looked_after_visit", pk=3) == [
        "2017-05-27 due 2017-06-03: met 2017-06-02 in time",
        "2017-06-02 due 2017-07-14: open",
    ]


def test_a_temporary_placement_starts_no_clock() -> None:
    journey = looked_after(A, AWAY, BACK._replace(urn="SC2"))
    assert {due.episode.pk for due in duties(journey, "looked_after_visit")} == {1, 3}


def test_a_visit_on_the_day_of_a_move_to_a_temporary_placement_counts_for_the_stay_that_it_leaves() -> None:
    journey = child(
        as_at="2017-06-30",
        care_episodes=[in_care("2017-05-15")],
        placements=[placed("2017-05-15", "2017-05-20"), AWAY, BACK._replace(urn="SC2")],
        care_visits=visits("2017-05-20"),
    )
    assert story(journey, "looked_after_visit", pk=1)[0] == "2017-05-15 due 2017-05-22: met 2017-05-20 in time"


def test_return_means_the_same_urn_and_type_and_urns_that_are_blank_are_not_the_same() -> None:
    two_stays = [("2017-04-01", "2017-05-20"), ("2017-05-27", "")]
    assert spans(looked_after(A, AWAY, BACK._replace(type="U4"))) == two_stays
    assert spans(looked_after(A._replace(urn=""), AWAY, BACK._replace(urn=""))) == two_stays
    assert spans(looked_after(A._replace(urn=""), AWAY, BACK)) == two_stays


def test_several_temporary_placements_in_a_row_are_one_absence() -> None:
    more = AWAY._replace(pk=4, type="T4", started_on=day("2017-05-23"))
    assert spans(looked_after(A, AWAY._replace(ended=day("2017-05-23")), more, BACK)) == [("2017-04-01", "")]


def test_after_a_stay_elsewhere_the_same_placement_is_a_new_one() -> None:
    elsewhere = placed("2017-05-20", "2017-05-27", urn="SC2", pk=2)
    assert spans(looked_after(A, elsewhere, BACK)) == [
        ("2017-04-01", "2017-05-20"),
        ("2017-05-20", "2017-05-27"),
        ("2017-05-27", ""),
    ]


def test_without_a_temporary_placement_between_them_two_rows_are_two_stays() -> None:
    assert spans(looked_after(A, BACK)) == [("2017-04-01", "2017-05-20"), ("2017-05-27", "")]
    assert spans(looked_after(A, BACK._replace(started_on=day("2017-05-20")))) == [
        ("2017-04-01", "2017-05-20"),
        ("2017-05-20", ""),
    ]


def test_while_the_child_is_in_a_temporary_placement_the_stay_is_open() -> None:
    journey = looked_after(A, AWAY._replace(ended=None))
    assert spans(journey) == [("2017-04-01", "")]
    assert story(journey, "looked_after_visit")[-1] == "2017-06-02 due 2017-07-14: open"


def test_once_the_temporary_placement_is_over_the_stay_before_it_has_ended() -> None:
    assert spans(looked_after(A, AWAY)) == [("2017-04-01", "2017-05-20")]


def test_a_period_of_care_that_begins_in_a_temporary_placement_has_no_stay_until_the_first_real_one() -> None:
    first = placed("2017-04-01", "2017-05-20", type="T3", pk=1)
    assert spans(looked_after(first, BACK)) == [("2017-05-27", "")]
    assert spans(looked_after(first)) == []


def test_a_placement_that_names_no_period_of_care_is_of_the_one_in_which_it_began() -> None:
    journey = child(
        care_episodes=[in_care("2017-01-09", "2017-02-10"), in_care("2017-04-01", period="c2", pk=2)],
        placements=[placed("2017-01-09", "2017-02-10", period="", pk=1), placed("2017-04-01", period="", pk=2)],
    )
    assert [stay.period.name for stay in stays(journey)] == ["c1", "c2"]
    of_no_period = child(
        care_episodes=[in_care("2017-01-09", "2017-02-10")], placements=[placed("2017-02-11", "2017-03-01", period="")]
    )
    assert stays(of_no_period) == []


def test_episodes_that_name_no_period_of_care_are_each_one_of_their_own() -> None:
    journey = child(
        care_episodes=[in_care("2017-01-09", "2017-02-10", period="", pk=1), in_care("2017-04-01", period="", pk=2)]
    )
    found = periods_of_care(journey)
    assert [(str(period.started_on), period.first_episode.pk) for period in found] == [
        ("2017-01-09", 1),
        ("2017-04-01", 2),
    ]


def test_a_period_of_care_runs_over_all_its_episodes() -> None:
    ended = child(care_episodes=[in_care("2017-04-03", "2017-05-02", entered="2017-04-01"),
                                 in_care("2017-05-02", "2017-06-09", pk=2)])  # fmt: skip
    (period,) = periods_of_care(ended)
    assert (period.started_on, period.ended_on) == (day("2017-04-01"), day("2017-06-09"))
    going_on = child(care_episodes=[in_care("2017-04-03", "2017-05-02"), in_care("2017-05-02", pk=2)])
    (period,) = periods_of_care(going_on)
    assert (period.started_on, period.ended_on, period.first_episode.pk) == (day("2017-04-03"), None, 1)


def test_a_period_of_care_starts_with_entering_care_where_an_episodes_start_is_missing() -> None:
    (period,) = periods_of_care(child(care_episodes=[in_care(None, entered="2017-04-01")]))
    assert period.started_on == day("2017-04-01")
    assert periods_of_care(child(care_episodes=[in_care(None)])) == []


@pytest.mark.parametrize(
    ("statuses", "is_left_out"),
    [
        ([("V4", "2017-04-01", None)], True),
        ([("V3", "2017-03-01", None)], True),
        ([("V3", "2017-04-01", "2017-04-02"), ("C2", "2017-04-02", None)], True),  # what counts is the first day
        ([("C2", "2017-04-01", "2017-04-02"), ("V4", "2017-04-02", None)], False),
        ([("V3", "2017-03-01", "2017-04-01"), ("V2", "2017-04-01", None)], False),  # ended on the first day
        ([("V3", "2017-03-01", "2017-03-31")], False),  # over before
        ([("V3", "2017-03-01", "2017-04-01")], False),
        ([("V4", "2017-03-01", None), ("C2", "2017-03-15", None)], False),  # of two in force the later one
        ([("V2", "2017-04-01", None)], False),
        ([], False),
    ],
)
def test_a_series_of_short_breaks_is_left_out_whole(
    statuses: list[tuple[str, str, str | None]], is_left_out: bool
) -> None:
    journey = child(
        "2012-06-15",
        care_episodes=[in_care("2017-04-01", "2017-06-01", pk=1), in_care("2017-06-01", pk=2)],
        legal_statuses=[legal_status(*status) for status in statuses],
        placements=[placed("2017-04-01", "2017-06-01", pk=1), placed("2017-06-01", period="", urn="SC2", pk=2)],
    )
    kinds = (
        *("looked_after_visit", "looked_after_review", "permanence_plan", "initial_health_assessment"),
        *("iha_form", "review_health_assessment", "dental_check"),
    )
    assert [not duties(journey, kind) for kind in kinds] == [is_left_out] * len(kinds)


def test_short_breaks_leave_another_period_of_care_alone() -> None:
    journey = child(
        care_episodes=[in_care("2017-01-09", "2017-02-10"), in_care("2017-04-01", period="c2", pk=2)],
        legal_statuses=[legal_status("V4", "2017-01-09", "2017-02-10"), legal_status("C2", "2017-04-01")],
        placements=[placed("2017-01-09", "2017-02-10", pk=1), placed("2017-04-01", period="c2", pk=2)],
    )
    assert story(journey, "looked_after_visit") == ["2017-04-01 due 2017-04-08: open"]
    assert [period.name for period in periods_of_care(journey)] == ["c2"]
