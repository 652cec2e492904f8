"""Gathering what the checklist looks at: of a draft the book and its narrative as they are, else what was frozen."""

import re
from collections.abc import Iterator
from datetime import date

from kpis.measures import SECTIONS, declared, measure_named
from kpis.models import Build, BuildState, Figure, Release, Statement, StatementKind, Version
from kpis.narrative import known as narrative
from kpis.narrative.chance import FEW
from kpis.narrative.checking import contradictions
from kpis.narrative.known import months_of
from kpis.narrative.quotes import NUMBER, TARGET, Quote, Reference
from kpis.narrative.reading import statements_of
from kpis.periods import year_period
from kpis.releases.checklist import Known, Said
from kpis.releases.content import Content
from kpis.releases.restating import moved
from kpis.releases.safety import Hidden, hidden_by, worked_out
from kpis.safety.model import Pattern
from tracking.changes import Mark

QUARTER = re.compile(r"\b(quarter|qtr|q) ?$", re.IGNORECASE)
SUMMARY = (StatementKind.PERFORMING_WELL, StatementKind.NEEDS_TO_IMPROVE)


def known_of_draft(release: Release, build: Build, figures: list[Figure], pattern: Pattern, today: date) -> Known:
    """What is known of a report of the month that would be frozen now."""
    month, hidden = release.month, hidden_by(pattern)
    said = statements_of(month)
    signed = [each for each in said if each.signed_by_id]
    figures_known = narrative.Known(build)
    words = [(each, _said(each, figures_known, hidden)) for each in signed]
    spoken_of = {each.section for each in signed}
    return Known(
        today=today,
        as_at=build.as_at,
        month=month,
        measures=tuple(declared(build.as_at).values()),
        summary=tuple(each for statement, each in words if statement.kind in SUMMARY),
        others=tuple(each for statement, each in words if statement.kind not in SUMMARY),
        unsigned=len(said) - len(signed),
        unanalysed=tuple(section.title for section in SECTIONS if section.slug not in spoken_of),
        failed=tuple(build.steps.filter(state=BuildState.FAILED).values_list("measure", flat=True)),
        is_behind=_is_behind(build),
        not_recorded=tuple(sorted({figure.measure for figure in figures if not figure.is_recorded})),
    )


def known_of_frozen(version: Version, build: Build, today: date) -> Known:
    """What is known of a version that is frozen. What its texts say was held against its figures when it was."""
    content = Content.from_json(version.content or {})
    figures = list(version.figures.all())
    return Known(
        today=today,
        as_at=version.as_at or date.min,
        month=version.release.month,
        measures=tuple(measure_named(code) for code in sorted({figure.measure for figure in figures})),
        summary=tuple(Said(text) for text in (*content.performing_well, *content.needs_to_improve)),
        recovered=worked_out(version.release, figures, Pattern.from_data(version.pattern)),
        moved=len(moved(version, build)),
    )


def _said(statement: Statement, known: narrative.Known, hidden: Hidden) -> Said:
    quotes = [Quote.from_json(each) for each in statement.quotes]
    return Said(
        statement.text,
        tuple(contradictions(known, statement)),
        tuple(str(quote.reference) for quote in quotes if _is_hidden(quote.reference, hidden)),
        tuple(_small(statement.text, {quote.place for quote in quotes})),
    )


def _is_hidden(reference: Reference, hidden: Hidden) -> bool:
    """Whether the figure, or one that it adds up, is hidden in the tables."""
    if reference.part == TARGET:
        return False
    months = months_of(reference.period)
    periods = {reference.period, *map(str, months)}
    if " to " in reference.period:
        periods = {year_period(months[0].reporting_year)}
    return any((reference.measure, period) in hidden for period in periods)


def _small(text: str, claimed: set[int]) -> Iterator[str]:
    """The numbers from 1 to 4 of a text that claim no figure and name no quarter."""
    for place, number in enumerate(NUMBER.finditer(text)):
        is_quarter = QUARTER.search(text[: number.start()])
        if place not in claimed and not is_quarter and number[0].isdigit() and 0 < int(number[0]) < FEW:
            yield number[0]


def _is_behind(build: Build) -> bool:
    """Whether the figures are not of the records as they are: some changed since, or a build is under way."""
    under_way = Build.objects.filter(year=build.year, pk__gt=build.pk, steps__state=BuildState.WAITING)
    return under_way.exists() or Mark.read(build.followed_to).changes().exists()
