"""What is missing or contradictory, ranked by how far it moves a measure: each figure worked out by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from csc_tracker.celery import app
from kpis import tasks
from kpis.actions.following import follow_changes
from kpis.actions.quality import check_quality
from kpis.measures import MEASURES
from kpis.models import Build, QualityCheck, QualityMove, QualityRow
from kpis.quality.question import Window
from kpis.quality.questions import ALL, QUESTIONS
from kpis.quality.reading import Asked, asked, newest
from kpis.scopes import Scope
from tests.extracts import build, counts, load
from tests.kpis.quality_scene import AS_AT, YEAR, authority
from tests.kpis.test_rules_referrals_and_assessments import assessment
from tracking.actions.duties import refresh_children
from tracking.models import Child, ChildProtectionPlan, ProtectionReview, Referral

pytestmark = pytest.mark.django_db
EVERYBODY = Scope("authority", "Whole authority")
EAST, WEST = Scope("team:T1", "East"), Scope("team:T2", "West")
REVIEWS = "protection-review-date"


def check() -> QualityCheck:
    found = check_quality(since=timezone.now())
    assert found
    return found


def questions(found: QualityCheck, scope: Scope) -> dict[str, Asked]:
    return {each.question.code: each for each in asked(found, scope, Q())}


@pytest.fixture
def figures(tmp_path: Path) -> Build:
    return authority(tmp_path)


def test_seven_dates_move_reviews_in_time_from_81_to_86_per_cent(figures: Build) -> None:
    """114 of 140 plans are reviewed in time; with the 7 undated ones held when due, 121 of 140."""
    found = questions(check(), EAST)[REVIEWS]
    effect = found.effects[0]
    assert (found.count, effect.measure.code, effect.target) == (7, "CSC 191", "at least 85%")
    assert effect.text == "goes from 81.4% to between 81.4% and 86.4%"
    assert effect.decides == "decides whether the target is met"


def test_what_moves_a_measure_with_a_target_furthest_stands_first(figures: Build) -> None:
    """West's referral moves CSC 022 by 50 points, East's reviews CSC 191 by 5; the contact's outcome moves shares by
    up to 50, but they have no target."""
    found = questions(check(), EVERYBODY)
    assert list(found) == ["referral-undecided", REVIEWS, "contact-outcome"]
    assert [each.effects[0].measure.code for each in found.values()][:2] == ["CSC 022", "CSC 191"]
    assert [each.effects[0].size for each in found.values()] == [50, 5, 50]


def test_a_row_that_figures_leave_out_is_added_as_either(figures: Build) -> None:
    """Of two contacts one has an outcome: 0 of 1 was advice, and with the other it is 0 of 2 or 1 of 2."""
    move = QualityMove.objects.get(run=check(), scope="authority", measure="CONTACT-OUTCOME-ADVICE-INFORMATION-PCT")
    assert (move.numerator, move.denominator) == (0, 1)
    assert (move.low_numerator, move.low_denominator) == (0, 2)
    assert (move.high_numerator, move.high_denominator) == (1, 2)


def test_each_team_has_its_own_records_and_its_own_moves(figures: Build) -> None:
    found = check()
    assert set(questions(found, WEST)) == {"referral-undecided"}
    assert set(questions(found, EAST)) == {REVIEWS, "contact-outcome"}
    assert questions(found, EVERYBODY)[REVIEWS].teams == ((EAST, 7),)


def test_asking_changes_no_record_and_no_duty(figures: Build) -> None:
    before = list(ProtectionReview.objects.order_by("pk").values())
    check()
    assert list(ProtectionReview.objects.order_by("pk").values()) == before
    assert not apps.get_model("tracking", "ProtectionReviewEvent").objects.exists()
    assert counts("CSC 191", "2017-12") == (114, 140)


def test_what_is_mended_leaves_the_list_and_moves_the_figure(figures: Build) -> None:
    check()
    undated = ProtectionReview.objects.filter(held_on=None)
    children = list(undated.values_list("child", flat=True))
    undated.update(held_on=date(2017, 10, 3))
    refresh_children(child_ids=children)
    follow_changes()
    found = questions(check(), EAST)
    assert REVIEWS not in found
    assert counts("CSC 191", "2017-12") == (121, 140)
    assert QualityCheck.objects.count() == 2  # a page that began with the one before ends with it


@pytest.fixture
def here_and_now() -> Iterator[None]:
    """Tasks run in the test itself."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_a_recorded_change_is_followed_by_a_check(
    figures: Build,
    here_and_now: None,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    Referral.objects.filter(source_id="R2").update(decided_on=date(2017, 5, 11))
    refresh_children(child_ids=list(Child.objects.filter(source_id="P2").values_list("pk", flat=True)))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.follow_changes()
    assert set(questions(newest(), EVERYBODY)) == {REVIEWS, "contact-outcome"}


def test_one_check_answers_all_changes_before_it(figures: Build) -> None:
    asked_at = timezone.now()
    assert check_quality(since=asked_at)
    assert check_quality(since=asked_at - timedelta(seconds=5)) is None
    assert check_quality(since=timezone.now())


def test_before_figures_are_built_nothing_is_asked() -> None:
    assert check_quality(since=timezone.now()) is None


def test_what_an_extract_has_no_column_for_is_not_missing_from_its_rows(tmp_path: Path) -> None:
    """Without a column for the start nobody can be asked for it; the figure itself is "not recorded"."""
    row = assessment("A1", "", "2017-05-10")
    del row["cina_assessment_start_date"]
    load(tmp_path, AS_AT, ssd_cin_assessments=[row])
    build(YEAR, AS_AT)
    assert "assessment-start" not in questions(check(), EVERYBODY)


def test_a_question_names_measures_that_exist_and_fields_of_its_table() -> None:
    window = Window.of(YEAR, AS_AT)
    for question in ALL:
        fields = {field.name for field in question.model._meta.get_fields()}
        assert set(question.measures) <= set(MEASURES), question.code
        assert {question.field, *(name for mend in question.mends(window) for name in mend.values)} <= fields
    assert len(QUESTIONS) == len(ALL)


def test_two_open_plans_of_a_child_are_a_contradiction(tmp_path: Path) -> None:
    """The earlier one is asked about: it would end when the later one began, and 1 plan ended in the year."""
    plans = [("L1", "P1", "2016-05-01"), ("L2", "P1", "2017-06-01"), ("L3", "P2", "2017-05-01")]
    rows = [
        {
            "cppl_cp_plan_id": key,
            "cppl_person_id": child,
            "cppl_cp_plan_start_date": start,
            "cppl_cp_plan_end_date": "",
            "cppl_cp_plan_ola": "N",
        }
        for key, child, start in plans
    ]
    load(tmp_path, AS_AT, ssd_cp_plans=rows)
    build(YEAR, AS_AT)
    counts("CSC 186", f"{YEAR} YTD")
    found = check()
    assert [row.reference for row in QualityRow.objects.filter(question="open-childprotectionplan")] == ["L1"]
    move = QualityMove.objects.get(run=found, measure="CSC 186", scope="authority")
    assert (move.denominator, move.low_numerator, move.low_denominator) == (0, 0, 1)


def test_an_end_that_an_import_emptied_is_asked_for_until_somebody_gives_it(tmp_path: Path) -> None:
    """A plan that ends before it starts counts as going on: 1 child on a plan, or 0 if it ended at once."""
    row = {
        "cppl_cp_plan_id": "L1",
        "cppl_person_id": "P1",
        "cppl_cp_plan_start_date": "2017-06-01",
        "cppl_cp_plan_end_date": "2017-05-01",
        "cppl_cp_plan_ola": "N",
    }
    load(tmp_path, AS_AT, ssd_cp_plans=[row])
    build(YEAR, AS_AT)
    counts("CSC 182", "2017-12")
    move = QualityMove.objects.get(run=check(), measure="CSC 182", scope="authority")
    assert (move.question, move.numerator) == ("ended-before-childprotectionplan", 1)
    assert (move.low_numerator, move.high_numerator) == (0, 1)
    ChildProtectionPlan.objects.update(ended_on=date(2017, 6, 10))
    assert questions(check(), EVERYBODY) == {}


def test_a_child_without_a_date_of_birth_is_asked_about_though_nobody_can_say_what_moves(tmp_path: Path) -> None:
    allocated = {
        "invo_involvements_id": "I1",
        "invo_person_id": "P1",
        "invo_professional_id": "W1",
        "invo_professional_role_id": "Allocated worker",
        "invo_involvement_start_date": "2017-04-01",
    }
    children = [{"pers_person_id": child, "pers_dob": ""} for child in ("P1", "P2")]
    worker = {"prof_professional_id": "W1", "prof_professional_name": "Ann East"}
    load(tmp_path, AS_AT, ssd_person=children, ssd_professionals=[worker], ssd_involvements=[allocated])
    build(YEAR, AS_AT)
    found = questions(check(), EVERYBODY)["child-birth"]
    assert (found.count, found.effects) == (1, ())
