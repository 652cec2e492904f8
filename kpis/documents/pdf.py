"""The report as a tagged PDF (PDF/UA-1): WeasyPrint over a template of its own."""

import base64
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from kpis.documents.edition import LANGUAGE, SIGNS, Edition, tables_of

STYLE = Path(__file__).with_name("report.css")
NEEDS_PANGO = (
    "A PDF needs the library Pango, which this machine lacks. On Debian or Ubuntu: apt-get install libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation. Then build the document again."
)


class CannotBuild(RuntimeError):
    """The document cannot be built on this machine; the message says what to do."""


def build(edition: Edition) -> bytes:
    """The PDF of an edition, the same bytes every time. Raises CannotBuild where the machine lacks Pango."""
    weasyprint = _weasyprint()
    # Nothing is fetched from anywhere: pictures stand in the document itself.
    inside = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    document = weasyprint.HTML(string=report(edition), url_fetcher=inside)
    style = weasyprint.CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=inside)
    identity = bytes.fromhex(edition.content_hash)[:16]
    return bytes(document.write_pdf(stylesheets=[style], pdf_identifier=identity, pdf_variant="pdf/ua-1"))


def report(edition: Edition) -> str:
    """The report as HTML: what the PDF is made of."""
    content = edition.content
    chapters = [
        (title, [(section, list(tables_of(section)), _pictures(section.charts)) for section in sections])
        for title, sections in content.chapters.items()
    ]
    context = {
        "edition": edition,
        "content": content,
        "language": LANGUAGE,
        "signs": SIGNS,
        "chapters": chapters,
        "flow": _picture(content.flow.svg) if content.flow and content.flow.svg else "",
    }
    return render_to_string("kpis/document.html", context)


def _pictures(charts: Any) -> list[tuple[Any, str]]:
    return [(chart, _picture(chart.svg)) for chart in charts]


def _picture(svg: str) -> str:
    """A drawing as the address of an image: only an image has a text that stands for it."""
    whole = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"data:image/svg+xml;base64,{base64.b64encode(whole.encode()).decode()}"


def _weasyprint() -> Any:
    """The library, which loads Pango when it is imported: only those who build a PDF need it."""
    try:
        import weasyprint
    except OSError as error:
        raise CannotBuild(NEEDS_PANGO) from error
    return weasyprint
