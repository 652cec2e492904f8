"""The records behind a figure in a real browser: from the number to its records, as manager and as director."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from tests.accessibility import violations
from tests.extracts import build_chapters, load
from tests.kpis.test_pages_in_browser import AS_AT, person
from tests.kpis.test_rules_referrals_and_assessments import referral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTHS = "/figures/2017-18/referrals-timeliness/"
NUMBER = "50.0, 1 of 2: records behind CSC 022, May 2017"


@pytest.fixture
def figures(tmp_path: Path) -> None:
    """Two referrals of East in May 2017, one of them decided in time."""
    rows = [
        referral("R1", "P1", "2017-05-10", "2017-05-10", team="T1"),
        referral("R2", "P2", "2017-05-11", "2017-05-31", team="T1"),
    ]
    load(tmp_path, AS_AT, ssd_cin_episodes=rows, ssd_contacts=[])
    build_chapters("2017/18", AS_AT, "Contacts and referrals")


def test_a_manager_follows_a_number_to_its_records(figures: None, page_as: Callable[[User], Page]) -> None:
    page = page_as(person(Role.TEAM_MANAGER))
    page.goto(MONTHS)
    assert violations(page) == []
    page.get_by_role("link", name=NUMBER).first.press("Enter")
    assert page.locator("h1").inner_text() == "% referrals completed within 24 hours"
    assert page.get_by_text("2 records, 1 met: the figure is 1 of 2 = 50.0%.").is_visible()
    page.locator("summary").press("Enter")
    assert page.get_by_role("table", name="By worker").get_by_text("Nobody allocated").is_visible()
    assert violations(page) == []
    page.get_by_role("combobox", name="Records").select_option("Not met")
    page.get_by_role("button", name="Apply filters").click()
    assert page.get_by_role("table", name="Records").locator("tbody tr").all_inner_texts()[0].startswith("P2")
    assert page.get_by_role("table", name="Records").locator("tbody tr").count() == 1


def test_a_director_says_why_before_the_records_are_shown(figures: None, page_as: Callable[[User], Page]) -> None:
    page = page_as(person(Role.DIRECTOR))
    page.goto(MONTHS)
    page.get_by_role("link", name=NUMBER).first.click()
    assert page.locator("h1").inner_text() == "Why do you need these records?"
    assert violations(page) == []
    page.get_by_role("button", name="Show the records").click()
    assert page.get_by_role("link", name="Enter reason").is_visible()
    assert violations(page) == []
    page.get_by_label("Reason").fill("Checking why May was slow")
    page.get_by_role("button", name="Show the records").click()
    assert page.get_by_role("table", name="Records").locator("tbody tr").count() == 2
    assert violations(page) == []
