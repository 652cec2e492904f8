"""How single values are read, by the kind of their column (contract, "Input")."""

import pytest

from tracking.imports.layout import BY_NAME
from tracking.imports.layout.outcomes import contact_outcome, flags_set, led_to_plan
from tracking.imports.stage import field_of
from tracking.imports.values import NULL, reader_of

UNREAD = (NULL, False)


def read(table: str, column: str, text: str) -> tuple[str, bool]:
    """The value as COPY takes it, and whether it could be read."""
    found = BY_NAME[table].column(column)
    value, complaint = reader_of(found, field_of(BY_NAME[table], found))(text)
    return value, not complaint


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2017-05-01", "2017-05-01"),
        ("2017-05-01 00:00:00", "2017-05-01"),
        ("2017-05-01 23:59:59", "2017-05-01"),
        ("2017-05-01T09:30:00", "2017-05-01"),
        ("2017-05-01 09:30:00.0000000", "2017-05-01"),
        ("01/05/2017", "2017-05-01"),
        ("01/05/2017 09:30", "2017-05-01"),
        ("29/02/2016", "2016-02-29"),
        ("29/02/2017", NULL),
        ("2017-02-30", NULL),
        ("2017-13-01", NULL),
        ("00/00/0000", NULL),
        ("0000-01-01", NULL),
        ("1/5/2017", NULL),
        ("05/13/2017", NULL),
        ("01-05-2017", NULL),
        ("1st May", NULL),
        ("2017-05-01 24:00:00", NULL),
        ("2017-05-01 09:30:00 BST", NULL),
        ("42856", NULL),
        ("٢٠١٧-٠٥-٠١", NULL),
    ],
)
def test_a_date_is_read_in_the_three_forms_and_in_no_other(text: str, value: str) -> None:
    assert read("ssd_contacts", "cont_contact_date", text) == (value, value != NULL)


@pytest.mark.parametrize(
    ("text", "date_and_time"),
    [
        ("2017-05-01 09:30:00", "2017-05-01\t09:30:00"),
        ("01/05/2017 09:30:15", "2017-05-01\t09:30:15"),
        ("2017-05-01 00:00:00", f"2017-05-01\t{NULL}"),
        ("2017-05-01", f"2017-05-01\t{NULL}"),
        ("2017-05-01 00:00:01", "2017-05-01\t00:00:01"),
        ("soon", f"{NULL}\t{NULL}"),
    ],
)
def test_midnight_means_that_only_the_date_is_known(text: str, date_and_time: str) -> None:
    assert read("ssd_missing", "miss_missing_episode_start_date", text)[0] == date_and_time


@pytest.mark.parametrize("text", ["Y", "y", "Yes", "1", "TRUE", "t"])
def test_what_is_yes(text: str) -> None:
    assert read("ssd_cp_visits", "cppv_cp_visit_seen", text) == ("t", True)


@pytest.mark.parametrize("text", ["N", "no", "0", "False", "f"])
def test_what_is_no(text: str) -> None:
    assert read("ssd_cp_visits", "cppv_cp_visit_seen", text) == ("f", True)


@pytest.mark.parametrize("text", ["P", "2", "maybe", "-"])
def test_what_is_neither_yes_nor_no(text: str) -> None:
    assert read("ssd_cp_visits", "cppv_cp_visit_seen", text) == UNREAD


@pytest.mark.parametrize(
    ("text", "value"),
    [("22627", "22627"), ("22627.0", "22627"), ("-3", NULL), ("many", NULL), ("22,627", NULL), ("1.5", NULL)],
)
def test_whole_numbers(text: str, value: str) -> None:
    assert read("csc_population", "popu_under_18", text) == (value, value != NULL)


def test_a_whole_number_that_the_database_has_no_room_for_cannot_be_read() -> None:
    assert read("csc_population", "popu_under_18", "2147483647")[1]
    assert read("csc_population", "popu_under_18", "2147483648") == UNREAD
    assert read("csc_centre_attendances", "catt_imd_decile", "40000") == UNREAD
    assert read("csc_population", "popu_under_18", "9" * 5000) == UNREAD


@pytest.mark.parametrize(
    ("text", "value"),
    [("19.996", "19.99"), ("20", "20.00"), ("20.", "20.00"), (".5", "0.50"), ("999.9", "999.90")],
)
def test_digits_of_a_distance_are_dropped_not_rounded(text: str, value: str) -> None:
    """Rounded, a placement 19.996 miles away would count as 20 miles or more."""
    assert read("ssd_cla_placement", "clap_cla_placement_distance", text) == (value, True)


@pytest.mark.parametrize("text", ["far", "1e3", "NaN", "1_000", "100000", "12,5", "9" * 400])
def test_what_is_no_distance(text: str) -> None:
    assert read("ssd_cla_placement", "clap_cla_placement_distance", text) == UNREAD


@pytest.mark.parametrize("text", ["0.8", "1", "9" * 400])
def test_other_numbers(text: str) -> None:
    assert read("ssd_professionals", "prof_full_time_equivalency", text)[1] is (len(text) < 400)


@pytest.mark.parametrize("text", ["{}", "[]", '{"NFA_FLAG": "Y"}', '"words"', "1", '{"a": "\\ud83d\\ude00"}'])
def test_what_is_json(text: str) -> None:
    assert read("ssd_contacts", "cont_contact_outcome_json", text)[1]


@pytest.mark.parametrize(
    "text", ["{NFA_FLAG: Y}", "{", "NaN", '{"a": 1e999}', '{"a": "\\u0000"}', '{"a": "\\ud800"}', "[" * 100_000]
)
def test_what_is_no_json_or_none_that_the_database_can_hold(text: str) -> None:
    assert read("ssd_contacts", "cont_contact_outcome_json", text) == UNREAD


def test_text_is_escaped_for_copy() -> None:
    assert read("ssd_person", "pers_forename", "a\\b\tc\nd\re")[0] == "a\\\\b\\tc\\nd\\re"


def test_text_that_is_too_long_is_cut_but_a_key_is_not() -> None:
    assert read("ssd_person", "pers_forename", "x" * 201) == ("x" * 200, False)
    assert read("ssd_person", "pers_person_id", "x" * 200) == ("x" * 200, True)
    assert read("ssd_person", "pers_person_id", "x" * 201) == UNREAD
    assert read("ssd_contacts", "cont_person_id", "x" * 201) == UNREAD
    assert read("ssd_cla_reviews", "clar_cla_id", "x" * 201) == UNREAD


def test_nul_is_no_text() -> None:
    assert read("ssd_person", "pers_forename", "a\0b") == ("", False)
    assert read("ssd_person", "pers_person_id", "a\0b") == UNREAD


@pytest.mark.parametrize(
    ("code", "outcomes", "outcome"),
    [
        ("refer_to_early_help", '{"NEW_REFERRAL_FLAG": "Y"}', "refer_to_early_help"),
        ("other", "", "other"),
        ("", '{"NEW_REFERRAL_FLAG": "Y", "NFA_FLAG": "Y"}', "refer_to_social_care"),
        ("misc", '{"NEW_REFERRAL": "yes"}', ""),
        ("", '{"ADVICE_FLAG": "Y", "CP_ENQUIRY_FLAG": "Y"}', "advice_information"),
        ("", '{"nfa_flag": true, "NEW_REFERRAL_FLAG": "N"}', "advice_information"),
        ("", '{"MISSING_FLAG": 1}', "other"),
        ("", '{"LOCAL_FLAG": "Y"}', "other"),
        ("", '{"NFA": "Y"}', "advice_information"),
        ("", '{"COMMENTS": "Y"}', ""),
        ("", '{"NEW_REFERRAL_FLAG": "N"}', ""),
        ("", "[]", ""),
        ("misc", "", ""),
    ],
)
def test_the_outcome_of_a_contact_is_the_code_else_that_of_the_flags(code: str, outcomes: str, outcome: str) -> None:
    assert contact_outcome(code, outcomes) == outcome


@pytest.mark.parametrize(
    ("flag", "outcomes", "led"),
    [
        ("Y", '{"CP_FLAG": "N"}', True),
        ("N", '{"CP_FLAG": "Y"}', False),
        ("", '{"CP_FLAG": "Y"}', True),
        ("", '{"CP_FLAG": "N"}', None),
        ("", "", None),
    ],
)
def test_a_conference_led_to_a_plan_by_its_flag_else_by_the_json(flag: str, outcomes: str, led: bool | None) -> None:
    assert led_to_plan(flag, outcomes) is led


def test_flags_of_json_that_cannot_be_read_are_none() -> None:
    assert flags_set("{") == flags_set("[" * 100_000) == frozenset()
