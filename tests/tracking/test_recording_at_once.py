"""Two people at once: what is recorded of one child is checked one after the other, and nothing is overwritten."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests.tracking.recording_scene import DAY, LATER, scene
from tracking.actions.recording_episodes import ChangedMeanwhile, correct_episode, record_episode
from tracking.episodes import KINDS
from tracking.episodes.versions import version_of
from tracking.models import ChildProtectionPlan

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """How each of some actions ended that began together."""
    barrier, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            act()
            ended.append("done")
        except (ValidationError, ChangedMeanwhile) as refusal:
            ended.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(ended)


def test_of_two_plans_recorded_at_once_one_is_refused_in_words() -> None:
    here = scene()
    kind = KINDS["protection_plan"]
    values = here.answers(kind)

    def record() -> None:
        record_episode(by=here.manager, kind=kind, child=here.amy, values=values)

    assert at_once(record, record) == ["ValidationError", "done"]
    assert ChildProtectionPlan.objects.count() == 1


def test_of_two_corrections_at_once_the_second_is_shown_the_first() -> None:
    here = scene()
    kind, plan = KINDS["protection_plan"], here.record("protection_plan")
    version = version_of(kind, plan.pk)

    def correct(**values: Any) -> Callable[[], Any]:
        return lambda: correct_episode(by=here.manager, kind=kind, pk=plan.pk, values=values, version=version)

    end = {"ended_on": LATER, "early_end_reason": "Moved abroad"}
    assert at_once(correct(**end), correct(latest_category="PHY")) == ["ChangedMeanwhile", "done"]
    plan.refresh_from_db()
    assert (plan.ended_on is None) is (plan.latest_category == "PHY") and plan.started_on == DAY
