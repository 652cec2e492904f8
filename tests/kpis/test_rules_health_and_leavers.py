"""The rules of looked-after children's health and of care leavers, each worked by hand (measure catalogue)."""

from datetime import date
from pathlib import Path

import pytest

from kpis.measures.health import DENTAL, HEALTH
from tests.extracts import build, counts
from tests.kpis.test_rules_looked_after import allocations, by_month, episode, in_care, load_care, numbered
from tracking.duties.health import check_type
from tracking.models import Child, HealthCheck

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
YEAR = "2017/18"
REVIEW = "Review health assessment"


def checks(*rows: tuple[str, str, str, str]) -> list[dict[str, str]]:
    columns = ("clah_person_id", "clah_health_check_type", "clah_health_check_date", "clah_health_check_status")
    return numbered("clah_health_check_id", (dict(zip(columns, row, strict=True)) for row in rows))


def test_initial_health_assessments_by_the_quarter_in_which_care_began(tmp_path: Path) -> None:
    """20 working days: P1 until 26 July, and had it that day; P2 a day late; P3 left care first; P4 is not due yet; P5
    refused, and 30 August passed; P6 in time, in other letters. The form within 7: P3 left only after it was due."""
    care = [
        *(episode("P1", "CP1", "2017-06-28", form="2017-07-07"), episode("P2", "CP2", "2017-07-03", form="2017-07-13")),
        *(episode("P3", "CP3", "2017-07-10", "2017-07-20"), episode("P4", "CP4", "2017-12-20")),
        *in_care("2017-08-01", "P5"),
        *in_care("2017-09-01", "P6"),
    ]
    done = checks(
        ("P1", "Initial health assessment", "2017-07-26", "Completed"),
        ("P2", "Initial health assessment", "2017-08-01", "Completed"),
        ("P5", "Initial health assessment", "2017-08-10", "Refused"),
        ("P5", REVIEW, "2017-08-11", "Completed"),
        ("P6", "INITIAL", "2017-09-10", "completed"),
    )
    involvements = allocations("P1 - T1 2017-06-28 2017-07-10", "P1 - T2 2017-07-10 -")
    load_care(tmp_path, ssd_cla_episodes=care, ssd_cla_health=done, ssd_involvements=involvements)
    build(YEAR, AS_AT)
    expected = [(0, 0), (1, 1), (0, 1), (0, 2), (1, 3), (0, 0)]
    assert by_month("CSC 247", "05", "06", "07", "08", "09", "12") == expected
    assert counts("CSC 247", "2017/18 YTD") == (2, 4)
    assert by_month("CSC 247", "06", scope="team:T2") == [(1, 1)]  # of the day it was done, not of the day care began
    assert by_month("IHA-FORMS-7WD", "06", "07", "08", "09", "12") == [(0, 0), (1, 3), (0, 1), (0, 1), (0, 0)]


def test_health_and_dental_checks_since_april_and_up_to_date(tmp_path: Path) -> None:
    """P1 is in care for a year on 31 December, P6 not yet. P2: on 1 April, teeth a year ago on 31 December. P3 is three
    years old: the check of 31 March is good until 30 September. P4: first refused, then had the initial one. P5: teeth
    refused in July, done in August."""
    children = [{"pers_person_id": f"P{n}", "pers_dob": "2014-01-01" if n == 3 else "2010-05-05"} for n in range(1, 7)]
    care = [
        *in_care("2015-01-01", "P2", "P3", "P4", "P5"),
        *in_care("2016-12-31", "P1"),
        *(episode("P6", "OLD", "2010-01-01", "2017-03-01"), episode("P6", "CP6", "2017-03-01")),
    ]
    done = checks(
        *(("P2", REVIEW, "2017-04-01", "Completed"), ("P2", "Dental check", "2016-12-31", "Completed")),
        *(("P3", REVIEW, "2017-03-31", "Completed"), ("P3", REVIEW, "2017-06-01", "Planned")),
        *(("P4", "initial", "2017-05-10", "REFUSED"), ("P4", "Initial", "2017-06-01", "Completed")),
        *(("P4", "Dental check", "2017-03-31", "Refused"), ("P5", "DENTAL", "2017-07-15", "Refused")),
        *(("P5", "DENTAL", "2017-08-01", "completed"), ("P6", REVIEW, "2017-04-01", "Completed")),
        ("P5", REVIEW, "2018-01-02", "Completed"),
    )
    load_care(tmp_path, ssd_person=children, ssd_cla_episodes=care, ssd_cla_health=done)
    build(YEAR, AS_AT)
    assert by_month("CSC 250", "04", "05", "06", "12") == [(1, 4), (1, 4), (2, 4), (2, 5)]
    assert by_month("CSC 251", "04", "07", "08", "12") == [(0, 4), (0, 4), (1, 4), (1, 5)]
    assert by_month("CSC 250R", "04", "06", "09", "10", "12") == [(2, 4), (3, 4), (3, 4), (2, 4), (2, 5)]
    assert by_month("CSC 251R", "04", "08", "12") == [(1, 4), (2, 4), (2, 5)]
    assert by_month("HEALTH-REFUSED", "04", "05", "12") == [(0, None), (1, None), (1, None)]
    assert by_month("DENTAL-REFUSED", "04", "07", "12") == [(0, None), (1, None), (1, None)]


def test_questionnaires_of_children_aged_4_to_16(tmp_path: Path) -> None:
    """P1 turns 4 and P2 turns 17 on 31 December. P3 has none for a reason, then one; P4 one with a reason and a score;
    P5 one of 31 March. Nobody knows how old P6 is."""
    born = {"P1": "2013-12-31", "P2": "2000-12-31", "P6": ""}
    children = [{"pers_person_id": f"P{n}", "pers_dob": born.get(f"P{n}", "2010-05-05")} for n in range(1, 7)]
    rows = [
        *(("P1", "2017-12-01", "", "10"), ("P3", "2017-05-01", "SDQ1", ""), ("P3", "2017-09-01", "", "12")),
        *(("P4", "2017-04-01", "SDQ1", "12"), ("P5", "2017-03-31", "", "0"), ("P6", "2017-05-01", "", "5")),
    ]
    columns = ("csdq_person_id", "csdq_sdq_completed_date", "csdq_sdq_reason", "csdq_sdq_score")
    scores = numbered("csdq_table_id", (dict(zip(columns, row, strict=True)) for row in rows))
    care = in_care("2015-01-01", "P1", "P2", "P3", "P4", "P5", "P6")
    load_care(tmp_path, ssd_person=children, ssd_cla_episodes=care, ssd_sdq_scores=scores)
    build(YEAR, AS_AT)
    assert by_month("SDQ", "04", "08", "09", "11", "12") == [(1, 4), (1, 4), (2, 4), (2, 4), (3, 4)]
    assert counts("CSC 250", "2017-12") == (None, None)


def test_types_of_checks_are_read_as_duties_read_them() -> None:
    child = Child.objects.create(surname="Test")
    types = ("Initial", "initial dental", "DENTAL", "Dentist", "Review", "", "6 month health assessment", "Pre-dental")
    for words in types:
        HealthCheck.objects.create(child=child, type=words, checked_on=AS_AT)
    dental = set(HealthCheck.objects.filter(DENTAL).values_list("type", flat=True))
    assert dental == {words for words in types if check_type(words) == "dental"} == {"DENTAL", "Pre-dental"}
    assert set(HealthCheck.objects.filter(HEALTH).values_list("type", flat=True)) == set(types) - dental


def test_care_leavers_by_their_latest_contact(tmp_path: Path) -> None:
    """P1 turns 21 on 31 December. P2 is not eligible any more from 31 August. Of two contacts of P3 on a day the higher
    id counts. That of P4 has no date. Of P5 nothing is known but the team. P6 never was eligible, P7 is unknown yet."""
    columns = (
        *("clea_person_id", "clea_care_leaver_latest_contact", "clea_care_leaver_eligibility"),
        *("clea_care_leaver_activity", "clea_care_leaver_accom_suitable", "clea_care_leaver_allocated_team"),
    )
    rows = [
        ("P1", "2016-10-01", "Former Relevant", "G5", "1", ""),
        *(
            ("P2", "2017-04-30", "Relevant", "G4", "2", ""),
            ("P2", "2017-08-31", "No Current Eligibility", "G4", "2", ""),
        ),
        *(("P3", "2017-05-10", "Relevant", "G5", "1", ""), ("P3", "2017-05-10", "relevant", "F1", "2", "")),
        *(("P4", "", "Relevant", "G5", "1", ""), ("P5", "2017-05-01", "Former relevant", "", "", "T1")),
        *(("P6", "2017-05-01", "Qualifying", "G6", "1", ""), ("P7", "2018-01-02", "Relevant", "G6", "1", "")),
    ]
    born = {"P1": "1996-12-31"}
    children = [{"pers_person_id": f"P{n}", "pers_dob": born.get(f"P{n}", "1999-05-05")} for n in range(1, 8)]
    leavers = numbered("clea_table_id", (dict(zip(columns, row, strict=True)) for row in rows))
    involvements = allocations("P3 - T2 2017-12-01 -", "P5 - T2 2017-01-01 -")
    load_care(tmp_path, ssd_person=children, ssd_care_leavers=leavers, ssd_involvements=involvements)
    build(YEAR, AS_AT)
    assert by_month("CSC 286", "04", "05", "08", "11", "12") == [(1, 2), (1, 4), (1, 3), (1, 3), (0, 2)]
    assert by_month("CSC 294", "04", "05", "08", "12") == [(2, 2), (2, 4), (1, 3), (0, 2)]
    assert by_month("CARE-LEAVERS-UNAVAILABLE", "04", "07", "08") == [(1, None), (1, None), (0, None)]
    assert by_month("CSC 286", "11", "12", scope="team:T2") == [(0, 0), (0, 1)]
    assert by_month("CSC 286", "12", scope="team:T1") == [(0, 1)]  # the team recorded comes first
