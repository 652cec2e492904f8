"""A child's audits on the child's page: for those who see them, and nobody else."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from audits.models import Audit
from tests.audits.scenes import allocated, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(mo: User, alma: User) -> Audit:
    return allocated(mo, [alma])


def page_of(audit: Audit, *roles: Role) -> str:
    """The page of the audit's child, as a team manager of both teams with further roles sees it."""
    manager = person("Max", Role.TEAM_MANAGER, *roles)
    manager.teams.set(audit.case.child.involvements.values_list("team", flat=True))
    client = Client()
    client.force_login(manager)
    return client.get(f"/children/{audit.case.child_id}/").content.decode()


def test_a_manager_who_moderates_finds_the_audit_on_the_childs_page(audit: Audit) -> None:
    page = page_of(audit, Role.MODERATOR)
    assert f'href="/audits/{audit.pk}/"' in page and "Alma" in page


@pytest.mark.parametrize("roles", [(), (Role.AUDITOR,)])
def test_others_who_see_the_child_find_no_audit(audit: Audit, roles: tuple[Role, ...]) -> None:
    page = page_of(audit, *roles)
    assert audit.case.child.reference in page
    assert "/audits/" + str(audit.pk) not in page and "Alma" not in page
