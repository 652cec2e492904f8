"""Every page that links lead a role to from its front page, in a real browser: it opens, and anybody can use it."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from tests.accessibility import violations
from tests.demo.sign_ins import whoever_is
from tests.test_every_url_every_role import NAMES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# How many pages of one name (of fifty sections, say) are opened as each role.
OF_ONE_NAME = 1
ZOOMED = 320
# What no link of the demonstration leads to: the pages of somebody who is not signed in or has a second factor
# (tests/accounts opens those), what a button sends, downloads, parts of pages, what comes after publishing a report or
# looking through the records, and steps of an audit that nobody signed in has to take; each has tests of its own.
NOT_LINKED = {
    *("account_inactive", "account_login", "account_logout", "account_reauthenticate", "account_reset_password"),
    *("account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("mfa_authenticate", "mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_reauthenticate", "mfa_view_recovery_codes"),
    *("drop_named_user", "lift_restriction", "undo_withdrawal"),
    *("draft_month", "drop_filter", "keep_filter", "send_password_link", "sign_statement", "start_build"),
    *("export_figures", "export_findings", "export_records", "export_tracker", "import_progress"),
    *("export_quality_rows", "quality_rows"),
    *("build_documents", "correct_release", "document", "documents", "moved_figures", "moved_records", "read_document"),
    *("read_report", "readers", "revoke_link", "start_release", "take_step"),
    *("accept_audit", "allocate_programme", "audit_again", "draw_programme", "edit_programme", "name_audit"),
    *("moderate_audit", "save_audit", "settle_audit", "take_back_audit"),
    *("add_tool_section", "begin_tool", "edit_tool_section", "publish_tool", "remove_tool_section"),
    "newest_month",  # sends on to the newest month's page
}


class Visit(NamedTuple):
    """A page as a role found it."""

    name: str
    address: str
    status: int
    violations: list[str]
    width: int


def crawl(page: Page) -> list[Visit]:
    """Open the front page and whatever links lead to from there, some pages of each name."""
    waiting, seen, visits = ["/"], {"/"}, []
    opened: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        name = resolve(path).view_name
        if opened.get(name, 0) == OF_ONE_NAME or name == "account_logout" or "." in path:
            continue
        opened[name] = opened.get(name, 0) + 1
        answer = page.goto(address)
        assert answer is not None
        visits.append(Visit(name, address, answer.status, violations(page), narrow(page)))
        links = page.eval_on_selector_all("a[href^='/']:not([download])", "all => all.map(a => a.getAttribute('href'))")
        fresh = [link for link in dict.fromkeys(link.split("#")[0] for link in links) if link not in seen]
        waiting += fresh
        seen.update(fresh)
    return visits


def narrow(page: Page) -> int:
    """How wide the page is in a window of 320 pixels: at 400% zoom on a laptop (WCAG 2.2, 1.4.10)."""
    page.set_viewport_size({"width": ZOOMED, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return int(width)


def test_every_page_opens_and_can_be_used_by_anybody(
    committed_demonstration: None, page_as: Callable[[User], Page]
) -> None:
    reached: set[str] = set()
    for role in Role:
        visits = crawl(page_as(whoever_is(role)))
        assert [visit for visit in visits if visit[2:] != (200, [], ZOOMED)] == [], role
        reached |= {visit.name for visit in visits}
    assert set(NAMES) - reached <= NOT_LINKED
