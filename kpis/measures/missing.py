"""Children who went missing, and the interviews and plans after their return (measure catalogue, "Missing")."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kpis.days import Days
from kpis.measure import Basis, Measure, Section, Unit
from kpis.measures.columns import PERIODS_OF_CARE, PLACEMENTS, of
from tracking.duties.missing import RETURN_HOME_INTERVIEW
from tracking.models import ChildProtectionPlan, CinPlan, Duty, MissingEpisode, PeriodOfCare, Referral, ReturnInterview
from tracking.models.base import Record
from tracking.rules import known
from tracking.rules.known import by
from tracking.rules.placements import FAR, miles_from_home
from tracking.rules.teams import allocated_team

TABLE = "ssd_missing"
STARTED = (f"{TABLE}.miss_missing_episode_start_date",)
AUTHORITY = (f"{TABLE}.csc_responsible_authority",)
ENDED = (f"{TABLE}.miss_missing_episode_end_date",)
INTERVIEWED = (*ENDED, f"{TABLE}.csc_rhi_completed_date")
PLANNED = (*ENDED, f"{TABLE}.csc_action_plan_completed_date")
DISTANCE = "ssd_cla_placement.clap_cla_placement_distance"
OPEN_CASES = (
    *of("ssd_cin_episodes", "cine_referral_date", "cine_close_date"),
    *of("ssd_cp_plans", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    *of("ssd_cin_plans", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    *of("ssd_cla_episodes", "clae_cla_id", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
    "ssd_cla_episodes.clae_entered_care_date",
)
# A child of another authority counts in two of the counts only.
OWN = Q(responsible_authority="")


def _open_on_start(model: type[Record], as_at: date, started: str, ended: str) -> Exists:
    """Whether the child has one open on the day the episode starts: begun by then and not ended by then."""
    rows: QuerySet[Any] = known.known(model, as_at, started, ended=ended)
    is_open = Q(ended=None) | Q(ended__gt=OuterRef("started_on"))
    return Exists(rows.filter(is_open, child=OuterRef("child"), **{f"{started}__lte": OuterRef("started_on")}))


def _in_care_on_start(as_at: date) -> "QuerySet[PeriodOfCare]":
    is_open = Q(ended_on=None) | Q(ended_on__gt=OuterRef("started_on"))
    return PeriodOfCare.objects.filter(
        is_open, as_at=as_at, child=OuterRef("child"), started_on__lte=OuterRef("started_on")
    )


def by_start(days: Days) -> "QuerySet[MissingEpisode]":
    """Episodes of both types by the day they started."""
    return known.known(MissingEpisode, days.as_at, "started_on").annotate(
        observed_on=F("started_on"), observed_team=allocated_team("started_on", days.as_at)
    )


def of_looked_after(days: Days) -> "QuerySet[MissingEpisode]":
    """The episodes of children whom this authority looked after on the day they went, with `miles` from home."""
    in_care = Exists(_in_care_on_start(days.as_at).filter(is_short_breaks=False))
    return by_start(days).filter(OWN, in_care).annotate(miles=miles_from_home("started_on", days.as_at))


def of_nobody(days: Days) -> "QuerySet[MissingEpisode]":
    """The episodes of children of this authority with nothing open on the day they went: no referral, no child
    protection plan of any authority, no child in need plan, no period of care (a series of short breaks is one)."""
    return by_start(days).filter(
        OWN,
        ~_open_on_start(Referral, days.as_at, "received_on", "closed_on"),
        ~_open_on_start(ChildProtectionPlan, days.as_at, "started_on", "ended_on"),
        ~_open_on_start(CinPlan, days.as_at, "started_on", "ended_on"),
        ~Exists(_in_care_on_start(days.as_at)),
    )


def by_return(days: Days) -> "QuerySet[MissingEpisode]":
    """Episodes by the day they ended; `action_plan` is when the plan after the return was completed."""
    rows: QuerySet[Any] = known.not_later(MissingEpisode, days.as_at, "started_on")
    return rows.filter(ended_on__lte=days.as_at).annotate(
        observed_on=F("ended_on"),
        observed_team=allocated_team("ended_on", days.as_at),
        action_plan=by(days.as_at, "action_plan_on"),
    )


def with_interviews(days: Days) -> "QuerySet[MissingEpisode]":
    """Episodes that ended, other authorities' children left out: `in_time` where the interview was within 72 hours,
    `interviewed` where there was one at any time."""
    duties = Duty.objects.filter(
        as_at=days.as_at, kind=RETURN_HOME_INTERVIEW.code, episode_table=TABLE, episode_id=OuterRef("pk")
    )
    # What fell away before it was due counts nowhere (catalogue, "Duties").
    cancelled = duties.filter(cancelled_on__isnull=False)
    held = known.known(ReturnInterview, days.as_at, "held_on").filter(missing_episode=OuterRef("pk"), is_declined=False)
    return (
        by_return(days)
        .filter(OWN, ~Exists(cancelled))
        .annotate(
            in_time=Exists(duties.filter(in_time=True)),
            is_determined=Exists(duties.determined()),
            is_interviewed=Q(interviewed_on__lte=days.as_at) | Q(Exists(held)),
        )
    )


def _count(code: str, title: str, whose: str, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=f"Missing episodes, and absences without authorisation, that started in the month: {whose}. In "
        "brackets the distinct children; these do not add up over months.",
        counts=f"episodes started: {whose}; in brackets each child once",
        basis=Basis.MONTH,
        unit=Unit.COUNT_CHILDREN,
        breakdown="missing episodes",
        **rest,
    )


def _interviews(code: str, title: str, done: str, **rest: Any) -> Measure:
    return Measure(
        code=code,
        title=title,
        definition=f"Of the missing episodes that ended in the month, other authorities' children left out, the share "
        f"after which a return home interview was completed {done}.",
        counts=f"episodes with an interview completed {done}",
        out_of="episodes that ended in the month, other authorities' children left out",
        basis=Basis.MONTH,
        rows=with_interviews,
        looks_ahead=True,
        needs=INTERVIEWED,
        **rest,
    )


MISSING = Section(
    slug="missing",
    title="Missing episodes",
    chapter="Missing",
    definition=(
        "Children who went missing, or were away from their placement without authorisation, and what was done after "
        "they returned: an interview by someone independent, within 72 hours, and an action plan."
    ),
    measures=(
        _count("MISSING-ALL", "Missing episodes (children)", "all children", rows=by_start, needs=STARTED),
        _count(
            "MISSING-CLA",
            "Missing episodes, looked after by this authority (children)",
            "children whom this authority looked after on that day",
            rows=of_looked_after,
            needs=(*STARTED, *AUTHORITY, *PERIODS_OF_CARE),
        ),
        _count(
            "MISSING-CLA-20M",
            "Missing episodes, looked after and placed over 20 miles from home (children)",
            "children whom this authority looked after on that day, placed 20 miles or more from home",
            rows=of_looked_after,
            counted=Q(miles__gte=FAR),
            needs=(*STARTED, *AUTHORITY, *PERIODS_OF_CARE, *PLACEMENTS, DISTANCE),
        ),
        _count(
            "MISSING-OLA",
            "Missing episodes, children of other authorities (children)",
            "children for whom another authority is responsible",
            rows=by_start,
            counted=~OWN,
            needs=(*STARTED, *AUTHORITY),
        ),
        _count(
            "MISSING-NOT-OPEN",
            "Missing episodes, children not currently open (children)",
            "children of this authority with no referral, plan or period of care open on that day",
            rows=of_nobody,
            needs=(*STARTED, *AUTHORITY, *OPEN_CASES),
        ),
        _interviews(
            "RHI-72H",
            "% return home interviews completed within 72 hours (excluding other authorities' children)",
            "within 72 hours of the return (3 days where only dates are known)",
            unit=Unit.PERCENT_FRACTION,
            counted=Q(is_determined=True),
            met=Q(in_time=True),
        ),
        _interviews(
            "RHI-DONE",
            "% missing episodes where a return home interview was completed",
            "at any time",
            unit=Unit.PERCENT,
            met=Q(is_interviewed=True),
        ),
        Measure(
            code="RHI-ACTION-PLAN",
            title="% action plans completed (cumulative for quarter)",
            definition="Of the missing episodes that ended since the quarter began, other authorities' children "
            "included, the share whose action plan has been completed, whenever that was.",
            counts="episodes with the action plan completed",
            out_of="episodes that ended since the quarter began",
            basis=Basis.QUARTER_TO_DATE,
            unit=Unit.PERCENT,
            rows=by_return,
            met=Q(action_plan__isnull=False),
            needs=PLANNED,
        ),
    ),
)
