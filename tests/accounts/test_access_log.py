"""The log of who saw what: added to, searched, never rewritten."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction
from django.test import Client, RequestFactory

from accounts.log import log_read
from accounts.models import AccessLog, User


def read(user: User | AnonymousUser, **what: str) -> AccessLog:
    """A row as a page writes it."""
    request = RequestFactory(REMOTE_ADDR="192.0.2.9").get("/")
    request.user = user
    log_read(request=request, **({"action": "opened a record"} | what))
    return AccessLog.objects.latest("id")


def test_a_row_says_who_what_whom_when_whence_and_why(wendy: User) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False):
        row = read(wendy, subject="chronology", child_reference="P1", reason="on duty")
    assert (row.user, row.action, row.subject, row.child_reference, row.reason, row.address) == (
        *(wendy, "opened a record", "chronology", "P1", "on duty", "192.0.2.9"),
    )
    assert row.at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_stranger_is_logged_as_nobody() -> None:
    assert read(AnonymousUser()).user is None


def test_words_that_are_too_long_are_cut_rather_than_refused(wendy: User) -> None:
    assert len(read(wendy, reason="x" * 2000, action="y" * 200).reason) == 500


@pytest.mark.parametrize("sql", ["UPDATE accounts_accesslog SET reason = 'x'", "DELETE FROM accounts_accesslog"])
def test_the_database_refuses_to_rewrite_a_row(wendy: User, sql: str) -> None:
    read(wendy)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_user_who_is_in_the_log_cannot_be_deleted(wendy: User) -> None:
    read(wendy)
    with pytest.raises(Exception, match="protected"):
        wendy.delete()


@pytest.fixture
def three_rows(wendy: User, nora: User) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)):
        read(wendy, child_reference="P1")
        read(nora, child_reference="P1", action="exported a tracker")
    with time_machine.travel(datetime(2026, 3, 3, 23, 30, tzinfo=UTC)):
        read(wendy, child_reference="P12")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("child_reference=P1", [("Nora", "P1"), ("Wendy", "P1")]),
        ("user=wendy", [("Wendy", "P12"), ("Wendy", "P1")]),
        ("user=nora@council.example", [("Nora", "P1")]),
        ("action=EXPORT", [("Nora", "P1")]),
        ("since=2026-03-03&until=2026-03-03", [("Wendy", "P12")]),
        ("until=2026-03-02", [("Nora", "P1"), ("Wendy", "P1")]),
        ("user=wendy&child_reference=P1", [("Wendy", "P1")]),
        ("since=whenever&child_reference=P12", [("Wendy", "P12")]),
    ],
)
@pytest.mark.usefixtures("three_rows")
def test_it_answers_for_a_child_a_user_an_action_and_days(
    as_amara: Client, query: str, found: list[tuple[str, str]]
) -> None:
    rows = as_amara.get(f"/access-log/?{query}").context["table"].data
    assert [(row.user.name, row.child_reference) for row in rows if row.child_reference] == found


def test_the_page_offers_nothing_that_changes_it(as_amara: Client) -> None:
    assert as_amara.post("/access-log/").status_code == 405
