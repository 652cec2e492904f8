"""The demonstration authority, imported and aggregated the ordinary way, gives the published report, cell by cell."""

import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role
from csc_tracker.demo.load import NotADemonstration, load
from csc_tracker.demo.published import DOES_NOT_FOLLOW, Published
from kpis.disclosure import as_it_is
from kpis.measures import MEASURES, measure_named
from kpis.models import Figure
from tests.extracts import counts
from tracking.models import Assessment, Child, Contact, Referral
from workdays import ReportingYear

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
YEAR = ReportingYear.parse("2017/18")
PERIODS = {str(month) for month in YEAR.months} | {"2017/18 YTD"}
CELLS = {key: cell for key, cell in Published.read().cells.items() if key[0] in MEASURES and key[1] in PERIODS}


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the tests of this module, in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            call_command("load_demo", stdout=io.StringIO())
            yield
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            connection.close()


def _shown() -> dict[tuple[str, str], str]:
    found = Figure.objects.filter(build__year="2017/18", scope="authority")
    return {(each.measure, each.period): as_it_is(each, measure_named(each.measure)).shown for each in found}


def test_every_cell_that_can_follow_is_met(demonstration: None, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _shown()
    wrong = {key: (shown[key], cell.text) for key, cell in CELLS.items() if Decimal(shown[key]) not in cell.accepted}
    met = len(CELLS) - len(wrong)
    with capsys.disabled():
        print(f"\n{met} of {len(CELLS)} published cells met; {len(wrong)} cannot follow (csc_tracker/demo/README.md)")
    assert wrong.keys() == DOES_NOT_FOLLOW
    assert met == 357


def test_deleting_one_record_changes_the_figure(demonstration: None) -> None:
    before = counts("CSC 013", "2017-12")[0]
    Referral.objects.filter(received_on__year=2017, received_on__month=12).first().delete()
    Contact.objects.filter(received_on__year=2017, received_on__month=12).delete()
    Assessment.objects.filter(authorised_on__year=2017, authorised_on__month=12).first().delete()
    call_command("build_kpis", stdout=io.StringIO())
    assert counts("CSC 013", "2017-12")[0] == before - 1 == 51
    assert counts("CSC 004", "2017-12")[0] == 0
    assert counts("CSC 037", "2017-12")[0] == 54


def test_loading_again_changes_nothing(demonstration: None) -> None:
    again = load(scale=1)
    tables = again.tables.all()
    assert sum(table.added + table.changed + table.withdrawn for table in tables) == 0
    assert {table.refused + table.questioned for table in tables} == {0}


def test_a_sign_in_for_every_role_and_their_targets(demonstration: None) -> None:
    assert sorted(role for user in User.objects.all() for role in user.roles) == sorted(Role)
    manager = User.objects.get(roles=[Role.TEAM_MANAGER])
    assert manager.teams.get().name == "Assessment Team East"
    assert User.objects.get(roles=[Role.SOCIAL_WORKER]).professional_id


@pytest.mark.usefixtures("demonstration")
def test_it_is_refused_beside_records_of_another_source() -> None:
    Child.objects.create(forename="A", surname="Person")
    with pytest.raises(NotADemonstration, match="did not make"):
        load(scale=1)
