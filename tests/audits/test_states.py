"""Every role on every transition from every state; and that the document says what the table says."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import Role
from audits.actions.allocating import allocate_cases, reallocate
from audits.actions.auditing import save_draft, submit, take_back
from audits.actions.moderating import accept, moderate, name_for_moderation, settle
from audits.actions.sample import replace_case
from audits.management.commands.document_audit_states import FILE
from audits.models import Audit, ModeratedBecause, State
from audits.states import BY_STEP, TABLE, Step, Whose, WrongState, as_markdown
from tests.audits.scenes import allocated, answers, drawn, person, submitted

STEPS: dict[Step, Callable[[User, Audit], Any]] = {
    Step.SAVE: lambda by, audit: save_draft(by=by, audit=audit, answers=answers(audit)),
    Step.SUBMIT: lambda by, audit: submit(by=by, audit=audit, answers=answers(audit)),
    Step.TAKE_BACK: lambda by, audit: take_back(by=by, audit=audit),
    Step.REALLOCATE: lambda by, audit: reallocate(by=by, audit=audit, auditor=audit.auditor),
    Step.REPLACE: lambda by, audit: replace_case(by=by, case=audit.case, because="Moved.") and audit,
    Step.NAME: lambda by, audit: name_for_moderation(by=by, audit=audit),
    Step.ACCEPT: lambda by, audit: accept(by=by, audit=audit),
    Step.MODERATE: lambda by, audit: moderate(by=by, audit=audit, answers=answers(audit)),
    Step.SETTLE: lambda by, audit: settle(by=by, audit=audit, answers=answers(audit)),
}
FOR_MODERATION = {Step.MODERATE, Step.SETTLE}


def bring(audit: Audit, state: State, moderator: User, step: Step) -> Audit:
    """The audit in a state, by the ordinary actions; to be moderated where the step (or the state) asks for it."""
    if step in FOR_MODERATION or state is State.MODERATED:
        Audit.objects.filter(pk=audit.pk).update(moderated_because=ModeratedBecause.NAMED)
        audit.refresh_from_db()
    if state is State.WITHDRAWN:
        replace_case(by=moderator, case=audit.case, because="Moved.")
    elif state is State.DRAFT:
        save_draft(by=audit.auditor, audit=audit, answers=answers(audit))
    elif state is not State.ALLOCATED:
        submitted(audit)
    if state is State.MODERATED:
        moderate(by=moderator, audit=audit, answers=answers(audit, "inadequate"))
    elif state is State.FINAL:
        (
            moderate(by=moderator, audit=audit, answers=answers(audit))
            if audit.moderated_because
            else accept(by=moderator, audit=audit)
        )
    return Audit.objects.get(pk=audit.pk)


@pytest.mark.parametrize(("step", "state"), list(product(STEPS, State)), ids=lambda value: value.name)
def test_every_role_on_every_transition_from_every_state(mo: User, alma: User, step: Step, state: State) -> None:
    """Whoever lacks the right, or whose audit it is not, is refused whatever the state; whoever may is refused in any
    state but those of the table, and gets it into one of those that the table names."""
    transition = BY_STEP[step]
    audit = bring(allocated(mo, [alma]), state, mo, step)
    others = [person(role.label.replace(" ", "."), role) for role in Role if role is not Role.MODERATOR]
    may = {alma} if transition.whose is Whose.OWN else {mo}
    for who in [*others, *({alma, mo} - may)]:
        with pytest.raises(PermissionDenied):
            STEPS[step](who, audit)
    for who in may:
        if state in transition.before:
            STEPS[step](who, audit)
            audit.refresh_from_db()
            assert audit.state in transition.after
        else:
            with pytest.raises(WrongState):
                STEPS[step](who, audit)
            assert Audit.objects.get(pk=audit.pk).state == state


@pytest.mark.parametrize("step", [step for step in STEPS if BY_STEP[step].whose is Whose.OTHERS])
def test_with_every_role_together_nobody_moderates_accepts_or_settles_their_own_audit(mo: User, step: Step) -> None:
    both = person("Both", Role.AUDITOR, Role.MODERATOR)
    state = State.MODERATED if step is Step.SETTLE else State.SUBMITTED
    audit = bring(allocated(mo, [both]), state, mo, step)
    with pytest.raises(PermissionDenied):
        STEPS[step](both, audit)


@pytest.mark.parametrize("role", Role)
def test_who_allocates(mo: User, alma: User, role: Role) -> None:
    programme, who = drawn(mo, [alma]), person("Somebody", role)
    if role is Role.MODERATOR:
        audits, _ = allocate_cases(by=who, programme=programme)
        assert {audit.state for audit in audits} == {State.ALLOCATED}
    else:
        with pytest.raises(PermissionDenied):
            allocate_cases(by=who, programme=programme)


def test_every_step_of_the_table_is_tried() -> None:
    assert {transition.step for transition in TABLE} == {*STEPS, Step.ALLOCATE} == set(Step)


def test_the_document_says_what_the_table_says() -> None:
    """Change the table, then run `python manage.py document_audit_states`."""
    assert FILE.read_text("utf-8") == as_markdown()


def test_the_day_is_that_of_the_records_in_a_council_that_stands_still(mo: User, alma: User) -> None:
    assert accept(by=mo, audit=submitted(allocated(mo, [alma]))).final_on == date(2017, 12, 31)
