"""Composing what a version says from the book: signed words, figures without what must be hidden, charts."""

from dataclasses import dataclass, replace

from django.conf import settings

from kpis import book
from kpis.cells import Cell as BookCell
from kpis.cells import Row, cell_of
from kpis.disclosure import HIDDEN, SMALL, WITHHELD
from kpis.flow import FOLLOWED_FOR, OUTCOME, flow
from kpis.measure import Measure
from kpis.measure import Section as BookSection
from kpis.measures import SECTIONS
from kpis.models import Build, Figure, Release, Statement, StatementKind
from kpis.narrative.reading import statements_of
from kpis.periods import year_period
from kpis.releases.content import Cell, Chart, Content, Definition, Flow, FlowStep, Line, Priority, Section
from kpis.releases.merging import merged
from kpis.releases.safety import Hidden
from kpis.sankey import sankey
from kpis.scopes import WHOLE_AUTHORITY
from kpis.trend import projected
from workdays import Month

NOT_SHOWN = (
    "<5 is a number from 1 to 4; c is withheld, because such a number could be worked out from it. Percentages of both "
    "are left blank, and measures with either have no chart."
)
MARKS = (HIDDEN, WITHHELD)
ANALYSES = frozenset(StatementKind) - {StatementKind.PRIORITY, StatementKind.UPDATE}


@dataclass(frozen=True)
class Composer:
    """What a version is composed of: the build, the figures up to the month by measure and period, what is hidden."""

    release: Release
    build: Build
    figures: dict[tuple[str, str], Figure]
    hidden: Hidden

    @classmethod
    def of(cls, release: Release, build: Build, figures: list[Figure], hidden: Hidden) -> "Composer":
        """For a release with these figures."""
        return cls(release, build, {(figure.measure, figure.period): figure for figure in figures}, hidden)

    def content(self) -> Content:
        """All that the version says."""
        signed = [each for each in statements_of(self.month) if each.signed_by_id]
        builds = list(book.newest_builds().values())
        return Content(
            council=settings.COUNCIL_NAME,
            title=str(self.release),
            period=self.release.period,
            month=str(self.month),
            as_at=self.build.as_at.isoformat(),
            performing_well=_said(signed, StatementKind.PERFORMING_WELL),
            needs_to_improve=_said(signed, StatementKind.NEEDS_TO_IMPROVE),
            changed=_said(signed, StatementKind.CHANGED),
            priorities=tuple(_priorities(signed)),
            flow=self._flow(),
            sections=tuple(self._section(section, signed, builds) for section in SECTIONS),
        )

    @property
    def month(self) -> Month:
        """The month that the report speaks of."""
        return self.release.month

    def _section(self, section: BookSection, signed: list[Statement], builds: list[Build]) -> Section:
        page = self._page(section, builds)
        lines = tuple(self._lines(page))
        is_hidden = any(cell.text in MARKS for line in lines for cell in line.cells)
        return Section(
            slug=section.slug,
            title=section.title,
            chapter=section.chapter,
            definition=section.definition,
            analysis=tuple(each.text for each in signed if each.section == section.slug and each.kind in ANALYSES),
            measures=tuple(_definition(m, target) for m, target in zip(page.measures, page.targets, strict=True)),
            lines=lines,
            charts=tuple(self._charts(page)),
            is_wide=page.is_wide,
            withheld=NOT_SHOWN if is_hidden else "",
        )

    def _page(self, section: BookSection, builds: list[Build]) -> book.Page:
        """The section's page as if nothing were known after the report's month."""
        page = book.page(section, self.build, WHOLE_AUTHORITY, self.month, builds)
        year = self.month.reporting_year
        periods = year.quarters if page.is_by_quarter else year.months
        begun = sum(period.first <= self.month.last for period in periods)
        so_far = [self.figures.get((measure.code, year_period(year))) for measure in page.measures]
        cells = (cell_of(m, figure, aim) for m, figure, aim in zip(page.measures, so_far, page.aims, strict=True))
        until = Build(year=self.build.year, as_at=min(self.build.as_at, self.month.last))
        return replace(
            page,
            months=page.months[:begun],
            so_far=Row(page.so_far.label, tuple(cells)),
            projection=projected(page.measures, so_far, until),
        )

    def _lines(self, page: book.Page) -> "list[Line]":
        shown = {row.label for row in (page.columns if page.is_wide else page.months)}
        rows = [
            *(("earlier", row) for row in page.earlier),
            *(("month", row) for row in page.months if row.label in shown),
            ("total", page.so_far),
            *((("projection", page.projection),) if page.projection else ()),
            *(("others", Row(each.name, each.cells)) for each in page.comparisons),
        ]
        return [
            Line(row.label, kind, tuple(self._cell(kind, m, c) for m, c in zip(page.measures, row.cells, strict=True)))
            for kind, row in rows
        ]

    def _cell(self, kind: str, measure: Measure, cell: BookCell) -> Cell:
        where = (measure.code, cell.source.period if cell.source else year_period(self.month.reporting_year))
        if kind not in ("others", "earlier") and where in self.hidden and cell.text:
            return Cell(self.hidden[where] if kind != "projection" and not measure.is_share else "")
        if kind == "earlier" and measure.breakdown and cell.source and _is_small(cell):
            return Cell("")
        return Cell(cell.text, cell.counts, cell.standing, cell.remark)

    def _charts(self, page: book.Page) -> "list[Chart]":
        codes = {code for code, _ in self.hidden}
        return [
            Chart(
                heading=" ".join(filter(None, (card.measure.short_code, card.measure.title))),
                svg=str(card.chart),
                story=card.story,
                verdicts=(f"Is it changing? {card.changing.words}", f"Will it meet the target? {card.assured.words}"),
            )
            for card in page.cards
            if card.measure.code not in codes
        ]

    def _flow(self) -> Flow | None:
        quarter = (self.month - FOLLOWED_FOR).quarter
        whole = flow(quarter, self.build.as_at)
        if whole is None:
            return None
        heading = f"Full system conversion flow, quarter {quarter.number} of {quarter.reporting_year}"
        found = merged(whole)
        if found is None:
            return Flow(heading, "Not shown: some of its numbers are from 1 to 4.", "", (), "", "")
        steps = (FlowStep(s.title, f"{s.reached:,}", f"{s.went_on:,}", s.share, f"{s.stopped:,}") for s in found.steps)
        drawn = str(sankey("flow", found.story, found.contacts, found.steps, OUTCOME))
        return Flow(heading, found.story, drawn, tuple(steps), OUTCOME, f"{found.outcome:,}")


def _said(signed: list[Statement], kind: StatementKind) -> tuple[str, ...]:
    return tuple(each.text for each in signed if each.kind == kind)


def _priorities(signed: list[Statement]) -> "list[Priority]":
    return [
        Priority(each.text, tuple(one.text for one in signed if one.about_id == each.pk))
        for each in signed
        if each.kind == StatementKind.PRIORITY
    ]


def _is_small(cell: BookCell) -> bool:
    return cell.figure in SMALL or any(word.isdigit() and int(word) in SMALL for word in cell.counts.split(" of "))


def _definition(measure: Measure, target: str) -> Definition:
    return Definition(
        code=measure.code,
        title=measure.title,
        heading=measure.column_heading,
        definition=measure.definition,
        counts=measure.counts,
        out_of=measure.out_of,
        basis=measure.basis,
        unit=measure.unit,
        target=target,
        owner=measure.owner,
        reviewed_on=measure.reviewed_on.isoformat(),
        next_review=measure.next_review.isoformat(),
    )
