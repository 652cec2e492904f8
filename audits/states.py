"""The state machine of an audit, as a table: from which state to which, by whom, and on what condition.

Every action on an audit asks `check` first, docs/audit-states.md is written from it (`document_audit_states`), and a
test tries every role on every transition from every state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from accounts.roles import RIGHTS, Right
from audits.models import WITH_THE_AUDITOR, Audit, State


class Whose(StrEnum):
    """Whose audit it must be for somebody to act on it."""

    OWN = "their own"
    OTHERS = "not their own"
    ANY = "any"


class Step(StrEnum):
    """What can be done to an audit."""

    ALLOCATE = "Allocate"
    SAVE = "Save the draft"
    SUBMIT = "Submit"
    TAKE_BACK = "Take back to change"
    REALLOCATE = "Give to another auditor"
    REPLACE = "Replace the case"
    NAME = "Name for moderation"
    ACCEPT = "Accept"
    MODERATE = "Moderate"
    SETTLE = "Settle differences"


@dataclass(frozen=True)
class Transition:
    """One row of the table. `before` is empty for what begins an audit."""

    step: Step
    before: tuple[State, ...]
    after: tuple[State, ...]
    right: Right
    whose: Whose
    condition: str


WITH_AUDITOR_OR_SUBMITTED = (*WITH_THE_AUDITOR, State.SUBMITTED)
TABLE = (
    Transition(
        Step.ALLOCATE,
        (),
        (State.ALLOCATED,),
        Right.RUN_AUDITS,
        Whose.ANY,
        "The auditor is one of the programme; the case is neither theirs nor of a team of theirs",
    ),
    Transition(Step.SAVE, WITH_THE_AUDITOR, (State.DRAFT,), Right.AUDIT, Whose.OWN, ""),
    Transition(
        Step.SUBMIT,
        WITH_THE_AUDITOR,
        (State.SUBMITTED,),
        Right.AUDIT,
        Whose.OWN,
        "Every section and the whole have a judgement with a reason; Inadequate is moderated",
    ),
    Transition(
        Step.TAKE_BACK,
        (State.SUBMITTED, State.MODERATED),
        (State.DRAFT,),
        Right.AUDIT,
        Whose.OWN,
        "What was submitted stays; a moderation of it counts no longer",
    ),
    Transition(
        Step.REALLOCATE,
        WITH_THE_AUDITOR,
        (State.ALLOCATED,),
        Right.RUN_AUDITS,
        Whose.ANY,
        "As for allocating; the draft is emptied",
    ),
    Transition(
        Step.REPLACE,
        WITH_THE_AUDITOR,
        (State.WITHDRAWN,),
        Right.RUN_AUDITS,
        Whose.ANY,
        "With a reason; the next child of the draw takes the place",
    ),
    Transition(
        Step.NAME,
        WITH_AUDITOR_OR_SUBMITTED,
        WITH_AUDITOR_OR_SUBMITTED,
        Right.RUN_AUDITS,
        Whose.ANY,
        "The state stays",
    ),
    Transition(
        Step.ACCEPT,
        (State.SUBMITTED,),
        (State.FINAL,),
        Right.RUN_AUDITS,
        Whose.OTHERS,
        "It is not to be moderated",
    ),
    Transition(
        Step.MODERATE,
        (State.SUBMITTED,),
        (State.MODERATED, State.FINAL),
        Right.MODERATE,
        Whose.OTHERS,
        "It is to be moderated, blind: by somebody who has seen no judgement of it; final at once where both agree",
    ),
    Transition(
        Step.SETTLE,
        (State.MODERATED,),
        (State.FINAL,),
        Right.MODERATE,
        Whose.OTHERS,
        "By the moderator who judged it; a judgement and a reason for every difference",
    ),
)
BY_STEP = {transition.step: transition for transition in TABLE}


class WrongState(ValidationError):
    """What was asked for cannot be done to an audit in its state."""


def check(step: Step, audit: Audit, by: User) -> None:
    """Raises PermissionDenied where `by` may not take the step, WrongState where the audit's state is another."""
    transition = BY_STEP[step]
    if not may(step, audit, by):
        raise PermissionDenied(f"“{step}” is for whoever may {transition.right}, on audits: {transition.whose}.")
    if audit.state not in transition.before:
        raise WrongState(f"“{step}” cannot be done: this audit is {audit.get_state_display().lower()}.")


def may(step: Step, audit: Audit, by: User) -> bool:
    """Whether `by` has the right, and the audit is theirs or not as the step asks, whatever its state."""
    transition = BY_STEP[step]
    is_own = by.pk in auditors_of(audit)
    wanted = {Whose.OWN: by.pk == audit.auditor_id, Whose.OTHERS: not is_own, Whose.ANY: True}
    return by.may(transition.right) and wanted[transition.whose]


def open_to(audit: Audit, by: User) -> set[Step]:
    """The steps that `by` may take now."""
    return {step for step in BY_STEP if audit.state in BY_STEP[step].before and may(step, audit, by)}


def auditors_of(audit: Audit) -> set[int]:
    """Whoever has or had the audit and submitted it, by primary key."""
    return {audit.auditor_id, *(grading.auditor_id for grading in audit.gradings.all())}


def as_markdown() -> str:
    """The table as docs/audit-states.md has it."""
    rows = [
        f"| {each.step} | {_listed(each.before) or 'no audit yet'} | {_listed(each.after)} | {_roles(each.right)} | "
        f"{each.whose} | {each.condition} |"
        for each in TABLE
    ]
    states = [f"- **{state.label}**: {_MEANS[state]}" for state in State]
    return "\n".join([_HEAD, *rows, "", "The states:", "", *states, "", _TAIL])


def _listed(states: Iterable[State]) -> str:
    return ", ".join(str(state.label) for state in states)


def _roles(right: Right) -> str:
    roles = ", ".join(str(role.label) for role, rights in RIGHTS.items() if right in rights)
    return f"{roles} ({right})"


_MEANS = {
    State.ALLOCATED: "it has an auditor, who has written nothing yet.",
    State.DRAFT: "the auditor has begun; nobody else sees what they write.",
    State.SUBMITTED: "the judgements are given and kept for ever; it waits to be accepted or moderated.",
    State.MODERATED: "the moderator judged it blind and otherwise; both sets are shown, and the differences settled.",
    State.FINAL: "it counts in the figures of the day it became final, and changes no more.",
    State.WITHDRAWN: "its case was replaced; it counts nowhere.",
}
_HEAD = """# The states of an audit

Generated from `audits/states.py`: change the table there, then run `python manage.py document_audit_states`.

| step | from | to | who | whose audit | condition |
|---|---|---|---|---|---|"""
_TAIL = """The database itself holds: one final judgement for each audit, no moderator who is its auditor, no judgement
without a reason, nothing changed in an audit that is final, in judgements once given, or in a published tool.
"""
