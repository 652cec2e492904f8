"""Drafting: what a measure's facts say, as one statement with the figures that it quotes marked.

A measure with a target performs well or needs to improve as the month meets or misses it. Without a target a measure
does so where it is better, or worse, than a comparator and no comparator says the opposite. Everything else is said
only where something changed: a difference on last quarter or last year beyond chance (`chance`), a special cause.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpis.measure import Basis, Better, Unit
from kpis.models import StatementKind
from kpis.narrative.chance import FEW, is_firm
from kpis.narrative.facts import Comparison, Facts
from kpis.narrative.quotes import CHANGE, COUNT, OUT_OF, TARGET, Reference
from kpis.narrative.words import COMPARATORS, listed, ordinal, said
from kpis.spc import Chart, Variation
from workdays import Month

MOST = {StatementKind.PERFORMING_WELL: 10, StatementKind.CHANGED: 10}  # drafts of a kind; what is missed is all said
BENCHMARK, NEWS, SPECIAL = 5, 10, 20  # how much each adds to the importance of a draft


@dataclass(frozen=True)
class Draft:
    """A statement proposed by the rules: `marked` is its text with marks for the figures (kpis.narrative.quotes)."""

    measure: str
    section: str
    kind: StatementKind
    importance: int
    marked: str


def drafted(facts: Iterable[Facts]) -> list[Draft]:
    """The statements of a month, the most important of each kind first, no more of a kind than fit a front page, and of
    those one of each section."""
    drafts = sorted(filter(None, map(draft, facts)), key=lambda each: -each.importance)
    found: list[Draft] = []
    for kind in StatementKind:
        of_kind = [each for each in drafts if each.kind is kind]
        found += _firsts(of_kind)[: MOST[kind]] if kind in MOST else of_kind
    return found


def _firsts(drafts: list[Draft]) -> list[Draft]:
    """The first draft of each section: a count and its share, or a month and the year so far, say one thing."""
    return list({each.section: each for each in reversed(drafts)}.values())[::-1]


def draft(facts: Facts) -> Draft | None:
    """What there is to say of one measure; None where there is nothing, or its records are too few to speak of."""
    if facts.measure.is_share and (facts.pair.denominator or 0) < FEW:
        return None
    news = list(_news(facts))
    kind = _kind(facts)
    if kind is StatementKind.CHANGED and not news:
        return None
    sentences = [_opening(facts), *_against_benchmarks(facts), *news, *_caution(facts)]
    return Draft(facts.measure.code, facts.section, kind, _importance(facts, news), " ".join(sentences))


def _kind(facts: Facts) -> StatementKind:
    good = {"met": 1, "missed": -1}.get(facts.standing, 0)
    goods = {good} if good else {_good(facts, each) for each in facts.benchmarks} - {0}
    if goods == {1}:
        return StatementKind.PERFORMING_WELL
    return StatementKind.NEEDS_TO_IMPROVE if goods == {-1} else StatementKind.CHANGED


def _good(facts: Facts, comparison: Comparison) -> int:
    """1 where the difference is for the better, -1 for the worse, 0 where it is none or neither way is good."""
    return {Better.HIGH: 1, Better.LOW: -1, Better.NEITHER: 0}[facts.measure.better] * comparison.direction


def _importance(facts: Facts, news: list[str]) -> int:
    is_special = facts.chart is not None and facts.chart.side is not None
    told = sum(each.direction != 0 for each in facts.benchmarks)
    return facts.run + BENCHMARK * told + NEWS * len(news) + SPECIAL * is_special


def _opening(facts: Facts) -> str:
    """The figure of the month, its counts, and how it stands against its target."""
    measure, period = facts.measure, str(facts.month)
    opening = f"{said(measure, _number(facts))} {_when(facts)}"
    if measure.is_share and not facts.pair.tells_of_few:
        counts = (Reference(measure.code, period, part).mark for part in (COUNT, OUT_OF))
        opening += f" ({' of '.join(counts)})"
    return f"{opening}{_against_target(facts)}."


def _number(facts: Facts) -> str:
    """The mark of the month's figure; words for a count of none, or of fewer than five."""
    if not facts.measure.is_share and facts.measure.unit is not Unit.RATE and facts.pair.numerator < FEW:
        return "Fewer than five" if facts.pair.numerator else "No"
    return Reference(facts.measure.code, str(facts.month)).mark


def _when(facts: Facts) -> str:
    """The time that the figure speaks of, by the measure's basis."""
    month, basis = facts.month, facts.measure.basis
    if facts.measure.is_state:
        return f"at the end of {_name(month)}"
    first = {Basis.YEAR_TO_DATE: month.reporting_year.months[0], Basis.QUARTER_TO_DATE: month.quarter.months[0]}
    since = first.get(basis, month)
    return f"in {_name(month)}" if since == month else f"between {since.first:%B} and {_name(month)}"


def _against_target(facts: Facts) -> str:
    if not facts.standing:
        return ""
    target = Reference(facts.measure.code, str(facts.month), TARGET).mark
    number = facts.points[-1].number
    is_high = facts.measure.better is Better.HIGH
    if facts.standing == "missed":
        words = "short of" if is_high else "above"
    else:
        words = "which meets" if number == facts.points[-1].target else "better than"
    return f", {words} the target of {target}{_for_how_long(facts)}"


def _for_how_long(facts: Facts) -> str:
    if facts.is_so_throughout:
        return f", as in every month since {_name(facts.points[0].month)}"
    if facts.run > 1:
        return f" for the {ordinal(facts.run)} month in a row"
    if facts.last_so:
        return f" for the first time since {_name(facts.last_so)}"
    return " for the first time" if len(facts.points) > 1 else ""


def _against_benchmarks(facts: Facts) -> Iterator[str]:
    """One sentence: whom the figure is better than, similar to and worse than, each with its figure and year."""
    names: dict[int, list[str]] = {1: [], 0: [], -1: []}
    for each in facts.benchmarks:
        name = COMPARATORS.get(each.then.part, each.then.part)
        names[_good(facts, each)].append(f"{name} ({each.then.mark} in {each.then.period})")
    words = {1: "better than", 0: "similar to", -1: "worse than"}
    told = [f"{words[good]} {listed(found)}" for good, found in names.items() if found]
    if told:
        yield f"This is {listed(told)}."


def _news(facts: Facts) -> Iterator[str]:
    """What changed beyond chance: on last quarter, on last year, and by a special cause."""
    if not _can_be_compared(facts):
        return
    for comparison in (facts.quarter, facts.last_year):
        if comparison is not None and comparison.direction:
            yield _change(facts, comparison)
    if facts.chart is not None and facts.chart.side is not None:
        yield _special(facts.chart)


def _change(facts: Facts, comparison: Comparison) -> str:
    now, then = comparison.now, comparison.then
    subject = "This" if now.period == str(facts.month) else f"{_spoken(now.period)}, at {now.mark},"
    return f"{subject} is {_how(facts, comparison)} {_then(facts, comparison)} ({then.mark})."


def _how(facts: Facts, comparison: Comparison) -> str:
    """`better than`; where neither way is good `higher than`, of a number with by how much."""
    good = _good(facts, comparison)
    if good:
        return "better than" if good > 0 else "worse than"
    higher = "higher than" if comparison.direction > 0 else "lower than"
    now, then = comparison.now, comparison.then
    return (
        higher
        if facts.measure.is_share
        else f"{Reference(now.measure, now.period, CHANGE + then.period).mark} {higher}"
    )


def _spoken(period: str) -> str:
    return "The year so far" if " to " in period else f"Quarter {period[-1]} as a whole"


def _then(facts: Facts, comparison: Comparison) -> str:
    """The earlier time in words: `quarter 2`, `the same months of 2016/17`, `at the end of September 2017`."""
    period, year = comparison.then.period, str(facts.month.reporting_year)
    if " to " in period:
        return f"the same months of {period.split()[0]}"
    if " Q" in period:
        return f"quarter {period[-1]}" + ("" if period.startswith(year) else f" of {period.split()[0]}")
    if "/" in period:
        return f"{period} as a whole"
    return f"at the end of {_name(Month.parse(period))}"


def _special(chart: Chart) -> str:
    """That the newest month is a special cause, which way, and by which rules."""
    side = {Variation.IMPROVING: ", for the better", Variation.CONCERNING: ", for the worse"}.get(chart.variation, "")
    words = listed([signal.words for signal in chart.signals[-1]])
    provisional = "; with so few months the limits are provisional" if chart.is_provisional else ""
    return f"This is more than chance variation{side} ({words}{provisional})."


def _can_be_compared(facts: Facts) -> bool:
    return not facts.measure.is_share or is_firm(facts.pair)


def _caution(facts: Facts) -> Iterator[str]:
    if not _can_be_compared(facts):
        yield "With numbers so small, single cases move the figure."


def _name(month: Month) -> str:
    return f"{month.first:%B %Y}"
