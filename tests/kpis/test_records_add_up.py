"""The list behind every figure adds up to it: months, quarters and the year so far, of the authority and each team."""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from kpis.actions.figures import figures_of_measure, numbers, population_of
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import Build, Figure
from kpis.observations import counts, lay_out
from kpis.periods import periods_of
from kpis.reading import ensure_worked_out
from kpis.scopes import in_scope
from tests.extracts import load_folder
from tests.second_opinion import histories
from workdays import Month, ReportingYear

pytestmark = pytest.mark.django_db
NEWEST = 2  # months or quarters, and the year so far: each by its own list


def differing(measure: Measure, build: Build) -> list[tuple[Figure, dict[str, int | None]]]:
    """The figures of the newest periods that their lists do not add up to."""
    ensure_worked_out(measure, build.as_at)
    year = ReportingYear.parse(build.year)
    spans = periods_of(measure, year, build.as_at)
    newest = list(spans)[-NEWEST - measure.has_year :]
    figures = [each for each in figures_of_measure(build, measure) if each.is_recorded]
    population = population_of(build.year)
    wrong = []
    for period in newest:
        with transaction.atomic():
            everything = lay_out(measure, spans[period], build.as_at)
            for figure in (each for each in figures if each.period == period):
                found = numbers(measure, counts(everything.filter(in_scope(figure.scope, "team")), measure), population)
                if any(getattr(figure, name) not in (None, number) for name, number in found.items()):
                    wrong.append((figure, found))
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "mess"), [(3, 0.0), (8, 1.0)])
def test_the_list_behind_every_figure_of_a_random_history_adds_up_to_it(tmp_path: Path, seed: int, mess: float) -> None:
    histories.write(tmp_path, histories.random_extract(seed, mess=mess))
    as_at: date = histories.as_at(seed)
    load_folder(tmp_path, as_at)
    build = Build(year=str(Month.of(as_at).reporting_year), as_at=as_at)
    assert {code: wrong for code, each in declared(as_at).items() if (wrong := differing(each, build))} == {}
