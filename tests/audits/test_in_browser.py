"""A quarter's audit in a real browser: drawn, allocated, judged, moderated blind, settled, counted; and by anybody."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from celery import current_app
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from audits.models import Audit, DraftJudgement, SampledCase
from tests.accessibility import violations
from tests.audits import scenes
from tests.extracts import build_chapters, load
from workdays import Quarter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECTIONS = (
    *("Protection from harm", "Assessment and analysis", "Plan and review"),
    *("Voice of the child", "Management oversight", "Recording and chronology"),
)


def judge(page: Page, title: str, judgement: str, reason: str) -> None:
    page.get_by_role("group", name=f"Judgement of {title}").get_by_label(judgement, exact=True).check()
    page.get_by_label(f"Reason for the judgement of {title}").fill(reason)


@pytest.fixture
def people(tmp_path: Path) -> dict[str, User]:
    """A council with one audit of an earlier month, and its figures."""
    scenes.council(tmp_path)
    load(
        tmp_path / "audits",
        scenes.AS_AT,
        csc_audits=[
            {"audi_id": "A1", "audi_date": "2017-11-01", "audi_category": "Assessments", "audi_judgement": "good"}
        ],
    )
    build_chapters("2017/18", scenes.AS_AT, "Audits")
    scenes.tools(scenes.person("Amir", Role.ADMINISTRATOR))
    return {
        "auditor": scenes.person("Alma", Role.AUDITOR),
        "moderator": scenes.person("Mo", Role.MODERATOR),
        "director": scenes.person("Dora", Role.DIRECTOR),
    }


@pytest.fixture(autouse=True)
def tasks_at_once() -> Iterator[None]:
    """What a request sends to the workers is done before it is answered."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def good_in_quarter_3(page: Page) -> str:
    page.goto("/figures/2017-18/audits/")
    return page.locator("tr", has_text="Good").first.inner_text()


def test_an_audit_from_the_draw_to_the_figure(people: dict[str, User], page_as: Callable[[User], Page]) -> None:
    director = page_as(people["director"])
    before = good_in_quarter_3(director)
    mo = page_as(people["moderator"])
    draw_and_allocate(mo)
    audit = Audit.objects.get()
    judge_with_a_reason_missing(page_as(people["auditor"]), audit)
    moderate_blind_and_settle(mo, audit)
    after = good_in_quarter_3(director)
    assert "1/1" in before and "1/2" in after, (before, after)


def draw_and_allocate(page: Page) -> None:
    page.goto("/audits/programmes/new/")
    page.get_by_label("Quarter").fill(str(Quarter.of(date(2017, 12, 31))))
    page.get_by_label("Child protection: how many").fill("1")
    page.get_by_label("Share that is moderated (%)").fill("100")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("1 case", exact=True)).to_be_visible()
    page.get_by_role("link", name="Draw again to check").click()
    expect(page.get_by_text("The same list")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Allocate cases without an auditor").click()
    assert "Alma" in page.locator("tbody tr", has_text=str(SampledCase.objects.get().child)).last.inner_text()


def judge_with_a_reason_missing(page: Page, audit: Audit) -> None:
    page.goto("/")
    page.get_by_role("link", name="1 Your audits to submit").click()
    page.get_by_role("link", name=str(audit.case.child)).click()
    expect(page.get_by_role("heading", name="Record", exact=True)).to_be_visible()
    page.get_by_label("Reason for the judgement of Voice of the child").press_sequentially("Seen alone")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    assert DraftJudgement.objects.filter(section__title="Voice of the child", reason="Seen alone").exists()
    for title in (*SECTIONS, "the whole"):
        judge(page, title, "Good", "" if title == "Plan and review" else f"Alma on {title}.")
    page.get_by_role("button", name="Submit").click()
    refusal = "Enter the reason for your judgement of Plan and review"
    expect(page.get_by_role("alert").get_by_role("link", name=refusal)).to_be_visible()
    assert not audit.gradings.exists() and violations(page) == []
    page.get_by_label("Reason for the judgement of Plan and review").fill("Alma on plans.")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("The audit is submitted.")).to_be_visible()
    assert audit.gradings.get().overall == "good"


def moderate_blind_and_settle(page: Page, audit: Audit) -> None:
    page.goto("/audits/moderation/")
    page.get_by_role("link", name=str(audit.case.child)).click()
    assert "Alma on" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Moderate").click()
    assert "Alma on" not in page.locator("main").inner_text() and violations(page) == []
    for title in (*SECTIONS, "the whole"):
        judge(page, title, "Requires Improvement" if title == "the whole" else "Good", f"Mo on {title}.")
    page.get_by_role("button", name="Give your judgements").click()
    expect(page.get_by_text("Alma on the whole.")).to_be_visible()
    assert "Voice of the child" not in page.locator("form").inner_text() and violations(page) == []
    judge(page, "the whole", "Requires Improvement", "The plan stands still.")
    page.get_by_role("button", name="Settle and make final").click()
    expect(page.get_by_text("The audit is final, and counts.")).to_be_visible()
    whole = page.locator("tr", has_text="The whole")
    assert "Differs" in whole.inner_text() and "The plan stands still." in whole.inner_text()
    assert violations(page) == []


def test_the_other_pages_can_be_used_by_anybody(people: dict[str, User], page_as: Callable[[User], Page]) -> None:
    audit = scenes.allocated(people["moderator"], [people["auditor"]])
    eve = scenes.person("Eve", *Role)
    action, everything = scenes.asked_for(audit, eve), page_as(eve)
    for address in (
        *("", "mine/", "mine/?due=open", "moderation/", "acceptance/", "actions/", "agreement/", "themes/", "tools/"),
        *("programmes/", "programmes/new/", f"programmes/{audit.programme.pk}/", f"tools/{audit.tool_id}/"),
        *(f"programmes/{audit.programme.pk}/draw/check/", f"{audit.pk}/", f"{audit.pk}/auditor/", f"{audit.pk}/again/"),
        *(f"cases/{audit.case_id}/replace/", f"{audit.pk}/actions/new/", f"actions/{action.pk}/"),
    ):
        answer = everything.goto(f"/audits/{address}")
        assert answer is not None and answer.status == 200, address
        assert violations(everything) == [], address
