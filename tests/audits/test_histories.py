"""Whatever people do to an audit, in whatever order: what is refused changes nothing, and what must hold holds."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from audits.actions.auditing import save_draft, submit, take_back
from audits.actions.moderating import accept, moderate, name_for_moderation, settle
from audits.actions.sample import replace_case
from audits.models import Audit, Given, Grading, Judgement, State
from tests.audits.scenes import allocated, answers, person
from tracking.models import PastAudit

ACTS: dict[str, Callable[[User, Audit, str], object]] = {
    "save": lambda by, audit, said: save_draft(by=by, audit=audit, answers=answers(audit, said)),
    "submit": lambda by, audit, said: submit(by=by, audit=audit, answers=answers(audit, said)),
    "take back": lambda by, audit, said: take_back(by=by, audit=audit),
    "name": lambda by, audit, said: name_for_moderation(by=by, audit=audit),
    "accept": lambda by, audit, said: accept(by=by, audit=audit),
    "moderate": lambda by, audit, said: moderate(by=by, audit=audit, answers=answers(audit, said)),
    "settle": lambda by, audit, said: settle(by=by, audit=audit, answers=answers(audit, said)),
    "replace": lambda by, audit, said: replace_case(by=by, case=audit.case, because="Moved."),
}
# Submitting and moderating come more often, so that histories get somewhere.
OFTEN = [*ACTS, "submit", "submit", "moderate", "moderate", "settle", "accept", "name"]
STEPS = st.lists(st.tuples(st.sampled_from(OFTEN), st.integers(0, 3), st.sampled_from(Judgement.values)), max_size=14)

Kept = list[tuple[int, str, str, str]]


def kept(audit: Audit) -> Kept:
    return [(one.pk, one.given, one.overall, one.overall_reason) for one in Grading.objects.filter(audit=audit)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_random_history_breaks_nothing(mo: User, mia: User, alma: User, steps: list[tuple[str, int, str]]) -> None:
    with transaction.atomic():
        both = person("Both", Role.AUDITOR, Role.MODERATOR)
        who, audit = (alma, mo, mia, both), allocated(mo, [both])
        before: Kept = []
        for act, number, said in [("submit", 3, "good"), *steps]:
            audit = Audit.objects.get(pk=audit.pk)
            state = audit.state
            try:
                with transaction.atomic():
                    ACTS[act](who[number], audit, said)
            except (PermissionDenied, ValidationError):
                assert (Audit.objects.get(pk=audit.pk).state, kept(audit)) == (state, before), "refused, but changed"
            before = _holds(audit, state, before)
        transaction.set_rollback(True)


def _holds(audit: Audit, was: str, before: Kept) -> Kept:
    """What is kept of the audit now; what must hold of every audit holds."""
    audit, now = Audit.objects.get(pk=audit.pk), kept(audit)
    assert now[: len(before)] == before, "what was given stays"
    assert was != State.FINAL or audit.state == State.FINAL
    final = [one for one in now if one[1] == Given.FINAL]
    counted = list(PastAudit.objects.filter(source_id=None).values_list("judgement", flat=True))
    assert counted == [one[2] for one in final] and len(final) == (audit.state == State.FINAL)
    assert not Grading.objects.filter(audit=audit, by=audit.auditor).exclude(given=Given.AUDITOR).exists()
    if final and audit.moderated_because:
        assert Given.MODERATOR in {one[1] for one in now}, "moderated before it is final"
    return now
