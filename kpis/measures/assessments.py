"""Assessments completed, and how long they took (measure catalogue). Completed means authorised."""

from django.db.models import F, Q, QuerySet

from kpis.days import Days
from kpis.measure import Basis, Better, Measure, Place, Section, Unit
from kpis.measures.columns import POPULATION
from tracking.models import Assessment
from tracking.rules import known
from tracking.rules.calendar import WorkingDayAfter
from tracking.rules.teams import recorded_team

COMPLETED = ("ssd_cin_assessments.cina_assessment_auth_date",)
DURATION = (*COMPLETED, "ssd_cin_assessments.cina_assessment_start_date")
LIMITS = (45, 25, 15, 10)
STATUTORY = 45
TARGETED_CODES = {45: "CSC 040", 25: "CSC 060", 15: "CSC 080", 10: "CSC 100"}


def by_completion(days: Days) -> "QuerySet[Assessment]":
    """Completed assessments by the day they were authorised, with `due_in_n` for each limit of n working days."""
    completed = known.assessments(days.as_at).filter(authorised_on__lte=days.as_at)
    return completed.annotate(
        observed_on=F("authorised"),
        observed_team=recorded_team("authorised", days.as_at),
        **{f"due_in_{limit}": WorkingDayAfter("started_on", limit) for limit in LIMITS},
    )


HAS_START = Q(started_on__isnull=False)


def _timely(code: str, limit: int, basis: Basis) -> Measure:
    span = "since 1 April" if basis is Basis.YEAR_TO_DATE else "in the month"
    return Measure(
        code=code,
        title=f"% assessments completed within {limit} working days "
        f"({'cumulative' if basis is Basis.YEAR_TO_DATE else 'monthly'})",
        definition=f"Of the assessments completed {span}, the share that took {limit} working days or fewer from start "
        "to authorisation. An assessment without a start date is left out.",
        counts=f"assessments authorised on or before the {limit}th working day after they started",
        out_of="assessments completed that have a start date",
        basis=basis,
        unit=Unit.PERCENT,
        better=Better.HIGH,
        rows=by_completion,
        counted=HAS_START,
        met=Q(authorised__lte=F(f"due_in_{limit}")),
        due=f"due_in_{limit}",
        needs=DURATION,
    )


HOW_MANY = Section(
    slug="assessments",
    title="Assessments",
    chapter="Assessments",
    definition="Child and family assessments completed, in the month and since 1 April.",
    measures=(
        Measure(
            code="CSC 037",
            title="Monthly number of assessments completed",
            definition="Assessments authorised in the month.",
            counts="assessments authorised",
            basis=Basis.MONTH,
            unit=Unit.COUNT,
            rows=by_completion,
            needs=COMPLETED,
        ),
        Measure(
            code="CSC 036",
            title="Assessments completed year to date",
            definition="Assessments authorised since 1 April.",
            counts="assessments authorised",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.COUNT,
            rows=by_completion,
            needs=COMPLETED,
        ),
        Measure(
            code="CSC 035",
            title="Rate of assessments per 10,000 population",
            definition="Assessments authorised since 1 April for every 10,000 children under 18 who live in the area.",
            counts="assessments authorised",
            out_of="children under 18 in the reporting year",
            basis=Basis.YEAR_TO_DATE,
            unit=Unit.RATE,
            rows=by_completion,
            needs=(*COMPLETED, POPULATION),
        ),
        Measure(
            code="FLOW-NFA",
            title="% assessments ending in no further action",
            definition="Of the assessments completed in the month whose outcome is recorded, the share that ended in "
            "no further action.",
            counts="assessments that ended in no further action",
            out_of="assessments authorised whose outcome is recorded",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            place=Place.LOCAL,
            rows=by_completion,
            counted=Q(no_further_action__isnull=False),
            met=Q(no_further_action=True),
            needs=(*COMPLETED, "ssd_cin_assessments.cina_assessment_outcome_nfa"),
        ),
    ),
)

TIMELINESS = Section(
    slug="assessments-timeliness",
    title="Assessments: timeliness",
    chapter="Assessments",
    definition=(
        "Of the assessments completed in a period, the share completed within 45 working days, and within 25, 15 and "
        "10. It shows how quickly services can respond when a child may be at risk of serious harm."
    ),
    measures=(
        _timely("CSC 038", STATUTORY, Basis.YEAR_TO_DATE),
        *(_timely(code, limit, Basis.MONTH) for limit, code in TARGETED_CODES.items()),
    ),
)
