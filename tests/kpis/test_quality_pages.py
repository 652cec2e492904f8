"""The pages of data quality: who sees whose records, what they say, what they cost, and what the log keeps."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page

from accounts.models import AccessLog, Team, User
from accounts.roles import Role
from kpis.actions.following import follow_changes
from kpis.actions.quality import check_quality
from kpis.models import QualityRow
from tests.accessibility import violations
from tests.extracts import figure_of
from tests.kpis.quality_scene import IN_TIME, PLANS, authority
from tests.kpis.test_pages_in_browser import person
from tracking.models import Child, Involvement, ProtectionReview, Restriction, Worker

pytestmark = pytest.mark.django_db
PAGE = "/data-quality/"
REVIEWS = "/data-quality/protection-review-date/"
# Session, user; teams; the check with its build; rights; moves, centres, targets; the rows by question and team.
QUERIES_OF_PAGE, QUERIES_OF_LIST = 9, 14


@pytest.fixture
def checked(tmp_path: Path) -> None:
    """Seven reviews of East without a day, a referral of West without a decision, a contact without an outcome."""
    authority(tmp_path)
    assert check_quality(since=timezone.now())


def signed_in(*roles: Role, teams: tuple[str, ...] = ("T1",)) -> Client:
    user = User.objects.create_user(f"{'.'.join(roles)}@council.example", name=str(roles[0].label), roles=list(roles))
    user.teams.set(Team.objects.filter(source_id__in=teams))
    client = Client()
    client.force_login(user)
    return client


def asked(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.question.code for each in answer.context["asked"]]


def references(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [row.record.child.reference for row in answer.context["table"].page.object_list]


def test_an_analyst_sees_all_and_a_manager_the_own_team(checked: None) -> None:
    analyst, manager = signed_in(Role.ANALYST, teams=()), signed_in(Role.TEAM_MANAGER)
    everything = analyst.get(PAGE)
    assert asked(everything) == ["referral-undecided", "protection-review-date", "contact-outcome"]
    assert "By team:" in everything.content.decode()
    own = manager.get(PAGE)
    assert asked(own) == ["protection-review-date", "contact-outcome"]
    assert "from 81.4% to between 81.4% and 86.4%" in own.content.decode()
    assert manager.get(f"{PAGE}?scope=team:T2").status_code == 403
    assert manager.get(f"{PAGE}?scope=authority").status_code == 403
    assert asked(analyst.get(f"{PAGE}?scope=team:T2")) == ["referral-undecided"]


def test_a_manager_who_sees_the_authoritys_figures_sees_no_other_teams_records(checked: None) -> None:
    manager = signed_in(Role.TEAM_MANAGER, Role.DIRECTOR)
    assert manager.get(f"{REVIEWS}?scope=authority").status_code == 403
    assert asked(manager.get(PAGE)) == ["protection-review-date", "contact-outcome"]


def test_a_manager_without_a_team_is_told_so(checked: None) -> None:
    assert signed_in(Role.TEAM_MANAGER, teams=()).get(PAGE).status_code == 403


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST, Role.TEAM_MANAGER, Role.SERVICE_MANAGER}))
def test_nobody_else_opens_data_quality(role: Role) -> None:
    client = signed_in(role)
    assert {client.get(address).status_code for address in (PAGE, REVIEWS, f"{REVIEWS}export.csv")} == {403}


def test_before_the_first_check_the_page_says_so() -> None:
    analyst = signed_in(Role.ANALYST)
    assert "have not been looked through yet" in analyst.get(PAGE).content.decode()
    assert analyst.get(REVIEWS).status_code == 404


def test_a_question_opens_its_records_and_the_log_names_each_child(checked: None) -> None:
    page = signed_in(Role.TEAM_MANAGER).get(REVIEWS)
    found = references(page)
    assert sorted(found) == sorted(f"P{number}" for number in range(134, 141))
    assert "When was the review held, if it was?" in page.content.decode()
    review = ProtectionReview.objects.get(source_id="VP140")
    assert f'href="/episodes/protection_review/{review.pk}/"' in page.content.decode()
    logged = AccessLog.objects.filter(action="Opened records with a question of data quality")
    assert sorted(logged.values_list("child_reference", flat=True)) == sorted(found)
    assert logged[0].subject == "Child protection reviews without a day, East"


def test_an_unknown_question_is_not_found(checked: None) -> None:
    assert signed_in(Role.ANALYST).get("/data-quality/no-such/").status_code == 404


def test_a_file_has_the_rows_of_the_page_and_is_logged(checked: None) -> None:
    manager = signed_in(Role.TEAM_MANAGER)
    answer = manager.get(f"{REVIEWS}export.csv?scope=team:T1&sort=reference")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]
    assert rows[0] == {
        "child_id": "P134",
        "event": "Review child protection conference",
        "reference": "VP134",
        "happened_on": "2017-10-03",
        "lacks": "The day on which a review that was due was held",
        "team_name": "East",
        "worker_name": "Ann East",
        "team": "T1",
        "worker": "W1",
    }
    assert len(rows) == 7
    sheet = load_workbook(io.BytesIO(manager.get(f"{REVIEWS}export.xlsx").content)).active
    assert sheet is not None and sheet.max_row == 8
    assert AccessLog.objects.filter(action="Exported records with a question of data quality").count() == 14


def test_the_list_is_narrowed_within_the_scope(checked: None) -> None:
    analyst = signed_in(Role.ANALYST)
    assert references(analyst.get(f"{REVIEWS}?scope=team:T2")) == []
    Involvement.objects.filter(child__source_id="P140").update(worker=Worker.objects.create(source_id="W2"))
    assert check_quality(since=timezone.now())
    one = analyst.get(f"{REVIEWS}?scope=team:T1&worker={Worker.objects.get(source_id='W2').pk}")
    assert references(one) == ["P140"]
    assert "Mend these 7" in one.content.decode()
    assert '<input type="hidden" name="scope" value="team:T1"' in one.content.decode()


def test_a_restricted_child_is_counted_and_listed_for_those_named_only(checked: None) -> None:
    analyst, manager = signed_in(Role.ANALYST), signed_in(Role.TEAM_MANAGER)
    named = User.objects.get(email="team_manager@council.example")
    restriction = Restriction.objects.create(child=Child.objects.get(source_id="P140"), reason="adoption", set_by=named)
    restriction.named.create(user=named, named_by=named)
    for address in (f"{REVIEWS}?scope=team:T1", f"{REVIEWS}export.csv?scope=team:T1"):
        assert "P140" not in whole(analyst.get(address)) and "P140" in whole(manager.get(address))
    counts = {each.question.code: each.count for each in analyst.get(PAGE).context["asked"]}
    assert counts["protection-review-date"] == 6
    assert not AccessLog.objects.filter(user__email="analyst@council.example", child_reference="P140").exists()


def whole(answer) -> str:  # type: ignore[no-untyped-def]
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_the_cost_of_the_pages_does_not_grow_with_the_records(checked: None) -> None:
    analyst = signed_in(Role.ANALYST)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert analyst.get(address).status_code == 200
        return len(found)

    few = queries(PAGE), queries(REVIEWS)
    one = QualityRow.objects.filter(question="protection-review-date")[0]
    common = {"run": one.run, "question": one.question, "child": one.child, "team": one.team}
    more = [QualityRow(record=number + 1_000_000, reference=f"V-{number}", **common) for number in range(1, 40)]
    QualityRow.objects.bulk_create(more)
    assert (queries(PAGE), queries(REVIEWS)) == few == (QUERIES_OF_PAGE, QUERIES_OF_LIST)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_analyst_mends_a_record_and_sees_the_figure_move(checked: None, page_as: Callable[[User], Page]) -> None:
    page = page_as(person(Role.ANALYST))
    page.goto(PAGE)
    assert violations(page) == []
    page.get_by_role("link", name="Child protection reviews without a day").press("Enter")
    assert page.get_by_text("Mend these 7: CSC 191").is_visible()
    assert page.get_by_role("table", name="Records").locator("tbody tr").count() == 7
    assert violations(page) == []
    assert figure_of("CSC 191", "2017-12").numerator == IN_TIME
    page.get_by_role("table", name="Records").locator("tbody tr").first.get_by_role("link", name="Mend").click()
    page.get_by_role("button", name="Correct").click()
    page.get_by_label("Held on").fill("2017-10-03")
    page.get_by_role("button", name="Save").click()
    follow_changes()  # as the task after saving does
    check_quality(since=timezone.now())
    page.goto(PAGE)
    assert page.get_by_text("Mend these 6: CSC 191").is_visible()
    page.goto("/figures/2017-18/child-protection-allocation-and-reviews/")
    assert f"{IN_TIME + 1} of {PLANS}" in page.locator("main").inner_text()
