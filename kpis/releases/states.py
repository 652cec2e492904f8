"""The way of a version: what may be done in which state, by whom, and where it leads. A table, no code."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Right
from kpis.models import Version, VersionState

DRAFTERS = (Right.WRITE_NARRATIVE, Right.SIGN_OFF)
SIGNERS = (Right.SIGN_OFF,)


@dataclass(frozen=True)
class Transition:
    """One thing that may be done to a version. `by_another`: by somebody who neither drafted it nor sent it for review;
    `unless_blocked`: only where the checklist finds no error; `says_why`: only with words."""

    name: str
    label: str
    done: str
    from_states: tuple[VersionState, ...]
    to: VersionState
    rights: tuple[Right, ...]
    by_another: bool = False
    unless_blocked: bool = False
    says_why: bool = False

    def forbidden_to(self, version: Version, user: User) -> str:
        """Why the user may never do it with this version; empty where they may."""
        if not any(user.may(right) for right in self.rights):
            return "You need the right to " + ", or to ".join(self.rights) + "."
        if self.by_another and user.pk in (version.drafted_by_id, version.submitted_by_id):
            return "Somebody else must do this: you drafted this version or sent it for review."
        return ""

    def is_due(self, version: Version) -> bool:
        """Whether the version is so far that it may be done."""
        return version.state in self.from_states


SUBMIT = Transition(
    name="submit",
    label="Freeze and send for review",
    done="Sent for review",
    from_states=(VersionState.DRAFT,),
    to=VersionState.IN_REVIEW,
    rights=DRAFTERS,
    unless_blocked=True,
)
SEND_BACK = Transition(
    name="send-back",
    label="Send back to draft",
    done="Sent back",
    from_states=(VersionState.IN_REVIEW, VersionState.APPROVED),
    to=VersionState.DRAFT,
    rights=DRAFTERS,
    says_why=True,
)
APPROVE = Transition(
    name="approve",
    label="Approve",
    done="Approved",
    from_states=(VersionState.IN_REVIEW,),
    to=VersionState.APPROVED,
    rights=SIGNERS,
    by_another=True,
    unless_blocked=True,
)
PUBLISH = Transition(
    name="publish",
    label="Publish",
    done="Published",
    from_states=(VersionState.APPROVED,),
    to=VersionState.PUBLISHED,
    rights=SIGNERS,
    unless_blocked=True,
)
TRANSITIONS = {each.name: each for each in (SUBMIT, SEND_BACK, APPROVE, PUBLISH)}
