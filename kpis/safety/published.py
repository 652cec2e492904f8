"""From the figures of a release to everything that is published about them, as unknowns and relations.

An unknown is a count of one month and scope; the figures of several measures and periods add the same unknowns up in
their own way. What they say is what a reader sees: the count; of a share numerator and denominator, which documents and
tables give with it, or the percentage alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple, Protocol

from kpis.aggregate import AUTHORITY
from kpis.figures import FACTOR, rounded, value
from kpis.measure import Measure, Unit
from kpis.safety import months
from kpis.safety.counts import Count, Counted, D, N
from kpis.safety.model import (
    LARGEST,
    NOTHING,
    SMALLEST,
    Cell,
    Form,
    Key,
    Pattern,
    Publication,
    Relation,
    adds_up,
    is_exactly,
    is_no_more,
    is_rounded,
    is_small,
    said,
)

CHILDREN = "children"
# What is lost where a figure is withheld, for each step that it is larger: the headline figures are missed most.
OF_AUTHORITY, OF_YEAR, OF_SHARE = 40, 4, 2
OF_SMALL = 30  # where not even `<5` is shown


class Figure(Protocol):
    """A figure as it was built or frozen (kpis.models.Figure)."""

    measure: str
    period: str
    scope: str
    is_recorded: bool
    numerator: int | None
    denominator: int | None
    children: int | None


class Earlier(NamedTuple):
    """A version that was published before: its figures and its pattern."""

    figures: Collection[Figure]
    pattern: Pattern


def key_of(figure: Figure) -> Key:
    """Which cell of a publication the figure is."""
    return Key(figure.measure, figure.period, figure.scope)


def publication_of(
    figures: Iterable[Figure],
    measures: Mapping[str, Measure],
    *,
    earlier: Iterable[Earlier] = (),
    with_counts: bool = True,
) -> Publication:
    """Everything that publishing the figures tells, beside what `earlier` versions told already.

    `measures` are those of the figures and all others that belong to them, by code. `with_counts` says that numerators
    and denominators of shares are given too. Of earlier versions counts that were the same then; what they said of a
    count that has changed since is about another count.
    """
    builder = _Builder([figure for figure in figures if figure.is_recorded], measures, with_counts=with_counts)
    facts = [relation for relation in builder.facts() if relation.holds(builder.counts)]
    for version in earlier:
        before = publication_of(version.figures, measures, with_counts=with_counts)
        for relation in said(before, version.pattern):
            is_known = all(name in builder.counts for name, _ in relation.form.terms)
            facts += [relation] if is_known and relation.holds(builder.counts) else []
    return Publication(tuple(builder.cells()), builder.counts, tuple(facts))


class _Builder:
    """The unknowns behind a set of figures: their true counts, and of which each figure is the sum."""

    def __init__(self, figures: list[Figure], measures: Mapping[str, Measure], *, with_counts: bool) -> None:
        self.figures = figures
        self.with_counts = with_counts
        self.measures = measures
        self.counted = Counted(measures)
        self.counts: dict[str, int] = {}
        self.placed: dict[Count, set[tuple[str, str]]] = defaultdict(set)
        self.periods: dict[str, set[str]] = defaultdict(set)
        self.largest: dict[tuple[str, str], int] = defaultdict(int)
        for figure in figures:
            self.periods[figure.measure].add(figure.period)
            place = figure.measure, figure.scope
            self.largest[place] = max(self.largest[place], figure.numerator or 0)
        self._months: dict[tuple[str, str], tuple[str, ...]] = {
            (code, period): months.behind(measures[code], period, periods)
            for code, periods in self.periods.items()
            for period in periods
        }
        self._take_own_counts()
        self.forms = {key_of(figure): self._forms_of(figure) for figure in figures}

    def _take_own_counts(self) -> None:
        """The true count of each month and scope; where measures share it, the first one gives it."""
        said: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
        for figure in self.figures:
            for role, number in ((N, figure.numerator), (D, figure.denominator)):
                if number is not None and (role == N or self.measures[figure.measure].has_denominator):
                    said[figure.measure, role, figure.scope][figure.period] = number
        for (code, role, scope), numbers in sorted(said.items()):
            count = self.counted.named(Count(code, role))
            for period, own in months.own_counts(self.measures[code], numbers).items():
                self.counts.setdefault(_name(count, period, scope), own)
                self.placed[count].add((period, scope))

    def _forms_of(self, figure: Figure) -> dict[str, Form]:
        """Its numerator, denominator and children as sums of unknowns."""
        found = {}
        numbers = {N: figure.numerator, CHILDREN: figure.children}
        if self.measures[figure.measure].has_denominator:
            numbers[D] = figure.denominator
        for role, number in numbers.items():
            if number is not None:
                found[role] = self._form(figure, role, number)
        return found

    def _form(self, figure: Figure, role: str, number: int) -> Form:
        """The sum of its months where that is what it comes to; else an unknown of its own."""
        if role != CHILDREN:
            count = self.counted.named(Count(figure.measure, role))
            names = [_name(count, month, figure.scope) for month in self._months[figure.measure, figure.period]]
            if all(name in self.counts for name in names) and sum(self.counts[name] for name in names) == number:
                return Form.of(*names)
        own = _name(Count(figure.measure, role), figure.period, figure.scope)
        if self.counts.setdefault(own, number) != number:
            own += " as published"
            self.counts[own] = number
        return Form.of(own)

    def cells(self) -> Iterator[Cell]:
        """A cell for each figure."""
        for figure in self.figures:
            measure, forms = self.measures[figure.measure], self.forms[key_of(figure)]
            cost = self._cost(figure, measure)
            if D in forms:
                yield _share(figure, measure, forms, cost, with_counts=self.with_counts)
            else:
                yield _count(figure, measure, forms, cost, with_counts=self.with_counts)

    def _cost(self, figure: Figure, measure: Measure) -> int:
        """What is lost where the figure is withheld: more where it is of the authority, of the year, or of a measure of
        many, by its largest figure, so that one measure gives way in all months rather than another one in each."""
        wide = 1 if splits(figure, measure) else OF_AUTHORITY
        long = OF_YEAR if months.is_year(figure.period) else 1
        return (10 + self.largest[figure.measure, figure.scope]) * wide * long

    def facts(self) -> Iterator[Relation]:
        """How the unknowns belong together: parts and wholes, teams and the authority, children and episodes."""
        for part in self.counted.parts():
            for period, scope in sorted(self.placed[part.whole]):
                parts = [Form.of(name) for each in part.parts if (name := _name(each, period, scope)) in self.counts]
                whole = Form.of(_name(part.whole, period, scope))
                is_all = part.is_whole and len(parts) == len(part.parts)
                yield adds_up(parts, whole) if is_all else is_no_more(sum(parts, NOTHING), whole)
        for count, places in self.placed.items():
            for period in sorted({period for period, _ in places}):
                scopes = sorted(scope for when, scope in places if when == period)
                names = {scope: Form.of(_name(count, period, scope)) for scope in scopes}
                yield from _teams(names, is_of_rows=self.counted.is_of_rows(count))
        yield from self._children()

    def _children(self) -> Iterator[Relation]:
        by_period: dict[tuple[str, str], dict[str, Form]] = defaultdict(dict)
        for key, forms in self.forms.items():
            if CHILDREN in forms:
                yield is_no_more(forms[CHILDREN], forms[N])
                by_period[key.measure, key.period][key.scope] = forms[CHILDREN]
        for names in by_period.values():
            yield from _teams(names, is_of_rows=False)
        for part in self.counted.parts():
            for period in sorted(self.periods[part.whole.measure]):
                for each in part.parts:
                    wholes = by_period.get((part.whole.measure, period), {})
                    some = by_period.get((each.measure, period), {})
                    yield from (is_no_more(some[scope], wholes[scope]) for scope in sorted(some.keys() & wholes.keys()))


def _name(count: Count, period: str, scope: str) -> str:
    return f"{count.measure} {count.role} {period} {scope}"


def _teams(names: Mapping[str, Form], *, is_of_rows: bool) -> Iterator[Relation]:
    """Teams add up to the authority; what is counted once in each of several teams may add up to more."""
    teams = [form for scope, form in names.items() if scope != AUTHORITY]
    if AUTHORITY not in names or not teams:
        return
    if is_of_rows:
        yield adds_up(teams, names[AUTHORITY])
        return
    yield is_no_more(names[AUTHORITY], sum(teams, NOTHING))
    yield from (is_no_more(form, names[AUTHORITY]) for form in teams)


def splits(figure: Figure, measure: Measure) -> bool:
    """Whether the figure is one of several into which children are split: by team, or by category (measure catalogue,
    "Small numbers")."""
    return figure.scope != AUTHORITY or bool(measure.breakdown)


def _count(figure: Figure, measure: Measure, forms: Mapping[str, Form], cost: int, *, with_counts: bool) -> Cell:
    """A count, with its distinct children; or a rate."""
    number, few = figure.numerator or 0, forms.get(CHILDREN, forms.get(N, NOTHING))
    is_hidden = splits(figure, measure) and _is_few(number if figure.children is None else figure.children)
    return Cell(
        key_of(figure),
        says=tuple(_said(figure, measure, forms, with_counts=with_counts)),
        counts=tuple(forms.values()),
        if_small=(is_small(few),),
        if_withheld=(Relation(few, SMALLEST, None),) if number else (),
        is_hidden=is_hidden,
        cost=(OF_SMALL if is_hidden else cost) if number else None,
    )


def _said(figure: Figure, measure: Measure, forms: Mapping[str, Form], *, with_counts: bool) -> Iterator[Relation]:
    rate = value(measure, figure.numerator, figure.denominator) if measure.unit is Unit.RATE else None
    if rate is not None and figure.denominator and not with_counts:
        yield from is_rounded(forms[N], figure.denominator, Fraction(rounded(rate)), FACTOR[measure.unit])
    elif N in forms:
        yield is_exactly(forms[N], figure.numerator or 0)
    if CHILDREN in forms:
        yield is_exactly(forms[CHILDREN], figure.children or 0)


def _share(figure: Figure, measure: Measure, forms: Mapping[str, Form], cost: int, *, with_counts: bool) -> Cell:
    """A percentage, or n of d. A blank one tells only that there was something to divide by."""
    numerator, denominator = figure.numerator or 0, figure.denominator or 0
    left = forms[D] - forms[N]
    few = [
        form
        for form, number in ((forms[N], numerator), (left, denominator - numerator), (forms[D], denominator))
        if _is_few(number)
    ]
    shown = value(measure, numerator, denominator)
    if with_counts or measure.unit in (Unit.PERCENT_FRACTION, Unit.COUNT_FRACTION) or shown is None:
        says: tuple[Relation, ...] = (is_exactly(forms[N], numerator), is_exactly(forms[D], denominator))
    else:
        says = is_rounded(forms[N], forms[D], Fraction(rounded(shown)), FACTOR[measure.unit])
    base = figure.measure.removesuffix("-PCT")
    return Cell(
        key_of(figure),
        says=says,
        counts=tuple(few) if splits(figure, measure) else (),
        if_small=(Relation(forms[D], 1, None),),
        if_withheld=(Relation(forms[D], 1, None),) if denominator else (),
        is_hidden=splits(figure, measure) and bool(few),
        cost=cost * OF_SHARE if denominator else None,
        follows=Key(base, figure.period, figure.scope) if base != figure.measure else None,
    )


def _is_few(number: int) -> bool:
    return SMALLEST <= number <= LARGEST
