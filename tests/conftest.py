"""What tests of every part share: a real browser, signed in as whom a test wants."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

# Playwright runs an event loop in this thread, and Django refuses its database there unless told otherwise.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# What the browser says of a page that answers 400 or 403 on purpose.
A_PAGE_REFUSED = "Failed to load resource: the server responded with a status of 40"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """No thread of a live server keeps its connection: the test database could not be dropped."""
    connections["default"].settings_dict["CONN_MAX_AGE"] = 0


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless. Where it is not installed the test is skipped, but never where CI runs."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed: `apt-get install chromium`.")
        pytest.skip("needs Chromium: `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
        # While playwright's loop runs, this thread has connections of its own: none may outlive it.
        connections.close_all()


@pytest.fixture
def page_as(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[[User | None], Page]]:
    """Opens a browser page in which a user is signed in (or nobody). An error in its console fails the test."""
    said: list[str] = []

    def open_page(user: User | None) -> Page:
        context = chromium.new_context(base_url=live_server.url)
        if user is not None:
            client = Client()
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        return page

    yield open_page
    for context in chromium.contexts:
        context.close()
    assert [text for text in said if not text.startswith(A_PAGE_REFUSED)] == []
