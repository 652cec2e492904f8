"""What the audits teach: how far auditors and moderators agree, and what is asked for again and again."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audits.agreement import Agreement, agreement
from audits.models import AuditAction, Given, Grading, State, Theme

WHOLE = "The whole"
AT_LEAST = 2  # audits that ask for the same: a repeated theme


@dataclass(frozen=True)
class Pair:
    """An auditor's and a moderator's judgement of the same section of the same submission."""

    section: str
    auditor: str
    quarter: str
    judgements: tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One line of a table of agreement."""

    name: str
    agreement: Agreement


@dataclass(frozen=True)
class Repeated:
    """A theme, how many audits of which quarters ask for it, and how many of the actions are done."""

    theme: str
    name: str
    audits: int
    quarters: tuple[str, ...]
    actions: int
    done: int

    @property
    def is_repeated(self) -> bool:
        """Whether more than one audit asks for it."""
        return self.audits >= AT_LEAST


def pairs() -> list[Pair]:
    """Every judgement that a moderator gave blind, with the auditor's that it stands against. Those of audits that are
    still to be settled are not among them: somebody else may yet have to judge one of them blind."""
    settled = Grading.objects.filter(audit__state=State.FINAL).select_related(
        "auditor", "audit__case__stratum__programme"
    )
    rows = settled.prefetch_related("grades__section").order_by("pk")
    first = {(one.audit_id, one.number): one for one in rows if one.given == Given.AUDITOR}
    second = [one for one in rows if one.given == Given.MODERATOR]
    return [pair for one in second for pair in _pairs(first[one.audit_id, one.number], one)]


def by_section(found: Iterable[Pair]) -> list[Line]:
    """Agreement on each section, the whole first."""
    return _lines(found, lambda pair: pair.section, first=WHOLE)


def by_auditor(found: Iterable[Pair]) -> list[Line]:
    """Agreement of each auditor with their moderators, over all judgements."""
    return _lines(found, lambda pair: pair.auditor)


def by_quarter(found: Iterable[Pair]) -> list[Line]:
    """Agreement in each programme, over all judgements."""
    return _lines(found, lambda pair: pair.quarter)


def themes() -> list[Repeated]:
    """What actions are about, the most frequent first; audits still with their auditor are left out."""
    rows = AuditAction.objects.exclude(audit__state__in=(State.ALLOCATED, State.DRAFT, State.WITHDRAWN))
    found: dict[str, list[AuditAction]] = defaultdict(list)
    for action in rows.select_related("audit__case__stratum__programme"):
        found[action.theme].append(action)
    lines = [_repeated(theme, actions) for theme, actions in found.items()]
    return sorted(lines, key=lambda line: (-line.audits, line.name))


def _pairs(first: Grading, second: Grading) -> Iterable[Pair]:
    auditor, quarter = str(first.auditor), first.audit.programme.quarter
    yield Pair(WHOLE, auditor, quarter, (first.overall, second.overall))
    others = {grade.section_id: grade.judgement for grade in second.grades.all()}
    for grade in first.grades.all():
        yield Pair(grade.section.title, auditor, quarter, (grade.judgement, others[grade.section_id]))


def _lines(found: Iterable[Pair], by: Callable[[Pair], str], first: str = "") -> list[Line]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in found:
        groups[by(pair)].append(pair.judgements)
    return [Line(name, agreement(groups[name])) for name in sorted(groups, key=lambda name: (name != first, name))]


def _repeated(theme: str, actions: list[AuditAction]) -> Repeated:
    quarters = {action.audit.programme.quarter for action in actions}
    audits = {action.audit_id for action in actions}
    done = sum(action.is_done for action in actions)
    return Repeated(theme, str(Theme(theme).label), len(audits), tuple(sorted(quarters)), len(actions), done)
