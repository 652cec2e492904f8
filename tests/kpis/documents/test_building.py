"""Documents of a published version: built by a task, kept by the database, read by those who may and logged."""

import hashlib
from pathlib import Path

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AccessLog
from accounts.roles import Role
from kpis import documents
from kpis.actions.documents import ask_for_documents, build_document, unbuilt_documents
from kpis.documents.edition import Edition
from kpis.models import Document, DocumentForm, Version, VersionState
from tests.kpis.narrative_scene import person
from tests.kpis.release_scene import brought_to, drafted, keep_records_of_few

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    """A published version whose documents are quick to build."""
    keep_records_of_few(monkeypatch)
    for form in DocumentForm:
        monkeypatch.setitem(documents.BUILDERS, form, lambda edition: edition.content.title.encode())
    return brought_to(drafted(tmp_path), VersionState.PUBLISHED)


def browser(role: Role) -> Client:
    client = Client()
    client.force_login(person(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_each_document_is_built_once_and_then_stays(version: Version) -> None:
    for document in ask_for_documents(version=version):
        built = build_document(document_id=document.pk)
        assert built.sha256 == hashlib.sha256(b"July 2017").hexdigest()
        moment = built.built_at
        assert build_document(document_id=document.pk).built_at == moment
    assert ask_for_documents(version=version) == [] and unbuilt_documents() == []
    for change in (
        lambda: Document.objects.filter(form="pdf").update(file=b"Another"),
        lambda: Document.objects.filter(form="pdf").delete(),
    ):
        with pytest.raises(Error, match="Cannot"), transaction.atomic():
            change()


def test_one_that_fails_says_so_and_is_tried_again(version: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(edition: Edition) -> bytes:
        raise RuntimeError("A PDF needs Pango.")

    with monkeypatch.context() as patched:
        patched.setitem(documents.BUILDERS, DocumentForm.PDF, fails)
        for document in ask_for_documents(version=version):
            build_document(document_id=document.pk)
    url = reverse("version", kwargs={"pk": version.pk})
    page = browser(Role.ANALYST).get(url).content.decode()
    assert "could not be built. A PDF needs Pango." in page and "Build the documents again" in page
    assert "Build the documents again" not in browser(Role.TEAM_MANAGER).get(url).content.decode()
    (again,) = ask_for_documents(version=version)
    assert build_document(document_id=again.pk).built_at is not None
    assert "Build the documents again" not in browser(Role.ANALYST).get(url).content.decode()


def test_a_document_is_read_by_those_who_see_figures_and_that_is_logged(version: Version) -> None:
    url = reverse("document", kwargs={"pk": version.pk, "form": "pdf"})
    assert browser(Role.DIRECTOR).get(url).status_code == 404
    for document in ask_for_documents(version=version):
        build_document(document_id=document.pk)
    answer = browser(Role.TEAM_MANAGER).get(url)
    assert answer.content == b"July 2017" and answer["Content-Type"] == "application/pdf"
    assert 'filename="performance-report-2017-07-version-1.pdf"' in answer["Content-Disposition"]
    logged = AccessLog.objects.get(action="Read a published report")
    assert (logged.user, logged.subject) == (person(Role.TEAM_MANAGER), "July 2017, version 1, PDF")
    assert browser(Role.SOCIAL_WORKER).get(url).status_code == 403


def test_progress_is_shown_until_all_are_there(version: Version) -> None:
    ask_for_documents(version=version)
    url = reverse("documents", kwargs={"pk": version.pk})
    assert "being built" in (page := browser(Role.DIRECTOR).get(url).content.decode()) and "hx-trigger" in page
    for pk in unbuilt_documents():
        build_document(document_id=pk)
    assert "hx-trigger" not in browser(Role.DIRECTOR).get(url).content.decode()


def test_no_edition_of_what_is_not_published(version: Version) -> None:
    with pytest.raises(ValueError, match="not published"):
        Edition.of(Version(release=version.release, number=2))
