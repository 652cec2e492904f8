"""Writing the narrative of a month: drafts from the figures, what people make of them, and their signatures."""

from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from kpis.measures import SECTIONS
from kpis.models import Build, Statement, StatementKind
from kpis.narrative.facts import gather
from kpis.narrative.known import Known
from kpis.narrative.quotes import CannotRead, Quote, carried, read
from kpis.narrative.rules import Draft, drafted
from workdays import Month


class ChangedMeanwhile(ValueError):
    """Somebody else changed the statement since it was shown; `statement` is what it is now."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        super().__init__("Somebody else changed this statement meanwhile.")


@transaction.atomic
def draft_month(*, build: Build, month: Month, by: User) -> int:
    """Draft statements of a month from the figures of a build; returns how many stand as drafted now.

    Drafts that nobody touched are written anew or go; what a person edited, signed or withdrew stays as it is, and what
    somebody wrote of a section is not said again by rules.
    """
    _may_write(by)
    known = Known(build)
    facts = [
        found
        for section in SECTIONS
        for measure in section.all_measures
        if (found := gather(known, measure, section.slug, month))
    ]
    with pghistory.context(user=by.pk):
        Statement.objects.filter(month=str(month), written_by=None).untouched().delete()
        kept = list(Statement.objects.filter(month=str(month)).values_list("measure", "kind", "section"))
        measures = {measure for measure, _, _ in kept}
        written = {(kind, section) for measure, kind, section in kept if not measure}
        fresh = [
            (place, each)
            for place, each in enumerate(drafted(facts), 1)
            if each.measure not in measures and (each.kind, each.section) not in written
        ]
        for place, each in fresh:
            _keep_draft(known, month, place, each)
    return len(fresh)


def _keep_draft(known: Known, month: Month, place: int, draft: Draft) -> None:
    text, quotes = read(draft.marked, known.text)
    Statement.objects.create(
        month=str(month),
        section=draft.section,
        kind=draft.kind,
        text=text,
        quotes=[quote.to_json() for quote in quotes],
        place=place,
        measure=draft.measure,
    )


@transaction.atomic
def write_statement(
    *, build: Build, month: Month, section: str, kind: str, text: str, about: Statement | None = None, by: User
) -> Statement:
    """A statement of a person's own; `text` may name figures by marks (kpis.narrative.quotes).

    Raises ValidationError for a mark that names no figure, and for an update that is about no priority of the month.
    """
    _may_write(by)
    is_of_a_priority = about is None or (about.kind, about.month) == (StatementKind.PRIORITY, str(month))
    if (kind == StatementKind.UPDATE) is not (about is not None) or not is_of_a_priority:
        raise ValidationError({"about": "Say which priority this is an update on."})
    said, quotes = _read(Known(build), text)
    with pghistory.context(user=by.pk):
        return Statement.objects.create(
            month=str(month), section=section, kind=kind, text=said, quotes=_kept(quotes), about=about, written_by=by
        )


@transaction.atomic
def edit_statement(*, build: Build, pk: int, version: int, text: str, by: User) -> Statement:
    """Change the text of a statement as it was at `version`; its signature goes.

    A number that stands where one stood claims the same figure still; marks make new claims. Raises ChangedMeanwhile
    where somebody else was quicker, ValidationError for a mark that names no figure.
    """
    _may_write(by)
    statement = _as_shown(pk, version)
    said, quotes = _read(Known(build), text)
    marked = {quote.place for quote in quotes}
    old = carried(map(Quote.from_json, statement.quotes), statement.text, said)
    every = sorted([*quotes, *(quote for quote in old if quote.place not in marked)], key=lambda quote: quote.place)
    return _change(
        statement,
        by,
        text=said,
        quotes=_kept(every),
        edited_by=by,
        edited_at=timezone.now(),
        signed_by=None,
        signed_at=None,
    )


@transaction.atomic
def sign_statement(*, pk: int, version: int, by: User) -> Statement:
    """Stand for a statement as it was shown; one that is signed keeps its first signature. Raises ChangedMeanwhile
    where it is another by now."""
    if not by.may(Right.SIGN_OFF):
        raise PermissionDenied("To sign a statement you need the right to sign off the report.")
    statement = _as_shown(pk, version)
    if statement.signed_by:
        return statement
    return _change(statement, by, signed_by=by, signed_at=timezone.now())


@transaction.atomic
def withdraw_statement(*, pk: int, version: int, reason: str, by: User) -> Statement:
    """Take a statement off the page, a priority with its updates, for a reason; it stays in the history with it."""
    _may_write(by)
    statement = _as_shown(pk, version)
    gone = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawn_because": reason}
    for update in statement.updates.select_for_update().filter(withdrawn_at=None):
        _change(update, by, signed_by=None, signed_at=None, **gone)
    return _change(statement, by, signed_by=None, signed_at=None, **gone)


def _may_write(by: User) -> None:
    if not (by.may(Right.WRITE_NARRATIVE) or by.may(Right.SIGN_OFF)):
        raise PermissionDenied("To write the narrative you need the right to draft and edit it.")


def _as_shown(pk: int, version: int) -> Statement:
    statement = Statement.objects.select_for_update().get(pk=pk, withdrawn_at=None)
    if statement.version != version:
        raise ChangedMeanwhile(statement)
    return statement


def _change(statement: Statement, by: User, **values: Any) -> Statement:
    for name, value in values.items():
        setattr(statement, name, value)
    statement.version += 1
    with pghistory.context(user=by.pk):
        statement.save()
    return statement


def _read(known: Known, text: str) -> tuple[str, list[Quote]]:
    try:
        return read(" ".join(text.split()), known.text)
    except CannotRead as error:
        raise ValidationError({"text": str(error)}) from error


def _kept(quotes: list[Quote]) -> list[dict[str, Any]]:
    return [quote.to_json() for quote in quotes]
