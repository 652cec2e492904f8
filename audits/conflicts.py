"""Who may audit whom: the facts of cases and auditors that allocation goes by."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Team, User
from audits.allocation import Auditor, Case
from audits.models import SampledCase
from tracking.models import CinPlan, Involvement, Referral
from tracking.rules.known import known


def cases_of(cases: Collection[SampledCase], day: date) -> list[Case]:
    """The cases, each with the teams that have the child on `day` and every worker who ever had them."""
    children = [case.child_id for case in cases]
    teams = _teams(children, day)
    workers: dict[int, set[str]] = defaultdict(set)
    for child, worker in Involvement.objects.filter(child__in=children).values_list("child", "worker__source_id"):
        workers[child] |= {worker} - {None}
    return [Case(case.pk, frozenset(teams[case.child_id]), frozenset(workers[case.child_id])) for case in cases]


def auditor_of(user: User) -> Auditor:
    """The user as an auditor: their teams with all below, and their id as a worker."""
    teams = Team.objects.seen_by(user).values_list("pk", flat=True)
    return Auditor(user.pk, frozenset(teams), user.professional_id)


def may_audit(user: User, case: SampledCase, day: date) -> bool:
    """Whether the case is neither the user's own nor of a team of theirs."""
    (facts,) = cases_of([case], day)
    return auditor_of(user).may_audit(facts)


def _teams(children: Iterable[int], day: date) -> dict[int, set[int]]:
    """The teams of each child on `day`: of whoever is involved, of the open referral and of the open plan."""
    found: dict[int, set[int]] = defaultdict(set)
    for model, started, ended in (
        (Involvement, "started_on", "ended_on"),
        (Referral, "received_on", "closed_on"),
        (CinPlan, "started_on", "ended_on"),
    ):
        rows: QuerySet[Any] = known(model, day, started, ended=ended)
        rows = rows.filter(Q(ended=None) | Q(ended__gt=day), child__in=children)
        for child, team in rows.exclude(team=None).values_list("child", "team"):
            found[child].add(team)
    return found
