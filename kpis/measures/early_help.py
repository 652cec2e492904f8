"""Early help assessments started (measure catalogue)."""

from datetime import date

from django.db.models import F, QuerySet

from kpis.measure import Basis, Measure, Section, Unit
from tracking.models import EarlyHelpEpisode
from tracking.rules import known
from tracking.rules.teams import allocated_team

STARTED = ("ssd_early_help_episodes.earl_episode_start_date",)


def by_start(as_at: date) -> "QuerySet[EarlyHelpEpisode]":
    """Early help assessments by the day they started."""
    return known.early_help_episodes(as_at).annotate(
        observed_on=F("started_on"), observed_team=allocated_team("started_on", as_at)
    )


HOW_MANY = Section(
    slug="early-help-assessments",
    title="Early help assessments",
    chapter="Early help",
    definition="Individual early help assessments started, in the month and since 1 April.",
    measures=(
        Measure(
            code="CSC 001",
            title="Early help assessments year to date",
            definition="Early help assessments started since 1 April.",
            counts="early help assessments started",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.COUNT,
            rows=by_start,
            needs=STARTED,
        ),
        Measure(
            code="CSC 002",
            title="Early help assessments in month",
            definition="Early help assessments started in the month.",
            counts="early help assessments started",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=by_start,
            needs=STARTED,
        ),
    ),
)
