"""The report as a Word file to be edited: headings, real tables with header rows, pictures with words for them."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import resvg_py
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from kpis.documents.edition import LANGUAGE, SIGNS, Edition, Table, tables_of
from kpis.documents.packing import repacked
from kpis.releases.content import Chart, Content, Section

FONT = "Arial"
INK, GREY = RGBColor(0x12, 0x43, 0x6D), RGBColor(0x50, 0x5A, 0x5F)
PIXELS = 1_200  # across a picture
SIZES = {"Normal": 10, "Title": 28, "Heading 1": 18, "Heading 2": 13, "Heading 3": 10.5, "Caption": 9}
CHART, FLOW = Cm(12.5), Cm(25)
SMALL, SMALLEST = Pt(8), Pt(6.5)
MARGIN = Cm(1.8)


def build(edition: Edition) -> bytes:
    """The Word file of an edition, the same bytes every time."""
    writer = _Writer(edition)
    writer.cover()
    writer.summary()
    writer.flow()
    for chapter, sections in edition.content.chapters.items():
        writer.chapter(chapter, sections)
    writer.definitions()
    file = BytesIO()
    writer.document.save(file)
    return repacked(file.getvalue(), edition.published_at)


class _Writer:
    """Writes one document from its beginning to its end."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.content = edition, edition.content
        self.document: Any = Document()
        self.is_wide = False
        self._set_up()

    def cover(self) -> None:
        """Whose report, of what, when."""
        at = self.edition
        self._text(self.content.council, color=GREY, size=Pt(14))
        self.document.add_paragraph(at.title, style="Title")
        self._text(
            f"Published on {at.published_at:%-d %B %Y}, version {at.number}. Records as at {at.as_at:%-d %B %Y}."
        )
        if at.note:
            self._text(f"Correction: {at.note}", is_bold=True)
        self._text(SIGNS, color=GREY, size=Pt(9))

    def summary(self) -> None:
        """What is well and what is not, what changed, the priorities."""
        content: Content = self.content
        self.document.add_page_break()
        self._heading("Performance summary", 1)
        for heading, texts in (
            ("Where we are performing well", content.performing_well),
            ("Where we need to improve", content.needs_to_improve),
            ("What changed", content.changed),
        ):
            if texts or heading != "What changed":
                self._heading(heading, 2)
                self._texts(texts or ("Nothing is said here.",))
        if content.priorities:
            self._heading("Performance priorities", 2)
            rows = tuple((p.text, ("\n".join(p.updates) or "No update.",)) for p in content.priorities)
            self._words(Table("Priorities and updates", "Priority", ("Update",), rows))

    def flow(self) -> None:
        """What became of a quarter's referrals."""
        flow = self.content.flow
        if flow is None:
            return
        self._turn(is_wide=bool(flow.svg))
        self._heading(flow.heading, 1)
        self._text(flow.story)
        if flow.svg:
            self._picture(flow.svg, flow.story, FLOW)
            rows = [(s.title, (s.reached, s.went_on, s.share, s.stopped)) for s in flow.steps]
            rows.append((flow.outcome, (flow.outcome_count, "", "", "")))
            columns = ("Reached", "Went on", "Share that went on", "Stopped")
            self._table(Table(f"{flow.heading}: figures", "Step", columns, tuple(rows)), SMALL)

    def chapter(self, title: str, sections: Iterable[Section]) -> None:
        """A chapter with its sections, each with definition, analysis, tables and charts."""
        self._turn(is_wide=False, is_new_page=True)
        self._heading(title, 1)
        for section in sections:
            self._turn(is_wide=section.is_broad)
            self._section(section)

    def definitions(self) -> None:
        """What each measure means, section by section."""
        self._turn(is_wide=False, is_new_page=True)
        self._heading("What each measure means", 1)
        for section in self.content.sections:
            rows = tuple(
                (f"{m.title} ({m.code})", (f"{m.definition} Counts: {m.counts}." + _out_of(m.out_of),))
                for m in section.measures
            )
            self._words(Table(section.title, "Measure", ("Definition",), rows))

    def _section(self, section: Section) -> None:
        self._heading(section.title, 2)
        self._heading("Definition", 3)
        self._text(section.definition, color=GREY)
        if section.analysis:
            self._heading("Performance analysis", 3)
            self._texts(section.analysis)
        first, *more = tables_of(section)
        self._table(first, SMALLEST if section.is_wide else SMALL)
        for chart in section.charts:
            self._chart(chart)
        for table in more:
            self._table(table, SMALL)
        if section.withheld:
            self._text(section.withheld, color=GREY, size=SMALL)

    def _set_up(self) -> None:
        core = self.document.core_properties
        core.title, core.author, core.language = self.edition.title, self.content.council, LANGUAGE
        core.comments = f"Version {self.edition.number}"
        for name, size in SIZES.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
            if name != "Normal":
                style.font.color.rgb = INK
        for lang in self.document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), LANGUAGE)
        self._page(self.document.sections[0])

    def _turn(self, *, is_wide: bool, is_new_page: bool = False) -> None:
        """Turn the page where what follows is wide and what went before is not, or the other way round."""
        if is_wide != self.is_wide:
            self.is_wide = is_wide
            self._page(self.document.add_section(WD_SECTION.NEW_PAGE))
        elif is_new_page:
            self.document.add_page_break()

    def _page(self, page: Any) -> None:
        short, long = Cm(21), Cm(29.7)
        page.orientation = WD_ORIENT.LANDSCAPE if self.is_wide else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = (long, short) if self.is_wide else (short, long)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN

    def _heading(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def _texts(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._text(text)

    def _text(
        self, text: str, *, color: RGBColor | None = None, size: Length | None = None, is_bold: bool = False
    ) -> Any:
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.font.size = is_bold or None, size
        if color is not None:
            run.font.color.rgb = color
        return paragraph

    def _chart(self, chart: Chart) -> None:
        self._caption(chart.heading)
        self._picture(chart.svg, chart.story, CHART)
        for words in chart.verdicts:
            self._text(words, color=GREY, size=SMALL).paragraph_format.space_after = Pt(2)

    def _picture(self, svg: str, words: str, width: Length) -> None:
        """A drawing as a picture; `words` stand for it where it is not seen."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(_drawn(svg)), width=width)
        shape._inline.docPr.set("descr", words)

    def _caption(self, text: str) -> None:
        self.document.add_paragraph(text, style="Caption").paragraph_format.keep_with_next = True

    def _words(self, table: Table) -> None:
        """A table of texts: two columns, the first of them the narrower."""
        made = self._table(table, Pt(8.5), is_of_words=True)
        for row in made.rows:
            for cell, width in zip(row.cells, (Cm(6.2), Cm(11.2)), strict=True):
                cell.width = width

    def _table(self, table: Table, size: Length, *, is_of_words: bool = False) -> Any:
        self._caption(table.caption)
        made = self.document.add_table(rows=1 + len(table.rows), cols=1 + len(table.columns), style="Table Grid")
        lines = [(table.corner, table.columns), *table.rows]
        for number, (row, (label, texts)) in enumerate(zip(made.rows, lines, strict=True)):
            _keep_together(row, is_header=number == 0)
            for place, (cell, text) in enumerate(zip(row.cells, (label, *texts), strict=True)):
                _write(cell, text, size, is_bold=number == 0, is_figure=bool(place) and not is_of_words)
        self._text("", size=Pt(4)).paragraph_format.space_after = Pt(2)
        return made


def _write(cell: Any, text: str, size: Length, *, is_bold: bool, is_figure: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_figure else WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(text)
    run.bold, run.font.size = is_bold or None, size


def _keep_together(row: Any, *, is_header: bool) -> None:
    """A row is not torn over two pages; the header row stands on every page and is read out with each cell."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))


def _drawn(svg: str) -> bytes:
    whole = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return bytes(resvg_py.svg_to_bytes(svg_string=whole, width=PIXELS, background="#ffffff"))


def _out_of(words: str) -> str:
    return f" Out of: {words}." if words else ""
