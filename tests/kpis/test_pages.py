"""Pages of the figures: who sees whose, that they show what was built, and what they cost."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from accounts.roles import Role
from csc_tracker.celery import app
from kpis import book
from kpis.actions.comparisons import set_target
from kpis.measure import Place
from kpis.measures import MEASURES, SECTIONS
from kpis.models import Build, BuildState, Figure
from kpis.scopes import WHOLE_AUTHORITY
from tests.extracts import build_chapters, load
from tests.kpis.test_rules_referrals_and_assessments import referral
from workdays import Month

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
DEPARTMENTS = [
    {"dept_team_id": "S", "dept_team_name": "Service", "dept_team_parent_id": ""},
    {"dept_team_id": "T1", "dept_team_name": "East", "dept_team_parent_id": "S"},
    {"dept_team_id": "T2", "dept_team_name": "West", "dept_team_parent_id": ""},
]


@pytest.fixture
def figures(tmp_path: Path) -> Build:
    """Two referrals of East and one of West in May 2017, one of them in time."""
    rows = [
        referral("R1", "P1", "2017-05-10", "2017-05-10", team="T1"),
        referral("R2", "P2", "2017-05-11", "2017-05-31", team="T1"),
        referral("R3", "P3", "2017-05-12", "2017-05-31", team="T2"),
    ]
    load(tmp_path, AS_AT, ssd_department=DEPARTMENTS, ssd_cin_episodes=rows, ssd_contacts=[])
    set_target(measure="CSC 022", starts_on=date(2017, 4, 1), value=Decimal("30"), by=None)
    return build_chapters("2017/18", AS_AT, "Contacts and referrals", "Assessments", "Early help")


@pytest.fixture
def tasks_at_once() -> Iterator[None]:
    """Tasks run when they are sent, in this process."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def signed_in(role: Role, *teams: str) -> Client:
    user = User.objects.create_user(f"{role}@council.example", "a long password", name=role.label, roles=[role])
    user.teams.set(Team.objects.filter(source_id__in=teams))
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def day(text: str) -> dict[str, str]:
    """A date as the three boxes of a form send it."""
    year, month, of_month = text.split("-")
    return {"as_at_0": of_month, "as_at_1": month, "as_at_2": year}


def section(slug: str, **query: str) -> str:
    return reverse("section", kwargs={"year": "2017-18", "slug": slug}) + (
        "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else ""
    )


def test_a_director_reads_months_targets_and_year_to_date(figures: Build) -> None:
    page = signed_in(Role.DIRECTOR).get(section("referrals-timeliness")).content.decode()
    assert "33.3" in page and "1 of 3" in page and "at least 30%" in page and "target met" in page


def test_an_untold_month_is_empty_no_denominator_is_a_dash_and_unrecorded_says_so(figures: Build) -> None:
    client = signed_in(Role.DIRECTOR)
    months = client.get(section("referrals-timeliness")).context["page"].months
    assert [months[0].cells[0].text, months[1].cells[0].text, months[9].cells[0].text] == ["-", "33.3", ""]
    unrecorded = client.get(section("assessments")).context["page"].months
    assert unrecorded[0].cells[0].text == "not recorded"
    assert client.get(section("contacts")).context["page"].months[0].cells[0].text == "0"


def test_the_newest_year_opens_first(figures: Build) -> None:
    assert signed_in(Role.DIRECTOR).get(reverse("figures")).url == reverse("overview", kwargs={"year": "2017-18"})


def test_without_figures_the_page_says_what_to_do() -> None:
    assert "No figures yet" in signed_in(Role.DIRECTOR).get(reverse("figures")).content.decode()


@pytest.mark.parametrize(
    ("role", "teams", "names"),
    [
        (Role.DIRECTOR, [], ["Whole authority", "East", "Service", "West", "Unallocated"]),
        (Role.ANALYST, [], ["Whole authority", "East", "Service", "West", "Unallocated"]),
        (Role.TEAM_MANAGER, ["T1"], ["East"]),
        (Role.SERVICE_MANAGER, ["S"], ["East", "Service"]),
    ],
)
def test_a_user_chooses_among_the_figures_they_may_see(
    figures: Build, role: Role, teams: list[str], names: list[str]
) -> None:
    response = signed_in(role, *teams).get(section("referrals"))
    assert [scope.name for scope in response.context["scopes"]] == names
    shown = {row.label for row in response.context["teams"]}
    assert shown == set(names) - {"Whole authority"}


def test_a_manager_sees_the_own_team_only(figures: Build) -> None:
    client = signed_in(Role.TEAM_MANAGER, "T1")
    assert client.get(section("referrals")).context["page"].months[1].cells[0].text == "2"
    assert client.get(section("referrals", scope="team:T2")).status_code == 403
    assert client.get(section("referrals", scope="authority")).status_code == 403
    rows = list(csv.DictReader(io.StringIO(client.get(reverse("export_figures", args=["2017-18"])).content.decode())))
    assert {row["scope"] for row in rows} == {"team:T1"}


def test_a_manager_without_a_team_sees_no_figure(figures: Build) -> None:
    assert signed_in(Role.TEAM_MANAGER).get(section("referrals")).status_code == 403


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.AUDITOR, Role.MODERATOR, Role.ADMINISTRATOR])
def test_other_roles_see_no_figures(figures: Build, role: Role) -> None:
    assert signed_in(role, "T1").get(section("referrals")).status_code == 403


def test_a_rate_has_no_team(figures: Build) -> None:
    page = signed_in(Role.DIRECTOR).get(section("referrals", scope="team:T1")).context["page"]
    assert [measure.code for measure in page.measures] == ["CSC 013", "CSC 012", "FLOW-REFERRAL-TO-ASSESSMENT"]


@pytest.mark.parametrize(
    "address", ["2016-17/referrals/", "2017-19/referrals/", "2017-18/no-such-section/", "nonsense/"]
)
def test_what_does_not_exist_is_not_found(figures: Build, address: str) -> None:
    assert signed_in(Role.DIRECTOR).get(f"/figures/{address}").status_code == 404


def test_every_section_opens(figures: Build) -> None:
    client = signed_in(Role.DIRECTOR)
    assert {client.get(section(each.slug)).status_code for each in SECTIONS} == {200}
    assert client.get(reverse("overview", kwargs={"year": "2017-18"})).status_code == 200


def test_the_pages_cost_a_fixed_number_of_queries_however_many_years_are_built(
    figures: Build,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    """Session, user, build, years, teams; figures, targets, earlier years and their builds, benchmarks, failures and
    series of the section; what is published of it and what is said of it; its teams compared, with their targets."""
    client = signed_in(Role.DIRECTOR)
    for earlier in ("2016/17", "2015/16"):
        build_chapters(earlier, AS_AT, "Contacts and referrals")
        with django_assert_num_queries(17):
            client.get(section("contacts-outcome"))
        with django_assert_num_queries(11):
            client.get(reverse("overview", kwargs={"year": "2017-18"}))


def test_the_counts_of_standings_are_those_of_the_lists_behind_them(figures: Build) -> None:
    month = Month(2017, 5)
    for code, aim in (("CSC 022", 30), ("CSC 026", 0)):
        set_target(measure=code, starts_on=date(2017, 4, 1), value=Decimal(aim), by=None)
    counts = book.standings(figures, WHOLE_AUTHORITY, month)
    sections = book.overview(figures, WHOLE_AUTHORITY, month, [figures])
    for standing in ("met", "missed"):
        assert counts[standing] == sum(len(lines) for _, lines in book.standing_so(sections, standing))
    assert counts["met"] > 0 and counts["missed"] > 0


def test_a_page_speaks_of_the_month_that_is_chosen(figures: Build) -> None:
    client = signed_in(Role.DIRECTOR)
    page = client.get(section("referrals-timeliness", month="2017-05"))
    assert page.context["page"].month_label == "May 2017" and "Target in May" in page.content.decode()
    assert page.context["page"].series["CSC 022"].months[-1] == page.context["month"]
    assert client.get(section("referrals-timeliness", month="2018-01")).context["page"].month_label == "Dec 2017"


def test_choosing_another_year_leads_to_its_page(figures: Build) -> None:
    build_chapters("2016/17", AS_AT, "Contacts and referrals")
    client = signed_in(Role.DIRECTOR)
    assert client.get(section("referrals", year="2016-17")).url == section("referrals").replace(
        "2017-18", "2016-17"
    ).replace("?", "")
    assert client.get(section("referrals", year="1990-91")).status_code == 200


def test_sections_lead_to_the_one_before_and_the_one_after(figures: Build) -> None:
    client = signed_in(Role.DIRECTOR)
    page = client.get(section("contacts-outcome"))
    assert (page.context["before"].slug, page.context["after"].slug) == ("contacts", "contacts-timeliness")
    assert client.get(section(SECTIONS[0].slug)).context["before"] is None
    assert client.get(section(SECTIONS[-1].slug)).context["after"] is None


def test_many_measures_stand_below_each_other_a_count_with_its_share(figures: Build) -> None:
    page = signed_in(Role.DIRECTOR).get(section("contacts-outcome")).context["page"]
    assert page.is_wide and len(page.lines) == 5
    assert all(share is not None for line in page.lines for _, share in line.cells)


def test_the_download_is_what_export_kpis_writes(figures: Build) -> None:
    out = io.StringIO()
    call_command("export_kpis", year="2017/18", stdout=out)
    page = signed_in(Role.DIRECTOR).get(reverse("export_figures", args=["2017-18"])).content.decode()
    local = {code for code, measure in MEASURES.items() if measure.place is Place.LOCAL}
    assert [line for line in page.splitlines() if line.split(",")[0] not in local] == out.getvalue().splitlines()
    only = (
        signed_in(Role.ANALYST).get(reverse("export_figures", args=["2017-18"]) + "?section=referrals").content.decode()
    )
    assert {row["measure"] for row in csv.DictReader(io.StringIO(only))} == {
        "CSC 013",
        "CSC 012",
        "CSC 014",
        "FLOW-REFERRAL-TO-ASSESSMENT",
    }


def test_an_analyst_starts_a_build_and_watches_it(
    figures: Build,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
    tasks_at_once: None,
) -> None:
    client = signed_in(Role.ANALYST)
    with django_capture_on_commit_callbacks(execute=True):
        started = client.post(reverse("start_build"), {"year": "2017/18"} | day("2017-06-30"))
    made = Build.objects.first()
    assert started.url == reverse("build", args=[made.pk]) and made.by.name == "Analyst"
    page = client.get(started.url)
    assert "the build has ended" in page.content.decode()
    piece = client.get(started.url, headers={"HX-Request": "true"}).content.decode()
    assert piece.startswith('<div id="progress"')
    assert not Figure.objects.filter(period="2017-07").exists()


@pytest.mark.parametrize(
    ("year", "as_at", "words"),
    [
        ("2017/19", "2017-06-30", "Enter a reporting year"),
        ("2001/02", "2002-06-30", "working days of 2001/02 are not all known"),
        ("2017/18", "2017-03-31", "begins on 1 April 2017"),
        ("2017/18", "2017-06-31", "As at must be a real date"),
    ],
)
def test_a_build_that_cannot_be_is_refused_in_words(figures: Build, year: str, as_at: str, words: str) -> None:
    answer = signed_in(Role.ANALYST).post(reverse("start_build"), {"year": year} | day(as_at))
    assert answer.status_code == 400 and words in answer.content.decode()
    assert Build.objects.count() == 1


def test_a_failed_measure_is_named_on_the_build_page(figures: Build) -> None:
    figures.steps.create(measure="CSC 013", state=BuildState.FAILED, error="Traceback\nValueError: broken")
    client = signed_in(Role.ANALYST)
    page = client.get(reverse("build", args=[figures.pk])).content.decode()
    assert "CSC 013 failed." in page and "ValueError: broken" in page
    for address in (section("referrals"), reverse("overview", args=["2017-18"])):
        assert client.get(address).content.decode().count("Not rebuilt") == 1
