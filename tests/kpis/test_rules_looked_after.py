"""The rules of looked-after children, their reviews and placements, each worked by hand (measure catalogue)."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tests.extracts import Rows, build, counts, load

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
YEAR = "2017/18"


def episode(child: str, period: str, start: str, ceased: str = "", entered: str = "", form: str = "") -> dict[str, str]:
    return {
        "clae_cla_episode_id": f"{period}-{start}",
        "clae_person_id": child,
        "clae_cla_id": period,
        "clae_cla_episode_start_date": start,
        "clae_cla_episode_ceased_date": ceased,
        "clae_entered_care_date": entered,
        "csc_iha_form_returned_date": form,
    }


def in_care(start: str, *children: str) -> list[dict[str, str]]:
    """Each child in a period of care of its own (P1 in CP1) from `start` on."""
    return [episode(child, f"C{child}", start) for child in children]


def status(child: str, code: str, start: str) -> dict[str, str]:
    return {
        "lega_legal_status_id": f"{child}-{start}",
        "lega_person_id": child,
        "lega_legal_status": code,
        "lega_legal_status_start_date": start,
        "lega_legal_status_end_date": "",
    }


def allocations(*lines: str) -> list[dict[str, str]]:
    """`child worker team start end`, the role "Allocated worker" unless a sixth word says otherwise; `-` is nothing."""
    rows = []
    for number, line in enumerate(lines):
        child, worker, team, start, end, role = (*line.split(), "Allocated worker")[:6]
        rows.append(
            {
                "invo_involvements_id": f"I{number}",
                "invo_person_id": child,
                "invo_professional_id": worker.strip("-"),
                "invo_professional_role_id": role,
                "invo_professional_team": team.strip("-"),
                "invo_involvement_start_date": start,
                "invo_involvement_end_date": "" if end == "-" else end,
            }
        )
    return rows


def review(child: str, day: str, code: str = "", plan: str = "", cancelled: str = "") -> dict[str, str]:
    return {
        "clar_cla_id": f"C{child}",
        "clar_cla_review_date": day,
        "clar_cla_review_cancelled": cancelled,
        "clar_cla_review_participation": code,
        "csc_permanence_plan": plan,
    }


def numbered(key: str, rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return [{key: f"{number:03}"} | row for number, row in enumerate(rows)]


def placements(*lines: str) -> list[dict[str, str]]:
    """`child start end type urn distance`, the distance may be missing; `-` is nothing. A child in brackets is not
    named by the row, only its period of care."""
    rows = []
    for line in lines:
        child, start, end, kind, urn, miles = ("" if word == "-" else word for word in (*line.split(), "-")[:6])
        period = {"P3old": "OLD", "P8old": "OLD"}.get(child, f"C{child.strip('()')}")
        rows.append(
            {
                "clap_person_id": "" if child.startswith("(") else child.removesuffix("old"),
                "clap_cla_id": period,
                "clap_cla_placement_start_date": start,
                "clap_cla_placement_end_date": end,
                "clap_cla_placement_type": kind,
                "clap_cla_placement_urn": urn,
                "clap_cla_placement_distance": miles,
            }
        )
    return numbered("clap_cla_placement_id", rows)


def load_care(folder: Path, **tables: Rows) -> None:
    """Import an extract; without a legal status nobody has short breaks."""
    load(folder, AS_AT, **{"ssd_legal_status": (), **tables})


def by_month(code: str, *months: str, scope: str = "authority") -> list[tuple[int | None, int | None]]:
    return [counts(code, f"2017-{month}", scope) for month in months]


def test_looked_after_at_the_end_of_a_month(tmp_path: Path) -> None:
    """P1 stays from 30 April over two episodes and leaves on 30 September; P2 has short breaks; P3 was in care three
    days before the first episode, and short breaks come later; P4 comes after the extract; P5 has two periods open; P6
    comes on the last day of November and leaves after the extract."""
    episodes = [
        *(episode("P1", "C1", "2017-04-30", "2017-05-31"), episode("P1", "C1", "2017-05-31", "2017-09-30")),
        *(episode("P2", "C2", "2017-04-01"), episode("P3", "C3", "2017-05-01", entered="2017-04-28")),
        *(episode("P4", "C4", "2018-01-05"), episode("P5", "D1", "2017-05-01"), episode("P5", "D2", "2017-06-01")),
        episode("P6", "C6", "2017-11-30", "2018-01-10"),
    ]
    statuses = [status("P2", "V3", "2017-04-01"), status("P3", "C2", "2017-04-28"), status("P3", "V3", "2017-06-01")]
    load_care(
        tmp_path,
        ssd_cla_episodes=episodes,
        ssd_legal_status=statuses,
        ssd_involvements=allocations("P6 - T1 2017-01-01 2017-12-31"),
        csc_population=[{"popu_year": "2017/18", "popu_under_18": "20000"}],
    )
    build(YEAR, AS_AT)
    there = [counts("CSC 201", f"2017-{month:02}")[0] for month in range(4, 13)]
    assert there == [2, 3, 3, 3, 3, 2, 2, 3, 3]
    assert counts("CSC 200", "2017-12") == counts("CSC 200", "2017/18 YTD") == (3, 20000)
    assert [counts("CSC 201", f"2017-{month}", "team:T1")[0] for month in (10, 11, 12)] == [0, 1, 0]
    assert [counts("CLA-STARTED", f"2017-{month}")[0] for month in ("04", "05", "06", "07", "11")] == [2, 1, 1, 0, 1]
    assert [counts("CLA-CEASED", period)[0] for period in ("2017-05", "2017-09", "2017/18 YTD")] == [0, 1, 1]
    not_recorded = ("CSC 218", "CSC 219", "PERMANENCE-4M", "PERMANENCE-PO", "PN1", "CSC 228", "CSC 247", "CSC 250")
    assert {counts(code, "2017-12") for code in not_recorded} == {(None, None)}


def test_a_qualified_social_worker_is_any_allocated_worker_with_a_registration(tmp_path: Path) -> None:
    workers = [
        {"prof_professional_id": "W1", "prof_social_worker_registration_no": "SW1"},
        {"prof_professional_id": "W2", "prof_social_worker_registration_no": ""},
    ]
    involvements = allocations(
        *("P1 W1 T1 2017-01-01 -", "P1 W2 T2 2017-02-01 -"),  # the one who started last gives the team
        "P2 W2 T1 2017-01-01 -",
        "P3 W1 T1 2017-01-01 2017-12-31",
        "P4 W1 T1 2017-01-01 - Family-support",
    )
    care = in_care("2017-01-01", "P1", "P2", "P3", "P4")
    load_care(tmp_path, ssd_cla_episodes=care, ssd_involvements=involvements, ssd_professionals=workers)
    build(YEAR, AS_AT)
    assert by_month("CSC 227", "11", "12") == [(2, 4), (1, 4)]
    assert by_month("CSC 227", "12", scope="team:T2") == [(1, 1)]
    assert by_month("CSC 227", "12", scope="team:T1") == [(0, 1)]
    assert by_month("CSC 227", "12", scope="team:Unallocated") == [(0, 2)]


def test_reviews_in_time_by_duty_and_by_child(tmp_path: Path) -> None:
    """P1: the first review on its last day, 31 May, the second a day after its own, 31 August. P2 left care in June
    after a review in April. P3: a cancelled review meets nothing, and 29 November passed. P4 is not due yet."""
    episodes = [
        *(episode("P1", "CP1", "2017-05-02"), episode("P2", "CP2", "2016-06-01", "2017-06-15")),
        *(episode("P3", "CP3", "2017-11-01"), episode("P4", "CP4", "2017-12-12")),
    ]
    held = [review("P1", "2017-05-31"), review("P1", "2017-09-01"), review("P3", "2017-11-20", cancelled="Y")]
    held += [review("P2", day) for day in ("2016-07-01", "2016-09-20", "2017-03-20", "2017-04-10")]
    load_care(
        tmp_path,
        ssd_cla_episodes=episodes,
        ssd_cla_reviews=numbered("clar_cla_review_id", held),
        ssd_involvements=allocations("P3 - T1 2017-12-01 -"),
    )
    build(YEAR, AS_AT)
    assert by_month("CSC 219", "04", "05", "10", "11", "12") == [(0, 0), (1, 1), (1, 1), (1, 2), (1, 2)]
    assert by_month("CSC 220", "04", "07", "08", "12") == [(1, 1), (1, 1), (1, 2), (1, 2)]
    assert by_month("CSC 218", "04", "05", "07", "08", "11", "12") == [(1, 1), (2, 2), (2, 2), (1, 2), (1, 3), (1, 3)]
    assert counts("CSC 218", "2017/18 YTD") == (1, 3)
    # The observation date of children is the end of the month, of a duty the day it fell due.
    assert by_month("CSC 218", "11", "12", scope="team:T1") == [(0, 0), (0, 1)]
    assert by_month("CSC 219", "11", "12", scope="team:T1") == [(0, 0), (0, 0)]


def test_a_plan_for_permanence_within_four_months(tmp_path: Path) -> None:
    """P1 on the last day, 10 September, P2 a day late, P3 left care before, P4 early: counted in June."""
    episodes = [
        *(episode("P1", "CP1", "2017-05-10"), episode("P2", "CP2", "2017-05-11")),
        *(episode("P3", "CP3", "2017-05-12", "2017-08-01"), episode("P4", "CP4", "2017-05-12")),
    ]
    held = [review("P1", "2017-08-20", plan="N"), review("P1", "2017-09-10", plan="Y")]
    held += [review("P2", "2017-09-12", plan="Y"), review("P4", "2017-06-01", plan="Y")]
    held += [review("P4", "2017-08-01", plan="Y"), review("P2", "2017-09-01", plan="Y", cancelled="Y")]
    reviews = numbered("clar_cla_review_id", held)
    load_care(tmp_path, ssd_cla_episodes=episodes, ssd_cla_reviews=reviews)
    build(YEAR, AS_AT)
    assert by_month("PERMANENCE-4M", "06", "07", "08", "09") == [(1, 1), (0, 0), (0, 0), (1, 2)]
    assert counts("PERMANENCE-4M", "2017/18 YTD") == (2, 3)


def test_children_with_a_placement_order_and_not_adopted(tmp_path: Path) -> None:
    """P1: reversed, stays in. P2: ordered in June, no plan. P3: adopted on 31 August. P4: ordered in another period of
    care. P5: a plan of another row counts for nothing, and a special guardian is no adopter. P6: not known yet."""
    columns = ("perm_person_id", "perm_cla_id", "perm_placement_order_date", "csc_plan_in_place")
    later = ("perm_decision_reversed_date", "perm_permanence_order_date", "perm_permanence_order_type")
    rows = [
        ("P1", "CP1", "2017-05-31", "Y", "2017-07-01", "", ""),
        ("P2", "CP2", "2017-06-01", "", "", "", ""),
        ("P3", "CP3", "2016-05-01", "Y", "", "2017-08-31", "ADOPTION order"),
        ("P4", "OLD", "2017-01-01", "Y", "", "", ""),
        ("P5", "", "2017-01-01", "N", "", "2017-05-01", "Special guardianship order"),
        ("P5", "", "", "Y", "", "", ""),
        ("P6", "CP6", "2018-01-05", "Y", "", "", ""),
    ]
    care = in_care("2016-01-01", "P1", "P2", "P3", "P4", "P5", "P6")
    permanence = numbered("perm_table_id", (dict(zip((*columns, *later), row, strict=True)) for row in rows))
    load_care(tmp_path, ssd_cla_episodes=care, ssd_permanence=permanence)
    build(YEAR, AS_AT)
    assert by_month("PERMANENCE-PO", "04", "05", "06", "08", "12") == [(1, 2), (2, 3), (2, 4), (1, 3), (1, 3)]


def test_participation_is_of_reviews_held_that_have_a_code(tmp_path: Path) -> None:
    care = [*in_care("2016-01-01", "P1", "P2"), *in_care("2017-01-01", "P3")]
    held = [review("P1", "2017-05-10", "PN1"), review("P1", "2017-05-10", "PN1"), review("P2", "2017-05-31", "PN6")]
    held += [review("P2", "2017-05-01"), review("P2", "2017-05-02", "XX"), review("P3", "2017-05-10", "PN1")]
    held += [
        review("P2", "2017-05-03", "PN1", cancelled="Y"),
        review("P2", "", "PN1"),
        review("P2", "2017-06-01", "PN0"),
    ]
    load_care(
        tmp_path,
        ssd_cla_episodes=care,
        ssd_cla_reviews=numbered("clar_cla_review_id", held),
        ssd_legal_status=[status("P3", "V4", "2016-12-01")],
        ssd_involvements=allocations("P1 - T1 2016-01-01 -"),
    )
    build(YEAR, AS_AT)
    assert by_month("PN1", "05", "06") == [(2, None), (0, None)]
    assert by_month("PN1-PCT", "05", "06") == [(2, 3), (0, 1)]
    assert by_month("PN6-PCT", "05") == [(1, 3)] and by_month("PN7-PCT", "04", "05") == [(0, 0), (0, 3)]
    assert by_month("PN1-PCT", "05", scope="team:T1") == [(2, 2)]
    assert counts("PN0-PCT", "2017/18 YTD") == (1, 4)


def test_three_placements_in_twelve_months_and_miles_from_home(tmp_path: Path) -> None:
    """P1: the first stay ended on 31 December 2016 and no longer touches the 12 months to 31 December 2017. P2 comes
    back after a week in hospital: one stay. P3 has two of an earlier period. P4 has none. The rows of P5 name only its
    period of care. P6 is away for a while, farther from home: temporary, and where the child is."""
    rows = placements(
        *("P1 2016-01-01 2016-12-31 U6 1", "P1 2016-12-31 2017-06-01 U6 2", "P1 2017-06-01 - K2 3 20.0"),
        *("P2 2017-02-01 2017-08-01 U6 1", "P2 2017-08-01 2017-08-08 T1 9", "P2 2017-08-08 2017-10-01 U6 1"),
        "P2 2017-10-01 - U4 2 999.9",
        *("P3old 2016-06-01 2017-02-01 U6 1", "P3old 2017-02-01 2017-03-01 U6 2", "P3 2017-04-01 - U6 3"),
        *("(P5) 2017-02-01 2017-04-01 U6 1", "(P5) 2017-04-01 2017-05-01 U6 2", "(P5) 2017-05-01 - U6 3 19.99"),
        *("P6 2015-01-01 2017-12-20 U6 1 5", "P6 2017-12-20 - T4 2 35"),
    )
    care = [
        *in_care("2016-01-01", "P1", "P4", "P6"),
        *in_care("2017-02-01", "P2", "P5"),
        *(episode("P3", "OLD", "2016-06-01", "2017-03-01"), episode("P3", "CP3", "2017-04-01")),
    ]
    load_care(tmp_path, ssd_cla_episodes=care, ssd_cla_placement=rows)
    build(YEAR, AS_AT)
    assert by_month("CSC 228", "11", "12") == [(3, 6), (2, 6)]
    assert by_month("CSC 230", "11", "12") == [(1, 3), (2, 3)]


def test_two_years_in_the_same_placement(tmp_path: Path) -> None:
    """At the end of December: P1 is in care for 30 months since 30 November, in the placement for 24 today. P2 turned
    16 today. P3 lacks a day of 30 months. P4 is adopted by the foster carer: both placements together; P5 moved. P6
    came back from a week in hospital to the same address, of P7 no address is known. P8 came into care anew. P9 was
    placed for adoption a day after the other placement ended. Nobody knows how old P0 is."""
    born = {"P1": "2002-01-01", "P2": "2001-12-31", "P0": ""}
    children = [{"pers_person_id": f"P{n}", "pers_dob": born.get(f"P{n}", "2010-05-05")} for n in range(10)]
    care = [
        *in_care("2015-05-31", "P1"),
        *in_care("2015-07-01", "P3"),
        *in_care("2014-01-01", "P0", "P2", "P4", "P5", "P6", "P7", "P9"),
        *(episode("P8", "OLD", "2010-01-01", "2016-12-31"), episode("P8", "CP8", "2016-12-31")),
    ]
    rows = placements(
        *("P1 2015-05-31 2015-12-31 U6 1", "P1 2015-12-31 - U4 2", "P2 2014-01-01 - U4 1", "P0 2014-01-01 - U4 1"),
        *("P3 2015-07-01 - U4 1", "P4 2014-01-01 2016-06-01 U6 1", "P4 2016-06-01 - A5 1"),
        *("P5 2014-01-01 2016-06-01 U6 1", "P5 2016-06-01 - U4 1"),
        *("P6 2014-01-01 2017-03-01 U6 1", "P6 2017-03-01 2017-03-08 T1 9", "P6 2017-03-08 - U6 1"),
        *("P7 2014-01-01 2017-03-01 U6 -", "P7 2017-03-01 2017-03-08 T1 -", "P7 2017-03-08 - U6 -"),
        *("P8old 2010-01-01 2016-12-31 U6 1", "P8 2016-12-31 - U6 1"),
        *("P9 2014-01-01 2016-05-31 U6 1", "P9 2016-06-01 - A5 2"),
    )
    load_care(tmp_path, ssd_person=children, ssd_cla_episodes=care, ssd_cla_placement=rows)
    build(YEAR, AS_AT)
    assert by_month("CSC 229", "10", "11", "12") == [(3, 6), (3, 7), (3, 6)]
    assert counts("CSC 229", "2017/18 YTD") == (3, 6)
