"""Who sees what of audits: the one place that says which cases, audits, judgements, records and actions a user sees.

Of restricted children nobody sees anything who is not named (tracking.rules.sight).
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import Right
from audits.models import UNDER_WAY, Audit, AuditAction, Given, Grading, SampledCase, State
from audits.states import Step, open_to
from tracking.rules.sight import unrestricted


def cases_seen_by(user: User) -> "QuerySet[SampledCase]":
    """The sampled cases: all for whoever runs or moderates audits, those of their own audits for auditors."""
    cases = SampledCase.objects.filter(unrestricted(user)).select_related("child", "stratum__programme")
    return cases if _sees_all(user) else cases.filter(audit__auditor=user)


def audits_seen_by(user: User) -> "QuerySet[Audit]":
    """The audits of the cases in the user's sight, with child, category, programme and auditor."""
    audits = Audit.objects.select_related("case__child", "case__stratum__programme", "auditor")
    return audits.filter(case__in=cases_seen_by(user).values("pk"))


def actions_seen_by(user: User) -> "QuerySet[AuditAction]":
    """Whoever has an action sees it, and the auditor who asked for it; whoever runs or moderates audits those of audits
    whose judgements they see, for an action tells how the audit was judged."""
    actions = AuditAction.objects.select_related("audit__case__child", "audit__case__stratum__programme", "owner")
    own = Q(owner=user) | Q(audit__auditor=user)
    seen = actions.filter(own | _judged(user, "audit__") if _sees_all(user) else own)
    seen = seen.filter(unrestricted(user, "audit__case__child"))
    return seen.order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")


def sets_seen_by(user: User, audit: Audit) -> list[Grading]:
    """The sets of judgements that the user may see: an auditor what they submitted; all of them to the auditor and
    whoever moderated it once it is moderated, and to everybody who sees the audit once it is final. Until then somebody
    may have to judge it blind."""
    sets = list(audit.gradings.select_related("by").prefetch_related("grades__section"))
    is_own = audit.auditor_id == user.pk
    if Audit.objects.filter(_judged(user), pk=audit.pk).exists() or (is_own and audit.state == State.MODERATED):
        return sets
    return [one for one in sets if is_own and one.given == Given.AUDITOR]


def may_read_case(user: User, audit: Audit) -> bool:
    """Whether the child's record is open to the user: to whoever has to judge the case now, and to nobody else."""
    if audit.auditor_id == user.pk:
        return audit.state in UNDER_WAY
    steps = open_to(audit, user)
    has_judged = audit.gradings.filter(given=Given.MODERATOR, by=user).exists()
    return (Step.MODERATE in steps and audit.is_for_moderation) or (Step.SETTLE in steps and has_judged)


def _sees_all(user: User) -> bool:
    return user.may(Right.RUN_AUDITS) or user.may(Right.MODERATE)


def _judged(user: User, audit: str = "") -> Q:
    """The audits (by a prefix of the path to them) that are final, or that the user has moderated and is to settle."""
    by_user = Grading.objects.filter(audit=OuterRef(f"{audit}pk"), given=Given.MODERATOR, by=user)
    return Q(**{f"{audit}state": State.FINAL}) | (Q(**{f"{audit}state": State.MODERATED}) & Q(Exists(by_user)))
