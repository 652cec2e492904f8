"""Letting recipients outside read a published version by a link that ends."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from kpis.models import Opening, ReaderLink, Version
from kpis.releases.states import DRAFTERS

_SIGNER = Signer(salt="a reader's link to a published report")


class LinkEnded(LookupError):
    """The link was never given, has expired or was revoked."""


@transaction.atomic
def give_link(*, version: Version, name: str, email: str, days: int, by: User) -> ReaderLink:
    """A link for a recipient to the documents of a published version, good for so many days. Raises ValueError where
    the version is not published."""
    _may(by)
    if not version.is_published:
        raise ValueError(f"{version} is not published.")
    expires_at = timezone.now() + timedelta(days=days)
    return ReaderLink.objects.create(version=version, name=name, email=email, expires_at=expires_at, given_by=by)


@transaction.atomic
def revoke_link(*, pk: int, by: User) -> ReaderLink:
    """End a link now; one that was revoked before is left alone."""
    _may(by)
    link = ReaderLink.objects.select_for_update().get(pk=pk)
    if link.revoked_at is None:
        link.revoked_by, link.revoked_at = by, timezone.now()
        link.save()
    return link


@transaction.atomic
def send_link(*, link_id: int) -> bool:
    """Mail the recipient the link, once; returns whether it was sent now.

    Raises OSError where the mail server does not take the mail: then it may be tried again.
    """
    link = ReaderLink.objects.select_for_update(of=["self"]).select_related("version__release").get(pk=link_id)
    if link.sent_at or link.revoked_at:
        return False
    words = {"link": link, "url": f"{settings.BASE_URL}{address_of(link)}", "council": settings.COUNCIL_NAME}
    subject = f"{settings.COUNCIL_NAME}: performance report, {link.version.release}"
    body = render_to_string("kpis/release_mail.txt", words)
    send_mail(subject=subject, message=body, from_email=None, recipient_list=[link.email])
    link.sent_at = timezone.now()
    link.save()
    return True


def address_of(link: ReaderLink) -> str:
    """Where the recipient reads. Who knows the address needs no sign-in, so it is signed and cannot be guessed."""
    return reverse("read_report", kwargs={"token": _SIGNER.sign(str(link.pk)).replace(":", ".", 1)})


def link_of(token: str) -> ReaderLink:
    """The link of an address, if it is good now. Raises LinkEnded where it is not."""
    try:
        pk = _SIGNER.unsign(token.replace(".", ":", 1))
    except BadSignature as error:
        raise LinkEnded("There is no such link.") from error
    link = ReaderLink.objects.select_related("version__release").filter(pk=pk).first()
    if link is None or link.revoked_at or link.expires_at <= timezone.now():
        raise LinkEnded("This link has ended.")
    return link


def note_opening(*, link: ReaderLink, what: str, address: str | None) -> None:
    """Write that a link was opened."""
    Opening.objects.create(link=link, what=what, address=address)


def _may(by: User) -> None:
    if not any(by.may(right) for right in DRAFTERS):
        raise PermissionDenied("To let others read a report you need the right to " + ", or to ".join(DRAFTERS) + ".")
