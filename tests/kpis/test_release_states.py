"""The way of a version: who may do what in which state, and that what is published stays as it is."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction

from accounts.roles import Role
from kpis.actions.releases import CannotRelease, correct_release, publish, send_back, start_release, submit, take
from kpis.documents import sheets
from kpis.documents.edition import Edition
from kpis.documents.pdf import report
from kpis.models import Figure, PublishedFigure, PublishedRecord, Release, Version, VersionState
from kpis.releases.freezing import hash_of
from kpis.releases.states import TRANSITIONS
from tests.extracts import build_chapters
from tests.kpis.narrative_scene import AS_AT, person
from tests.kpis.release_scene import brought_to, drafted, keep_records_of_few
from tracking.models import Referral

pytestmark = pytest.mark.django_db

# From which state which step leads whither; everything else is refused.
WAYS = {
    ("submit", VersionState.DRAFT): VersionState.IN_REVIEW,
    ("send-back", VersionState.IN_REVIEW): VersionState.DRAFT,
    ("send-back", VersionState.APPROVED): VersionState.DRAFT,
    ("approve", VersionState.IN_REVIEW): VersionState.APPROVED,
    ("publish", VersionState.APPROVED): VersionState.PUBLISHED,
}
WHO = {
    "submit": {Role.ANALYST, Role.DIRECTOR},
    "send-back": {Role.ANALYST, Role.DIRECTOR},
    "approve": {Role.DIRECTOR},
    "publish": {Role.DIRECTOR},
}


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    keep_records_of_few(monkeypatch)
    return drafted(tmp_path)


@pytest.mark.parametrize("state", VersionState)
def test_every_role_gets_with_every_step_where_it_may_and_no_further(version: Version, state: VersionState) -> None:
    brought_to(version, state)
    for name in TRANSITIONS:
        for role in Role:
            may = role in WHO[name] and (name, state) in WAYS
            with transaction.atomic():
                if may:
                    assert take(name, pk=version.pk, words="Because", by=person(role)).state == WAYS[name, state]
                else:
                    with pytest.raises((PermissionDenied, CannotRelease)):
                        take(name, pk=version.pk, words="Because", by=person(role))
                transaction.set_rollback(True)
            version.refresh_from_db()
            assert version.state == state


def test_nobody_approves_what_they_sent_for_review(version: Version) -> None:
    submit(pk=version.pk, by=person(Role.DIRECTOR))
    with pytest.raises(PermissionDenied, match="Somebody else must do this"):
        take("approve", pk=version.pk, words="", by=person(Role.DIRECTOR))
    with pytest.raises(IntegrityError, match="version_approved_by_another"):
        Version.objects.filter(pk=version.pk).update(
            state="approved", approved_by=person(Role.DIRECTOR), approved_at="2017-08-01T09:00Z"
        )


def test_sent_back_it_says_why_and_is_approved_anew(version: Version) -> None:
    brought_to(version, VersionState.APPROVED)
    with pytest.raises(CannotRelease, match="Say why"):
        send_back(pk=version.pk, words=" ", by=person(Role.DIRECTOR))
    back = send_back(pk=version.pk, words="Explain July.", by=person(Role.DIRECTOR))
    assert (back.state, back.approved_by) == (VersionState.DRAFT, None)
    assert [step.action for step in back.steps.all()] == ["Drafted", "Sent for review", "Approved", "Sent back"]
    assert brought_to(back, VersionState.PUBLISHED).is_published


def test_one_report_of_a_period_and_none_without_figures(version: Version) -> None:
    for period, why in (("2017-07", "already"), ("2017-09", "no figures"), ("2019-07", "no figures")):
        with pytest.raises(CannotRelease, match=why):
            start_release(period=period, by=person(Role.ANALYST))
    with pytest.raises(PermissionDenied):
        start_release(period="2017-06", by=person(Role.TEAM_MANAGER))


def test_a_correction_is_a_version_of_its_own_with_a_note(version: Version) -> None:
    with pytest.raises(CannotRelease, match="not published yet"):
        correct_release(pk=version.release_id, note="A wrong count.", by=person(Role.ANALYST))
    first = brought_to(version, VersionState.PUBLISHED)
    with pytest.raises(CannotRelease, match="what the new version corrects"):
        correct_release(pk=version.release_id, note="", by=person(Role.ANALYST))
    second = correct_release(pk=version.release_id, note="A wrong count.", by=person(Role.ANALYST))
    assert (second.number, second.state, second.note) == (2, VersionState.DRAFT, "A wrong count.")
    assert brought_to(second, VersionState.PUBLISHED).is_published
    first.refresh_from_db()
    assert first.is_published and hash_of(first) == first.content_hash


def test_the_database_refuses_to_change_what_is_published(version: Version) -> None:
    brought_to(version, VersionState.PUBLISHED)
    figure, record = version.figures.first(), version.records.first()
    assert figure and record
    changes = (
        lambda: Version.objects.filter(pk=version.pk).update(note="Another"),
        lambda: Version.objects.filter(pk=version.pk).update(state="draft"),
        lambda: Version.objects.filter(pk=version.pk).delete(),
        lambda: PublishedFigure.objects.filter(pk=figure.pk).update(numerator=1),
        lambda: PublishedFigure.objects.filter(pk=figure.pk).delete(),
        lambda: PublishedRecord.objects.filter(pk=record.pk).update(met=False),
        lambda: PublishedRecord.objects.filter(pk=record.pk).delete(),
        lambda: PublishedFigure.objects.create(version=version, measure="X", period="2017-07", is_recorded=False),
        lambda: connection.cursor().execute("UPDATE kpis_version SET content = NULL"),
        lambda: connection.cursor().execute("DELETE FROM kpis_publishedrecord"),
    )
    for change in changes:
        with pytest.raises(Error, match="Cannot|frozen"), transaction.atomic():
            change()
    version.refresh_from_db()
    assert hash_of(version) == version.content_hash


def test_records_and_figures_that_change_leave_a_published_version_as_it_is(version: Version) -> None:
    published = brought_to(version, VersionState.PUBLISHED)
    assert published.records.filter(measure="CSC 022", period="2017-07").count() == 30
    assert published.records.filter(measure="CSC 022", period="2017-07", met=True).count() == 29
    printed = [
        sheets.tidy(Edition.of(published)),
        sheets.workbook(Edition.of(published)),
        report(Edition.of(published)),
    ]
    Referral.objects.filter(received_on__gte=date(2017, 7, 1)).delete()
    Figure.objects.update(numerator=0)
    build_chapters("2017/18", AS_AT, "Contacts and referrals")
    published.refresh_from_db()
    again = Edition.of(published)
    assert [sheets.tidy(again), sheets.workbook(again), report(again)] == printed
    assert hash_of(published) == published.content_hash
    assert published.figures.get(measure="CSC 022", period="2017-07").numerator == 29


def test_what_was_tampered_with_before_publication_is_not_published(version: Version) -> None:
    brought_to(version, VersionState.APPROVED)
    version.records.filter(measure="CSC 022").delete()
    with pytest.raises(CannotRelease, match="not what is kept"):
        publish(pk=version.pk, by=person(Role.DIRECTOR))


def test_the_draft_that_errors_block_is_not_sent_for_review(version: Version) -> None:
    Figure.objects.filter(measure="CSC 022", period="2017-07", scope="authority").update(numerator=10)
    with pytest.raises(CannotRelease, match="It says 96.7%; CSC 022 2017-07 is now 33.3%"):
        submit(pk=version.pk, by=person(Role.ANALYST))
    assert Release.objects.get().versions.get().state == VersionState.DRAFT
