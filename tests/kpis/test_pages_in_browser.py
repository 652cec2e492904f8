"""The sections' pages in a real browser, as each role: what is seen, what is refused, and that anybody can use it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts.models import Team, User
from accounts.roles import Role
from kpis.measures import SECTIONS
from tests.accessibility import violations
from tests.extracts import build_chapters, load
from tests.kpis.test_rules_referrals_and_assessments import referral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AS_AT = date(2017, 12, 31)
SEES_FIGURES = {Role.DIRECTOR, Role.ANALYST, Role.SERVICE_MANAGER, Role.TEAM_MANAGER}


@pytest.fixture
def figures(tmp_path: Path) -> None:
    rows = [referral(f"R{n}", f"P{n}", f"2017-0{n + 3}-10", f"2017-0{n + 3}-10", team="T1") for n in range(1, 6)]
    load(tmp_path, AS_AT, ssd_cin_episodes=rows, ssd_contacts=[], ssd_cin_assessments=[])
    build_chapters("2017/18", AS_AT, "Contacts and referrals", "Assessments", "Early help")


def person(role: Role) -> User:
    user = User.objects.create_user(f"{role}@council.example", name=role.label, roles=[role])
    user.teams.set(Team.objects.filter(source_id="T1"))
    return user


# One section of each shape: counts, shares, rates, many columns, quarters, of the authority only.
SHAPES = ("contacts", "contacts-outcome", "referrals", "missing", "conferences-attendance", "looked-after", "audits")
ONLY_AUTHORITY = "exist for the whole authority only"


@pytest.mark.parametrize("role", Role)
def test_sections_as_each_role(role: Role, figures: None, page_as: Callable[[User], Page]) -> None:
    page = page_as(person(role))
    for section in (each for each in SECTIONS if each.slug in SHAPES):
        answer = page.goto(f"/figures/2017-18/{section.slug}/")
        heading = page.locator("h1").inner_text()
        assert answer is not None
        if role in SEES_FIGURES:
            assert (answer.status, heading.split(": East")[0]) == (200, section.title)
            assert page.get_by_role("table").first.is_visible() or ONLY_AUTHORITY in page.locator("main").inner_text()
        else:
            assert answer.status == 403 and section.title not in heading


def test_a_director_chooses_a_team_and_reads_its_months(figures: None, page_as: Callable[[User], Page]) -> None:
    page = page_as(person(Role.DIRECTOR))
    page.goto("/figures/")
    page.get_by_role("link", name="Referrals", exact=True).click()
    april = page.locator("tr", has_text="Apr 2017").inner_text().split()
    assert april[:6] == ["Apr", "2017", "1", "1", "not", "recorded"]
    page.get_by_label("Whose figures").select_option("East")
    page.get_by_role("button", name="Show").click()
    assert page.locator("h1").inner_text() == "Referrals: East"
    may = page.locator("tr", has_text="May 2017").inner_text().split()
    assert may[:4] == ["May", "2017", "1", "2"]


PAGES = (
    *("", "conversion/", "breakdown/csc-013/", *(f"{slug}/" for slug in SHAPES)),
    *("../measures/", "../measures/csc-252/", "../measures/csc-252/benchmark/"),
)


def test_the_pages_of_the_figures_are_accessible(figures: None, page_as: Callable[[User], Page]) -> None:
    page = page_as(person(Role.ANALYST))
    for address in PAGES:
        page.goto(f"/figures/2017-18/{address}")
        assert (address, violations(page)) == (address, [])


def test_the_page_of_builds_is_accessible_and_works_by_keyboard(figures: None, page_as: Callable[[User], Page]) -> None:
    page = page_as(person(Role.ANALYST))
    page.goto("/figures/builds/")
    assert violations(page) == []
    page.get_by_label("Reporting year").fill("2017/19")
    page.get_by_label("Reporting year").press("Enter")
    assert "Enter a reporting year, like 2017/18" in page.locator("main").inner_text()
    assert violations(page) == []
