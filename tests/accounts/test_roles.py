"""What each role may do, and which teams a user sees. The tables are those of the design."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Team, User
from accounts.roles import Right, Role, rights_of
from tests.accounts.people import make_user

WORKS_WITH_CHILDREN = {Right.SEE_TRACKERS, Right.SEE_RECORDS, Right.RECORD}
MANAGES = WORKS_WITH_CHILDREN | {
    Right.SEE_TEAM_FIGURES,
    Right.SEE_RECORDS_BEHIND_OWN,
    Right.SEE_TEAM_CHILDREN,
    Right.SEE_DATA_QUALITY,
    Right.RESTRICT_CHILDREN,
}

MAY = {
    Role.SOCIAL_WORKER: WORKS_WITH_CHILDREN,
    Role.TEAM_MANAGER: MANAGES,
    Role.SERVICE_MANAGER: MANAGES | {Right.SEE_UNALLOCATED, Right.SEE_WHO_OPENED},
    Role.AUDITOR: {Right.AUDIT},
    Role.MODERATOR: {Right.MODERATE, Right.RUN_AUDITS},
    Role.DIRECTOR: {
        Right.SEE_AUTHORITY_FIGURES,
        Right.SEE_TEAM_FIGURES,
        Right.SEE_RECORDS_BEHIND_ANY,
        Right.SEE_RECORDS,
        Right.SEE_ANY_CHILD,
        Right.SEE_WHO_OPENED,
        Right.RESTRICT_CHILDREN,
        Right.SIGN_OFF,
    },
    Role.ANALYST: {
        Right.SEE_AUTHORITY_FIGURES,
        Right.SEE_TEAM_FIGURES,
        Right.BUILD_FIGURES,
        Right.SET_COMPARISONS,
        Right.WRITE_NARRATIVE,
        Right.IMPORT,
        Right.MEND,
        Right.UNDO_WITHDRAWALS,
        Right.SEE_DATA_QUALITY,
        Right.SEE_ANY_DATA_QUALITY,
    },
    Role.ADMINISTRATOR: {Right.MANAGE_ACCESS, Right.SEE_ACCESS_LOG, Right.SET_LIMITS, Right.EDIT_AUDIT_TOOLS},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_gives_what_the_design_says_and_no_more(role: Role) -> None:
    assert rights_of([role]) == MAY[role]


def test_roles_add_up_and_a_role_that_does_not_exist_gives_nothing() -> None:
    added = rights_of([Role.AUDITOR, Role.MODERATOR, "director general"])
    assert added == {Right.AUDIT, Right.MODERATE, Right.RUN_AUDITS}
    assert rights_of([]) == frozenset()


def test_administering_gives_no_sight_of_a_child() -> None:
    assert not rights_of([Role.ADMINISTRATOR]) & {Right.SEE_RECORDS, Right.SEE_TRACKERS, Right.AUDIT, Right.IMPORT}


def test_a_user_sees_their_teams_and_those_below_and_no_other(service: Team, east: Team) -> None:
    room = Team.objects.create(source_id="T11", name="Duty desk", parent=east)
    other = Team.objects.create(source_id="S2", name="Early Help")
    wilma = make_user("Wilma", Role.SERVICE_MANAGER, teams=(service,))
    tom = make_user("Tom", Role.TEAM_MANAGER, teams=(east,))

    assert set(Team.objects.seen_by(wilma)) == {service, east, room}
    assert set(Team.objects.seen_by(tom)) == {east, room}
    assert other not in Team.objects.seen_by(wilma)


def test_a_user_without_a_team_sees_none(nora: User, east: Team) -> None:
    assert not Team.objects.seen_by(nora).exists()


def test_the_database_refuses_a_role_that_does_not_exist(nora: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=nora.pk).update(roles=["emperor"])
