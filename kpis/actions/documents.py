"""Building the documents of a published version: each once, by a task; one that failed can be tried again."""

import hashlib

from django.db import transaction
from django.utils import timezone

from kpis.documents import BUILDERS
from kpis.documents.edition import Edition
from kpis.models import Document, DocumentForm, Version


@transaction.atomic
def ask_for_documents(*, version: Version) -> list[Document]:
    """The documents of a published version that are still to be built; a reason why one failed goes."""
    for form in DocumentForm.values:
        Document.objects.get_or_create(version=version, form=form)
    waiting = version.documents.filter(built_at=None)
    waiting.update(error="")
    return list(waiting)


def build_document(*, document_id: int) -> Document:
    """Build a document from the frozen version; one that is there already is left alone.

    What goes wrong raises nothing: the document says so.
    """
    document = Document.objects.defer("file").select_related("version__release").get(pk=document_id)
    if document.built_at is not None:
        return document
    try:
        file = BUILDERS[document.form](Edition.of(document.version))
    except Exception as error:  # whatever it was, whoever waits must be told
        Document.objects.filter(pk=document_id, built_at=None).update(error=f"{error}" or type(error).__name__)
    else:
        kept = {"file": file, "size": len(file), "sha256": hashlib.sha256(file).hexdigest()}
        Document.objects.filter(pk=document_id, built_at=None).update(**kept, error="", built_at=timezone.now())
    return Document.objects.defer("file").get(pk=document_id)


def unbuilt_documents() -> list[int]:
    """Those that a stopped worker left behind."""
    return list(Document.objects.filter(built_at=None, error="").values_list("pk", flat=True))
