"""What every document is made of: the frozen content of a version, and what stands on its cover."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Self

from django.utils import timezone

from kpis.models import Version
from kpis.releases.content import Cell, Content, Definition, Line, Section

LANGUAGE = "en-GB"
SIGNS = (
    "Numbers from 1 to 4 are shown as <5 in tables that split children into categories, and further numbers (c) are "
    "withheld so that none of these can be worked out. “Not recorded”, “-” (no cases to take a share of) and 0 are "
    "different things. ✓: the target was met; ✗: it was missed."
)


class Table(NamedTuple):
    """A table of a document: its name, its columns, and its rows, each with a heading and a text for every column."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Edition:
    """A version to be printed. `published_at` is the only moment that a document knows."""

    content: Content
    number: int
    note: str
    content_hash: str
    published_at: datetime

    @classmethod
    def of(cls, version: Version) -> Self:
        """That of a published version. Raises ValueError for one that is not published."""
        if not version.is_published or version.published_at is None:
            raise ValueError(f"{version} is not published.")
        content = Content.from_json(version.content or {})
        at = timezone.localtime(version.published_at).replace(microsecond=0, tzinfo=None)
        return cls(content, version.number, version.note, version.content_hash, at)

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"Children’s social care performance report: {self.content.title}"

    @property
    def as_at(self) -> date:
        """The day whose records the report is of."""
        return date.fromisoformat(self.content.as_at)


def tables_of(section: Section) -> Iterator[Table]:
    """The tables of a section: of few measures the months, then the annual trend; of many one, the measures below each
    other."""
    if section.is_wide:
        yield _wide(section)
        return
    months = _narrow(section, "In-month performance", "Month", section.of_kind("month"))
    if any(measure.target for measure in section.measures):
        target = ("Target", tuple(measure.target or "none" for measure in section.measures))
        months = months._replace(rows=(target, *months.rows))
    yield months
    yield _narrow(section, "Annual trend", "Year", section.of_kind("earlier", "total", "projection", "others"))


def _narrow(section: Section, caption: str, corner: str, lines: tuple[Line, ...]) -> Table:
    rows = tuple((line.label, tuple(text_of(cell) for cell in line.cells)) for line in lines)
    return Table(f"{section.title}: {caption.lower()}", corner, tuple(map(_heading, section.measures)), rows)


def _wide(section: Section) -> Table:
    has = [any(cell.text for cell in line.cells) for line in section.lines]
    columns = tuple(line.label for line, there in zip(section.lines, has, strict=True) if there)
    rows = tuple(
        (
            " ".join(filter(None, (measure.heading, f"(target {measure.target})" if measure.target else ""))),
            tuple(_with_share(*pair) for pair, there in zip(cells, has, strict=True) if there),
        )
        for measure, cells in section.by_measure
    )
    return Table(f"{section.title}: figures", "Measure", columns, rows)


def _heading(measure: Definition) -> str:
    """A column's heading, with the code where staff say it."""
    return f"{measure.code} {measure.heading}" if measure.code.startswith("CSC ") else measure.heading


def text_of(cell: Cell) -> str:
    """A cell as text: the figure, how it stands against its target, the counts behind it, the remark."""
    standing = {"met": " ✓", "missed": " ✗"}.get(cell.standing, "")
    behind = ", ".join(filter(None, (cell.counts, cell.remark)))
    return f"{cell.text}{standing}" + (f" ({behind})" if behind else "")


def _with_share(cell: Cell, share: Cell | None) -> str:
    if share is None or not share.text:
        return text_of(cell)
    return f"{cell.text} ({share.text}%)" if share.text != "-" else f"{cell.text} (-)"
