"""A figure "once mended" is what the figure becomes when the rows are mended in truth: over random authorities."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.db import models, transaction

from kpis.actions.figures import figures_of_measure
from kpis.actions.figures import write as write_figures
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build
from kpis.quality.mending import expressions
from kpis.quality.moves import Pair, moves_of, spoken_of
from kpis.quality.question import Mend, Question, Window
from kpis.quality.questions import ALL, moved_by
from kpis.reading import tables_read
from tests.extracts import build, load_folder
from tests.second_opinion import histories
from tracking.actions.duties import ensure_duties, refresh_children
from tracking.models import Child
from workdays import ReportingYear

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Found = dict[tuple[str, str], Pair]
ENOUGH = 18  # questions with something to ask
GAPS = 12  # records that lose what a question asks for
# A question of two dates is asked where the second comes before the first.
TOO_EARLY = {"contact-decided-before": "received_on", "referral-decided-before": "received_on"}


@pytest.mark.parametrize("seed", [3])
def test_moves_are_those_of_mending_in_truth(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    histories.write(tmp_path, histories.random_extract(seed, size=30, mess=0.3))
    as_at = histories.as_at(seed)
    load_folder(tmp_path, as_at)
    window = Window.of(str(ReportingYear.of(as_at)), as_at)
    for question in ALL:
        _make_gaps(question, window, rng)
    refresh_children(child_ids=list(Child.objects.values_list("pk", flat=True)))
    ensure_duties(as_at=as_at)
    made, measures = build(str(ReportingYear.of(as_at)), as_at), declared(as_at)
    for measure in measures.values():
        write_figures(figures_of_measure(made, measure))
    asked = [each for each in ALL if each.mends(window) and each.asked_about(window).exists()]
    assert len(asked) > ENOUGH
    for question in asked:
        _compare(question, rng.choice(question.mends(window)), made, window, measures)


def _compare(question: Question, mend: Mend, made: Build, window: Window, measures: dict[str, Measure]) -> None:
    """Of every measure that reads the table, those not named by the question too: they must not move."""
    model = question.model
    read = [measure for measure in measures.values() if model._meta.db_table in tables_read(measure)]
    before = _figures(made, read)
    one_way = replace(question, mends=lambda window: (mend,))
    said = {(m.measure.code, m.scope): (m.low, m.high) for m in moves_of(one_way, read, made, window)}
    with transaction.atomic():
        _mend(question, mend, window)
        after = _figures(made, read)
        transaction.set_rollback(True)
    wanted = {
        key: (after[key], after[key])
        for key, pair in before.items()
        if after[key] != pair and after[key].of(measures[key[0]]) is not None
    }
    assert said == wanted, (question.code, mend.words)
    assert {code for code, _ in said} <= {each.code for each in moved_by(question, measures)}, question.code


def _figures(made: Build, measures: list[Measure]) -> Found:
    return {
        (measure.code, figure.scope): Pair(figure.numerator or 0, figure.denominator)
        for measure in measures
        for figure in figures_of_measure(made, measure)
        if figure.period == spoken_of(measure, made) and figure.is_recorded
    }


def _mend(question: Question, mend: Mend, window: Window) -> None:
    """Write what the mend says into the records, one by one, and let the duties of everybody follow."""
    model = question.model
    wanted = {f"to_{name}": value for name, value in expressions(model, mend).items()}
    rows = list(question.asked_about(window).annotate(**wanted))
    for row in rows:
        values = {name: getattr(row, f"to_{name}") for name in mend.values}
        type(row)._default_manager.filter(pk=row.pk).update(**values)
    refresh_children(child_ids=list(Child.objects.values_list("pk", flat=True)))


def _make_gaps(question: Question, window: Window, rng: Random) -> None:
    """Take from some records what the question asks for, where the database lets them lack it."""
    model = question.model
    field = model._meta.get_field(question.field)
    recent = model._default_manager.filter(**{f"{question.on}__lte": window.as_at}).order_by(f"-{question.on}", "pk")
    for row in rng.sample(list(recent[: GAPS * 4]), min(GAPS, recent[: GAPS * 4].count())):
        values = {question.field: "" if isinstance(field, models.CharField) else None}
        if question.code in TOO_EARLY:
            values = {question.field: row.received_on - (window.as_at - window.since)}
        model._default_manager.filter(pk=row.pk).update(**values)
