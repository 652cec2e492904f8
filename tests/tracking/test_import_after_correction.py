"""Imported rows that a person corrected or withdrew: an import reports what it says against them, overwriting none."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from tests.extracts import load
from tests.tracking.caseload import user
from tracking.actions.imports import undo_last_import
from tracking.actions.recording_episodes import correct_episode
from tracking.actions.recording_withdrawals import undo_withdrawal, withdraw_episode
from tracking.episodes import KINDS
from tracking.episodes.versions import version_of
from tracking.models import ChildProtectionPlan, Correction, Finding, Import

pytestmark = pytest.mark.django_db
AS_AT, NEXT, LAST = date(2018, 3, 30), date(2018, 4, 6), date(2018, 4, 13)
ENDED = date(2018, 3, 3)
PLAN = KINDS["protection_plan"]


@pytest.fixture
def analyst() -> User:
    return user("analyst", Role.ANALYST)


def extract(folder: Path, as_at: date, *plans: dict[str, str]) -> Import:
    """Import the plans: P1 of one child, open since 2 October 2017, where nothing else is said."""
    rows = [
        {
            "cppl_cp_plan_id": "P1",
            "cppl_person_id": "P1",
            "cppl_cp_plan_start_date": "2017-10-02",
            "cppl_cp_plan_end_date": "",
            "cppl_cp_plan_initial_category": "NEG",
            "cppl_cp_plan_ola": "",
            "cppl_icpc_id": "",
        }
        | plan
        for plan in plans
    ]
    return load(folder / as_at.isoformat(), as_at, ssd_cp_plans=rows)


def plan(key: str = "P1") -> ChildProtectionPlan:
    return ChildProtectionPlan.objects.get(source_id=key)


def correct(analyst: User, **values: Any) -> None:
    """Correct the plan, having seen it as it is."""
    pk = plan().pk
    correct_episode(by=analyst, kind=PLAN, pk=pk, values=values, version=version_of(PLAN, pk))


def said(batch: Import) -> list[tuple[str, str, str]]:
    found = Finding.objects.filter(batch=batch, table="ssd_cp_plans")
    return list(found.values_list("key", "column", "value"))


def test_a_correction_is_kept_and_what_the_extract_says_is_reported(tmp_path: Path, analyst: User) -> None:
    extract(tmp_path, AS_AT, {})
    correct(analyst, ended_on=ENDED)
    kept = Correction.objects.get()
    assert (kept.field, kept.source_value, kept.value, kept.by) == ("ended_on", None, "2018-03-03", analyst)
    batch = extract(tmp_path, NEXT, {"cppl_cp_plan_initial_category": "PHY"})
    # The field that was corrected stays, another one of the same row follows the extract.
    assert (plan().ended_on, plan().initial_category) == (ENDED, "PHY")
    assert said(batch) == [("P1", "cppl_cp_plan_end_date", "")]
    reason = Finding.objects.get(batch=batch).reason
    today = timezone.now()
    assert reason == (
        f"was corrected by a person on {today:%-d %B %Y}, to 2018-03-03: kept. The extract still says otherwise."
    )
    assert batch.tables.get(table="ssd_cp_plans").questioned == 1


def test_a_correction_with_which_the_extract_agrees_is_closed(tmp_path: Path, analyst: User) -> None:
    extract(tmp_path, AS_AT, {})
    correct(analyst, ended_on=ENDED)
    batch = extract(tmp_path, NEXT, {"cppl_cp_plan_end_date": "2018-03-03"})
    assert said(batch) == [] and Correction.objects.get().closed_in_import == batch.pk
    extract(tmp_path, LAST, {"cppl_cp_plan_end_date": "2018-03-05"})
    assert plan().ended_on == date(2018, 3, 5)


def test_what_is_put_back_to_what_the_source_has_is_no_correction(tmp_path: Path, analyst: User) -> None:
    extract(tmp_path, AS_AT, {})
    correct(analyst, ended_on=ENDED)
    correct(analyst, ended_on=date(2018, 3, 4))
    assert Correction.objects.get().source_value is None
    correct(analyst, ended_on=None)
    assert not Correction.objects.exists()


def test_a_corrected_row_that_the_extract_no_longer_has_stays(tmp_path: Path, analyst: User) -> None:
    extract(tmp_path, AS_AT, {}, {"cppl_cp_plan_id": "P2", "cppl_person_id": "P2"})
    correct(analyst, ended_on=ENDED)
    batch = extract(tmp_path, NEXT)
    assert list(ChildProtectionPlan.objects.values_list("source_id", flat=True)) == ["P1"]
    assert "corrected by a person: kept" in Finding.objects.get(batch=batch).reason


def test_a_withdrawn_row_is_not_brought_back_by_an_import(tmp_path: Path, analyst: User) -> None:
    extract(tmp_path, AS_AT, {})
    withdrawal = withdraw_episode(by=analyst, kind=PLAN, pk=plan().pk, reason="Never agreed")
    batch = extract(tmp_path, NEXT, {})
    assert not ChildProtectionPlan.objects.exists()
    assert "was withdrawn by a person" in Finding.objects.get(batch=batch).reason
    assert "(Never agreed): not brought back" in Finding.objects.get(batch=batch).reason
    undo_withdrawal(by=analyst, withdrawal=withdrawal)
    extract(tmp_path, LAST, {"cppl_cp_plan_end_date": "2018-04-10"})
    assert plan().ended_on == date(2018, 4, 10)


def test_an_import_undone_leaves_what_a_person_decided_since(tmp_path: Path, analyst: User) -> None:
    extract(tmp_path, AS_AT, {}, {"cppl_cp_plan_id": "P2", "cppl_person_id": "P2"})
    changed = {"cppl_cp_plan_initial_category": "PHY"}
    extract(tmp_path, NEXT, changed, {"cppl_cp_plan_id": "P2", "cppl_person_id": "P2"} | changed)
    correct(analyst, ended_on=ENDED)
    withdraw_episode(by=analyst, kind=PLAN, pk=plan("P2").pk, reason="Never agreed")
    undo_last_import(by=analyst)
    (left,) = ChildProtectionPlan.objects.all()
    assert (left.source_id, left.initial_category, left.ended_on) == ("P1", "NEG", ENDED)


def test_a_correction_closed_by_an_import_that_is_undone_stands_again(tmp_path: Path, analyst: User) -> None:
    extract(tmp_path, AS_AT, {})
    correct(analyst, ended_on=ENDED)
    extract(tmp_path, NEXT, {"cppl_cp_plan_end_date": "2018-03-03"})
    undo_last_import(by=analyst)
    assert Correction.objects.get().closed_in_import is None and plan().ended_on == ENDED


def test_a_reference_that_a_person_corrected_is_kept(tmp_path: Path, analyst: User) -> None:
    conference = {"icpc_icpc_id": "I1", "icpc_person_id": "P1", "icpc_icpc_date": "2017-10-02"}
    tables = {"ssd_initial_cp_conference": [conference | {"icpc_icpc_transfer_in": "", "icpc_s47_enquiry_id": ""}]}
    row = {
        "cppl_cp_plan_id": "P1",
        "cppl_person_id": "P1",
        "cppl_cp_plan_start_date": "2017-10-02",
        "cppl_cp_plan_ola": "",
        "cppl_cp_plan_end_date": "",
    }
    load(tmp_path / "1", AS_AT, ssd_cp_plans=[row | {"cppl_icpc_id": "I1"}], **tables)
    correct(analyst, initial_conference=None)
    load(tmp_path / "2", NEXT, ssd_cp_plans=[row | {"cppl_icpc_id": "I1"}], **tables)
    assert plan().initial_conference is None
    assert Finding.objects.get(column="cppl_icpc_id").value == "I1"
