"""The narrative pages of the published report, as drafts by the analyst: what performs well, what needs to improve,
priorities and updates, each with the month and section that it speaks of, and with the figures that its numbers claim
to be. Names of people and places are left out. What the report does not say of a section is drafted from the figures.
"""

import csv
from pathlib import Path

from accounts.models import User
from accounts.roles import Role
from csc_tracker.demo.targets import LAST_MONTH
from kpis.actions.narrative import draft_month, write_statement
from kpis.book import newest_build
from kpis.models import Statement, StatementKind

FILE = Path(__file__).with_name("narrative.csv")


def write_narrative() -> None:
    """Write the statements of the report and draft the rest, unless any were written of its month before. The figures
    must be built."""
    analyst = User.objects.filter(roles__contains=[Role.ANALYST]).order_by("pk").first()
    build = newest_build(LAST_MONTH.reporting_year)
    if analyst is None or build is None or Statement.objects.filter(month=str(LAST_MONTH)).exists():
        return
    priorities: dict[str, Statement] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            about = priorities.get(row.pop("about"))
            written = write_statement(build=build, month=LAST_MONTH, about=about, by=analyst, **row)
            if written.kind == StatementKind.PRIORITY:
                priorities[written.section] = written
    draft_month(build=build, month=LAST_MONTH, by=analyst)
