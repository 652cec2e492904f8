"""The health of looked-after children: assessments, dental checks, questionnaires, refusals (measure catalogue).

Types and statuses of checks are read as the duties read them (tracking.duties.health.check_type): containing "initial"
they are initial assessments, else containing "dental" dental checks, else health assessments.
"""

from functools import partial
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from kpis.days import Days
from kpis.measure import OBSERVED_ON, Basis, Better, Measure, Place, Section, Unit
from kpis.measures.columns import BORN, PERIODS_OF_CARE, of
from kpis.measures.looked_after import CHAPTER, EPISODES, looked_after_at
from kpis.measures.visits import IN_TIME, determined
from tracking.duties.health import IHA_FORM, INITIAL_HEALTH_ASSESSMENT, SDQ_AGES
from tracking.models import CareEpisode, HealthCheck, PeriodOfCare, SdqScore
from tracking.rules.ages import birthday
from tracking.rules.calendar import MonthsLater
from tracking.rules.known import known

CHECKED = of("ssd_cla_health", "clah_health_check_type", "clah_health_check_date", "clah_health_check_status")
SCORED = of("ssd_sdq_scores", "csdq_sdq_completed_date", "csdq_sdq_reason", "csdq_sdq_score")
DENTAL = Q(type__icontains="dental") & ~Q(type__icontains="initial")
HEALTH = ~DENTAL  # an initial assessment is one too
COMPLETED, REFUSED = Q(status__iexact="completed"), Q(status__iexact="refused")
A_YEAR, HALF_A_YEAR = 12, 6  # months
UNDER = 5  # years of age
A_YEAR_IN_CARE = "children looked after at the end of the month who had been so for at least 12 months"


def a_year_in_care(days: Days) -> "QuerySet[PeriodOfCare]":
    """Children looked after at E for at least 12 months in this period of care."""
    rows = looked_after_at(days).annotate(is_a_year_on=MonthsLater("started_on", A_YEAR))
    return rows.filter(is_a_year_on__lte=days.end)


def with_checks(days: Days, of: Q) -> "QuerySet[PeriodOfCare]":
    """Children looked after at E for a year, by their checks of a kind: `is_checked` and `is_refused` where one was
    completed or refused since 1 April, and the days until which the last completed one is good: `good_until` for 12
    months, `good_until_by_age` for 6 where the child is under five at E."""
    checks = known(HealthCheck, days.as_at, "checked_on").filter(of, child=OuterRef("child"), checked_on__lte=days.end)
    since_april = checks.filter(checked_on__gte=days.april)
    last = Subquery(checks.filter(COMPLETED).order_by("-checked_on").values("checked_on")[:1])
    return (
        a_year_in_care(days)
        .annotate(
            is_checked=Exists(since_april.filter(COMPLETED)),
            is_refused=Exists(since_april.filter(REFUSED)),
            turns_5_on=birthday(UNDER, days.as_at),
            good_until=MonthsLater(last, A_YEAR),
        )
        .annotate(
            good_until_by_age=Case(
                When(turns_5_on__gt=days.end, then=MonthsLater(last, HALF_A_YEAR)), default=MonthsLater(last, A_YEAR)
            )
        )
    )


def with_questionnaires(days: Days) -> "QuerySet[PeriodOfCare]":
    """Children looked after at E for a year, aged 4 to 16 then; `is_done` where a questionnaire was completed since
    1 April. One with a reason and no score was not done."""
    done = known(SdqScore, days.as_at, "completed_on").exclude(~Q(reason=""), score="")
    since_april = done.filter(child=OuterRef("child"), completed_on__gte=days.april, completed_on__lte=days.end)
    first, last = SDQ_AGES
    return (
        a_year_in_care(days)
        .annotate(turns_4_on=birthday(first, days.as_at), turns_17_on=birthday(last, days.as_at))
        .filter(turns_4_on__lte=days.end, turns_17_on__gt=days.end)
        .annotate(is_done=Exists(since_april))
    )


INITIAL = Section(
    slug="looked-after-initial-health-assessments",
    title="Looked after: initial health assessments",
    chapter=CHAPTER,
    definition=(
        "Initial health assessments completed within 20 working days of entering care, and the forms for them returned "
        "to Health within 7 working days."
    ),
    measures=(
        Measure(
            code="CSC 247",
            title="% newly looked after with an initial health assessment within 20 working days",
            definition="Of the children who entered care since the quarter began whose outcome against the limit is "
            "known, the share with an initial health assessment within 20 working days. The year's figure is of all "
            "who entered care since 1 April.",
            counts="children with an initial health assessment completed within 20 working days of entering care",
            out_of="children who entered care, whose assessment is completed or whose due day has passed; those who "
            "left care before it are left out",
            basis=Basis.QUARTER_TO_DATE,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=partial(determined, kind=INITIAL_HEALTH_ASSESSMENT.code, episodes=CareEpisode),
            met=IN_TIME,
            placed_by="started_on",
            looks_ahead=True,
            needs=(*PERIODS_OF_CARE, *CHECKED),
            duty=INITIAL_HEALTH_ASSESSMENT.code,
            episode_table=EPISODES,
        ),
        Measure(
            code="IHA-FORMS-7WD",
            title="% IHA forms returned to Health within 7 working days",
            definition="Of the forms for initial health assessments that were due in the month, the share returned to "
            "Health within 7 working days of entering care. A late one counts when it fell due.",
            counts="forms returned within 7 working days of entering care",
            out_of="forms returned, or whose due day has passed; those of children who left care before it are left "
            "out",
            basis=Basis.MONTH,
            unit=Unit.PERCENT,
            better=Better.HIGH,
            rows=partial(determined, kind=IHA_FORM.code, episodes=CareEpisode),
            met=IN_TIME,
            needs=(*PERIODS_OF_CARE, f"{EPISODES}.csc_iha_form_returned_date"),
            duty=IHA_FORM.code,
            episode_table=EPISODES,
        ),
    ),
)


def _share(code: str, title: str, definition: str, counts: str, met: Q, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=definition,
        counts=counts,
        basis=Basis.SNAPSHOT,
        unit=Unit.PERCENT,
        better=Better.HIGH,
        met=met,
        episode_table=EPISODES,
        **{"out_of": A_YEAR_IN_CARE, "needs": (*PERIODS_OF_CARE, *CHECKED)} | rest,
    )


def _since_april(code: str, what: str, of: Q) -> Measure:
    return _share(
        code,
        f"% looked after children with an up-to-date {what} check",
        "Of the children looked after at the end of the month who had been so for at least 12 months, the share with a "
        f"{what} check completed since 1 April. It starts near 0 each April and is whole in March.",
        f"children with a {what} check completed since 1 April",
        Q(is_checked=True),
        rows=partial(with_checks, of=of),
        since_april=True,
    )


def _refused(code: str, what: str, of: Q) -> Measure:
    return Measure(
        code=code,
        title=f"Looked after children who refused a {what} check since 1 April",
        definition="Children looked after at the end of the month who had been so for at least 12 months, who refused "
        f"a {what} check since 1 April, whether or not they had one at another time.",
        counts=f"children with a {what} check refused since 1 April",
        basis=Basis.SNAPSHOT,
        unit=Unit.COUNT,
        place=Place.LOCAL,
        rows=partial(with_checks, of=of),
        counted=Q(is_refused=True),
        since_april=True,
        needs=(*PERIODS_OF_CARE, *CHECKED),
        episode_table=EPISODES,
    )


CHECKS = Section(
    slug="looked-after-health-assessments",
    title="Looked after: health assessments",
    chapter=CHAPTER,
    definition=(
        "Of the children who have been looked after for at least 12 months, those with a health check, a dental check "
        "and a strengths and difficulties questionnaire (SDQ). The annual measure counts from 1 April; beside it "
        "stands who is up to date on the day. Looked-after children share many health risks with others of their age, "
        "often to a greater degree."
    ),
    measures=(
        _since_april("CSC 250", "health", HEALTH),
        _since_april("CSC 251", "dental", DENTAL),
        _share(
            "CSC 250R",
            "% looked after children whose last health check is up to date",
            "Of the same children, the share whose last health check was completed in the 12 months to the end of the "
            "month; in the last 6 months where the child is under 5 then.",
            "children whose last health check is no more than 12 months old, 6 under the age of 5",
            Q(good_until_by_age__gte=F(OBSERVED_ON)),
            place=Place.BESIDE,
            rows=partial(with_checks, of=HEALTH),
            needs=(*PERIODS_OF_CARE, *CHECKED, BORN),
        ),
        _share(
            "CSC 251R",
            "% looked after children whose last dental check is up to date",
            "Of the same children, the share whose last dental check was completed in the 12 months to the end of the "
            "month.",
            "children whose last dental check is no more than 12 months old",
            Q(good_until__gte=F(OBSERVED_ON)),
            place=Place.BESIDE,
            rows=partial(with_checks, of=DENTAL),
        ),
        _share(
            "SDQ",
            "% looked after children aged 4 to 16 with a strengths and difficulties questionnaire",
            "Of the same children, those aged 4 to 16 at the end of the month, the share with a questionnaire "
            "completed since 1 April.",
            "children with a questionnaire completed since 1 April",
            Q(is_done=True),
            place=Place.BESIDE,
            rows=with_questionnaires,
            since_april=True,
            out_of=f"{A_YEAR_IN_CARE}, aged 4 to 16",
            needs=(*PERIODS_OF_CARE, *SCORED, BORN),
        ),
        _refused("HEALTH-REFUSED", "health", HEALTH),
        _refused("DENTAL-REFUSED", "dental", DENTAL),
    ),
)
