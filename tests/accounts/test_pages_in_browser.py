"""Our pages in a real browser: usable by everybody (WCAG 2.2 AA, by axe), and nothing refused by the policy."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.accounts.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PUBLIC = ["/sign-in/", "/password/reset/", "/password/reset/sent/", "/password/reset/1-x/"]
OWN = ["/", "/account/", "/account/password/", "/account/second-factor/", "/sign-out/", "/users/"]
ADMINISTRATION = ["/", "/users/", "/users/?role=director", "/users/new/", "/teams/", "/access-log/"]
Open = Callable[[User | None], Page]


def barriers(page: Page) -> list[str]:
    """What axe finds wrong on the page, each with the piece of markup."""
    found = Axe().run(page, options=AA).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_stranger_meets_no_barrier(page_as: Open, path: str) -> None:
    page = page_as(None)
    page.goto(path)
    assert barriers(page) == []


@pytest.mark.parametrize("path", OWN)
def test_a_social_worker_meets_no_barrier(page_as: Open, wendy: User, path: str) -> None:
    page = page_as(wendy)
    page.goto(path)
    assert barriers(page) == []


@pytest.mark.parametrize("path", ADMINISTRATION)
def test_an_administrator_meets_no_barrier(page_as: Open, amara: User, wendy: User, path: str) -> None:
    page = page_as(amara)
    page.goto(path)
    assert barriers(page) == []


def test_a_form_that_is_wrong_meets_no_barrier_and_its_summary_leads_to_the_field(
    page_as: Open, amara: User, wendy: User
) -> None:
    page = page_as(amara)
    page.goto(f"/users/{wendy.pk}/")
    assert barriers(page) == []
    page.get_by_label("Full name").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert barriers(page) == []
    page.get_by_role("link", name="Enter full name").click()
    expect(page.get_by_label("Full name")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_component_of_ours_is_free_of_barriers(page_as: Open, specimen: str, width: int) -> None:
    page = page_as(None)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(specimen)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page itself never scrolls sideways"
    page.locator("main form button[type=submit]").first.click()
    assert barriers(page) == []


def test_signing_in_by_keyboard(page_as: Open, wendy: User) -> None:
    page = page_as(None)
    page.goto("/account/")
    page.get_by_label("Email address").fill(wendy.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_a_typed_password_can_be_looked_at(page_as: Open) -> None:
    page = page_as(None)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")


def test_on_a_telephone_the_menu_folds_away(page_as: Open, amara: User) -> None:
    page = page_as(amara)
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/")
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu.get_by_role("link", name="Users")).to_be_hidden()
    menu.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name="Users").click()
    expect(page.get_by_role("heading", name="Users", exact=True)).to_be_visible()
