"""Early help assessments started (measure catalogue)."""

from django.db.models import F, Q, QuerySet

from kpis.days import Days
from kpis.measure import Basis, Measure, Place, Section, Unit
from tracking.models import DeliveredBy, EarlyHelpEpisode
from tracking.rules import known
from tracking.rules.teams import allocated_team

STARTED = ("ssd_early_help_episodes.earl_episode_start_date",)


def by_start(days: Days) -> "QuerySet[EarlyHelpEpisode]":
    """Early help assessments by the day they started."""
    return known.early_help_episodes(days.as_at).annotate(
        observed_on=F("started_on"), observed_team=allocated_team("started_on", days.as_at)
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
        Measure(
            code="EARLY-HELP-EXTERNAL",
            title="% early help assessments by other agencies",
            definition="Of the early help assessments started in the month for which it is recorded who carries them "
            "out, the share carried out by other agencies than the council's own teams.",
            counts="early help assessments carried out by other agencies",
            out_of="early help assessments started for which it is recorded who carries them out",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            place=Place.LOCAL,
            rows=by_start,
            counted=Q(delivered_by__in=DeliveredBy.values),
            met=Q(delivered_by=DeliveredBy.EXTERNAL),
            needs=(*STARTED, "ssd_early_help_episodes.csc_delivered_by"),
        ),
    ),
)
