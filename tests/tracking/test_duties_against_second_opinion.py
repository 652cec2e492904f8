"""The duties against a second opinion that shares no code with them, on random histories; and refreshed bit by bit."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.apps import apps

from tests.extracts import load_folder
from tests.second_opinion import duties as second
from tests.second_opinion import histories
from tracking.actions.duties import refresh_children, refresh_duties
from tracking.imports.layout import TABLES
from tracking.models import Child, Duty, HealthCheck, LookedAfterVisit, Placement, ProtectionVisit, Referral, Stay

SEEDS = range(1, 17)
MESSY = range(101, 109)
LONGEST_BACK = 300  # days
MODELS = {table.name: apps.get_model(table.model) for table in TABLES}
Facts = tuple[object, ...]


def load(seed: int, folder: Path) -> tuple[histories.Extract, date]:
    """A random extract, imported, and its as-at date."""
    extract, as_at = histories.random_extract(seed, mess=0.5 if seed in MESSY else 0), histories.as_at(seed)
    histories.write(folder, extract)
    load_folder(folder, as_at)
    return extract, as_at


def worked_out(as_at: date) -> set[Facts]:
    """The duties of the edition, with the ids of the extract."""
    tables = Duty.objects.values_list("episode_table", flat=True).distinct()
    ids = {table: dict(MODELS[table]._default_manager.values_list("pk", "source_id")) for table in tables}
    return {
        (
            *(one.kind, one.child.source_id, one.episode_table, ids[one.episode_table][one.episode_id], one.number),
            *(one.started_on, one.due_by, one.met_on, one.in_time, one.cancelled_on, one.is_open),
        )
        for one in Duty.objects.filter(as_at=as_at).select_related("child")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [*SEEDS, *MESSY])
def test_every_duty_is_as_the_second_opinion_has_it(seed: int, tmp_path: Path) -> None:
    extract, as_at = load(seed, tmp_path)
    refresh_duties(as_at=as_at)
    expected = {tuple(one) for one in second.duties(histories.tables(extract), as_at)}
    assert worked_out(as_at) == expected


def everything() -> set[Facts]:
    """Every row of the tables of duties and of stays, with its primary key."""
    return {*Duty.objects.values_list(), *Stay.objects.values_list()}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 103])
def test_refreshing_twice_changes_nothing(seed: int, tmp_path: Path) -> None:
    _, as_at = load(seed, tmp_path)
    refresh_duties(as_at=as_at)
    before = everything()
    refresh_duties(as_at=as_at)
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [5, 6, 105])
def test_child_by_child_gives_what_all_at_once_gives(seed: int, tmp_path: Path) -> None:
    """Random records of one child change, in every edition; each time only that child is refreshed."""
    _, as_at = load(seed, tmp_path)
    rng = Random(seed)
    for day in (as_at, as_at - timedelta(days=rng.randint(1, LONGEST_BACK))):
        refresh_duties(as_at=day)
    untouched = everything()
    for child in rng.sample(list(Child.objects.order_by("pk")), 12):
        change(rng, child, as_at)
        refresh_children(child_ids=[child.pk])
    bit_by_bit = everything()
    assert bit_by_bit != untouched
    for day in set(Duty.objects.values_list("as_at", flat=True)):
        refresh_duties(as_at=day)
    assert everything() == bit_by_bit


def change(rng: Random, child: Child, as_at: date) -> None:
    """Something that a person might do to a child's records."""
    day = as_at - timedelta(days=rng.randint(0, LONGEST_BACK))
    ProtectionVisit.objects.create(child=child, visited_on=day, seen=True)
    LookedAfterVisit.objects.create(child=child, visited_on=day, seen=rng.random() < 0.8)
    HealthCheck.objects.create(child=child, type="Dental", checked_on=day, status=rng.choice(["Completed", "Refused"]))
    Referral.objects.filter(child=child, closed_on=None, received_on__lte=day).update(closed_on=day)
    Placement.objects.filter(child=child, ended_on=None, started_on__lte=day).update(ended_on=day)
    child.protection_visits.filter(pk__in=child.protection_visits.values("pk")[:1]).delete()
