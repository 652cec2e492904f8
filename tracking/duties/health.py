"""Duties for the health of looked-after children: assessments, dental checks and the questionnaire (SDQ).

A refused check meets nothing: the day of the refusal stands beside the duty.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from tracking.duties.care import PeriodOfCare, periods_of_care
from tracking.duties.due import Due, Episode, chain, earliest, single
from tracking.duties.facts import Journey
from tracking.duties.kind import Kind, Term
from tracking.duties.limits import Limit, Limits, TimeUnit
from workdays import add_months

HEALTH_REGULATION = "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 7"
HEALTH_GUIDANCE = "Promoting the health and wellbeing of looked-after children (2015)"
SDQ_AGES = (4, 17)  # from the 4th birthday until the 17th
A_YEAR = 12  # months
ENTERED_CARE = "ssd_cla_episodes.clae_cla_episode_start_date"
CHECKED = ("ssd_cla_health.clah_health_check_date", "ssd_cla_health.clah_health_check_status")


def check_type(words: str) -> str:
    """`initial`, `dental` or `review`: which check a type's words mean."""
    words = words.lower()
    return next((kind for kind in ("initial", "dental") if kind in words), "review")


def checks(journey: Journey, kind: str, status: str = "completed") -> list[date]:
    """The days of the child's checks of a kind and status, in order."""
    return [
        check.checked_on
        for check in journey.health_checks
        if check.status.lower() == status and check_type(check.type) == kind
    ]


def childhood_in(journey: Journey, period: PeriodOfCare) -> date | None:
    """The end of a period of care or of childhood."""
    return earliest(period.ended_on, journey.turns_18_on)


def _episode(period: PeriodOfCare) -> Episode:
    return Episode("ssd_cla_episodes", period.first_episode.pk)


def _refusals(journey: Journey, kind: str, duties: Iterator[Due]) -> Iterator[Due]:
    """The duties with the latest refusal since each began, before it was met."""
    refused = checks(journey, kind, "refused")
    for due in duties:
        days = [day for day in refused if due.started_on <= day and (due.met_on is None or day <= due.met_on)]
        yield due._replace(refused_on=max(days, default=None))


def initial_assessments(journey: Journey, limits: Limits) -> Iterator[Due]:
    """The initial health assessment after entering care."""
    for period in periods_of_care(journey):
        start = period.started_on
        done = next((day for day in checks(journey, "initial") if day >= start), None)
        limit = limits.on("initial_health_assessment", "", start)
        ends_on = childhood_in(journey, period)
        duties = single("initial_health_assessment", _episode(period), start, limit, done, ends_on)
        yield from _refusals(journey, "initial", duties)


def forms(journey: Journey, limits: Limits) -> Iterator[Due]:
    """The form that Health needs for the initial assessment, returned."""
    for period in periods_of_care(journey):
        limit = limits.on("iha_form", "", period.started_on)
        returned, ends_on = period.first_episode.form_returned, childhood_in(journey, period)
        yield from single("iha_form", _episode(period), period.started_on, limit, returned, ends_on)


def review_assessments(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A health assessment after the initial one (after entering care where there is none) and after each."""
    fifth_birthday = journey.birthday(5)

    def limit_of(_: int, day: date) -> Limit:
        is_under_five = fifth_birthday is not None and fifth_birthday > day
        return limits.on("review_health_assessment", "under_five" if is_under_five else "", day)

    def start_of(period: PeriodOfCare) -> date:
        start, ends_on = period.started_on, childhood_in(journey, period)
        initial = checks(journey, "initial")
        return next((day for day in initial if start <= day and (not ends_on or day <= ends_on)), start)

    return _checks(journey, "review_health_assessment", "review", start_of, limit_of)


def dental_checks(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A dental check after entering care and after each."""

    def limit_of(_: int, day: date) -> Limit:
        return limits.on("dental_check", "", day)

    return _checks(journey, "dental_check", "dental", lambda period: period.started_on, limit_of)


def _checks(
    journey: Journey,
    code: str,
    kind: str,
    start_of: Callable[[PeriodOfCare], date],
    limit_of: Callable[[int, date], Limit],
) -> Iterator[Due]:
    for period in periods_of_care(journey):
        done, ends_on = checks(journey, kind), childhood_in(journey, period)
        duties = chain(code, _episode(period), start_of(period), done, ends_on, limit_of)
        yield from _refusals(journey, kind, duties)


def questionnaires(journey: Journey, limits: Limits) -> Iterator[Due]:
    """A questionnaire within a year of having been looked after for a year, then of each, from 4 to 16 years of age."""
    fourth, seventeenth = (journey.birthday(age) for age in SDQ_AGES)
    if fourth is None or seventeenth is None:
        return
    for period in periods_of_care(journey):
        start = max(add_months(period.started_on, A_YEAR), fourth)
        if start <= journey.as_at and start < seventeenth:
            yield from chain(
                "sdq",
                _episode(period),
                start,
                (sdq.completed_on for sdq in journey.sdqs),
                earliest(period.ended_on, seventeenth),
                partial(_sdq_limit, limits),
            )


def _sdq_limit(limits: Limits, _: int, day: date) -> Limit:
    return limits.on("sdq", "", day)


INITIAL_HEALTH_ASSESSMENT = Kind(
    code="initial_health_assessment",
    title="Initial health assessments",
    group="Health of looked-after children",
    actions=("Complete the initial health assessment",),
    starts="entering care",
    met_by="initial health assessment completed",
    source=f"{HEALTH_REGULATION}; {HEALTH_GUIDANCE}: within 20 working days",
    rule=initial_assessments,
    terms={"": Term("", Limit(20, TimeUnit.WORKING_DAYS))},
    needs=(ENTERED_CARE, *CHECKED),
    records="check",
    can_be_refused=True,
)

IHA_FORM = Kind(
    code="iha_form",
    title="Initial health assessment forms",
    group="Health of looked-after children",
    actions=("Return the form to Health",),
    starts="entering care",
    met_by="form returned to Health",
    source="Local standard: the form reaches Health within 7 working days",
    rule=forms,
    terms={"": Term("", Limit(7, TimeUnit.WORKING_DAYS))},
    needs=(ENTERED_CARE, "ssd_cla_episodes.csc_iha_form_returned_date"),
)

REVIEW_HEALTH_ASSESSMENT = Kind(
    code="review_health_assessment",
    title="Review health assessments",
    group="Health of looked-after children",
    actions=("Complete the health assessment",),
    starts="initial health assessment (entering care where there is none), then each health assessment",
    met_by="health assessment completed",
    source=f"{HEALTH_REGULATION}: every 12 months, every 6 months under the age of 5",
    rule=review_assessments,
    terms={
        "under_five": Term("a child under 5", Limit(6, TimeUnit.MONTHS)),
        "": Term("a child of 5 or older", Limit(12, TimeUnit.MONTHS)),
    },
    needs=(ENTERED_CARE, *CHECKED),
    records="check",
    can_be_refused=True,
)

DENTAL_CHECK = Kind(
    code="dental_check",
    title="Dental checks",
    group="Health of looked-after children",
    actions=("Complete the dental check",),
    starts="entering care, then each dental check",
    met_by="dental check completed",
    source=f"{HEALTH_GUIDANCE}: a dental check every 12 months",
    rule=dental_checks,
    terms={"": Term("", Limit(12, TimeUnit.MONTHS))},
    needs=(ENTERED_CARE, *CHECKED),
    records="check",
    can_be_refused=True,
)

SDQ = Kind(
    code="sdq",
    title="Strengths and difficulties questionnaires",
    group="Health of looked-after children",
    actions=("Complete the questionnaire",),
    starts="a year after entering care (the 4th birthday where that is later), then each questionnaire, ages 4 to 16",
    met_by="questionnaire completed",
    source=f"{HEALTH_GUIDANCE}: a questionnaire every year for children aged 4 to 16",
    rule=questionnaires,
    terms={"": Term("", Limit(12, TimeUnit.MONTHS))},
    needs=(ENTERED_CARE, "ssd_sdq_scores.csdq_sdq_completed_date"),
    records="questionnaire",
)

KINDS = (INITIAL_HEALTH_ASSESSMENT, IHA_FORM, REVIEW_HEALTH_ASSESSMENT, DENTAL_CHECK, SDQ)
