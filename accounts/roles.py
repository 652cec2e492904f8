"""The roles of a council's staff and what each may do. Plain data: a page names a right, a role holds rights."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import TextChoices


class Right(StrEnum):
    """Something that a page lets a user do. Rows are narrowed further, by team and by child."""

    SEE_AUTHORITY_FIGURES = "see the authority's figures"
    SEE_TEAM_FIGURES = "see the figures of own teams"
    SEE_RECORDS_BEHIND_OWN = "see the records behind the figures of own teams"
    SEE_RECORDS_BEHIND_ANY = "see the records behind any figure, once a reason is given"
    BUILD_FIGURES = "build figures"
    SET_COMPARISONS = "set targets and benchmarks, and enter figures of earlier years"
    WRITE_NARRATIVE = "draft and edit the narrative of the month"
    SEE_TRACKERS = "see trackers"
    SEE_TEAM_CHILDREN = "see the children of own teams"
    SEE_UNALLOCATED = "see the children whom no team has"
    RECORD = "record what was done and why it was late"
    MEND = "mend the records of any child"
    UNDO_WITHDRAWALS = "bring back what was withdrawn"
    SET_LIMITS = "set the time limits of duties"
    SEE_RECORDS = "see children's records"
    SEE_ANY_CHILD = "see any child's record, once a reason is given"
    SEE_WHO_OPENED = "see who opened a child's record"
    RESTRICT_CHILDREN = "restrict a child's record to named users"
    IMPORT = "import extracts"
    SEE_DATA_QUALITY = "see data quality"
    SEE_ANY_DATA_QUALITY = "see the data quality of every team"
    AUDIT = "audit cases"
    MODERATE = "moderate audits"
    RUN_AUDITS = "run the audit programme"
    EDIT_AUDIT_TOOLS = "edit the audit tools"
    SIGN_OFF = "sign off and publish the report"
    MANAGE_ACCESS = "manage users, teams and roles"
    SEE_ACCESS_LOG = "see the access log"


class Role(TextChoices):
    """Who somebody is at work. A user may have several."""

    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Team manager"
    SERVICE_MANAGER = "service_manager", "Service manager"
    AUDITOR = "auditor", "Auditor"
    MODERATOR = "moderator", "Moderator"
    DIRECTOR = "director", "Director"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"


_CASEWORK = frozenset({Right.SEE_TRACKERS, Right.SEE_RECORDS, Right.RECORD})
_MANAGER = _CASEWORK | {
    Right.SEE_TEAM_FIGURES,
    Right.SEE_RECORDS_BEHIND_OWN,
    Right.SEE_TEAM_CHILDREN,
    Right.SEE_DATA_QUALITY,
    Right.RESTRICT_CHILDREN,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.SOCIAL_WORKER: _CASEWORK,
    Role.TEAM_MANAGER: _MANAGER,
    Role.SERVICE_MANAGER: _MANAGER | {Right.SEE_UNALLOCATED, Right.SEE_WHO_OPENED},
    Role.AUDITOR: frozenset({Right.AUDIT}),
    Role.MODERATOR: frozenset({Right.MODERATE, Right.RUN_AUDITS}),
    Role.DIRECTOR: frozenset(
        {
            Right.SEE_AUTHORITY_FIGURES,
            Right.SEE_TEAM_FIGURES,
            Right.SEE_RECORDS_BEHIND_ANY,
            Right.SEE_RECORDS,
            Right.SEE_ANY_CHILD,
            Right.SEE_WHO_OPENED,
            Right.RESTRICT_CHILDREN,
            Right.SIGN_OFF,
        }
    ),
    Role.ANALYST: frozenset(
        {
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
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {Right.MANAGE_ACCESS, Right.SEE_ACCESS_LOG, Right.SET_LIMITS, Right.EDIT_AUDIT_TOOLS}
    ),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """All rights that the roles give together; a role that does not exist gives none."""
    return frozenset().union(*(RIGHTS[Role(role)] for role in roles if role in Role.values))
