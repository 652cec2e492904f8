"""Duties after a child returned from being missing: the interview and the action plan."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tracking.duties.due import Due, Episode, single
from tracking.duties.facts import Journey, Missing
from tracking.duties.kind import Kind, Term
from tracking.duties.limits import Limit, Limits, TimeUnit
from workdays import Month

RETURNED = "ssd_missing.miss_missing_episode_end_date"


def interviews(journey: Journey, limits: Limits) -> Iterator[Due]:
    """An interview after each return; other authorities interview their own children."""
    for episode in journey.missing:
        if not episode.responsible_authority:
            limit = limits.on("return_home_interview", "", episode.ended)
            for due in single(
                "return_home_interview",
                Episode("ssd_missing", episode.pk),
                episode.ended,
                limit,
                episode.interviewed,
                journey.turns_18_on,
            ):
                yield due._replace(in_time=due.in_time and _in_hours(episode, limit), refused_on=episode.declined)


def _in_hours(episode: Missing, limit: Limit) -> bool:
    """Whether the hours were kept; where either time of day is unknown the days decide, and those are known to be."""
    if limit.unit is not TimeUnit.HOURS or not (episode.ended_at and episode.interviewed_at and episode.interviewed):
        return True
    returned = datetime.combine(episode.ended, episode.ended_at)
    return datetime.combine(episode.interviewed, episode.interviewed_at) <= returned + timedelta(hours=limit.amount)


def action_plans(journey: Journey, limits: Limits) -> Iterator[Due]:
    """An action plan by the end of the quarter of each return, for children of other authorities too."""
    for episode in journey.missing:
        due_by = Month.of(episode.ended).quarter.last
        done, end = episode.action_plan, journey.turns_18_on
        met_on = done if done and not (end and done > end) else None
        yield Due(
            "missing_action_plan",
            Episode("ssd_missing", episode.pk),
            1,
            episode.ended,
            due_by,
            "the end of the quarter",
            met_on,
            met_on <= due_by if met_on else None,
            end,
        )


RETURN_HOME_INTERVIEW = Kind(
    code="return_home_interview",
    title="Return home interviews",
    group="Missing children",
    actions=("Interview the child",),
    starts="return from being missing",
    met_by="interview completed; not for children of other authorities",
    source="Statutory guidance on children who run away or go missing from home or care (2014): within 72 hours",
    rule=interviews,
    terms={"": Term("", Limit(72, TimeUnit.HOURS))},
    needs=(RETURNED, "ssd_missing.csc_rhi_completed_date"),
    records="interview",
    can_be_refused=True,
)

MISSING_ACTION_PLAN = Kind(
    code="missing_action_plan",
    title="Missing children’s action plans",
    group="Missing children",
    actions=("Complete the action plan",),
    starts="return from being missing",
    met_by="action plan completed",
    source="Local standard: by the end of the quarter",
    rule=action_plans,
    needs=(RETURNED, "ssd_missing.csc_action_plan_completed_date"),
)

KINDS = (RETURN_HOME_INTERVIEW, MISSING_ACTION_PLAN)
