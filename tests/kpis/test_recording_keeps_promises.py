"""Whatever people record in whatever order: no constraint breaks, and duties and figures equal a full rebuild."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from kpis.actions.following import follow_changes
from tests.extracts import build_everything
from tests.kpis.test_following import afresh, rows
from tests.tracking.caseload import user
from tests.tracking.recording_scene import AS_AT, NEEDS, Scene, scene
from tracking.actions.duties import refresh_duties
from tracking.actions.recording_episodes import correct_episode, record_episode
from tracking.actions.recording_withdrawals import undo_withdrawal, withdraw_episode
from tracking.episodes import ALL, KINDS
from tracking.episodes.versions import version_of
from tracking.models import Duty, PeriodOfCare, Stay, Withdrawal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ACTIONS = 60
A_YEAR = 365  # days


def day(rng: Random) -> Any:
    """Mostly in the last year; now and then one that has not come."""
    return AS_AT - timedelta(days=rng.randrange(-10, A_YEAR))


def record(here: Scene, rng: Random, analyst: User) -> str:
    kind = rng.choice(ALL)
    needed = KINDS[NEEDS[kind.code]].model.objects.order_by("?").first() if kind.code in NEEDS else None
    after = (KINDS[NEEDS[kind.code]], needed) if needed else None
    values = here.answers(kind) | {kind.day: day(rng)}
    if kind.end and rng.random() < 0.4:
        values[kind.end] = values[kind.day] + timedelta(days=rng.randrange(-3, 150))
    for name in ("plan", "missing_episode"):
        values |= {name: needed} if needed and name in kind.names else {}
    record_episode(by=here.manager, kind=kind, child=here.amy, values=values, after=after)
    return f"record {kind.code}"


def correct(here: Scene, rng: Random, analyst: User) -> str:
    kind = rng.choice([kind for kind in ALL if kind.model.objects.exists()])
    pk = rng.choice(list(kind.model.objects.values_list("pk", flat=True)))
    names = [name for name in (kind.day, kind.end) if name]
    values = {rng.choice(names): rng.choice((day(rng), day(rng), None))}
    values |= {"early_end_reason": "Moved abroad"} if "early_end_reason" in kind.names and rng.random() < 0.5 else {}
    version = version_of(kind, pk)
    correct_episode(by=here.manager, kind=kind, pk=pk, values=values, version=version)
    return f"correct {kind.code}"


def withdraw(here: Scene, rng: Random, analyst: User) -> str:
    kinds = [kind for kind in ALL if kind.model.objects.exists() and kind.code != "allocation"]
    if not kinds:
        return "nothing to withdraw"
    kind = rng.choice(kinds)
    pk = rng.choice(list(kind.model.objects.values_list("pk", flat=True)))
    withdraw_episode(by=here.manager, kind=kind, pk=pk, reason="A mistake")
    return f"withdraw {kind.code}"


def undo(here: Scene, rng: Random, analyst: User) -> str:
    withdrawn = list(Withdrawal.objects.filter(undone_at=None))
    if not withdrawn:
        return "nothing to undo"
    chosen = rng.choice(withdrawn)
    undo_withdrawal(by=analyst, withdrawal=chosen)
    return f"undo {chosen.kind}"


@pytest.mark.parametrize("seed", [1, 2])
def test_random_recording_breaks_no_promise(seed: int) -> None:
    here, analyst, rng = scene(), user("analyst", Role.ANALYST), Random(seed)
    made = build_everything("2017/18", AS_AT)
    done: Counter[str] = Counter()
    for _ in range(ACTIONS):
        act = rng.choices((record, correct, withdraw, undo), (6, 3, 1, 1))[0]
        try:
            done[act(here, rng, analyst).split()[0]] += 1
        except ValidationError:
            done["refused"] += 1
        connection.check_constraints()
        before = as_said()
        refresh_duties()
        assert as_said() == before, done
    assert min(done["record"], done["correct"], done["withdraw"], done["refused"]) > 1, done
    follow_changes()
    found, wanted = rows(made), afresh(made)
    assert {key: (found.get(key), wanted[key]) for key in wanted if found.get(key) != wanted[key]} == {}, done


def as_said() -> list[Any]:
    """The duties, periods of care and stays, whatever their primary keys."""
    models: tuple[Any, ...] = (Duty, PeriodOfCare, Stay)
    columns = [[field.name for field in model._meta.fields if field.name != "id"] for model in models]
    return [sorted(model.objects.values_list(*names), key=str) for model, names in zip(models, columns, strict=True)]
