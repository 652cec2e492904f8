"""Editing the audit tools: a new version begins as a copy of the last, and stays as it is once it is published."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from audits.models import ToolQuestion, ToolSection, ToolVersion
from audits.template import SECTIONS, Section


@transaction.atomic
def begin_version(*, by: User, category: str) -> ToolVersion:
    """A new draft of a category's tool: a copy of its newest version, or of our template where it has none.

    Raises PermissionDenied where `by` may not edit tools, ValidationError where there is a draft already.
    """
    _check_may_edit(by)
    newest = ToolVersion.objects.filter(category=category).order_by("-number").first()
    if newest and not newest.is_published:
        raise ValidationError("There is a draft already: publish that one first.")
    version = ToolVersion(category=category, number=newest.number + 1 if newest else 1, made_by=by)
    version.full_clean()
    version.save()
    for number, section in enumerate(_copied(newest) if newest else SECTIONS[category], 1):
        made = ToolSection.objects.create(
            version=version, number=number, title=section.title, guidance=section.guidance
        )
        _ask(made, section.questions)
    return version


@transaction.atomic
def write_section(
    *, by: User, version: ToolVersion, section: ToolSection | None, title: str, guidance: str, questions: Sequence[str]
) -> ToolSection:
    """Add a section to a draft (at its end), or change one of it, with all its questions in order.

    Raises PermissionDenied where `by` may not edit tools, ValidationError for a published version and a title that the
    version has already.
    """
    _check_is_draft(by, version)
    last = version.sections.order_by("-number").first()
    section = section or ToolSection(version=version, number=last.number + 1 if last else 1)
    section.title, section.guidance = title.strip(), guidance.strip()
    section.full_clean()
    section.save()
    section.questions.all().delete()
    _ask(section, [question.strip() for question in questions if question.strip()])
    return section


@transaction.atomic
def remove_section(*, by: User, section: ToolSection) -> None:
    """Take a section out of a draft. Raises PermissionDenied and ValidationError as `write_section`."""
    _check_is_draft(by, section.version)
    section.delete()


@transaction.atomic
def publish(*, by: User, version: ToolVersion) -> ToolVersion:
    """Publish a draft: audits allocated from now on take it, those before keep theirs.

    Raises PermissionDenied where `by` may not edit tools, ValidationError for a published version and an empty one.
    """
    _check_is_draft(by, version)
    if not version.sections.exists():
        raise ValidationError("A tool needs at least one section.")
    version.published_at, version.published_by = timezone.now(), by
    version.save()
    return version


def _copied(version: ToolVersion) -> list[Section]:
    sections = version.sections.prefetch_related("questions")
    return [Section(one.title, one.guidance, tuple(q.text for q in one.questions.all())) for one in sections]


def _ask(section: ToolSection, questions: Sequence[str]) -> None:
    ToolQuestion.objects.bulk_create(
        ToolQuestion(section=section, number=number, text=text[:300]) for number, text in enumerate(questions, 1)
    )


def _check_is_draft(by: User, version: ToolVersion) -> None:
    _check_may_edit(by)
    if ToolVersion.objects.select_for_update().get(pk=version.pk).is_published:
        raise ValidationError("This version is published and stays as it is: begin a new one.")


def _check_may_edit(by: User) -> None:
    if not by.may(Right.EDIT_AUDIT_TOOLS):
        raise PermissionDenied("Only an administrator may do this.")
