"""Which counts of which measures are the same, and how they belong together: what a reader of the definitions knows.

Two measures that count the same rows under the same conditions publish the same count (the month's referrals, those
since April, the denominator of the re-referrals), and a count under more conditions is a part of one under fewer. Both
follow from the declarations. What only the definitions tell (kpis/measures, the measure catalogue) is listed here.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from kpis.measure import Measure

N, D = "numerator", "denominator"


class Count(NamedTuple):
    """The numerator or the denominator of a measure."""

    measure: str
    role: str = N


class Part(NamedTuple):
    """Counts of different records that are all among those of another count; `is_whole` where they are all of these."""

    parts: tuple[Count, ...]
    whole: Count
    is_whole: bool = False


def _counts(*codes: str) -> tuple[Count, ...]:
    return tuple(Count(code) for code in codes)


PARTICIPATION = tuple(f"PN{way}" for way in range(8))
JUDGEMENTS = ("AUDIT-OUTSTANDING", "AUDIT-GOOD", "AUDIT-REQUIRES-IMPROVEMENT", "AUDIT-INADEQUATE")
OUTCOMES = tuple(
    f"CONTACT-OUTCOME-{outcome}"
    for outcome in (
        "ADVICE-INFORMATION",
        "REFER-TO-EARLY-HELP",
        "REFER-TO-SOCIAL-CARE",
        "LINK-TO-EXISTING-EARLY-HELP",
        "REFER-TO-SCHOOL-ATTENDANCE-SUPPORT",
    )
)
# Counts of the same records although they are declared in other words.
SAME = {
    Count("CSC 032", D): Count("CSC 013"),
    Count("CSC 032-MONTH", D): Count("CSC 013"),
    Count("FLOW-REFERRAL-TO-ASSESSMENT", D): Count("CSC 013"),
    Count("CSC 183", D): Count("CSC 182"),
    Count("CSC 189", D): Count("CSC 182"),
    Count("CSC 227", D): Count("CSC 201"),
    Count("CSC 228", D): Count("CSC 201"),
    Count("CSC 251", D): Count("CSC 250", D),
    Count("CSC 250R", D): Count("CSC 250", D),
    Count("CSC 251R", D): Count("CSC 250", D),
}
PARTS = (
    Part(_counts(*PARTICIPATION), Count("PN0-PCT", D), is_whole=True),
    Part(_counts(*JUDGEMENTS), Count("AUDIT-GOOD", D), is_whole=True),
    Part(_counts(*OUTCOMES), Count("CONTACT-OUTCOME-ADVICE-INFORMATION-PCT", D)),
    Part(_counts("CSC 004"), Count("CSC 004i")),
    Part(_counts("CSC 004k"), Count("CSC 004i")),
    Part(_counts("CSC 006", "CSC 009"), Count("CSC 004")),
    Part(_counts("CSC 022", "CSC 026"), Count("CSC 013")),
    Part(_counts("MISSING-CLA", "MISSING-OLA", "MISSING-NOT-OPEN"), Count("MISSING-ALL")),
    Part(_counts("RHI-72H"), Count("RHI-DONE")),
    Part((Count("RHI-DONE", D),), Count("RHI-ACTION-PLAN", D)),
    Part(_counts("CSC 100"), Count("CSC 080")),
    Part(_counts("CSC 080"), Count("CSC 060")),
    Part(_counts("CSC 060"), Count("CSC 040")),
    Part(_counts("CSC 170"), Count("CSC 172")),
    Part((Count("CSC 178", D),), Count("CSC 172")),
    Part((Count("CSC 191", D),), Count("CSC 182")),
    Part((Count("CSC 252", D),), Count("CSC 182")),
    Part((Count("CSC 229", D),), Count("CSC 201")),
    Part((Count("CSC 230", D),), Count("CSC 201")),
    Part((Count("CSC 250", D),), Count("CSC 201")),
    Part((Count("CSC 260", D),), Count("CSC 201")),
    Part((Count("PERMANENCE-PO", D),), Count("CSC 201")),
    Part((Count("SDQ", D),), Count("CSC 250", D)),
    Part(_counts("HEALTH-REFUSED"), Count("CSC 250", D)),
    Part(_counts("DENTAL-REFUSED"), Count("CSC 250", D)),
    Part(_counts("CSC 251"), Count("CSC 251R")),
    Part(_counts("CARE-LEAVERS-UNAVAILABLE"), Count("CSC 294")),
)


class _Declared(NamedTuple):
    """What is counted: which rows, what of them once, under which conditions."""

    rows: str
    unit: str
    conditions: frozenset[str]


class Counted:
    """The counts of a set of measures, each under the name of the first measure (by code) that declares it."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self.measures = dict(sorted(measures.items()))
        self._declared: dict[Count, _Declared] = {}
        first: dict[_Declared, Count] = {}
        self._name: dict[Count, Count] = {}
        for count in self._all():
            declared = _declared(measures[count.measure], count.role)
            self._declared[count] = declared
            self._name[count] = first.setdefault(declared, count)

    def _all(self) -> Iterator[Count]:
        for code, measure in self.measures.items():
            yield Count(code)
            if measure.has_denominator:
                yield Count(code, D)

    def named(self, count: Count) -> Count:
        """The count under its one name. A share's numerator is the count that the share is named after."""
        base = count.measure.removesuffix("-PCT")
        if count.role == N and base != count.measure and base in self.measures:
            count = Count(base)
        if count in SAME and SAME[count].measure in self.measures:
            count = SAME[count]
        return self._name[count]

    def is_of_rows(self, count: Count) -> bool:
        """Whether rows are counted, each of one team: then teams add up to the authority."""
        return self.measures[count.measure].unit_of_count == "pk"

    def parts(self) -> Iterator[Part]:
        """Everything that is known about how the counts belong together."""
        for part in PARTS:
            if all(count.measure in self.measures for count in (*part.parts, part.whole)):
                yield Part(tuple(map(self.named, part.parts)), self.named(part.whole), part.is_whole)
        for code, measure in self.measures.items():
            if measure.has_denominator:
                yield Part((self.named(Count(code)),), self.named(Count(code, D)))
        yield from self._under_more_conditions()

    def _under_more_conditions(self) -> Iterator[Part]:
        first = [count for count in self._declared if self._name[count] == count]
        for whole in first:
            rows, unit, fewer = self._declared[whole]
            for part in first:
                is_under_more = self._declared[part][:2] == (rows, unit) and self._declared[part].conditions > fewer
                if is_under_more and self.named(part) != self.named(whole):
                    yield Part((self.named(part),), self.named(whole))


def _declared(measure: Measure, role: str) -> _Declared:
    conditions = [measure.counted, *([measure.met] if role == N else [])]
    unit = f"{measure.unit_of_count} {measure.placed_by} {measure.amounts} {measure.is_state}"
    if role == N and measure.amounts:
        unit += " met"
    return _Declared(_spelled(measure.rows), unit, frozenset(str(each) for each in conditions if each))


def _spelled(value: Any) -> str:
    """A query of rows in words that are the same whenever and wherever the program runs."""
    if isinstance(value, partial):
        given = [*map(_spelled, value.args), *(f"{name}={_spelled(each)}" for name, each in value.keywords.items())]
        return f"{_spelled(value.func)}({', '.join(given)})"
    return f"{value.__module__}.{value.__qualname__}" if hasattr(value, "__qualname__") else str(value)
