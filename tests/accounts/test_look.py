"""Markup of forms, tables and the frame, as the GOV.UK design system wants it."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.test import Client

from accounts.forms import DateParts
from accounts.models import User
from accounts.roles import Role
from tests.accounts.people import make_user

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
FIELDS = "name email password born_on visited_on reason count colour shade colours many agreed file".split()
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|javascript:""")


def ids_of(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


@pytest.fixture
def empty(client: Client, specimen: str) -> str:
    """The page as it is first opened."""
    return client.get(specimen).content.decode()


@pytest.fixture
def wrong(client: Client, specimen: str) -> str:
    """The page after nothing was filled in."""
    return client.post(specimen).content.decode()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_what_the_content_security_policy_forbids(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def test_the_policy_lets_nothing_in_from_elsewhere(client: Client, db: None) -> None:
    policy = client.get("/sign-in/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "unsafe" not in policy and "http" not in policy


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_left_empty_is_named_above_and_beside_itself(wrong: str, field: str) -> None:
    link = re.search(rf'<a href="#(id_{field}(?:_0)?)">([^<]+)</a>', wrong)
    assert link, "the summary links to the field"
    target, words = link.groups()
    assert ids_of(wrong).count(target) == 1
    assert ids_of(wrong).count(f"id_{field}_error") == 1
    assert wrong.count(words) >= 2
    assert words.startswith(("Enter ", "Select ", "Tick ")), "it says what to do"


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_has_its_label_and_points_to_its_hint(empty: str, field: str) -> None:
    assert re.search(rf'(for="id_{field}(_0)?")|(<legend[^>]*>[^<]+</legend>)', empty)
    for described in re.findall(r'aria-describedby="([^"]+)"', empty):
        assert set(described.split()) <= set(ids_of(empty))


@pytest.mark.parametrize("component", ["input", "textarea", "select", "file-upload"])
def test_what_is_wrong_has_a_red_edge(empty: str, wrong: str, component: str) -> None:
    assert f"govuk-{component}--error" in wrong
    assert f"govuk-{component}--error" not in empty


def test_every_id_is_there_once(wrong: str) -> None:
    assert len(ids_of(wrong)) == len(set(ids_of(wrong)))


def test_the_title_says_that_there_is_an_error(empty: str, wrong: str) -> None:
    assert "<title>Specimen –" in empty
    assert "<title>Error: Specimen –" in wrong


class Birth(forms.Form):
    born_on = forms.DateField(widget=DateParts)


@pytest.mark.parametrize(
    ("day", "month", "year", "means"),
    [("27", "3", "2012", date(2012, 3, 27)), ("31", "2", "2012", None), ("", "3", "2012", None), ("", "", "", None)],
)
def test_a_date_is_typed_in_three_parts(day: str, month: str, year: str, means: date | None) -> None:
    form = Birth({"born_on_0": day, "born_on_1": month, "born_on_2": year})
    assert form.is_valid() is (means is not None)
    assert form.cleaned_data.get("born_on") == means
    typed = re.findall(r'value="([^"]*)"', str(form))
    assert typed == [part for part in (day, month, year) if part], "what was typed stands there still"


def test_a_known_date_is_shown_in_its_parts() -> None:
    assert re.findall(r'value="([^"]*)"', str(Birth(initial={"born_on": date(2012, 3, 7)}))) == ["7", "3", "2012"]


def test_a_table_says_how_it_is_sorted_and_where_its_pages_are(empty: str) -> None:
    assert re.findall(r'aria-sort="(\w+)"', empty) == ["none", "descending"]
    assert '<caption class="govuk-table__caption govuk-visually-hidden">Figures of the year</caption>' in empty
    assert 'govuk-table__cell govuk-table__cell--numeric">' in empty
    assert re.search(r'aria-label="Page 3" aria-current="page"', empty)


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.ADMINISTRATOR, ["Audits", "Time limits", "Users", "Teams", "Access log"]),
        (Role.AUDITOR, ["Audits"]),
    ],
)
def test_the_navigation_offers_only_what_the_user_may_open(
    client: Client, db: None, role: Role, pages: list[str]
) -> None:
    client.force_login(make_user("Somebody", role))
    answer = client.get("/")
    links = answer.context["navigation"]
    assert [link["label"] for link in links] == pages
    for link in links:
        assert client.get(link["url"]).status_code == 200
        assert f'href="{link["url"]}" aria-current="true"' in client.get(link["url"]).content.decode()


def test_somebody_without_a_role_is_told_whom_to_ask(client: Client, amara: User, nora: User) -> None:
    client.force_login(nora)
    page = client.get("/").content.decode()
    assert amara.email in page
    assert '<nav aria-label="Menu"' not in page


def test_what_went_wrong_is_said_in_the_same_look(client: Client, nora: User) -> None:
    client.force_login(nora)
    missing = client.get("/children/P123456/nothing-here/")
    assert missing.status_code == 404
    assert "Page not found" in missing.content.decode()
    assert "P123456" not in missing.content.decode()


def test_a_forged_or_old_form_is_refused_in_words() -> None:
    refused = Client(enforce_csrf_checks=True).post("/sign-in/", {})
    assert refused.status_code == 403
    assert "This form is too old" in refused.content.decode()
