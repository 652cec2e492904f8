"""The pages of trackers in a real browser: a manager's morning, and that anybody can use them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from tests.accessibility import violations
from tests.tracking.caseload import caseload, user, visit_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_manager_finds_what_is_overdue_and_records_the_visit(tmp_path: Path, page_as: Callable[[User], Page]) -> None:
    caseload(tmp_path)
    page = page_as(user("manager", Role.TEAM_MANAGER, team="T1"))
    page.goto("/")
    page.get_by_role("link", name="1 Overdue", exact=True).click()
    row = page.locator("tbody tr")
    assert "Test, Amy" in row.inner_text() and "1 overdue" in row.inner_text()
    row.get_by_role("link", name="Record").click()
    page.get_by_label("Day").fill("2017-12-15")
    page.get_by_label("Yes").first.check()
    page.get_by_role("button", name="Save").click()
    assert "Recorded for Amy." in page.get_by_role("alert").inner_text()
    assert page.get_by_text("Nothing matches these filters.").is_visible()


def test_the_pages_can_be_used_by_anybody(tmp_path: Path, page_as: Callable[[User], Page]) -> None:
    caseload(tmp_path)
    page = page_as(user("all", Role.SERVICE_MANAGER, Role.ADMINISTRATOR, team="T1"))
    duty = visit_of("Amy")
    for address in (
        *("/", "/trackers/", "/trackers/cp_visit/", "/trackers/cp_visit/?print=all", "/trackers/duties/?due_from=x"),
        *("/trackers/without_social_worker/", "/trackers/forecast/", "/limits/", "/limits/cp_visit/?part="),
        *(f"/trackers/duties/{duty.pk}/record/", f"/trackers/duties/{duty.pk}/reason/"),
        *("/children/?q=tets", f"/children/{duty.child_id}/", f"/children/{duty.child_id}/restriction/"),
    ):
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        assert violations(page) == [], address
