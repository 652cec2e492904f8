"""The front page of the month in a real browser: drafted and edited by an analyst, signed by a director."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from tests.accessibility import violations
from tests.kpis.narrative_scene import made, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTH = "/figures/2017-18/month/"


def test_an_analyst_drafts_and_edits_and_a_director_signs(tmp_path: Path, page_as: Callable[[User], Page]) -> None:
    made(tmp_path)
    analyst = page_as(person(Role.ANALYST))
    analyst.goto(MONTH)
    assert violations(analyst) == []
    analyst.get_by_role("button", name="Draft from the figures").click()
    assert analyst.get_by_text("96.7% of referrals were completed within 24 hours").first.is_visible()
    assert violations(analyst) == []
    analyst.get_by_role("link", name=re.compile("Edit.*96.7% of referrals")).click()
    assert violations(analyst) == []
    analyst.get_by_label("Statement").fill("95% of referrals were completed within 24 hours.")
    analyst.get_by_role("button", name="Save").click()
    assert analyst.get_by_text("It says 95%; CSC 022 2017-07 is now 96.7%.").first.is_visible()
    assert violations(analyst) == []

    director = page_as(person(Role.DIRECTOR))
    director.goto(MONTH)
    director.get_by_role("button", name=re.compile("Sign.*95% of referrals")).click()
    assert director.get_by_text("Signed", exact=True).is_visible()
    assert violations(director) == []
    director.goto(f"{MONTH}2017-07/write/")
    assert violations(director) == []
