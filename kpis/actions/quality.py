"""Asking every question of data quality of the records, and working out how far the answers move the figures."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kpis.actions.builds import one_at_a_time
from kpis.measures import declared
from kpis.models import Build, QualityCheck, QualityMove, QualityRow
from kpis.quality.moves import Move, moves_of
from kpis.quality.question import Question, Window
from kpis.quality.questions import ALL, is_asked, moved_by
from tracking.actions.duties import ensure_duties
from tracking.recorded import recorded_columns

ROWS_AT_A_TIME = 1_000


def check_quality(*, since: datetime) -> QualityCheck | None:
    """Ask every question of the records as they are, for the newest year that is built; returns the check.

    None where nothing is built, or a check that began after `since` (when what is to be seen was committed) stands
    already: so many changes at once are answered by few checks.
    """
    build = Build.objects.filter(finished_at__isnull=False).order_by("-year", "-id").first()
    newest = QualityCheck.objects.first()
    if build is None or newest and newest.build == build and newest.began_at > since:
        return None
    check = QualityCheck(build=build, began_at=timezone.now())
    ensure_duties(as_at=build.as_at)
    # Nothing is written before all is worked out: nobody waits, and the page never shows half a check.
    rows, moves = _ask_all(check)
    return _save(check, rows, moves)


@transaction.atomic
def _save(check: QualityCheck, rows: list[QualityRow], moves: list[QualityMove]) -> QualityCheck | None:
    """Show the check in place of the one before, unless another that began later was faster.

    The one before stays until the next: a page that began with it ends with it.
    """
    one_at_a_time("data quality")
    if QualityCheck.objects.filter(began_at__gt=check.began_at).exists():
        return None
    QualityCheck.objects.filter(pk__in=list(QualityCheck.objects.values_list("pk", flat=True)[1:])).delete()
    check.save()
    QualityRow.objects.bulk_create(rows, batch_size=ROWS_AT_A_TIME)
    QualityMove.objects.bulk_create(moves, batch_size=ROWS_AT_A_TIME)
    return check


def _ask_all(check: QualityCheck) -> tuple[list[QualityRow], list[QualityMove]]:
    build = check.build
    window = Window.of(build.year, build.as_at)
    recorded, measures = recorded_columns(), declared(build.as_at)
    rows: list[QualityRow] = []
    moves: list[QualityMove] = []
    for question in ALL:
        found = list(_rows(check, question, window)) if is_asked(question, recorded) else []
        rows += found
        if found:
            wanted = moved_by(question, measures)
            moves += (_stored(check, question, move) for move in moves_of(question, wanted, build, window))
    return rows, moves


def _rows(check: QualityCheck, question: Question, window: Window) -> Iterator[QualityRow]:
    rows = question.asked_about(window).order_by()
    found = rows.values_list("pk", "source_id", "happened_on", "child", "asked_team", "asked_worker")
    for pk, source_id, happened_on, child, team, worker in found:
        yield QualityRow(
            run=check,
            question=question.code,
            record=pk,
            reference=source_id or f"#{pk}",
            happened_on=happened_on,
            child_id=child,
            team_id=team,
            worker_id=worker,
        )


def _stored(check: QualityCheck, question: Question, move: Move) -> QualityMove:
    return QualityMove(
        run=check,
        question=question.code,
        measure=move.measure.code,
        scope=move.scope,
        period=move.period,
        numerator=move.now.numerator,
        denominator=move.now.denominator,
        low_numerator=move.low.numerator,
        low_denominator=move.low.denominator,
        high_numerator=move.high.numerator,
        high_denominator=move.high.denominator,
    )
