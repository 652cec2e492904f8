"""The periods that a measure has figures for, and what its basis makes of the counts of each of them.

Source: the measure catalogue, "Basis", and the contract, "Output": the year row is, for month, quarter and quarter to
date, the same over 1 April to E; for year to date and a state at a month's end, the last month's.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kpis.aggregate import Counts, Tallies
from kpis.days import Span
from kpis.measure import Basis, Measure
from workdays import Month, Quarter, ReportingYear

NONE = Counts(0, 0, 0)
YEAR_SO_FAR = "YTD"


class Counted(NamedTuple):
    """The counts behind one figure."""

    scope: str
    period: str
    counts: Counts


def year_period(year: ReportingYear) -> str:
    """The name of the figure over the whole year so far: `2017/18 YTD`."""
    return f"{year} {YEAR_SO_FAR}"


def months_begun(year: ReportingYear, as_at: date) -> list[Month]:
    """The months of the year that have begun by `as_at`: a later one has no figure."""
    return [month for month in year.months if month.first <= as_at]


def spans_of(measure: Measure, year: ReportingYear, as_at: date) -> list[Span]:
    """The months (quarters, for a measure by quarter) of the year begun by `as_at`, each up to that day."""
    periods: list[Month] | list[Quarter] = months_begun(year, as_at)
    if measure.basis is Basis.QUARTER:
        periods = [quarter for quarter in year.quarters if quarter.first <= as_at]
    return [Span.of(period, as_at) for period in periods]


def slug_of(period: str) -> str:
    """A period as in an address: `2017-12`, `2017-18-q3`, `2017-18-ytd`."""
    return period.lower().replace("/", "-").replace(" ", "-")


def in_words(period: str) -> str:
    """A period as people say it: `December 2017`, `quarter 3 of 2017/18`, `2017/18 so far`."""
    if " " not in period:
        return f"{Month.parse(period).first:%B %Y}"
    year, part = period.split()
    return f"{year} so far" if part == YEAR_SO_FAR else f"quarter {part[1:]} of {year}"


def year_of(period: str) -> ReportingYear:
    """The reporting year of a month, a quarter or the year so far."""
    return ReportingYear.parse(period.split()[0]) if " " in period else Month.parse(period).reporting_year


def periods_of(measure: Measure, year: ReportingYear, as_at: date) -> dict[str, Span]:
    """The days whose records count, for each figure of the measure that the year has, by the name of its period.

    Where its basis adds up months, they begin with the first of these; a state is that at the end of the last day.
    """
    spans = spans_of(measure, year, as_at)
    found = {span.name: replace(span, first=_adds_up_since(measure, span) or span.first) for span in spans}
    if spans and measure.has_year:
        found[year_period(year)] = replace(spans[-1], name=year_period(year), first=year.first)
    return found


def figures_of(measure: Measure, spans: list[Span], year: ReportingYear, tallies: Tallies) -> Iterator[Counted]:
    """The counts behind every figure of the year: of each span as the measure's basis asks, and of the year so far."""
    for scope in tallies.scopes if spans else ():
        own = [tallies.counts.get((scope, span.name), NONE) for span in spans]
        for span, counts in zip(spans, _by_basis(measure, spans, own), strict=True):
            yield Counted(scope, span.name, counts)
        if measure.has_year:
            so_far = own[-1] if measure.is_state else _sum(own)
            yield Counted(scope, year_period(year), so_far._replace(children=None))


def counts_said(measure: Measure, spans: list[Span], said: dict[tuple[str, str], Counts]) -> Tallies:
    """The counts of each span that figures say: `figures_of` read backwards, for the first spans of a year."""
    scopes = tuple(dict.fromkeys(scope for scope, _ in said))
    counts: dict[tuple[str, str], Counts] = {}
    for scope in scopes:
        own: list[Counts] = []
        for place, span in enumerate(spans):
            here = said.get((scope, span.name), NONE)
            first = _adds_up_since(measure, span)
            earlier = _sum(own[i] for i in range(place) if spans[i].first >= first) if first else NONE
            own.append(Counts(here.met - earlier.met, here.counted - earlier.counted, here.children))
            counts[scope, span.name] = own[-1]
    return Tallies(counts, scopes)


def _adds_up_since(measure: Measure, span: Span) -> date | None:
    """Since when the months of the measure's figure of a span are added up; None where the span stands by itself."""
    if measure.is_state:
        return None
    return {Basis.YEAR_TO_DATE: span.april, Basis.QUARTER_TO_DATE: span.quarter}.get(measure.basis)


def _by_basis(measure: Measure, spans: list[Span], own: list[Counts]) -> Iterator[Counts]:
    """Each span by itself, or added up since the quarter or the year began."""
    for place, span in enumerate(spans):
        first = _adds_up_since(measure, span)
        yield _sum(own[i] for i in range(place + 1) if spans[i].first >= first) if first else own[place]


def _sum(counts: "Iterator[Counts] | list[Counts]") -> Counts:
    pairs = [(each.met, each.counted) for each in counts]
    return Counts(sum(met for met, _ in pairs), sum(counted for _, counted in pairs))
