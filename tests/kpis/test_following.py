"""Following what changed and building everything afresh give the same figures, and only what is touched is counted."""

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from kpis import export
from kpis.actions.figures import figures_of_measure
from kpis.actions.following import follow_changes
from kpis.measures import MEASURES, declared
from kpis.models import Build, BuildState, Figure
from tests.extracts import build_everything, counts, load, load_folder
from tests.kpis.test_rules_referrals_and_assessments import referral
from tests.second_opinion import histories
from tracking.actions.duties import refresh_children
from tracking.changes import Mark
from tracking.models import Change, Child, Contact, Referral
from tracking.models.base import Record
from workdays import ReportingYear

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
YEAR = "2017/18"
CHANGES = 20
RECORDS = [
    model
    for model in apps.get_models()
    if issubclass(model, Record) and any(isinstance(field, models.DateField) for field in model._meta.local_fields)
]


def rows(build: Build) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {row[:4]: row[4:] for row in export.rows(export.figures_of(build, with_local=True))}


def afresh(build: Build) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What building everything would give."""
    measures = declared(build.as_at).values()
    return {
        row[:4]: row[4:] for row in export.rows(figure for m in measures for figure in figures_of_measure(build, m))
    }


def change(rng: Random, as_at: date) -> str:
    """One random record is moved in time, loses a date, changes its mind, or goes; its child's duties follow."""
    model: Any = rng.choice([model for model in RECORDS if model._default_manager.exists()])
    record = model._default_manager.order_by("pk")[rng.randrange(model._default_manager.count())]
    children = {record.pk if model is Child else getattr(record, "child_id", None)} - {None}
    children |= set(
        Child.objects.filter(care_episodes__period_of_care=getattr(record, "period_of_care", "-")).values_list(
            "pk", flat=True
        )
    )
    how = rng.choice(("moved", "emptied", "turned", "gone"))
    dates = [field.name for field in model._meta.local_fields if isinstance(field, models.DateField)]
    flags = [field.name for field in model._meta.local_fields if type(field) is models.BooleanField]
    values: dict[str, Any] = {}
    if how == "gone" and model is not Child:
        model._default_manager.filter(pk=record.pk).delete()
    elif how == "turned" and flags:
        name = rng.choice(flags)
        values = {name: not getattr(record, name)}
    elif how == "emptied":
        values = {rng.choice(dates): None}
    else:
        values = {rng.choice(dates): as_at - timedelta(days=rng.randrange(500))}
    if values and _in_order(model, record, values):
        model._default_manager.filter(pk=record.pk).update(**values)
    refresh_children(child_ids=sorted(pk for pk in children if pk))
    return f"{model.__name__} {record.pk} {how} {values}"


def _in_order(model: Any, record: Any, values: dict[str, Any]) -> bool:
    """Whether the row would still pass the constraints of its table (an end not before its start)."""
    for name, value in values.items():
        setattr(record, name, value)
    try:
        record.validate_constraints()
    except Exception:  # noqa: BLE001 - whatever the constraint
        return False
    return True


@pytest.mark.parametrize("seed", [1, 2])
def test_following_changes_gives_what_building_afresh_gives(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    histories.write(tmp_path, histories.random_extract(seed))
    as_at = histories.as_at(seed)
    load_folder(tmp_path, as_at)
    made = build_everything(str(ReportingYear.of(as_at)), as_at)
    done = [change(rng, as_at) for _ in range(CHANGES)]
    follow_changes()
    found, wanted = rows(made), afresh(made)
    assert {key: (found.get(key), wanted[key]) for key in wanted if found.get(key) != wanted[key]} == {}, done


@pytest.fixture
def referrals(tmp_path: Path) -> Build:
    """A referral in May and one in October."""
    given = [referral("R1", "P1", "2017-05-10", "2017-05-10"), referral("R2", "P2", "2017-10-11", "2017-10-11")]
    load(tmp_path, AS_AT, ssd_cin_episodes=given, ssd_contacts=[])
    return build_everything(YEAR, AS_AT)


def written(made: Build) -> dict[tuple[str, str], int]:
    """The primary keys of the authority's figures: one that is counted again has a new one."""
    found = Figure.objects.filter(build=made, scope="authority")
    return {(figure.measure, figure.period): figure.pk for figure in found}


def test_only_the_months_and_measures_that_a_change_touches_are_counted_again(referrals: Build) -> None:
    before = written(referrals)
    Referral.objects.filter(source_id="R2").update(received_on=date(2017, 11, 11), decided_on=date(2017, 11, 13))
    assert follow_changes() > 0
    after = written(referrals)
    again = {key for key in after if after[key] != before[key]}
    assert {("CSC 013", "2017-10"), ("CSC 013", "2017-12"), ("CSC 012", "2017/18 YTD")} <= again
    assert not {key for key in again if key[1] < "2017-10" and not MEASURES[key[0]].looks_ahead}
    assert not {key for key in again if key[0].startswith(("CSC 16", "PN", "AUDIT", "CSC 25"))}
    assert counts("CSC 013", "2017-10") == (0, None) and counts("CSC 013", "2017-11") == (1, None)
    assert counts("CSC 012", "2017-11") == (2, None)


def test_nothing_changed_is_nothing_counted(referrals: Build) -> None:
    before = written(referrals)
    assert follow_changes() == 0
    assert written(referrals) == before


def test_a_change_is_followed_once_and_then_forgotten(referrals: Build) -> None:
    Contact.objects.create(child=Child.objects.first(), received_on=date(2017, 6, 1))
    assert follow_changes() > 0
    referrals.refresh_from_db()
    assert not Mark.read(referrals.followed_to).changes().exists()
    assert follow_changes() == 0


def test_the_database_notes_what_changed_since_when_and_whose_it_is(referrals: Build) -> None:
    Change.objects.all().delete()
    one = Referral.objects.get(source_id="R2")
    Referral.objects.filter(pk=one.pk).update(received_on=date(2017, 9, 1))
    noted = Change.objects.get()
    assert (noted.table, noted.since, noted.child_id) == ("tracking_referral", date(2017, 9, 1), one.child_id)
    Change.objects.all().delete()
    Referral.objects.all().delete()
    noted = Change.objects.get(table="tracking_referral")
    assert (noted.since, noted.child_id) == (date(2017, 5, 10), None)


def test_a_measure_that_fails_keeps_its_figures_and_is_marked(
    referrals: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpis.actions import following

    real = following.recount

    def broken(made: Build, measure: Any, since: date) -> None:
        if measure.code == "CSC 013":
            raise ZeroDivisionError("a broken rule")
        real(made, measure, since)

    monkeypatch.setattr(following, "recount", broken)
    Referral.objects.filter(source_id="R2").delete()
    follow_changes()
    assert counts("CSC 013", "2017-10") == (1, None)
    assert counts("CSC 012", "2017-10") == (1, None)
    step = referrals.steps.get(measure="CSC 013")
    assert step.state == BuildState.FAILED and "a broken rule" in step.error
