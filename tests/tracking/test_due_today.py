"""Due today is not overdue: alike on tile, list, digest, forecast and measure."""

import re
from pathlib import Path

import pytest
from django.test import Client

from accounts.roles import Role
from tests.extracts import build, counts
from tests.tracking.caseload import AS_AT, DUE_MONDAY, DUE_TODAY, OVERDUE, caseload, user
from tracking.models import Duty
from tracking.trackers import digest
from tracking.trackers.forecast import forecast
from tracking.trackers.front import tiles


@pytest.mark.django_db
def test_due_today_is_not_overdue_on_tile_list_digest_forecast_and_measure(tmp_path: Path, client: Client) -> None:
    caseload(tmp_path)
    manager = user("manager", Role.SERVICE_MANAGER, team="T1")
    visits = Duty.objects.filter(kind="cp_visit", team__source_id="T1")
    assert {duty.child.source_id for duty in visits.filter(is_open=True, due_by=AS_AT)} == {DUE_TODAY}

    by_label = {tile.label: tile for tile in tiles(manager)}
    assert by_label["Due today"].count == 1

    client.force_login(manager)
    listed = {
        state: references(client.get(f"/trackers/cp_visit/?state={state}&team={visits[0].team_id}").content.decode())
        for state in ("overdue", "soon")
    }
    assert listed == {"overdue": [OVERDUE], "soon": [DUE_TODAY]}

    assert DUE_TODAY not in [duty.child.source_id for duty in digest.overdue(manager, AS_AT)]
    assert DUE_TODAY in [duty.child.source_id for duty in digest.due_this_week(manager, AS_AT)]

    loads = list(forecast(visits, AS_AT))
    assert [(load.worker, load.overdue, [count for count, _ in load.by_week]) for load in loads] == [
        ("Ann East", 1, [1, 0, 0, 0])
    ]

    # Met in time: the three first visits and Dee's. Late: Amy's and Dee's second. Ben's of today is not known yet.
    build("2017/18", AS_AT)
    assert counts("CSC 252a", "2017-12") == (0 + first_visits_in_december(), 2 + first_visits_in_december())


def first_visits_in_december() -> int:
    """Visits on 1 and 4 December that met the duty from the start of the plan: those of Ben and Cat."""
    return len({DUE_TODAY, DUE_MONDAY})


def references(page: str) -> list[str]:
    """The children on a list."""
    return re.findall(r'<span class="app-below">(\w+)</span>', page)
