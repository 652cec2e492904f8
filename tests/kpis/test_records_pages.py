"""The pages of the records behind figures: who opens them, what they say, what they cost, and what the log keeps."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AccessLog, Team, User
from accounts.roles import Role
from kpis.models import Build, Figure
from tests.extracts import build_chapters, load
from tests.kpis.test_rules_contacts import contact
from tests.kpis.test_rules_referrals_and_assessments import referral
from tracking.models import Child, Referral, Restriction

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
TIMELY = "/figures/2017-18/records/csc-022/2017-05/"
WHY = {"reason": "Checking why May was slow"}
# Session, user; years, build, centres; teams of the user and their scopes; the list; its sums; the page; who of it may
# be opened.
QUERIES = 35


@pytest.fixture(autouse=True)
def figures(tmp_path: Path) -> Build:
    """May 2017: of three referrals of East one is late, the one of West is in time; one contact of three rows.

    Ann has P1 and P2, nobody has P3.
    """
    rows = [
        referral("R1", "P1", "2017-05-10", "2017-05-10", team="T1"),
        referral("R2", "P2", "2017-05-11", "2017-05-31", team="T1"),
        referral("R3", "P3", "2017-05-12", "2017-05-12", team="T1"),
        referral("R4", "P4", "2017-05-12", "2017-05-12", team="T2"),
    ]
    load(
        tmp_path,
        AS_AT,
        ssd_professionals=[{"prof_professional_id": "W1", "prof_professional_name": "Ann East"}],
        ssd_involvements=[
            {
                "invo_involvements_id": f"I{child}",
                "invo_person_id": child,
                "invo_professional_id": "W1",
                "invo_professional_role_id": "Allocated worker",
                "invo_professional_team": "T1",
                "invo_involvement_start_date": "2017-04-01",
            }
            for child in ("P1", "P2")
        ],
        ssd_cin_episodes=rows,
        ssd_contacts=[
            contact("C1", "P1", "2017-05-02", csc_contact_group_id="G"),
            contact("C2", "P2", "2017-05-02", csc_contact_group_id="G"),
            contact("C3", "P5", "2017-05-03", csc_contact_group_id="G"),
        ],
    )
    return build_chapters("2017/18", AS_AT, "Contacts and referrals", "Early help")


def signed_in(*roles: Role, teams: tuple[str, ...] = ("T1",)) -> Client:
    user = User.objects.create_user(f"{'.'.join(roles)}@council.example", name=str(roles[0].label), roles=list(roles))
    user.teams.set(Team.objects.filter(source_id__in=teams))
    client = Client()
    client.force_login(user)
    return client


def references(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [row.record.reference for row in answer.context["table"].page.object_list]


def test_a_manager_opens_the_records_behind_a_number_of_their_team() -> None:
    page = signed_in(Role.TEAM_MANAGER).get(TIMELY)
    text = page.content.decode()
    assert references(page) == ["P1", "P2", "P3"]
    assert "3 records, 2 met: the figure is 2 of 3 = 66.7%." in text
    assert "Records of 1 May to 31 May 2017, as known on 31 Dec 2017" in text
    assert text.count('<span aria-hidden="true">✓</span> Met') == 2
    assert text.count('<span aria-hidden="true">✗</span> Not met') == 1


def test_a_row_says_what_when_whose_and_whether_it_met_the_standard() -> None:
    answer = signed_in(Role.TEAM_MANAGER).get(f"{TIMELY}export.csv?standing=not_met")
    assert list(csv.DictReader(io.StringIO(answer.content.decode()))) == [
        {
            "child_id": "P2",
            "event": "Referral",
            "episode_id": "R2",
            "observation_date": "2017-05-11",
            "due_by": "2017-05-12",
            "done_on": "2017-05-31",
            "team_name": "East",
            "worker_name": "Ann East",
            "met": "0",
            "episode_table": "ssd_cin_episodes",
            "counted": "1",
            "team": "T1",
            "worker": "W1",
        }
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["P1", "P2", "P3"]),
        ("standing=met", ["P1", "P3"]),
        ("standing=not_met", ["P2"]),
        ("standing=not_counted", []),
        ("worker=null", ["P3"]),
        ("sort=-observation_date", ["P3", "P2", "P1"]),
        ("group=looked_after", []),
    ],
)
def test_the_list_is_filtered_and_sorted(query: str, found: list[str]) -> None:
    assert references(signed_in(Role.TEAM_MANAGER).get(f"{TIMELY}?{query}")) == found


def test_what_is_behind_the_figure_by_worker_with_those_whom_nobody_has() -> None:
    workers = signed_in(Role.TEAM_MANAGER).get(TIMELY).context["workers"]
    assert [(line.worker, line.counted, line.met, line.text) for line in workers] == [
        ("Ann East", 2, 1, "50.0%"),
        ("Nobody allocated", 1, 1, "100.0%"),
    ]


def test_a_contact_of_several_rows_is_one_contact_with_all_its_children() -> None:
    director = signed_in(Role.DIRECTOR)
    director.post("/figures/2017-18/records/csc-004/2017-18-ytd/", WHY)
    page = director.get("/figures/2017-18/records/csc-004/2017-18-ytd/")
    assert "1 contact in 3 rows: the figure is 1." in page.content.decode()
    assert references(page) == ["P1", "P2", "P5"]
    assert page.context["workers"][0].counted == page.context["workers"][1].counted == 1
    for_east = director.get("/figures/2017-18/records/csc-004/2017-18-ytd/?scope=team:T1")
    assert "1 contact in 2 rows: the figure is 1." in for_east.content.decode()


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR, Role.MODERATOR])
@pytest.mark.parametrize("end", ["", "export.csv", "export.xlsx"])
def test_others_open_no_records(role: Role, end: str) -> None:
    assert signed_in(role).get(TIMELY + end).status_code == 403
    assert not AccessLog.objects.filter(child_reference__gt="").exists()


def shows(answer: HttpResponse, words: str) -> bool:
    """Whether a page says the words, parts of longer ones (such as the random token of its forms) aside."""
    return re.search(rf"\b{words}\b", answer.content.decode()) is not None


@pytest.mark.parametrize("roles", [(Role.TEAM_MANAGER,), (Role.SERVICE_MANAGER,), (Role.TEAM_MANAGER, Role.ANALYST)])
@pytest.mark.parametrize("scope", ["team:T2", "authority", "team:Unallocated"])
def test_a_manager_opens_those_of_the_own_teams_only(roles: tuple[Role, ...], scope: str) -> None:
    client = signed_in(*roles)
    assert client.get(f"{TIMELY}?scope={scope}").status_code == 403
    assert client.get(f"{TIMELY}?scope=team:T1").status_code == 200


def test_a_director_says_why_first_and_once_for_each_measure() -> None:
    director = signed_in(Role.DIRECTOR)
    asked = director.get(TIMELY)
    assert asked.templates[0].name == "kpis/say_why.html" and not shows(asked, "P1")
    assert director.get(f"{TIMELY}export.csv").templates[0].name == "kpis/say_why.html"
    for reason in ("", "curious", "  two   words "):
        refused = director.post(TIMELY, {"reason": reason})
        assert refused.status_code == 400 and not shows(refused, "R1")
    assert not AccessLog.objects.filter(child_reference__gt="").exists()
    assert director.post(f"{TIMELY}?scope=team:T2", WHY).url == f"{TIMELY}?scope=team:T2"
    assert references(director.get(TIMELY)) == ["P1", "P2", "P3", "P4"]
    assert references(director.get(f"{TIMELY}?scope=team:T2")) == ["P4"]
    assert director.get(f"{TIMELY}export.csv").status_code == 200
    other = director.get("/figures/2017-18/records/csc-013/2017-05/")
    assert other.templates[0].name == "kpis/say_why.html"
    director.logout()
    director.force_login(User.objects.get(roles=[Role.DIRECTOR]))
    assert director.get(TIMELY).templates[0].name == "kpis/say_why.html"


def test_every_child_that_was_shown_is_in_the_log_with_who_what_and_why() -> None:
    director = signed_in(Role.DIRECTOR)
    director.post(TIMELY, WHY)
    director.get(f"{TIMELY}?standing=not_met")
    director.get(f"{TIMELY}export.xlsx?scope=team:T2")
    rows = (
        AccessLog.objects.filter(user__name="Director")
        .order_by("pk")
        .values_list("action", "subject", "child_reference", "reason", "address")
    )
    assert list(rows)[-2:] == [
        (
            "Opened the records behind a figure",
            "CSC 022, May 2017, Whole authority",
            *("P2", WHY["reason"], "127.0.0.1"),
        ),
        (
            "Exported the records behind a figure",
            "CSC 022, May 2017, West",
            *("P4", WHY["reason"], "127.0.0.1"),
        ),
    ]


def test_a_list_without_children_is_logged_too() -> None:
    signed_in(Role.TEAM_MANAGER).get("/figures/2017-18/records/csc-022/2017-04/")
    row = AccessLog.objects.get(action="Opened the records behind a figure")
    assert (row.subject, row.child_reference) == ("CSC 022, April 2017, East", "")


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.DIRECTOR])
def test_a_restricted_child_is_not_listed_and_said_to_be_missing(role: Role) -> None:
    client, hidden = signed_in(role), Child.objects.get(source_id="P2")
    Restriction.objects.create(child=hidden, reason="adoption", set_by=User.objects.get())
    address = f"{TIMELY}?scope=team:T1"
    client.post(address, WHY)
    page = client.get(address)
    text = page.content.decode()
    assert references(page) == ["P1", "P3"] and not shows(page, "P2")
    assert "Not shown to you: 1 record of 3" in text and "the figure is 2 of 3" in text
    assert [line.counted for line in page.context["workers"]] == [1, 1]
    assert not shows(client.get(f"{TIMELY}export.csv?scope=team:T1"), "P2")
    assert not AccessLog.objects.filter(child_reference="P2").exists()


def test_a_figure_that_records_have_overtaken_is_shown_beside_what_they_say_now() -> None:
    client = signed_in(Role.TEAM_MANAGER)
    assert client.get(TIMELY).context["book"] == ""
    Referral.objects.filter(source_id="R2").update(decided_on=date(2017, 5, 12))
    page = client.get(TIMELY)
    text = page.content.decode()
    assert "The book still says 66.7%" in text and "the figure is 3 of 3 = 100.0%" in text


def test_what_is_not_recorded_says_what_is_missing() -> None:
    page = signed_in(Role.TEAM_MANAGER).get("/figures/2017-18/records/csc-001/2017-12/")
    assert "ssd_early_help_episodes.earl_episode_start_date" in page.content.decode()
    rate = signed_in(Role.DIRECTOR).get("/figures/2017-18/records/csc-014/2017-12/")
    assert "csc_population.popu_under_18" in rate.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "2016-17/records/csc-022/2016-05/",  # a year that is not built
        "2017-18/records/csc-999/2017-05/",  # no such measure
        "2017-18/records/csc-022/2018-01/",  # begins after the as-at date
        "2017-18/records/csc-022/2016-05/",  # of another year
        "2017-18/records/csc-022/2017-18-q1/",  # counted by month
        "2017-18/records/csc-004k/2017-18-ytd/",  # does not add up over months
        "2017-18/records/csc-014/2017-12/",  # rates have no teams
    ],
)
def test_a_figure_that_does_not_exist_has_no_records(address: str) -> None:
    assert signed_in(Role.TEAM_MANAGER).get(f"/figures/{address}").status_code == 404


def test_an_export_holds_no_formula() -> None:
    Child.objects.filter(source_id="P1").update(source_id="=1+1")
    client = signed_in(Role.TEAM_MANAGER)
    assert "'=1+1" in client.get(f"{TIMELY}export.csv").content.decode()
    cell = load_workbook(io.BytesIO(client.get(f"{TIMELY}export.xlsx").content)).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_every_column_sorts() -> None:
    client = signed_in(Role.TEAM_MANAGER)
    columns = [column.name for column in client.get(TIMELY).context["table"].columns if column.orderable]
    for column in columns:
        for direction in ("", "-"):
            assert client.get(f"{TIMELY}?sort={direction}{column}").status_code == 200, column


def test_the_page_costs_the_same_few_queries_however_many_rows_it_has() -> None:
    client = signed_in(Role.TEAM_MANAGER)
    client.get(TIMELY)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(TIMELY).status_code == 200
        return len(found)

    few, pattern = queries(), Referral.objects.get(source_id="R1")
    for number in range(60):
        pattern.pk, pattern.source_id = None, f"X{number}"
        pattern.save()
    assert queries() == few == QUERIES
    assert Figure.objects.count()


def test_every_number_leads_to_its_records_for_those_who_may_open_them() -> None:
    for role, is_link in ((Role.TEAM_MANAGER, True), (Role.DIRECTOR, True), (Role.ANALYST, False)):
        client = signed_in(role)
        for address in ("", "referrals-timeliness/"):
            text = client.get(f"/figures/2017-18/{address}?scope=team:T1").content.decode()
            assert ("/figures/2017-18/records/csc-022/2017-18-ytd/?scope=team%3AT1" in text) is is_link
            assert (': records behind CSC 022, 2017/18 so far">' in text) is is_link


def test_a_number_is_a_link_only_where_its_records_may_be_opened() -> None:
    client = signed_in(Role.TEAM_MANAGER, Role.ANALYST)
    text = client.get("/figures/2017-18/referrals-timeliness/?period=2017-05").content.decode()
    assert "records/csc-022/2017-05/?scope=team%3AT1" in text
    assert "scope=team%3AT2" not in text and "records/csc-022/2017-05/?scope=authority" not in text


def test_the_sums_of_an_agency_are_of_people_not_of_rows(tmp_path: Path) -> None:
    rows = [
        {
            "conf_id": f"J{number}",
            "conf_meeting_id": f"M{number}",
            "conf_kind": "ICPC",
            "conf_date": "2017-10-10",
            "conf_agency": "Police",
            "conf_invited": "3",
            "conf_attended": came,
        }
        for number, came in enumerate(("2", "3"))
    ]
    load(tmp_path / "more", AS_AT, csc_conference_invitations=rows)
    build_chapters("2017/18", AS_AT, "Child protection")
    director, address = signed_in(Role.DIRECTOR), "/figures/2017-18/records/icpc-att-police/2017-12/"
    director.post(address, WHY)
    page = director.get(address)
    assert "2 rows whose numbers of people are added up, 5 of 6: the figure is 5 of 6 = 83.3%." in page.content.decode()
    assert page.context["workers"] == []
