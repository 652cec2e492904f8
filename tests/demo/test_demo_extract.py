"""The demonstration authority's extract: its rows hold together, tell believable stories, and count as published."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from csc_tracker.demo.authority import AS_AT, extract, write
from workdays import Month, add_months, add_years, within_working_days, working_day_after

ROOT = Path(__file__).resolve().parents[2]
CODES = ROOT / "tracking" / "imports" / "codes.csv"

KEYS = {
    "ssd_department": "dept_team_id",
    "ssd_professionals": "prof_professional_id",
    "ssd_person": "pers_person_id",
    "ssd_cin_episodes": "cine_referral_id",
    "ssd_involvements": "invo_involvements_id",
    "ssd_contacts": "cont_contact_id",
    "ssd_early_help_episodes": "earl_episode_id",
    "ssd_cin_assessments": "cina_assessment_id",
    "csc_population": "popu_year",
}
REFERENCES = [
    ("ssd_department", "dept_team_parent_id", "ssd_department"),
    ("ssd_involvements", "invo_professional_id", "ssd_professionals"),
    ("ssd_involvements", "invo_professional_team", "ssd_department"),
    ("ssd_involvements", "invo_person_id", "ssd_person"),
    ("ssd_involvements", "invo_referral_id", "ssd_cin_episodes"),
    ("ssd_contacts", "cont_person_id", "ssd_person"),
    ("ssd_cin_episodes", "cine_person_id", "ssd_person"),
    ("ssd_cin_episodes", "cine_referral_team", "ssd_department"),
    ("ssd_cin_episodes", "cine_referral_worker_id", "ssd_professionals"),
    ("ssd_early_help_episodes", "earl_person_id", "ssd_person"),
    ("ssd_early_help_episodes", "earl_episode_worker_id", "ssd_professionals"),
    ("ssd_cin_assessments", "cina_person_id", "ssd_person"),
    ("ssd_cin_assessments", "cina_referral_id", "ssd_cin_episodes"),
    ("ssd_cin_assessments", "cina_assessment_team", "ssd_department"),
    ("ssd_cin_assessments", "cina_assessment_worker_id", "ssd_professionals"),
]
# What happens first, and what cannot come before it.
IN_ORDER = [
    ("ssd_contacts", "cont_contact_date", "csc_contact_decision_date"),
    ("ssd_cin_episodes", "cine_referral_date", "csc_referral_decision_date"),
    ("ssd_cin_episodes", "cine_referral_date", "cine_close_date"),
    ("ssd_cin_assessments", "cina_assessment_start_date", "cina_assessment_auth_date"),
    ("ssd_early_help_episodes", "earl_episode_start_date", "earl_episode_end_date"),
    ("ssd_involvements", "invo_involvement_start_date", "invo_involvement_end_date"),
]
CODED = [
    ("ssd_contacts", "cont_contact_source_code", "contact_source"),
    ("ssd_cin_episodes", "cine_referral_source_code", "referral_source"),
    ("ssd_cin_episodes", "cine_cin_primary_need_code", "primary_need"),
    ("ssd_cin_episodes", "cine_close_reason", "cin_reason_for_closure"),
    ("ssd_person", "pers_ethnicity", "ethnicity"),
    ("ssd_person", "pers_gender", "cin_gender_current"),
]

Rows = list[dict[str, str]]


def read_all(**options: int) -> dict[str, Rows]:
    return {name: [dict(zip(header, row, strict=True)) for row in rows] for name, header, rows in extract(**options)}


@pytest.fixture(scope="module")
def tables() -> dict[str, Rows]:
    return read_all()


@pytest.fixture(scope="module")
def referrals_of(tables: dict[str, Rows]) -> dict[str, Rows]:
    found = defaultdict(list)
    for row in tables["ssd_cin_episodes"]:
        found[row["cine_person_id"]].append(row)
    return found


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def in_month(text: str, month: str) -> bool:
    return text.startswith(month)


def is_new(contact: dict[str, str], referrals_of: dict[str, Rows]) -> bool:
    """Whether the child had no referral open just before the contact."""
    on = contact["cont_contact_date"]
    return not any(
        row["cine_referral_date"] < on and (not row["cine_close_date"] or row["cine_close_date"] > on)
        for row in referrals_of.get(contact["cont_person_id"], [])
    )


# --- the rows hold together


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_ids_are_given_once(table: str, key: str, tables: dict[str, Rows]):
    ids = [row[key] for row in tables[table]]
    assert ids
    assert all(ids)
    assert len(set(ids)) == len(ids)


def test_the_extract_has_these_tables(tables: dict[str, Rows]):
    assert tables.keys() >= KEYS.keys()


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_references_lead_somewhere(table: str, column: str, target: str, tables: dict[str, Rows]):
    known = {row[KEYS[target]] for row in tables[target]} | {""}
    assert {row[column] for row in tables[table]} <= known


@pytest.mark.parametrize(("table", "first", "second"), IN_ORDER)
def test_nothing_ends_before_it_begins_or_after_the_extract(
    table: str, first: str, second: str, tables: dict[str, Rows]
):
    for row in tables[table]:
        assert row[first] <= (row[second] or row[first]) <= AS_AT.isoformat()


@pytest.mark.parametrize(("table", "column", "code_list"), CODED)
def test_codes_are_those_of_2017_18(table: str, column: str, code_list: str, tables: dict[str, Rows]):
    with CODES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] == code_list]
    valid = {row["code"] for row in rows if row["valid_from"] <= "2017-18" <= (row["valid_to"] or "9999")}
    assert {row[column] for row in tables[table]} - {""} <= valid


def test_whoever_is_contacted_or_referred_is_a_child(tables: dict[str, Rows]):
    born = {row["pers_person_id"]: day(row["pers_dob"]) for row in tables["ssd_person"]}
    events = [(row["cont_person_id"], day(row["cont_contact_date"])) for row in tables["ssd_contacts"]]
    events += [(row["cine_person_id"], day(row["cine_referral_date"])) for row in tables["ssd_cin_episodes"]]
    assert all(born[child] <= on < add_years(born[child], 18) for child, on in events)


def test_no_child_has_two_referrals_open_at_once(referrals_of: dict[str, Rows]):
    for rows in referrals_of.values():
        rows = sorted(rows, key=lambda row: row["cine_referral_date"])
        for earlier, later in zip(rows, rows[1:], strict=False):
            assert "" < earlier["cine_close_date"] <= later["cine_referral_date"]


def test_an_assessment_lies_within_its_referral(tables: dict[str, Rows]):
    referrals = {row["cine_referral_id"]: row for row in tables["ssd_cin_episodes"]}
    for row in tables["ssd_cin_assessments"]:
        referral = referrals[row["cina_referral_id"]]
        assert referral["cine_person_id"] == row["cina_person_id"]
        assert referral["cine_referral_date"] <= row["cina_assessment_start_date"]
        if referral["cine_close_date"]:
            assert "" < row["cina_assessment_auth_date"] <= referral["cine_close_date"]


# --- believable stories


def test_every_referral_comes_from_a_contact_a_day_or_so_before(tables: dict[str, Rows]):
    contacted = defaultdict(set)
    for row in tables["ssd_contacts"]:
        if row["csc_contact_outcome"] == "refer_to_social_care":
            contacted[row["cont_person_id"]].add(day(row["cont_contact_date"]))
    for row in tables["ssd_cin_episodes"]:
        received = day(row["cine_referral_date"])
        if received >= date(2016, 4, 1):
            assert any(
                on <= received and within_working_days(on, received, 1) for on in contacted[row["cine_person_id"]]
            )


def test_children_of_one_contact_are_brothers_and_sisters(tables: dict[str, Rows]):
    surname = {row["pers_person_id"]: row["pers_surname"] for row in tables["ssd_person"]}
    surnames = defaultdict(set)
    for row in tables["ssd_contacts"]:
        surnames[row["csc_contact_group_id"] or row["cont_contact_id"]].add(surname[row["cont_person_id"]])
    assert all(len(names) == 1 for names in surnames.values())


def test_contacts_linked_to_early_help_are_of_families_that_have_it(tables: dict[str, Rows]):
    surname = {row["pers_person_id"]: row["pers_surname"] for row in tables["ssd_person"]}
    helped = defaultdict(list)
    for row in tables["ssd_early_help_episodes"]:
        helped[surname[row["earl_person_id"]]].append(
            (row["earl_episode_start_date"], row["earl_episode_end_date"] or "9999")
        )
    linked = [row for row in tables["ssd_contacts"] if row["csc_contact_outcome"] == "link_to_existing_early_help"]
    found = sum(
        any(start <= row["cont_contact_date"] < end for start, end in helped[surname[row["cont_person_id"]]])
        for row in linked
    )
    assert found / len(linked) > 0.9


def test_most_referrals_of_the_year_are_assessed(tables: dict[str, Rows]):
    assessed = {row["cina_referral_id"] for row in tables["ssd_cin_assessments"]}
    referred = [
        row["cine_referral_id"] for row in tables["ssd_cin_episodes"] if row["cine_referral_date"] >= "2017-04-01"
    ]
    assert 0.8 < sum(referral in assessed for referral in referred) / len(referred) < 0.95


def test_every_open_case_has_a_worker_and_a_few_have_no_social_worker(tables: dict[str, Rows]):
    qualified = {
        row["prof_professional_id"] for row in tables["ssd_professionals"] if row["prof_social_worker_registration_no"]
    }
    workers = defaultdict(set)
    for row in tables["ssd_involvements"]:
        if not row["invo_involvement_end_date"] and "allocated" in row["invo_professional_role_id"].lower():
            workers[row["invo_referral_id"]].add(row["invo_professional_id"])
    still_open = [row["cine_referral_id"] for row in tables["ssd_cin_episodes"] if not row["cine_close_date"]]
    assert all(workers[referral] for referral in still_open)
    unqualified = [referral for referral in still_open if not workers[referral] & qualified]
    assert 0 < len(unqualified) < 0.05 * len(still_open)


def test_there_is_open_work_and_some_of_it_is_overdue(tables: dict[str, Rows]):
    unfinished = [row for row in tables["ssd_cin_assessments"] if not row["cina_assessment_auth_date"]]
    overdue = [row for row in unfinished if working_day_after(day(row["cina_assessment_start_date"]), 45) < AS_AT]
    assert 0 < len(overdue) < 12 < len(unfinished)
    undecided = [row for row in tables["ssd_contacts"] if not row["csc_contact_decision_date"]]
    assert any(working_day_after(day(row["cont_contact_date"]), 1) < AS_AT for row in undecided)
    waiting = [row for row in tables["ssd_cin_episodes"] if not row["csc_referral_decision_date"]]
    assert [row["cine_referral_date"] for row in waiting] == ["2017-12-29"] * 2


def test_a_contact_has_someone_of_the_access_point_while_it_is_screened(tables: dict[str, Rows]):
    screened = {
        (row["invo_person_id"], row["invo_involvement_start_date"])
        for row in tables["ssd_involvements"]
        if "screening" in row["invo_professional_role_id"]
    }
    contacts = tables["ssd_contacts"]
    found = sum((row["cont_person_id"], row["cont_contact_date"]) in screened for row in contacts)
    assert 0.8 < found / len(contacts) < 1


# --- a recount of headline cells, by other means than the generator's


def test_new_contacts_of_december(tables: dict[str, Rows], referrals_of: dict[str, Rows]):
    rows = [row for row in tables["ssd_contacts"] if in_month(row["cont_contact_date"], "2017-12")]
    new = [row for row in rows if is_new(row, referrals_of)]
    assert len(new) == 688  # CSC 004i
    assert len({row["csc_contact_group_id"] or row["cont_contact_id"] for row in new}) == 371  # CSC 004
    assert len({row["cont_person_id"] for row in new}) == 531  # CSC 004k
    assert len(new) < len(rows)  # some are about children whose case is open
    outcomes = Counter(row["csc_contact_outcome"] for row in new)
    assert outcomes["refer_to_social_care"] == 56
    assert outcomes["link_to_existing_early_help"] == 112


@pytest.mark.parametrize(
    ("month", "referrals", "again"), [("2017-04", 102, 26), ("2017-05", 104, 32), ("2017-12", 52, 10)]
)
def test_referrals_and_re_referrals(
    month: str, referrals: int, again: int, tables: dict[str, Rows], referrals_of: dict[str, Rows]
):
    rows = [row for row in tables["ssd_cin_episodes"] if in_month(row["cine_referral_date"], month)]
    re_referred = [
        row
        for row in rows
        if any(
            other["cine_referral_date"] < row["cine_referral_date"]
            and day(row["cine_referral_date"]) <= add_months(day(other["cine_referral_date"]), 12)
            for other in referrals_of[row["cine_person_id"]]
        )
    ]
    assert (len(rows), len(re_referred)) == (referrals, again)


def test_referrals_of_april_decided_in_time(tables: dict[str, Rows]):
    rows = [row for row in tables["ssd_cin_episodes"] if in_month(row["cine_referral_date"], "2017-04")]
    decided = [(day(row["cine_referral_date"]), day(row["csc_referral_decision_date"])) for row in rows]
    assert sum(within_working_days(received, on, 1) for received, on in decided) == 92  # 90.2% of 102
    assert sum(not within_working_days(received, on, 3) for received, on in decided) == 5  # 4.9% of 102


def test_assessments_of_september(tables: dict[str, Rows]):
    rows = [row for row in tables["ssd_cin_assessments"] if in_month(row["cina_assessment_auth_date"], "2017-09")]
    took = [(day(row["cina_assessment_start_date"]), day(row["cina_assessment_auth_date"])) for row in rows]
    assert len(rows) == 75
    assert [sum(within_working_days(*dates, limit) for dates in took) for limit in (45, 25, 15, 10)] == [56, 36, 26, 18]


def test_early_help_of_the_third_quarter(tables: dict[str, Rows]):
    started = [row for row in tables["ssd_early_help_episodes"] if row["earl_episode_start_date"] >= "2017-10-01"]
    assert Counter(Month.of(day(row["earl_episode_start_date"])).month for row in started) == {10: 210, 11: 122, 12: 60}
    assert Counter(row["csc_delivered_by"] for row in started) == {"internal": 310, "external": 82}


def test_the_population_of_the_year(tables: dict[str, Rows]):
    assert {"popu_year": "2017/18", "popu_under_18": "22627"} in tables["csc_population"]


# --- seed and scale


def digest(folder: Path) -> str:
    files = sorted(folder.glob("*.csv"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def test_the_same_seed_gives_the_same_extract_whatever_the_hash_seed(tmp_path: Path):
    digests = set()
    for hash_seed in ("1", "2"):
        folder = tmp_path / hash_seed
        folder.mkdir()
        program = "import sys, pathlib; from csc_tracker.demo.authority import write; write(pathlib.Path(sys.argv[1]))"
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        subprocess.run([sys.executable, "-c", program, str(folder)], check=True, cwd=ROOT, env=environment)
        digests.add(digest(folder))
    write(tmp_path)
    assert digests == {digest(tmp_path)}


def test_another_seed_gives_other_children_with_the_same_figures(tables: dict[str, Rows]):
    other = read_all(seed=7)
    assert other["ssd_person"] != tables["ssd_person"]
    for month in ("2017-06", "2017-11"):
        counts = [
            sum(in_month(row["cine_referral_date"], month) for row in extract_["ssd_cin_episodes"])
            for extract_ in (tables, other)
        ]
        assert counts[0] == counts[1]


def test_a_larger_scale_adds_councils_and_changes_none(tables: dict[str, Rows]):
    larger = read_all(scale=2)
    for table, key in KEYS.items():
        if table == "csc_population":
            continue
        ids = [row[key] for row in larger[table]]
        assert len(set(ids)) == len(ids)
        assert larger[table][: len(tables[table])] == tables[table]
        assert len(ids) > 1.9 * len(tables[table])
    team_names = [row["dept_team_name"] for row in larger["ssd_department"]]
    assert len(set(team_names)) == len(team_names)
    assert {"popu_year": "2017/18", "popu_under_18": str(2 * 22627)} in larger["csc_population"]
