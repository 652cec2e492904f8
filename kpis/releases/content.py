"""What a version says to its readers: plain data, kept as JSON, from which pages and documents are made.

Nothing here is looked up again: words, figures as text, drawings as SVG. What may not be published is not in it.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

UPRIGHT = 6  # columns of figures that an upright page takes


@dataclass(frozen=True)
class Definition:
    """A measure as it was defined when the version was frozen."""

    code: str
    title: str
    heading: str
    definition: str
    counts: str
    out_of: str
    basis: str
    unit: str
    target: str
    owner: str
    reviewed_on: str
    next_review: str


@dataclass(frozen=True)
class Cell:
    """A figure as shown; the counts behind a share; how it stood against its target (`met`, `missed`); a remark."""

    text: str
    counts: str = ""
    standing: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a table: its label, its kind (`earlier`, `month`, `total`, `projection`, `others`) and its cells."""

    label: str
    kind: str
    cells: tuple[Cell, ...]

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """As kept."""
        return cls(kept["label"], kept["kind"], tuple(Cell(**cell) for cell in kept["cells"]))


def _share(line: Line, place: int | None) -> Cell | None:
    return None if place is None else line.cells[place]


@dataclass(frozen=True)
class Chart:
    """A drawing with its heading, what it shows in words, and what process control says of it."""

    heading: str
    svg: str
    story: str
    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section of the report. `lines` have a cell for each of `measures`; `is_wide` where the measures are better read
    below each other. `withheld` says in words that something is not shown."""

    slug: str
    title: str
    chapter: str
    definition: str
    analysis: tuple[str, ...]
    measures: tuple[Definition, ...]
    lines: tuple[Line, ...]
    charts: tuple[Chart, ...]
    is_wide: bool
    withheld: str = ""

    @property
    def is_broad(self) -> bool:
        """Whether its table is too broad for an upright page."""
        return self.is_wide or len(self.measures) > UPRIGHT

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """As kept."""
        return cls(
            **kept
            | {
                "analysis": tuple(kept["analysis"]),
                "measures": tuple(Definition(**each) for each in kept["measures"]),
                "lines": tuple(Line.from_json(each) for each in kept["lines"]),
                "charts": tuple(Chart(**each | {"verdicts": tuple(each["verdicts"])}) for each in kept["charts"]),
            }
        )

    @property
    def by_measure(self) -> "list[tuple[Definition, list[tuple[Cell, Cell | None]]]]":
        """The measures below each other, each with its cells; the share of a count stands beside the count's."""
        places = {measure.code: place for place, measure in enumerate(self.measures)}
        shares = {code: places[f"{code}-PCT"] for code in places if f"{code}-PCT" in places}
        return [
            (measure, [(line.cells[place], _share(line, shares.get(measure.code))) for line in self.lines])
            for place, measure in enumerate(self.measures)
            if measure.code in shares or measure.code.removesuffix("-PCT") not in shares
        ]

    def of_kind(self, *kinds: str) -> tuple[Line, ...]:
        """The lines of these kinds."""
        return tuple(line for line in self.lines if line.kind in kinds)


@dataclass(frozen=True)
class Priority:
    """A priority with its updates."""

    text: str
    updates: tuple[str, ...]


@dataclass(frozen=True)
class FlowStep:
    """A step of the conversion flow."""

    title: str
    reached: str
    went_on: str
    share: str
    stopped: str


@dataclass(frozen=True)
class Flow:
    """What became of a quarter's referrals. Without steps where small numbers keep it from being shown."""

    heading: str
    story: str
    svg: str
    steps: tuple[FlowStep, ...]
    outcome: str
    outcome_count: str

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """As kept."""
        return cls(**kept | {"steps": tuple(FlowStep(**each) for each in kept["steps"])})


@dataclass(frozen=True)
class Content:
    """All that a version says: its title, the day whose records it is of, the summary, the flow and the sections."""

    council: str
    title: str
    period: str
    month: str
    as_at: str
    performing_well: tuple[str, ...]
    needs_to_improve: tuple[str, ...]
    changed: tuple[str, ...]
    priorities: tuple[Priority, ...]
    flow: Flow | None
    sections: tuple[Section, ...] = field(default=())

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """As kept in the database."""
        return cls(
            **kept
            | {
                "performing_well": tuple(kept["performing_well"]),
                "needs_to_improve": tuple(kept["needs_to_improve"]),
                "changed": tuple(kept["changed"]),
                "priorities": tuple(Priority(p["text"], tuple(p["updates"])) for p in kept["priorities"]),
                "flow": Flow.from_json(kept["flow"]) if kept["flow"] else None,
                "sections": tuple(Section.from_json(each) for each in kept["sections"]),
            }
        )

    def to_json(self) -> dict[str, Any]:
        """To be kept in the database."""
        return asdict(self)

    def section(self, slug: str) -> Section | None:
        """The section with that address."""
        return next((section for section in self.sections if section.slug == slug), None)

    @property
    def chapters(self) -> dict[str, list[Section]]:
        """The sections by chapter, in order."""
        found: dict[str, list[Section]] = {}
        for section in self.sections:
            found.setdefault(section.chapter, []).append(section)
        return found
