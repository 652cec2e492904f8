"""Who audits which case: the load is spread, and nobody is given a case of their own or of their teams. No Django."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A case to be audited: the teams and workers (ids of the case system) that have or had it."""

    key: int
    teams: frozenset[int]
    workers: frozenset[str]


@dataclass(frozen=True)
class Auditor:
    """Somebody who audits: their teams with those below, and their id as a worker, if they are one."""

    key: int
    teams: frozenset[int]
    worker: str = ""

    def may_audit(self, case: Case) -> bool:
        """Whether the case is neither their own nor of a team of theirs."""
        return not (self.teams & case.teams) and not (self.worker and self.worker in case.workers)


def allocate(
    cases: Sequence[Case], auditors: Collection[Auditor], loads: Mapping[int, int], seed: str
) -> dict[int, int | None]:
    """An auditor for each case, by their keys; None for a case that nobody may audit.

    Cases that few may audit go first; each goes to whoever has least by then (`loads`: audits they have already).
    Whoever stands equal is told apart by a hash of seed, auditor and case, so that doing it again gives the same.
    """
    possible = {case.key: [auditor for auditor in auditors if auditor.may_audit(case)] for case in cases}
    load, given = Counter(loads), dict[int, int | None]()
    for case in sorted(cases, key=lambda case: (len(possible[case.key]), _lot(seed, case.key))):
        best = min(
            possible[case.key], key=lambda auditor: (load[auditor.key], _lot(seed, auditor.key, case.key)), default=None
        )
        given[case.key] = best.key if best else None
        if best:
            load[best.key] += 1
    return given


def _lot(seed: str, *keys: int) -> str:
    return hashlib.sha256(f"{seed}:{keys}".encode()).hexdigest()
