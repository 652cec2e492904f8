"""The statements of a month, or of one section of it, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpis.measure import Section
from kpis.measures import section_of
from kpis.models import Build, Statement, StatementKind
from kpis.narrative.checking import Contradiction, contradictions
from kpis.narrative.known import Known
from workdays import Month

ON_THE_FRONT = (StatementKind.PERFORMING_WELL, StatementKind.NEEDS_TO_IMPROVE, StatementKind.CHANGED)


@dataclass(frozen=True)
class Line:
    """A statement with its section and what it says that the figures do not say; of a priority, its updates."""

    statement: Statement
    section: Section | None
    contradictions: tuple[Contradiction, ...]
    updates: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Part:
    """The statements of one kind, under its heading."""

    kind: StatementKind
    lines: tuple[Line, ...]


def statements_of(month: Month, section: str = "") -> list[Statement]:
    """The statements of a month (of one section of it) that were not withdrawn, in their order."""
    found = Statement.objects.filter(month=str(month), withdrawn_at=None).select_related(
        "written_by", "edited_by", "signed_by"
    )
    return list(found.filter(section=section) if section else found)


def front(known: Known, statements: list[Statement]) -> list[Part]:
    """Of a month's statements: what is performing well, what needs to improve, what changed, and the priorities with
    their updates."""
    return [Part(kind, tuple(_lines(known, statements, kind))) for kind in (*ON_THE_FRONT, StatementKind.PRIORITY)]


def of_section(build: Build, month: Month, section: Section) -> list[Line]:
    """What is said of one section in a month, of whatever kind; the figures are read only where anything is said."""
    statements = statements_of(month, section.slug)
    known = Known(build) if statements else None
    return [_line(known, each, ()) for each in statements if known]


def all_contradictions(known: Known, statements: list[Statement]) -> list[tuple[Line, Contradiction]]:
    """Every number of a month's statements, on its front page or in a section, that does not match its figure, with the
    line that it stands in."""
    lines = [_line(known, each, ()) for each in statements]
    return [(line, each) for line in lines for each in line.contradictions]


def _lines(known: Known, statements: list[Statement], kind: StatementKind) -> Iterable[Line]:
    for each in statements:
        if each.kind == kind:
            updates = [_line(known, one, ()) for one in statements if one.about_id == each.pk]
            yield _line(known, each, updates)


def _line(known: Known, statement: Statement, updates: Iterable[Line]) -> Line:
    wrong = tuple(contradictions(known, statement))
    return Line(statement, section_of(statement.section), wrong, tuple(updates))
