"""Recipients outside read a published version by a link: their own, while it lasts, and every opening is logged."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from kpis import documents
from kpis.actions.documents import ask_for_documents, build_document
from kpis.actions.readers import LinkEnded, address_of, give_link, link_of, revoke_link, send_link
from kpis.models import DocumentForm, Opening, ReaderLink, Version, VersionState
from tests.kpis.narrative_scene import person
from tests.kpis.release_scene import brought_to, drafted, keep_records_of_few

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    """A published version with quick documents."""
    keep_records_of_few(monkeypatch)
    for form in DocumentForm:
        monkeypatch.setitem(documents.BUILDERS, form, lambda edition: edition.content.title.encode())
    published = brought_to(drafted(tmp_path), VersionState.PUBLISHED)
    for document in ask_for_documents(version=published):
        build_document(document_id=document.pk)
    return published


def given(version: Version, days: int = 7) -> ReaderLink:
    """A link of a councillor's."""
    return give_link(version=version, name="Ada", email="ada@board.example", days=days, by=person(Role.ANALYST))


def browser(role: Role) -> Client:
    client = Client()
    client.force_login(person(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_recipient_reads_the_documents_without_signing_in_and_that_is_logged(version: Version) -> None:
    link = given(version)
    page = Client().get(address_of(link))
    assert page.status_code == 200 and "For Ada" in page.content.decode() and "no-store" in page["Cache-Control"]
    assert Client().get(f"{address_of(link)}report.pdf").content == b"July 2017"
    assert list(link.openings.values_list("what", "address")) == [("the page", "127.0.0.1"), ("PDF", "127.0.0.1")]
    listed = browser(Role.DIRECTOR).get(reverse("readers", kwargs={"pk": version.pk})).content.decode()
    assert "ada@board.example" in listed and "the page, " in listed
    with pytest.raises(Error, match="Cannot"), transaction.atomic():
        Opening.objects.all().delete()


def test_a_link_that_expired_was_revoked_or_was_tampered_with_opens_nothing(version: Version) -> None:
    link, other = given(version), given(version)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert Client().get(address_of(link)).status_code == 404
    signed = address_of(link).split("/")[-2]
    forged = f"{other.pk}.{signed.partition('.')[2]}"
    with pytest.raises(LinkEnded):
        link_of(forged)
    revoke_link(pk=link.pk, by=person(Role.DIRECTOR))
    assert Client().get(address_of(link)).status_code == 404
    assert Client().get(f"{address_of(link)}report.pdf").status_code == 404
    assert link_of(address_of(other).split("/")[-2]) == other
    assert not Opening.objects.exists()


def test_the_link_is_mailed_once(version: Version) -> None:
    link = given(version)
    assert send_link(link_id=link.pk) and not send_link(link_id=link.pk)
    (message,) = mail.outbox
    assert message.to == ["ada@board.example"] and address_of(link) in message.body and "July 2017" in message.subject


def test_who_drafts_gives_and_revokes_links_and_nobody_else(version: Version) -> None:
    url = reverse("readers", kwargs={"pk": version.pk})
    told = {"name": "Ada", "email": "ada@board.example", "days": "7"}
    assert browser(Role.TEAM_MANAGER).post(url, told).status_code == 403
    assert browser(Role.ANALYST).post(url, told | {"days": "400"}).status_code == 400
    assert "Ada gets the link by mail." in browser(Role.ANALYST).post(url, told, follow=True).content.decode()
    link = ReaderLink.objects.get()
    with pytest.raises(PermissionDenied):
        revoke_link(pk=link.pk, by=person(Role.TEAM_MANAGER))
    page = browser(Role.DIRECTOR).post(reverse("revoke_link", kwargs={"pk": link.pk}), follow=True).content.decode()
    assert "no longer opens anything" in page and "Revoked on" in page


def test_there_is_no_link_to_what_is_not_published(version: Version) -> None:
    with pytest.raises(ValueError, match="not published"):
        given(Version(release=version.release, number=2))
