"""A published version as documents: PDF, Word, Excel and CSV, all of the frozen content and nothing else.

`edition` is what every document is made of, `report` the HTML behind the PDF (`pdf`), `word` and `sheets` the others,
`packing` takes the moment of making out of a file: two builds of a version are the same bytes.
"""

from collections.abc import Callable

from kpis.documents import pdf, sheets, word
from kpis.documents.edition import Edition
from kpis.models import DocumentForm

BUILDERS: dict[str, Callable[[Edition], bytes]] = {
    DocumentForm.PDF: pdf.build,
    DocumentForm.WORD: word.build,
    DocumentForm.EXCEL: sheets.workbook,
    DocumentForm.CSV: sheets.tidy,
}
