"""Who audits which case: evenly, and never one's own or one's team's."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from audits.allocation import Auditor, Case, allocate

EAST, WEST = 1, 2


def case(key: int, team: int = EAST, worker: str = "") -> Case:
    return Case(key, frozenset({team}), frozenset({worker} - {""}))


def auditor(key: int, *teams: int, worker: str = "") -> Auditor:
    return Auditor(key, frozenset(teams), worker)


def test_nobody_gets_a_case_of_a_team_of_theirs_or_of_their_own() -> None:
    of_east, of_west, worker = auditor(1, EAST), auditor(2, WEST), auditor(3, worker="W9")
    given = allocate([case(10, EAST), case(11, WEST), case(12, WEST, "W9")], [of_east, of_west, worker], {}, "s")
    assert given[10] in (2, 3) and given[11] in (1, 3) and given[12] == 1


def test_a_case_that_nobody_may_audit_stays_without() -> None:
    assert allocate([case(10, EAST)], [auditor(1, EAST)], {}, "s") == {10: None}
    assert allocate([case(10)], [], {}, "s") == {10: None}


def test_what_auditors_have_already_counts() -> None:
    given = allocate([case(n) for n in range(4)], [auditor(1), auditor(2)], {1: 4}, "s")
    assert set(given.values()) == {2}


@given(cases=st.integers(0, 30), auditors=st.integers(1, 6), seed=st.text(max_size=3))
def test_the_load_is_even_where_everybody_may_audit_everything(cases: int, auditors: int, seed: str) -> None:
    everybody = [auditor(key) for key in range(auditors)]
    everything = [case(key) for key in range(cases)]
    given = allocate(everything, everybody, {}, seed)
    assert given == allocate(everything[::-1], everybody[::-1], {}, seed)
    loads = Counter(dict.fromkeys(range(auditors), 0)) + Counter(given.values())
    counts = [loads[key] for key in range(auditors)]
    assert max(counts) - min(counts) <= 1
