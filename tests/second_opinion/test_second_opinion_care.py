"""Hand-worked examples of the measures of children looked after (catalogue, "Looked after" and "The edges: Care")."""

from datetime import date
from fractions import Fraction

import pytest

from .examples import behind, fraction, one, row_of, without, worker
from .extract import Row, Tables
from .test_duties_of_care import FIRST, episode, placement, review, seen
from .test_duties_second_opinion import born

# Known as at Wednesday 20 December 2017; the last day of November is a Thursday.
NOVEMBER = "2017-11"
LAW = {"lega_legal_status_id": "l", "lega_person_id": "ann", "lega_legal_status_end_date": ""}


def number(measure: str, period: str, *episodes: Row, **more: list[Row]) -> int | None:
    return one(measure, period, {"ssd_cla_episodes": list(episodes), **more}).numerator


# Periods of care


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2017-11-30", "", 1),
        ("2017-12-01", "", 0),
        ("2017-05-02", "2017-11-30", 0),
        ("2017-05-02", "2017-12-01", 1),
        ("2017-05-02", "2017-12-21", 1),
        ("2017-05-02", "2017-05-01", 1),  # an end before its start is blank
    ],
)
def test_a_child_whose_care_ended_on_the_day_is_not_looked_after(start: str, end: str, expected: int) -> None:
    assert number("CSC 201", NOVEMBER, episode(start, end)) == expected


def test_a_period_runs_from_the_earliest_day_of_its_episodes_to_the_latest_and_is_open_while_one_of_them_is() -> None:
    first = episode("2017-05-02", "2017-06-01", clae_entered_care_date="2017-04-28")
    last = episode("2017-06-01", "2017-10-31", key="d")
    assert [number("CLA-STARTED", month, first, last) for month in ("2017-04", "2017-05", "2017-06")] == [1, 0, 0]
    assert [number("CLA-CEASED", month, first, last) for month in ("2017-06", "2017-10", "2017/18 YTD")] == [0, 1, 1]
    assert [number("CSC 201", month, first, last) for month in ("2017-04", "2017-09", "2017-10")] == [1, 1, 0]
    still = episode("2017-06-01", key="d")
    assert number("CLA-CEASED", "2017/18 YTD", first, still) == 0
    assert number("CSC 201", NOVEMBER, first, still) == 1


def test_started_and_ceased_count_periods_and_looked_after_counts_children() -> None:
    again = episode("2017-05-20", key="d", clae_cla_id="y")
    both = episode("2017-05-02", "2017-05-20"), again
    assert [number(code, "2017-05", *both) for code in ("CLA-STARTED", "CLA-CEASED", "CSC 201")] == [2, 1, 1]


@pytest.mark.parametrize(
    ("key", "start", "expected"), [("d", "2017-05-02", "e"), ("f", "2017-05-02", "f"), ("d", "2017-06-02", "d")]
)
def test_of_several_open_periods_it_is_the_last_to_start_then_the_highest_id(
    key: str, start: str, expected: str
) -> None:
    rows = [episode("2017-05-02"), episode(start, key=key, clae_cla_id="y")]
    found = behind("CSC 201", NOVEMBER, {"ssd_cla_episodes": rows})
    assert found == [("ann", expected, "Unallocated", date(2017, 11, 30), True)]


@pytest.mark.parametrize(("status", "since", "left_out"), [("V3", "2017-05-02", 1), ("V4", "2017-05-03", 0)])
def test_a_series_of_short_breaks_is_left_out_whole(status: str, since: str, left_out: int) -> None:
    """Also where another status follows: what counts is the first day."""
    law = [
        {**LAW, "lega_legal_status": status, "lega_legal_status_start_date": since},
        {**LAW, "lega_legal_status_id": "m", "lega_legal_status": "C2", "lega_legal_status_start_date": "2017-06-01"},
    ]
    rows = [episode("2017-05-02", "2017-06-01"), episode("2017-06-01", key="d")]
    for code, month in (("CSC 201", NOVEMBER), ("CLA-STARTED", "2017-05")):
        assert number(code, month, *rows, ssd_legal_status=law) == 1 - left_out


def test_nobody_is_left_out_for_being_18_and_the_rate_is_of_the_population() -> None:
    people = {**born("1999-05-02"), "csc_population": [{"popu_year": "2017/18", "popu_under_18": "22627"}]}
    assert number("CSC 201", NOVEMBER, episode("2017-05-02"), **people) == 1
    rate = one("CSC 200", NOVEMBER, {"ssd_cla_episodes": [episode("2017-05-02")], **people})
    assert (rate.value, rate.shown) == (Fraction(10_000, 22_627), "0.4")


@pytest.mark.parametrize(
    ("role", "registration", "end", "met"),
    [
        ("Allocated", "SW1", "", 1),
        ("Allocated", "", "", 0),
        ("IRO", "SW1", "", 0),
        ("Allocated", "SW1", "2017-11-30", 0),
        ("Social worker", "SW1", "2017-12-01", 1),
    ],
)
def test_a_qualified_worker_is_an_allocated_one_with_a_registration(
    role: str, registration: str, end: str, met: int
) -> None:
    tables: Tables = {
        "ssd_cla_episodes": [episode("2017-05-02")],
        "ssd_professionals": [{"prof_professional_id": "p", "prof_social_worker_registration_no": registration}],
        "ssd_involvements": [{**worker("1", "2017-05-02", end, "T1", role), "invo_professional_id": "p"}],
    }
    assert fraction(one("CSC 227", NOVEMBER, tables)) == (met, 1)


# Reviews

IN_CARE: Tables = {"ssd_cla_episodes": [episode("2017-05-02")]}


def shares(codes: tuple[str, ...], period: str, tables: Tables) -> list[tuple[int | None, int | None]]:
    return [fraction(one(code, period, tables)) for code in codes]


REVIEWS = ("CSC 218", "CSC 219", "CSC 220")


def test_reviews_count_when_held_or_due_and_children_once_for_all_of_theirs() -> None:
    """Entering care on 2 May: the first is due on the 31st, 20 working days later; then 31 August; then 28 February."""
    tables: Tables = {**IN_CARE, "ssd_cla_reviews": [review("2017-05-31"), review("2017-09-04")]}
    assert shares(REVIEWS, "2017-04", tables) == [(0, 0), (0, 0), (0, 0)]
    assert shares(REVIEWS, "2017-05", tables) == [(1, 1), (1, 1), (0, 0)]
    assert shares(REVIEWS, "2017-08", tables) == [(0, 1), (1, 1), (0, 1)]  # held on 4 September, counted when due
    assert shares(REVIEWS, NOVEMBER, tables) == [(0, 1), (1, 1), (0, 1)]


def test_all_reviews_on_time_is_of_children_no_longer_looked_after_too() -> None:
    ended: Tables = {
        "ssd_cla_episodes": [episode("2017-05-02", "2017-07-01")],
        "ssd_cla_reviews": [review("2017-05-03")],
    }
    assert shares(REVIEWS, NOVEMBER, ended) == [(1, 1), (1, 1), (0, 0)]  # the second, due on 3 August, was cancelled
    rows = behind("CSC 218", NOVEMBER, ended)
    assert rows == [("ann", "ann", "Unallocated", date(2017, 11, 30), True)]


def test_a_review_that_fell_due_is_late_once_the_day_is_past() -> None:
    """20 working days after 21 November are 19 December, and after 22 November the 20th, which is not yet past."""
    reviews = {"ssd_cla_reviews": [review("2017-05-31", "Y")]}  # cancelled
    for start, expected in (("2017-11-21", (0, 1)), ("2017-11-22", (0, 0))):
        tables: Tables = {"ssd_cla_episodes": [episode(start)], **reviews}
        assert shares(REVIEWS, "2017-12", tables) == [expected, expected, (0, 0)]


@pytest.mark.parametrize(
    ("planned", "august", "september"),
    [("2017-08-31", (1, 1), (0, 0)), ("2017-09-02", (0, 0), (1, 1)), ("2017-09-03", (0, 0), (0, 1))],
)
def test_a_permanence_plan_is_there_if_the_duty_of_4_months_was_met_on_time(
    planned: str, august: tuple[int, int], september: tuple[int, int]
) -> None:
    tables: Tables = {**IN_CARE, "ssd_cla_reviews": [review("2017-06-01"), review(planned, planned="Y")]}
    assert fraction(one("PERMANENCE-4M", "2017-08", tables)) == august
    assert fraction(one("PERMANENCE-4M", "2017-09", tables)) == september


def order(key: str, placed: str, planned: str = "Y", **more: str) -> Row:
    row = {"perm_table_id": key, "perm_person_id": "ann", "perm_cla_id": "z", "perm_placement_order_date": placed}
    ended = {"perm_permanence_order_date": "", "perm_permanence_order_type": "", "perm_decision_reversed_date": ""}
    return {**row, **ended, "csc_plan_in_place": planned, **more}


def ordered(on: str, kind: str) -> dict[str, str]:
    return {"perm_permanence_order_date": on, "perm_permanence_order_type": kind}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([order("1", "2017-11-30")], (1, 1)),
        ([order("1", "2017-12-01")], (0, 0)),
        ([order("1", "")], (0, 0)),
        ([order("1", "2017-11-30", "N")], (0, 1)),
        ([order("1", "2017-11-30", perm_cla_id="")], (1, 1)),
        ([order("1", "2017-11-30", perm_cla_id="y")], (0, 0)),
        ([order("1", "2017-11-30", perm_decision_reversed_date="2017-11-30")], (1, 1)),
        ([order("1", "2017-05-03", **ordered("2017-11-30", "Adoption order"))], (0, 0)),
        ([order("1", "2017-05-03", **ordered("2017-12-01", "Adoption order"))], (1, 1)),
        ([order("1", "2017-05-03", **ordered("", "Adoption order"))], (1, 1)),
        ([order("1", "2017-05-03", **ordered("2017-11-30", "Special guardianship order"))], (1, 1)),
        ([order("1", "2017-05-03"), order("2", "", **ordered("2017-11-30", "adoption"))], (0, 0)),
        ([order("1", "2017-05-03", "N"), order("2", "2017-06-03", "Y")], (1, 1)),
        ([order("1", "2017-05-03", "N"), order("2", "", "Y")], (0, 1)),  # the plan stands on a row with an order
    ],
)
def test_placement_orders_of_the_current_period_until_an_adoption(rows: list[Row], expected: tuple[int, int]) -> None:
    tables: Tables = {**IN_CARE, "ssd_permanence": rows}
    assert fraction(one("PERMANENCE-PO", NOVEMBER, tables)) == expected


def participation(key: str, on: str, code: str, **more: str) -> Row:
    return {**review(on), "clar_cla_review_id": key, "clar_cla_review_participation": code, **more}


def test_participation_counts_reviews_held_and_the_share_is_of_those_with_a_code() -> None:
    rows = [
        participation("1", "2017-11-01", "PN1"),
        participation("2", "2017-11-30", "PN1"),
        participation("3", "2017-11-30", "PN0"),  # the second on a day
        participation("4", "2017-11-30", "PN8"),
        participation("5", "2017-11-30", ""),
        participation("6", "2017-11-30", "PN1", clar_cla_review_cancelled="Y"),
        participation("7", "2017-12-01", "PN1"),
        participation("8", "", "PN1"),
    ]
    tables: Tables = {**IN_CARE, "ssd_cla_reviews": rows, "ssd_involvements": [worker("1", "2017-11-30", "", "T1")]}
    assert [one(code, NOVEMBER, tables).numerator for code in ("PN0", "PN1", "PN7")] == [1, 2, 0]
    assert shares(("PN0-PCT", "PN1-PCT", "PN7-PCT"), NOVEMBER, tables) == [(1, 3), (2, 3), (0, 3)]
    assert one("PN1", NOVEMBER, tables, "team:T1").numerator == 1
    assert fraction(one("PN1-PCT", NOVEMBER, tables, "team:T1")) == (1, 2)
    assert one("PN1", "2017/18 YTD", tables).numerator == 3
    law = [{**LAW, "lega_legal_status": "V4", "lega_legal_status_start_date": "2017-05-01"}]
    assert one("PN1", NOVEMBER, {**tables, "ssd_legal_status": law}).numerator == 0


# Visits


@pytest.mark.parametrize(
    ("days", "end", "expected"),
    [
        (("2017-09-08", "2017-10-20"), "", (1, 1)),
        (("2017-09-09", "2017-10-20"), "", (0, 1)),  # the first was due on 8 September
        (("2017-09-08", "2017-10-21"), "", (0, 1)),  # the second on 20 October
        (("2017-09-08", "2017-10-20"), "2017-11-30", (0, 0)),
        (("2017-09-08",), "2017-12-01", (0, 1)),
    ],
)
def test_all_visits_on_time_is_of_children_looked_after_on_the_day(
    days: tuple[str, ...], end: str, expected: tuple[int, int]
) -> None:
    tables: Tables = {
        "ssd_cla_episodes": [episode("2017-09-01", end)],
        "ssd_cla_placement": [placement("1", "2017-09-01")],
        "ssd_cla_visits": seen(*days),
    }
    assert fraction(one("CSC 260", NOVEMBER, tables)) == expected


def test_visits_of_last_year_do_not_count_and_a_child_needs_one_that_is_determined() -> None:
    """The first visit was due on 7 March, the next, after that of the 31st, on 12 May: on time, six weeks later."""
    tables: Tables = {
        "ssd_cla_episodes": [episode("2017-02-28")],
        "ssd_cla_placement": [placement("1", "2017-02-28")],
        "ssd_cla_visits": seen("2017-03-31", "2017-05-12"),
    }
    assert fraction(one("CSC 260", "2017-04", tables)) == (0, 0)
    assert fraction(one("CSC 260", "2017-05", tables)) == (1, 1)
    assert fraction(one("CSC 260", "2017-06", tables)) == (0, 1)  # due on 23 June and never made


# Placements


def at_november(measure: str, start: str, *rows: Row, birth: str = "2010-01-01") -> tuple[int | None, int | None]:
    tables: Tables = {"ssd_cla_episodes": [episode(start)], "ssd_cla_placement": list(rows), **born(birth)}
    return fraction(one(measure, NOVEMBER, tables))


LEFT = placement("1", "2016-01-03", "2016-12-01")
SECOND = placement("2", "2016-12-01", "2017-06-01", urn="SC2")
THIRD = placement("3", "2017-06-01", urn="SC3")


@pytest.mark.parametrize(
    ("rows", "met"),
    [
        ([LEFT, SECOND, THIRD], 1),
        ([{**LEFT, "clap_cla_placement_end_date": "2016-11-30"}, SECOND, THIRD], 0),
        ([LEFT, SECOND, {**THIRD, "clap_cla_placement_start_date": "2017-11-30"}], 1),
        ([LEFT, SECOND, {**THIRD, "clap_cla_placement_start_date": "2017-12-01"}], 0),
        ([LEFT, SECOND, {**THIRD, "clap_cla_placement_type": "T3"}], 0),
        ([LEFT, {**SECOND, "clap_cla_placement_type": "T1"}, {**THIRD, "clap_cla_placement_urn": "SC1"}], 0),
        (
            [LEFT, {**SECOND, "clap_cla_placement_type": "T1"}, {**THIRD, "clap_cla_placement_urn": "SC1"}]
            + [placement("4", "2017-11-01", "2017-11-02", urn="SC4"), placement("5", "2017-11-02")],
            1,
        ),
    ],
)
def test_three_stays_that_touch_the_12_months_are_many(rows: list[Row], met: int) -> None:
    """The 12 months to 30 November began on 30 November 2016: a stay that ended on that day does not touch them."""
    assert at_november("CSC 228", "2016-01-03", *rows) == (met, 1)


def test_stays_count_over_all_periods_of_care_of_the_child() -> None:
    earlier = {**LEFT, "clap_cla_id": "y"}
    rows = [episode("2016-01-03", "2016-12-01", key="d", clae_cla_id="y"), episode("2016-12-01")]
    tables: Tables = {"ssd_cla_episodes": rows, "ssd_cla_placement": [earlier, SECOND, THIRD]}
    assert fraction(one("CSC 228", NOVEMBER, tables)) == (1, 1)


@pytest.mark.parametrize(
    ("start", "birth", "counts"),
    [
        ("2015-05-31", "2010-01-01", 1),  # 30 months later is 30 November, which has no 31st
        ("2015-06-01", "2010-01-01", 0),
        ("2015-05-31", "2001-12-01", 1),
        ("2015-05-31", "2001-11-30", 0),
        ("2015-05-31", "", 0),
    ],
)
def test_long_in_care_is_30_months_of_those_under_16(start: str, birth: str, counts: int) -> None:
    assert at_november("CSC 229", start, placement("1", start), birth=birth) == (counts, counts)


U5 = placement("1", "2015-11-30", "2017-06-01", "U5")
A5 = placement("2", "2017-06-01", kind="A5", urn="")


@pytest.mark.parametrize(
    ("rows", "met"),
    [
        ([placement("1", "2015-11-30")], 1),
        ([placement("1", "2015-12-01")], 0),
        ([placement("1", "2015-11-30", "2017-11-30")], 0),
        ([placement("1", "2015-11-30", "2017-12-01")], 1),
        ([placement("1", "2015-11-30"), placement("2", "2017-11-30", urn="SC2")], 0),  # the one that started last
        ([placement("1", "2015-11-30", "2017-11-01"), placement("2", "2017-11-01", "", "T1")], 1),  # still away at A
        (
            [placement("1", "2015-11-30", "2017-11-01"), placement("2", "2017-11-01", "2017-11-05", "T1")]
            + [placement("3", "2017-11-05")],
            1,
        ),
        ([U5, A5], 1),
        ([{**U5, "clap_cla_placement_start_date": "2015-12-01"}, A5], 0),
        ([{**U5, "clap_cla_placement_end_date": "2017-05-31"}, A5], 0),
        ([U5, {**A5, "clap_cla_placement_type": "U5"}], 0),
        ([], 0),
    ],
)
def test_in_one_placement_for_2_years_or_in_two_where_the_second_is_for_adoption(rows: list[Row], met: int) -> None:
    rows = rows or [placement("1", "2015-05-31", "2015-06-01")]
    assert at_november("CSC 229", "2015-05-31", *rows) == (met, 1)


@pytest.mark.parametrize(
    ("distance", "expected"),
    [("20.0", (1, 1)), ("20", (1, 1)), ("19.9", (0, 1)), ("0", (0, 1)), ("999.9", (0, 0)), ("", (0, 0))],
)
def test_20_miles_is_far_and_999_point_9_is_not_known(distance: str, expected: tuple[int, int]) -> None:
    row = placement("1", "2017-05-02", clap_cla_placement_distance=distance)
    assert at_november("CSC 230", "2017-05-02", row) == expected


def test_the_distance_is_that_of_the_row_open_on_the_day_that_started_last_a_temporary_one_too() -> None:
    near = {**FIRST, "clap_cla_placement_end_date": "", "clap_cla_placement_distance": "3"}
    away = placement("2", "2017-11-20", "2017-12-01", "T1", clap_cla_placement_distance="30")
    assert at_november("CSC 230", "2017-01-03", near, away) == (1, 1)
    back = {**away, "clap_cla_placement_end_date": "2017-11-30"}
    assert at_november("CSC 230", "2017-01-03", near, back) == (0, 1)
    assert at_november("CSC 230", "2017-01-03", near, {**away, "clap_cla_placement_distance": ""}) == (0, 0)
    assert at_november("CSC 230", "2017-01-03", back) == (0, 0)


# Not recorded


@pytest.mark.parametrize(
    ("code", "table", "column"),
    [
        ("CSC 201", "ssd_cla_episodes", "clae_cla_episode_ceased_date"),
        ("CLA-STARTED", "ssd_legal_status", "lega_legal_status"),
        ("CSC 218", "ssd_cla_reviews", "clar_cla_review_date"),
        ("CSC 219", "ssd_cla_reviews", "clar_cla_review_cancelled"),
        ("CSC 228", "ssd_cla_placement", "clap_cla_placement_urn"),
        ("CSC 260a", "ssd_cla_placement", "csc_intended_until_18"),
        ("PERMANENCE-4M", "ssd_cla_reviews", "csc_permanence_plan"),
        ("PERMANENCE-PO", "ssd_permanence", "csc_plan_in_place"),
        ("PN3", "ssd_cla_reviews", "clar_cla_review_participation"),
        ("CSC 230", "ssd_cla_placement", "clap_cla_placement_distance"),
    ],
)
def test_a_measure_without_its_column_is_not_recorded_and_with_no_rows_it_is_zero(
    code: str, table: str, column: str
) -> None:
    assert row_of(code, NOVEMBER, without(table, column)).shown == "not recorded"
    assert one(code, NOVEMBER, {}).numerator == 0
