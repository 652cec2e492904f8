"""The catalogue of measures, generated from their declarations: for the page of each and for docs/measures.md."""

from collections.abc import Iterator

from kpis.measure import Basis, Better, Measure, Place, Section, Unit
from kpis.measures import SECTIONS

BASES = {
    Basis.MONTH: "Events of the month",
    Basis.YEAR_TO_DATE: "Events since 1 April",
    Basis.QUARTER_TO_DATE: "Events since the quarter began",
    Basis.SNAPSHOT: "The state at the end of the month",
    Basis.QUARTER: "Events of the quarter",
}
CHILDREN_SINCE_APRIL = "Children, by what happened since 1 April"
UNITS = {
    Unit.COUNT: "Count",
    Unit.COUNT_CHILDREN: "Count, with the distinct children in brackets",
    Unit.COUNT_FRACTION: "Count, out of all",
    Unit.PERCENT: "Percentage",
    Unit.PERCENT_FRACTION: "Percentage, with the counts in brackets",
    Unit.RATE: "Rate per 10,000 children under 18",
}
DIRECTIONS = {Better.HIGH: "Higher is better", Better.LOW: "Lower is better", Better.NEITHER: "Neither"}
TITLE = "The measures"
INTRODUCTION = (
    "Every figure of the monthly book, as it is declared in `kpis/measures/`. This page is generated: change a\n"
    "declaration, then run `python manage.py document_measures`."
)


def facts(measure: Measure) -> Iterator[tuple[str, str]]:
    """What a reader is told of a measure: a label and its words."""
    yield "Definition", measure.definition
    yield "Counts", f"{capital(measure.counts)}."
    if measure.out_of:
        yield "Out of", f"{capital(measure.out_of)}."
    state = measure.at_month_end and measure.basis is Basis.YEAR_TO_DATE
    yield "Basis", CHILDREN_SINCE_APRIL if state else BASES[measure.basis]
    yield "Unit", UNITS[measure.unit]
    yield "Which way is good", DIRECTIONS[measure.better]
    yield "Scope", "Whole authority and teams" if measure.has_teams else "Whole authority only"
    yield "Source columns", ", ".join(need.replace("|", " or ") for need in measure.needs)
    if measure.place is Place.LOCAL:
        yield "Published", "Shown on these pages only; the report has no code for it."
    yield "Owner", measure.owner
    yield "Checked by", measure.checked_by
    yield "Reviewed on", f"{measure.reviewed_on:%-d %B %Y}"
    yield "Next review", f"{measure.next_review:%-d %B %Y}"


def capital(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def as_markdown() -> str:
    """docs/measures.md: every section and measure known beforehand, in the order of the book."""
    lines = (line for section in SECTIONS for line in _section(section))
    return "\n".join([f"# {TITLE}", "", INTRODUCTION, "", *lines])


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {section.title}", "", section.definition, "")
    for measure in section.measures:
        yield from (f"### {measure.code}: {measure.title}", "")
        yield from (f"- **{label}**: {_plain(label, words)}" for label, words in facts(measure))
        yield ""


def _plain(label: str, words: str) -> str:
    """Names of columns stand as code."""
    return ", ".join(f"`{name}`" for name in words.split(", ")) if label == "Source columns" else words
