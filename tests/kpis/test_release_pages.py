"""Pages of the releases: who sees what, and what they cost."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from kpis.models import Release, Version, VersionState
from tests.kpis.narrative_scene import person
from tests.kpis.release_scene import brought_to, drafted, keep_records_of_few

pytestmark = pytest.mark.django_db
READERS = {Role.DIRECTOR, Role.ANALYST, Role.TEAM_MANAGER, Role.SERVICE_MANAGER}


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    keep_records_of_few(monkeypatch)
    return drafted(tmp_path)


def browser(who: Role | User) -> Client:
    client = Client()
    user = person(who) if isinstance(who, Role) else who
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def pages(version: Version) -> list[str]:
    section = {"pk": version.pk, "slug": "referrals-timeliness"}
    return [
        reverse("release", kwargs={"pk": version.release_id}),
        reverse("version", kwargs={"pk": version.pk}),
        reverse("version_section", kwargs=section),
    ]


def test_a_draft_is_read_by_those_who_see_the_authoritys_figures_only(version: Version) -> None:
    for role in Role:
        for url in pages(version):
            answer = browser(role).get(url).status_code
            expected = 200 if role in (Role.DIRECTOR, Role.ANALYST) else 404 if role in READERS else 403
            assert answer == expected, f"{role} at {url}"


def test_what_is_published_is_read_by_everybody_who_sees_figures(version: Version) -> None:
    brought_to(version, VersionState.PUBLISHED)
    for role in READERS:
        listed, (_, summary, section) = browser(role).get(reverse("releases")).content.decode(), pages(version)
        assert "July 2017" in listed and "Published" in listed
        assert "96.7% of referrals were decided in time." in browser(role).get(summary).content.decode()
        page = browser(role).get(section).content.decode()
        assert "29 of 30" in page and "<svg" in page and "Not published yet" not in page


def test_an_analyst_sends_a_draft_for_review_and_the_director_publishes_it(version: Version) -> None:
    def step(role: Role, name: str) -> str:
        url = reverse("take_step", kwargs={"pk": version.pk, "slug": name})
        return browser(role).post(url, {"words": ""}, follow=True).content.decode()

    assert "Sent for review: July 2017, version 1." in step(Role.ANALYST, "submit")
    refused = browser(Role.ANALYST).post(reverse("take_step", kwargs={"pk": version.pk, "slug": "approve"}))
    assert refused.status_code == 403
    assert "Approved: July 2017" in step(Role.DIRECTOR, "approve")
    assert "This version is approved." in step(Role.DIRECTOR, "approve")
    assert "Published: July 2017" in step(Role.DIRECTOR, "publish")
    url = reverse("correct_release", kwargs={"pk": version.release_id})
    assert browser(Role.ANALYST).post(url, {"note": ""}).status_code == 400
    page = browser(Role.ANALYST).post(url, {"note": "A wrong count."}, follow=True).content.decode()
    assert "Read version 2" in page and "A wrong count." in page and "Read version 1" in page


def test_the_checklist_stands_on_the_page_and_hides_what_it_blocks(version: Version) -> None:
    page = browser(Role.ANALYST).get(pages(version)[0]).content.decode()
    assert "Nothing is said in words of" in page and "Freeze and send for review" in page
    version.release.versions.update(drafted_by=person(Role.DIRECTOR))
    brought_to(version, VersionState.IN_REVIEW)
    page = browser(Role.DIRECTOR).get(pages(version)[0]).content.decode()
    assert "Approve: Somebody else must do this" in page and "Send back to draft" in page


def test_a_report_is_started_for_a_period_that_is_over_and_has_none(version: Version) -> None:
    page = browser(Role.ANALYST).get(reverse("releases")).content.decode()
    assert "quarter 1 of 2017/18" in page and 'value="2017-07"' not in page and 'value="2017-08"' not in page
    browser(Role.ANALYST).post(reverse("start_release"), {"period": "2017/18 Q1"})
    assert Release.objects.filter(period="2017/18 Q1").exists()
    assert browser(Role.ANALYST).post(reverse("start_release"), {"period": "2017-07"}).status_code == 400


def test_the_list_costs_the_same_however_many_reports_there_are(
    version: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(Role.DIRECTOR)
    client.get(reverse("releases"))
    for more in ("2017-04", "2017-05"):
        with django_assert_num_queries(6):
            client.get(reverse("releases"))
        release = Release.objects.create(period=more)
        Version.objects.create(release=release, number=1, drafted_by=person(Role.ANALYST))
