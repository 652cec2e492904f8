"""Withdrawing an episode with a reason, and bringing it back. A withdrawn record is deleted and kept whole beside."""

import json
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from tracking.actions.duties import refresh_children, tracked_day
from tracking.actions.recording_episodes import check_may_record, child_of, found
from tracking.episodes import ALL, KINDS
from tracking.episodes.dependents import going_along, standing_in_the_way
from tracking.episodes.kind import Kind
from tracking.episodes.rules import problems
from tracking.imports.database import execute, fetch, joined
from tracking.imports.stage import column_of
from tracking.models import Import, ImportState, Withdrawal
from tracking.models.base import Record

MOST_NAMED = 3


@transaction.atomic
def withdraw_episode(*, by: User, kind: Kind, pk: int, reason: str) -> Withdrawal:
    """Take an episode out, with what says nothing without it; duties follow at once.

    Raises PermissionDenied for a child for whom `by` may not record; ValidationError without a reason, where it is
    gone already, and where something follows from it that must be withdrawn first.
    """
    if kind not in ALL:
        raise ValidationError("A child’s details are corrected, not withdrawn.")
    child = child_of(kind, found(kind, pk))
    check_may_record(by, child)
    record = found(kind, pk, lock=True)
    if in_the_way := standing_in_the_way(kind, record):
        raise ValidationError(f"Withdraw first what follows from it: {_named(in_the_way)}.")
    rows = [record, *going_along(kind, record)]
    withdrawal = Withdrawal(
        kind=kind.code,
        table=kind.model._meta.db_table,
        record_id=pk,
        source_id=record.source_id,
        child=child,
        words=str(record)[:300],
        rows=[{"table": row._meta.db_table, "row": _whole(row)} for row in rows],
        reason=reason.strip(),
        by=by,
    )
    withdrawal.full_clean(exclude=("undone_by", "undone_at"))
    with pghistory.context(user=by.pk):
        for row in reversed(rows):
            type(row)._default_manager.filter(pk=row.pk).delete()
    withdrawal.save()
    refresh_children(child_ids=[child.pk])
    return withdrawal


@transaction.atomic
def undo_withdrawal(*, by: User, withdrawal: Withdrawal) -> Record:
    """Bring back what was withdrawn, as it was, under its old number; duties follow at once.

    Raises PermissionDenied for whoever may not, ValidationError where it is back already or cannot be any more.
    """
    if not by.may(Right.UNDO_WITHDRAWALS):
        raise PermissionDenied("You may not bring back what was withdrawn.")
    withdrawal = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if withdrawal.undone_at is not None:
        raise ValidationError("It was brought back already.")
    kind = KINDS[withdrawal.kind]
    with pghistory.context(user=by.pk):
        _put_back(withdrawal)
    record = kind.model._default_manager.get(pk=withdrawal.record_id)
    _check_fits(kind, record, withdrawal)
    withdrawal.undone_by, withdrawal.undone_at = by, timezone.now()
    withdrawal.save(update_fields=["undone_by", "undone_at"])
    refresh_children(child_ids=[withdrawal.child_id] if withdrawal.child_id else [])
    return record


def _put_back(withdrawal: Withdrawal) -> None:
    """Add the rows again. Raises ValidationError where the database refuses."""
    models_by_table = {model._meta.db_table: model for model in _records()}
    try:
        with transaction.atomic():
            for kept in withdrawal.rows:
                columns = _columns(models_by_table[kept["table"]])
                execute(
                    "INSERT INTO {t} ({columns})"
                    " SELECT {columns} FROM jsonb_populate_record(NULL::{t}, %(row)s::jsonb)",
                    {"row": json.dumps(kept["row"])},
                    t=kept["table"],
                    columns=joined(columns),
                )
            connection.check_constraints()
    except IntegrityError as refusal:
        words = "It cannot be brought back: what it names is gone, or another record has taken its place."
        raise ValidationError(words) from refusal


def _check_fits(kind: Kind, record: Any, withdrawal: Withdrawal) -> None:
    """Raises ValidationError where a recorded row breaks a rule by now, or the import of an imported one was undone."""
    if record.source_id is not None:
        if Import.objects.filter(pk=record.added_in_import, state=ImportState.UNDONE).exists():
            raise ValidationError("It cannot be brought back: the import that brought it was undone.")
        return
    if withdrawal.child and (wrong := problems(kind, record, withdrawal.child, tracked_day(), kind.names)):
        raise ValidationError(f"It cannot be brought back. {' '.join(wrong.values())}")


def _whole(row: models.Model) -> Any:
    """All that a row holds, by column."""
    return json.loads(
        fetch("SELECT to_jsonb(t)::text FROM {t} t WHERE t.id = %(id)s", {"id": row.pk}, t=row._meta.db_table)[0][0]
    )


def _columns(model: type[models.Model]) -> list[str]:
    """What a row consists of but for what the database works out."""
    return [column_of(field) for field in model._meta.concrete_fields if not field.generated]


def _named(rows: list[Record]) -> str:
    words = [str(row) for row in rows[:MOST_NAMED]]
    return ", ".join(words) + (f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else "")


def _records() -> list[type[Record]]:
    return list(Record.__subclasses__())
