"""What is set aside and what is questioned, each rule by a worked example (contract, "Three grades")."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.tracking.importing import CONTACTS, PEOPLE, A, Finding, counts, findings, load, refusal
from tracking.models import (
    Assessment,
    AssessmentFactor,
    CareEpisode,
    Child,
    ChildProtectionPlan,
    Contact,
    Involvement,
    MissingEpisode,
    Placement,
    Referral,
)

pytestmark = pytest.mark.django_db

ASIDE, ASKED = "set_aside", "questioned"
REFERRALS = "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date,cine_referral_team"
ASSESSMENTS = "cina_assessment_id,cina_person_id,cina_referral_id"
INVOLVEMENTS = "invo_involvements_id,invo_person_id,invo_professional_id,invo_referral_id"
PLACEMENTS = (
    "clap_cla_placement_id,clap_person_id,clap_cla_id,clap_cla_placement_start_date,clap_cla_placement_end_date"
)
EPISODES = "clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_placement_id"


def aside(table: str, row: int, column: str, value: str) -> Finding:
    return ASIDE, table, row, column, value


def asked(table: str, row: int, column: str, value: str) -> Finding:
    return ASKED, table, row, column, value


def contact_ids() -> list[str | None]:
    return list(Contact.objects.order_by("source_id").values_list("source_id", flat=True))


# Keys


def test_two_rows_of_one_key_that_differ_are_both_set_aside(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01\n1,bob,2017-05-01\n2,ann,")
    assert findings(batch) == [
        aside("ssd_contacts", 2, "cont_contact_id", "1"),
        aside("ssd_contacts", 3, "cont_contact_id", "1"),
    ]
    assert contact_ids() == ["2"]
    assert counts(batch, "ssd_contacts") == {"read": 3, "added": 1, "refused": 2}


def test_equal_rows_of_one_key_count_once_however_they_are_written(tmp_path: Path) -> None:
    contacts = f"{CONTACTS},cont_contact_outcome_json,local\n" + "\n".join(
        ('1,ann,2017-05-01,"{""a"": 1, ""b"": 2}",x', '1 , ann,01/05/2017,"{""b"":2,""a"":1}",y', "2,ann,,,")
    )
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=contacts)
    assert findings(batch) == []
    assert counts(batch, "ssd_contacts") == {"read": 3, "added": 2}
    assert "ssd_contacts: 1 rows repeat another and count once" in batch.warnings


def test_a_row_that_cannot_be_read_differs_from_one_that_can(tmp_path: Path) -> None:
    """Though the unread value is empty once read, as the other row's is."""
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,n/k\n1,ann,")
    assert {finding[2] for finding in findings(batch)} == {2, 3}
    assert contact_ids() == []


def test_rows_differ_in_a_value_that_cannot_be_read_and_is_not_needed(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person="pers_person_id,pers_send_flag\nann,P\nann,\nbob,P\nbob,P ")
    assert counts(batch, "ssd_person") == {"read": 4, "added": 1, "refused": 2, "questioned": 1}
    assert [finding[:3] for finding in findings(batch)] == [
        (ASIDE, "ssd_person", 2),
        (ASIDE, "ssd_person", 2),
        (ASIDE, "ssd_person", 3),
        (ASKED, "ssd_person", 4),
    ]


def test_rows_differ_in_a_column_that_only_feeds_another_field(tmp_path: Path) -> None:
    contacts = f"{CONTACTS},csc_contact_outcome\n1,ann,,misc\n1,ann,,else"
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=contacts)
    assert counts(batch, "ssd_contacts") == {"read": 2, "refused": 2}


def test_keys_are_texts_compared_byte_by_byte(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\na,ann,\nA,ann,\n1,ann,\n01,ann,\né,ann,")
    assert contact_ids() == ["01", "1", "A", "a", "é"]


def test_a_row_without_a_key_or_a_child_is_set_aside(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n ,ann,2017-05-01\n2,,2017-05-01")
    assert findings(batch) == [
        aside("ssd_contacts", 2, "cont_contact_id", ""),
        aside("ssd_contacts", 3, "cont_person_id", ""),
    ]


# Values


def test_a_value_that_a_measure_needs_and_that_cannot_be_read_sets_the_row_aside(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,31/02/2017\n2,ann,2017-05-01")
    assert findings(batch) == [aside("ssd_contacts", 2, "cont_contact_date", "31/02/2017")]
    assert contact_ids() == ["2"]


def test_any_other_value_that_cannot_be_read_is_emptied_and_questioned(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person="pers_person_id,pers_death_date,pers_send_flag\nann,n/k,P")
    assert findings(batch) == [
        asked("ssd_person", 2, "pers_send_flag", "P"),
        asked("ssd_person", 2, "pers_death_date", "n/k"),
    ]
    child = Child.objects.get()
    assert (child.died_on, child.has_send) == (None, None)
    assert counts(batch, "ssd_person") == {"read": 1, "added": 1, "questioned": 1}


def test_every_value_of_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS},cont_contact_outcome_json\n1,ann,n/k,{{")
    assert [finding[3] for finding in findings(batch)] == ["cont_contact_date", "cont_contact_outcome_json"]
    assert counts(batch, "ssd_contacts") == {"read": 1, "refused": 1}


@pytest.mark.parametrize("row", ["1,ann", "1,ann,2017-05-01,more"])
def test_a_row_with_too_few_or_too_many_fields_is_set_aside(tmp_path: Path, row: str) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n{row}\n2,ann,2017-05-01")
    assert findings(batch) == [aside("ssd_contacts", 2, "", "")]
    finding = batch.findings.get()
    assert finding.reason == f"has {row.count(',') + 1} fields where the header has 3"
    assert finding.row == row.split(",")


def test_a_row_that_is_set_aside_is_kept_as_it_came(tmp_path: Path) -> None:
    contacts = f"{CONTACTS},local\n1,ann,n/k\0, x \n2,zoe,01/05/2017,y\n3,ann,2017-05-01,z"
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=contacts)
    names = ("cont_contact_id", "cont_person_id", "cont_contact_date", "local")
    assert [finding.row for finding in batch.findings.order_by("row_number")] == [
        dict(zip(names, ("1", "ann", "n/k\ufffd", " x "), strict=True)),
        dict(zip(names, ("2", "zoe", "01/05/2017", "y"), strict=True)),
    ]


def test_a_row_that_is_questioned_is_not_kept_twice(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person="pers_person_id,pers_send_flag\nann,P")
    assert batch.findings.get().row is None


# References


def test_a_reference_to_nothing_sets_the_row_aside(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_department="dept_team_id\nT1",
        ssd_cin_episodes=f"{REFERRALS}\n1,ann,2017-05-01,,T1\n2,ann,2017-05-01,,T9\n3,zoe,2017-05-01,,T1",
    )
    assert findings(batch) == [
        aside("ssd_cin_episodes", 3, "cine_referral_team", "T9"),
        aside("ssd_cin_episodes", 4, "cine_person_id", "zoe"),
    ]
    assert Referral.objects.get().team.source_id == "T1"


def test_a_reference_to_a_row_that_is_set_aside_is_one_to_nothing_and_so_on(tmp_path: Path) -> None:
    """The child's date of birth cannot be read: the child goes, so its referral, its assessment, and its factors."""
    batch = load(
        tmp_path,
        ssd_person="pers_person_id,pers_dob\nann,n/k\nbob,",
        ssd_cin_episodes=f"{REFERRALS}\n1,ann,2017-05-01,,\n2,bob,2017-05-01,,",
        ssd_cin_assessments=f"{ASSESSMENTS}\n1,bob,1\n2,bob,2",
        ssd_assessment_factors="cinf_table_id,cinf_assessment_id\n1,1\n2,2\n3,",
    )
    assert {(table, row) for _, table, row, _, _ in findings(batch)} == {
        ("ssd_person", 2),
        ("ssd_cin_episodes", 2),
        ("ssd_cin_assessments", 2),
        ("ssd_assessment_factors", 2),
    }
    assert Assessment.objects.get().source_id == "2"
    assert list(AssessmentFactor.objects.order_by("source_id").values_list("assessment__source_id")) == [
        ("2",),
        (None,),
    ]


def test_references_that_go_round_in_a_circle_are_followed_to_the_end(tmp_path: Path) -> None:
    """Placement 1 names period 1, whose only episode names placement 2, which names a period that is not there."""
    batch = load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_cla_placement=f"{PLACEMENTS}\n1,ann,per1,2017-05-01,\n2,ann,per9,2017-05-01,\n3,bob,per3,2017-05-01,",
        ssd_cla_episodes=f"{EPISODES}\n1,ann,per1,2\n3,bob,per3,3",
        ssd_cla_reviews="clar_cla_review_id,clar_cla_id\n1,per1\n3,per3\n4,",
    )
    assert {(table, row) for grade, table, row, _, _ in findings(batch) if grade == ASIDE} == {
        ("ssd_cla_placement", 3),
        ("ssd_cla_episodes", 2),
        ("ssd_cla_placement", 2),
        ("ssd_cla_reviews", 2),
    }
    assert Placement.objects.get().period_of_care == CareEpisode.objects.get().period_of_care == "per3"


def test_a_team_whose_service_is_set_aside_goes_with_it(tmp_path: Path) -> None:
    teams = "dept_team_id,dept_team_name,dept_team_parent_id\nA,Low,B\nB,Middle,C\nC,Top,\nC,Other,\nD,Own,D\nE,Free,"
    batch = load(tmp_path, ssd_department=teams)
    assert {row for _, _, row, _, _ in findings(batch)} == {2, 3, 4, 5}
    assert counts(batch, "ssd_department") == {"read": 6, "added": 2, "refused": 4}


def test_without_a_file_the_rows_loaded_before_are_what_a_reference_may_name(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_department="dept_team_id\nT1")
    batch = load(
        tmp_path, ssd_cin_episodes=f"{REFERRALS}\n1,ann,2017-05-01,,T1\n2,zoe,2017-05-01,,\n3,bob,2017-05-01,,T2"
    )
    assert {(row, column) for _, _, row, column, _ in findings(batch)} == {
        (3, "cine_person_id"),
        (4, "cine_referral_team"),
    }
    assert Referral.objects.get().child.source_id == "ann"


def test_a_row_recorded_here_is_not_what_an_extract_can_name(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_cla_placement=PLACEMENTS, ssd_cla_episodes=EPISODES)
    Child.objects.create(forename="Recorded here")
    CareEpisode.objects.create(child=Child.objects.first(), started_on=A, period_of_care="here")
    batch = load(tmp_path, ssd_cla_reviews="clar_cla_review_id,clar_cla_id\n1,here")
    assert findings(batch) == [aside("ssd_cla_reviews", 2, "clar_cla_id", "here")]


def test_what_was_never_imported_cannot_be_checked(tmp_path: Path) -> None:
    """An optional reference is left empty; without children a row that needs one cannot load."""
    batch = load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_cin_episodes=f"{REFERRALS}\n1,ann,2017-05-01,,T1",
        ssd_cla_reviews="clar_cla_review_id,clar_cla_id\n1,per1",
    )
    assert findings(batch) == []
    assert Referral.objects.get().team is None


def test_without_any_children_nothing_that_is_about_one_loads(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01")
    assert findings(batch) == [aside("ssd_contacts", 2, "cont_person_id", "ann")]


def test_without_the_column_of_the_child_nothing_loads(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts="cont_contact_id\n1")
    assert counts(batch, "ssd_contacts") == {"read": 1, "refused": 1}


def test_a_reference_into_a_column_that_the_file_lacks_is_not_checked(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_cla_episodes="clae_cla_episode_id,clae_person_id\n1,ann",
        ssd_cla_reviews="clar_cla_review_id,clar_cla_id\n1,per1",
    )
    assert findings(batch) == []


def test_a_reference_that_the_ssd_does_not_declare_is_emptied_and_questioned(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_cin_episodes=f"{REFERRALS}\n1,ann,2017-05-01,,",
        ssd_involvements=f"{INVOLVEMENTS}\n1,ann,,1\n2,ann,,9",
    )
    assert findings(batch) == [asked("ssd_involvements", 3, "invo_referral_id", "9")]
    assert list(Involvement.objects.order_by("source_id").values_list("referral__source_id")) == [("1",), (None,)]


# Dates


def test_an_event_more_than_a_year_before_birth_is_set_aside(tmp_path: Path) -> None:
    """Bob was born on 1 March 2012: 1 March 2011 is a year before."""
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,bob,2011-03-01\n2,bob,2011-02-28\n3,bob,")
    assert findings(batch) == [aside("ssd_contacts", 3, "cont_contact_date", "2011-02-28")]
    assert contact_ids() == ["1", "3"]


def test_births_of_children_loaded_before_count_too(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE)
    batch = load(tmp_path, ssd_contacts=f"{CONTACTS}\n1,bob,2011-03-01\n2,bob,2011-02-28")
    assert findings(batch) == [aside("ssd_contacts", 3, "cont_contact_date", "2011-02-28")]


def test_a_birth_after_the_extract_is_not_known_yet(tmp_path: Path) -> None:
    people = "pers_person_id,pers_dob\nnew,2018-09-01"
    batch = load(tmp_path, ssd_person=people, ssd_contacts=f"{CONTACTS}\n1,new,2017-05-01")
    assert findings(batch) == []


def test_a_date_more_than_a_year_after_the_extract_is_set_aside(tmp_path: Path) -> None:
    """The extract was made on 31 March 2018."""
    batch = load(
        tmp_path,
        ssd_person="pers_person_id,pers_dob\nann,2019-03-31\nbob,2019-04-01",
        ssd_contacts=f"{CONTACTS}\n1,ann,2019-03-31\n2,ann,2019-04-01\n3,bob,2017-01-01",
    )
    assert findings(batch) == [
        aside("ssd_person", 3, "pers_dob", "2019-04-01"),
        aside("ssd_contacts", 3, "cont_contact_date", "2019-04-01"),
        aside("ssd_contacts", 4, "cont_person_id", "bob"),
    ]


# Questions


def test_an_end_before_its_start_is_emptied_and_questioned(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_cin_episodes=f"{REFERRALS}\n1,ann,2017-05-02,2017-05-01,\n2,ann,2017-05-02,2017-05-02,\n3,ann,,2017-05-01,",
    )
    assert findings(batch) == [asked("ssd_cin_episodes", 2, "cine_close_date", "2017-05-01")]
    closed = Referral.objects.order_by("source_id").values_list("closed_on", flat=True)
    assert [str(day) for day in closed] == ["None", "2017-05-02", "2017-05-01"]


def test_a_return_before_the_day_of_going_missing_is_emptied_with_its_time(tmp_path: Path) -> None:
    head = "miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_end_date"
    days = ("1,ann,2017-05-02 10:00:00,2017-05-01 11:00:00", "2,ann,2017-05-02 10:00:00,2017-05-02 09:00:00")
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_missing="\n".join((head, *days)))
    assert findings(batch) == [asked("ssd_missing", 2, "miss_missing_episode_end_date", "2017-05-01")]
    first, second = MissingEpisode.objects.order_by("source_id")
    assert (first.ended_on, first.ended_at) == (None, None)
    assert (str(second.ended_on), str(second.ended_at)) == ("2017-05-02", "09:00:00")


def test_a_decision_before_the_contact_is_no_end_before_a_start(tmp_path: Path) -> None:
    contacts = f"{CONTACTS},csc_contact_decision_date\n1,ann,2017-05-02,2017-05-01"
    assert findings(load(tmp_path, ssd_person=PEOPLE, ssd_contacts=contacts)) == []


def test_a_code_that_is_unknown_is_questioned_and_loads_as_it_is(tmp_path: Path) -> None:
    people = "pers_person_id,pers_dob,pers_sex,pers_ethnicity\nann,2010-02-28,F,WBRI\nbob,2012-03-01,X,"
    batch = load(tmp_path, ssd_person=people)
    assert findings(batch) == [asked("ssd_person", 3, "pers_sex", "X")]
    assert Child.objects.get(source_id="bob").sex == "X"


def test_a_code_is_judged_on_the_day_of_the_row(tmp_path: Path) -> None:
    """K3 came with 2024-25, H5 ended with 2023-24; a row without a date cannot be judged."""
    head = f"{PLACEMENTS},clap_cla_placement_type"
    days = (
        "2024-03-31,2024-04-01,K3",
        "2024-04-01,2024-04-02,K3",
        "2024-03-30,2024-03-31,H5",
        "2024-05-01,2024-05-02,H5",
        ",,K3",
    )
    rows = "\n".join(f"{number},ann,,{day}" for number, day in enumerate(days))
    batch = load(tmp_path, as_at=A.replace(year=2025), ssd_person=PEOPLE, ssd_cla_placement=f"{head}\n{rows}")
    assert findings(batch) == [
        asked("ssd_cla_placement", 2, "clap_cla_placement_type", "K3"),
        asked("ssd_cla_placement", 5, "clap_cla_placement_type", "H5"),
    ]
    assert "was not in use on 2024-03-31" in batch.findings.order_by("id")[0].reason


def test_two_open_plans_of_one_child_are_questioned(tmp_path: Path) -> None:
    """A plan that ends after the extract is open still; one whose end is before its start is open for good."""
    head = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date"
    plans = (
        "1,ann,2017-01-01,",
        "2,ann,2017-06-01,2018-04-01",
        "3,bob,2017-01-01,2017-02-01",
        "4,bob,2017-06-01,2017-05-01",
        "5,bob,2018-01-01,2018-03-31",
    )
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_cp_plans="\n".join((head, *plans)))
    assert findings(batch) == [
        asked("ssd_cp_plans", 2, "cppl_cp_plan_end_date", ""),
        asked("ssd_cp_plans", 3, "cppl_cp_plan_end_date", ""),
        asked("ssd_cp_plans", 5, "cppl_cp_plan_end_date", "2017-05-01"),
    ]
    assert ChildProtectionPlan.objects.count() == 5


def test_placements_that_overlap_are_questioned_and_those_that_meet_are_not(tmp_path: Path) -> None:
    placements = (
        "1,ann,,2017-01-01,2017-02-01",
        "2,ann,,2017-02-01,2017-03-02",
        "3,ann,,2017-03-01,",
        "4,ann,,2017-02-10,2017-02-10",
        "5,ann,,,2017-02-15",
        "6,bob,,2017-01-01,",
        "7,,,2017-01-01,",
        "8,,,2017-01-01,",
    )
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_cla_placement="\n".join((PLACEMENTS, *placements)))
    assert findings(batch) == [
        asked("ssd_cla_placement", 3, "clap_cla_placement_start_date", "2017-02-01"),
        asked("ssd_cla_placement", 4, "clap_cla_placement_start_date", "2017-03-01"),
    ]
    assert Placement.objects.count() == 8


# Limits


def bad(rows: int, of: int) -> str:
    """Contacts of which so many have a date that cannot be read."""
    return "\n".join([CONTACTS, *(f"{n},ann,{'n/k' if n < rows else '2017-05-01'}" for n in range(of))])


@pytest.mark.parametrize(("rows", "of"), [(20, 20), (20, 100), (21, 2100)])
def test_twenty_bad_rows_or_one_in_a_hundred_are_put_up_with(tmp_path: Path, rows: int, of: int) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=bad(rows, of))
    assert counts(batch, "ssd_contacts").get("refused") == rows
    assert Contact.objects.count() == of - rows


@pytest.mark.parametrize(("rows", "of"), [(21, 21), (21, 2099)])
def test_more_than_both_refuse_the_import_and_are_listed(tmp_path: Path, rows: int, of: int) -> None:
    problems = refusal(tmp_path, ssd_person=PEOPLE, ssd_contacts=bad(rows, of))
    assert problems[0].reason == f"21 of {of:,} rows cannot be loaded; 20 rows or 1 per cent are allowed."
    assert [problem.row for problem in problems[1:]] == list(range(2, 23))
    assert problems[1].as_cells()[:4] == ["ssd_contacts", "2", "cont_contact_date", "n/k"]


def test_a_row_is_set_aside_for_one_value_whatever_else_is_only_questioned(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person="pers_person_id,pers_send_flag,pers_dob\nann,P,n/k")
    assert counts(batch, "ssd_person") == {"read": 1, "refused": 1}
    assert {finding[3] for finding in findings(batch)} == {"pers_send_flag", "pers_dob"}


def test_a_row_with_two_things_wrong_is_one_row(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},ann,n/k,{{" for n in range(20))
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS},cont_contact_outcome_json\n{rows}")
    assert counts(batch, "ssd_contacts")["refused"] == 20
    assert batch.findings.count() == 40


def test_rows_that_fall_with_others_count_towards_the_limit_of_their_table(tmp_path: Path) -> None:
    contacts = "\n".join([CONTACTS, *(f"{n},zoe,2017-05-01" for n in range(21))])
    problems = refusal(tmp_path, ssd_person="pers_person_id,pers_dob\nzoe,n/k", ssd_contacts=contacts)
    assert problems[0].table == "ssd_contacts"


def test_the_limits_are_settings(tmp_path: Path, settings: Settings) -> None:
    settings.IMPORT_SET_ASIDE_ROWS, settings.IMPORT_SET_ASIDE_SHARE, settings.IMPORT_PROBLEM_LINES = 1, 0.5, 2
    assert counts(load(tmp_path, ssd_person=PEOPLE, ssd_contacts=bad(2, 4)), "ssd_contacts")["refused"] == 2
    problems = refusal(tmp_path, ssd_person=PEOPLE, ssd_contacts=bad(4, 5))
    assert [problem.reason for problem in problems[:1] + problems[3:]] == [
        "4 of 5 rows cannot be loaded; 1 rows or 50 per cent are allowed.",
        "and 2 more like these.",
    ]


def test_a_strict_import_is_refused_for_a_single_bad_row_but_not_for_a_question(tmp_path: Path) -> None:
    problems = refusal(tmp_path, strict=True, ssd_person=PEOPLE, ssd_contacts=bad(1, 1000))
    assert problems[0].reason == "1 of 1,000 rows cannot be loaded; a strict import allows none."
    load(tmp_path, strict=True, ssd_person="pers_person_id,pers_sex\nann,X")


def test_equal_rows_that_cannot_be_read_are_set_aside_once(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=f"{PEOPLE}\neve,never\neve,never\neve,never")
    assert [(found[2], found[3]) for found in findings(batch)] == [(4, "pers_dob")]
    assert batch.tables.get().refused == 1
