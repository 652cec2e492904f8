"""After an import, and once duties are worked out, PostgreSQL knows that tables have rows, however few.

A table that was emptied and cleaned up is known as empty until it is told otherwise, and plans made for it then take
minutes instead of milliseconds.
"""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection, models

from tests.extracts import load_folder
from tests.second_opinion import histories
from tracking.actions.duties import refresh_duties
from tracking.models import CareEpisode, Duty, PeriodOfCare, Placement, Referral, Stay

pytestmark = pytest.mark.django_db


def known_rows(model: type[models.Model]) -> int:
    """How many rows the planner believes the model's table to have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("model", [Referral, CareEpisode, Placement, Duty, PeriodOfCare, Stay])
def test_the_planner_knows_how_many_rows_there_are(tmp_path: Path, model: type[models.Model]) -> None:
    histories.write(tmp_path, histories.random_extract(1))
    as_at: date = histories.as_at(1)
    load_folder(tmp_path, as_at)
    refresh_duties(as_at=as_at)
    rows = model._default_manager.count()
    assert rows > 0
    assert known_rows(model) == rows
