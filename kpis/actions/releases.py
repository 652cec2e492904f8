"""Releases: drafted, frozen for review, sent back, approved by another, published; corrected by a new version."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from kpis.actions.builds import one_at_a_time
from kpis.book import newest_build
from kpis.models import Build, Release, Step, Version, VersionState
from kpis.releases import freezing
from kpis.releases.checklist import Finding, check, is_blocked
from kpis.releases.composing import Composer
from kpis.releases.knowing import known_of_draft, known_of_frozen
from kpis.releases.safety import hidden_by, pattern_for
from kpis.releases.states import APPROVE, DRAFTERS, PUBLISH, SEND_BACK, SUBMIT, TRANSITIONS, Transition
from kpis.releases.upto import figures_upto
from kpis.safety.model import CannotProtect


class CannotRelease(ValueError):
    """What was asked cannot be done with the version now; the message says why."""


@transaction.atomic
def start_release(*, period: str, by: User | None) -> Version:
    """The first version of the report of a month or quarter, as a draft. Raises CannotRelease where there is one, or
    where there are no figures of it."""
    _may(by)
    release = Release(period=period)
    build = newest_build(release.month.reporting_year)
    if build is None or build.as_at < release.month.first:
        raise CannotRelease(f"There are no figures of {release}. Build them first.")
    release, is_new = Release.objects.get_or_create(period=period)
    if not is_new:
        raise CannotRelease(f"There is a report of {release} already.")
    return _draft(release, 1, "", by)


@transaction.atomic
def correct_release(*, pk: int, note: str, by: User) -> Version:
    """A new version of a published release, as a draft; `note` tells its readers what it corrects. Raises CannotRelease
    while another version is under way."""
    _may(by)
    release = Release.objects.select_for_update().get(pk=pk)
    last = release.versions.first()
    if last is None or not last.is_published:
        raise CannotRelease("The last version is not published yet: change that one.")
    if not note.strip():
        raise CannotRelease("Say what the new version corrects.")
    return _draft(release, last.number + 1, note.strip(), by)


def checklist_of(version: Version, today: date | None = None) -> tuple[Finding, ...]:
    """What stands in the way of the version; nothing of one that is published."""
    today, build = today or timezone.localdate(), _build(version)
    if version.is_published:
        return ()
    if version.state != VersionState.DRAFT:
        return check(known_of_frozen(version, build, today))
    figures = figures_upto(build, version.release.month)
    try:
        pattern = pattern_for(version.release, figures)
    except CannotProtect as error:
        return (Finding(True, f"Small numbers cannot be hidden. {error}."),)
    return check(known_of_draft(version.release, build, figures, pattern, today))


def submit(*, pk: int, words: str = "", by: User) -> Version:
    """Freeze what the version says (content, figures, records) and send it for review. Raises CannotRelease where the
    checklist blocks it."""
    build = _build(Version.objects.select_related("release").get(pk=pk))
    freezing.work_out(build)
    with transaction.atomic():
        one_at_a_time(f"builds of {build.year}")
        version = _begin(pk, SUBMIT, by)
        _freeze(version)
        version.submitted_by, version.submitted_at = by, timezone.now()
        return _end(version, SUBMIT, words, by)


@transaction.atomic
def send_back(*, pk: int, words: str, by: User) -> Version:
    """Back to a draft, with what is to be done; it is frozen and approved anew."""
    version = _begin(pk, SEND_BACK, by)
    if not words.strip():
        raise CannotRelease("Say why it goes back.")
    version.submitted_by = version.submitted_at = version.approved_by = version.approved_at = None
    return _end(version, SEND_BACK, words.strip(), by)


@transaction.atomic
def approve(*, pk: int, words: str = "", by: User) -> Version:
    """Stand for the frozen version as somebody who did not draft it."""
    version = _begin(pk, APPROVE, by)
    version.approved_by, version.approved_at = by, timezone.now()
    return _end(version, APPROVE, words, by)


@transaction.atomic
def publish(*, pk: int, words: str = "", by: User) -> Version:
    """Publish the approved version: from then on nothing changes it. Raises CannotRelease where the checklist blocks
    it, or what was frozen is not what is there."""
    version = _begin(pk, PUBLISH, by)
    if freezing.hash_of(version) != version.content_hash:
        raise CannotRelease("What was approved is not what is kept. Send it back and freeze it again.")
    version.published_by, version.published_at = by, timezone.now()
    return _end(version, PUBLISH, words, by)


TAKE: dict[Transition, Callable[..., Version]] = {
    SUBMIT: submit,
    SEND_BACK: send_back,
    APPROVE: approve,
    PUBLISH: publish,
}


def take(name: str, *, pk: int, words: str, by: User) -> Version:
    """Do the transition of that name. Raises KeyError where there is none."""
    return TAKE[TRANSITIONS[name]](pk=pk, words=words, by=by)


def _may(by: User | None) -> None:
    if by is not None and not any(by.may(right) for right in DRAFTERS):
        raise PermissionDenied("To draft a report you need the right to " + ", or to ".join(DRAFTERS) + ".")


def _draft(release: Release, number: int, note: str, by: User | None) -> Version:
    version = Version.objects.create(release=release, number=number, note=note, drafted_by=by)
    Step.objects.create(version=version, action="Drafted", words=note, by=by)
    return version


def _build(version: Version) -> Build:
    build = newest_build(version.release.month.reporting_year)
    if build is None:
        raise CannotRelease(f"There are no figures of {version.release}. Build them first.")
    return build


def _begin(pk: int, transition: Transition, by: User) -> Version:
    """The version, locked. Raises PermissionDenied or CannotRelease where the user may not do this with it now."""
    version = Version.objects.select_for_update(of=["self"]).select_related("release").get(pk=pk)
    if forbidden := transition.forbidden_to(version, by):
        raise PermissionDenied(forbidden)
    if not transition.is_due(version):
        raise CannotRelease(f"This version is {version.get_state_display().lower()}.")
    if transition.unless_blocked and is_blocked(findings := checklist_of(version)):
        raise CannotRelease(next(finding.words for finding in findings if finding.is_error))
    return version


def _end(version: Version, transition: Transition, words: str, by: User) -> Version:
    version.state = transition.to
    version.save()
    Step.objects.create(version=version, action=transition.done, words=words, by=by)
    return version


def _freeze(version: Version) -> None:
    build, month = _build(version), version.release.month
    figures = figures_upto(build, month)
    pattern = pattern_for(version.release, figures)
    version.as_at, version.pattern = build.as_at, pattern.as_data()
    version.content = Composer.of(version.release, build, figures, hidden_by(pattern)).content().to_json()
    freezing.freeze(version, build, figures, month)
    version.content_hash = freezing.hash_of(version)
