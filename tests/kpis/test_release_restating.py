"""What was published beside what is known today: which figures moved, and which records made them move."""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AccessLog
from accounts.roles import Role
from kpis.book import newest_build
from kpis.measures import measure_named
from kpis.models import Build, PublishedFigure, Release, Version, VersionState
from kpis.periods import periods_of
from kpis.releases.moving import usual_moves
from kpis.releases.records import Difference, Kind, counted, differences
from kpis.releases.restating import moved
from tests.extracts import build_chapters, load
from tests.kpis.narrative_scene import AS_AT, JULY, person
from tests.kpis.release_scene import brought_to, drafted, keep_records_of_few
from tests.kpis.test_rules_referrals_and_assessments import referral

pytestmark = pytest.mark.django_db
CODE = "CSC 022"
RE_REFERRALS = ("CSC 032", "CSC 032-MONTH", "CSC 034")


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    """July 2017 is published with 29 of 30 in time. Then one referral goes, one comes, one is decided earlier than was
    known (and so in time), and of one the day of its decision was another."""
    keep_records_of_few(monkeypatch)
    version = brought_to(drafted(tmp_path / "then"), VersionState.PUBLISHED)
    rows = [
        referral(f"R{month}-{n}", "P1", f"2017-0{month}-03", f"2017-0{month}-{'03' if n < timely else '20'}")
        for month, timely in ((4, 10), (5, 20), (6, 28), (7, 29))
        for n in range(30)
        if (month, n) != (7, 0)
    ]
    decided = {"R7-29": "2017-07-04", "R7-1": "2017-07-04"}
    for row in rows:
        row["csc_referral_decision_date"] = decided.get(row["cine_referral_id"], row["csc_referral_decision_date"])
    rows.append(referral("R7-new", "P2", "2017-07-10", "2017-07-28"))
    load(tmp_path / "now", AS_AT, ssd_cin_episodes=rows, ssd_contacts=[])
    build_chapters("2017/18", AS_AT, "Contacts and referrals")
    return version


def build() -> Build:
    found = newest_build(JULY.reporting_year)
    assert found
    return found


def found(version: Version, period: str = "2017-07") -> list[Difference]:
    measure = measure_named(CODE)
    span = periods_of(measure, JULY.reporting_year, AS_AT)[period]
    with transaction.atomic():
        return differences(version, build(), measure, span)


def browser(role: Role) -> Client:
    client = Client()
    client.force_login(person(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(version: Version, period: str = "2017-07") -> str:
    return reverse("moved_records", kwargs={"pk": version.pk, "slug": "csc-022", "period": period})


def test_each_record_that_makes_the_difference_is_named_and_no_other(version: Version) -> None:
    assert {(each.episode, each.kind, each.words) for each in found(version)} == {
        ("R7-0", Kind.REMOVED, ""),
        ("R7-new", Kind.ADDED, ""),
        ("R7-29", Kind.CATEGORY, "now in the numerator"),
        ("R7-1", Kind.DATE, "decided 3 July 2017, now 4 July 2017"),
    }
    assert counted(found(version)) == [("added", 1), ("removed", 1), ("date changed", 1), ("category changed", 1)]


def test_the_year_so_far_has_the_same_differences_and_an_untouched_month_none(version: Version) -> None:
    assert len(found(version, "2017/18 YTD")) == 4
    assert found(version, "2017-06") == []


def test_the_figures_that_moved_are_those_and_no_others(version: Version) -> None:
    seen = {(each.measure.code, each.period): (each.published, each.now) for each in moved(version, build())}
    assert (CODE, "2017-06") not in seen and (CODE, "2017-07") not in seen, "one in and one out, one late and one not"
    assert {code for code, _ in seen} <= {"CSC 013", "CSC 012", "CSC 014", "CSC 026", *RE_REFERRALS}


def test_counts_are_for_all_and_names_for_those_who_say_why(version: Version) -> None:
    page = browser(Role.ANALYST).get(address(version), {"records": "1"}).content.decode()
    assert "1 record added" in page and "R7-new" not in page and "Name the records" not in page
    director = browser(Role.DIRECTOR)
    assert "Name the records" in director.get(address(version)).content.decode()
    assert "Why do you need these records?" in director.get(address(version), {"records": "1"}).content.decode()
    asked = f"{address(version)}?records=1"
    page = director.post(asked, {"reason": "July differs from what was published."}, follow=True).content.decode()
    assert "R7-new" in page and "no longer" not in page and "decided 3 July 2017, now 4 July 2017" in page
    logged = AccessLog.objects.filter(action="Opened what changed behind a published figure")
    assert {row.reason for row in logged} == {"July differs from what was published."}
    assert {row.child_reference for row in logged} == {"P1", "P2"}


def test_who_sees_team_figures_only_is_refused(version: Version) -> None:
    assert browser(Role.TEAM_MANAGER).get(address(version)).status_code == 403


def test_the_live_page_shows_published_and_now_side_by_side(version: Version) -> None:
    url = reverse("section", kwargs={"year": "2017-18", "slug": "referrals-timeliness"})
    assert "Published and now" not in browser(Role.DIRECTOR).get(url).content.decode()
    made = build()
    made.figures.filter(measure=CODE, period="2017-07", scope="authority").update(numerator=15)
    page = browser(Role.DIRECTOR).get(url).content.decode()
    assert "Published and now" in page and "96.7" in page and address(version) in page
    listed = browser(Role.ANALYST).get(reverse("moved_figures", kwargs={"pk": version.pk})).content.decode()
    assert "96.7" in listed and "50.0" in listed


def test_what_a_measure_usually_moves_is_the_middle_of_the_reports(version: Version) -> None:
    """July's 96.7 is 90.0 in the report of August and 80.0 in that of September."""
    for period, of_july, of_august in (("2017-08", 27, 30), ("2017-09", 24, 27)):
        later = Version.objects.create(release=Release.objects.create(period=period), number=1)
        for month, count in (("2017-07", of_july), ("2017-08", of_august)):
            of = {"version": later, "measure": CODE, "period": month, "unit": "percent", "is_recorded": True}
            PublishedFigure.objects.create(numerator=count, denominator=30, **of)
        now = {"published_at": "2017-10-01T09:00Z", "approved_at": "2017-10-01T09:00Z"}
        by = {"published_by": person(Role.DIRECTOR), "approved_by": person(Role.DIRECTOR)}
        frozen = {"content": {}, "content_hash": "x", "as_at": date(2017, 10, 1), "submitted_at": "2017-10-01T09:00Z"}
        kept = {**now, **by, **frozen, "submitted_by": person(Role.ANALYST)}
        Version.objects.filter(pk=later.pk).update(state="published", **kept)
    assert list(map(str, usual_moves(measure_named(CODE)))) == [
        "after one month: by 8.3 percentage points (the middle of 2 reports)",
        "after two months: by 16.7 percentage points (the middle of 1 report)",
    ]
    url = reverse("measure", kwargs={"slug": "csc-022"})
    assert "How much it usually moves" in browser(Role.ANALYST).get(url).content.decode()
