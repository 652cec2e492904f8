"""Fetching what the rules read: the journeys of some children, with one query for each table."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any, NamedTuple

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value

from tracking.duties import facts
from tracking.duties.facts import Journey
from tracking.models import (
    CareEpisode,
    CareLeaverContact,
    Child,
    ChildProtectionPlan,
    CinPlan,
    CinVisit,
    HealthCheck,
    InitialConference,
    LegalStatus,
    LookedAfterReview,
    LookedAfterVisit,
    MissingEpisode,
    Placement,
    ProtectionReview,
    ProtectionVisit,
    ReturnInterview,
    SdqScore,
    Section47,
)
from tracking.rules import known
from tracking.rules.known import by

NO_PLAN = Value("")
NOT_DECLINED = Value(None, DateField())
# Where the columns are not called as the facts are.
SECTION_47 = ("pk", "started_on", "ended_on", "outcome_details", "is_conferenced", "team_id")
MISSING = (
    *("pk", "ended", "ended_at", "interviewed", "interviewed_at"),
    *(NOT_DECLINED, "action_plan", "responsible_authority"),
)


class Source(NamedTuple):
    """Where a list of a journey comes from: rows, made into facts of the fields `columns` (default: the facts' own
    names), in the order of their own date and then their id."""

    name: str
    fact: Any
    rows: "QuerySet[Any]"
    own_date: str
    columns: tuple[Any, ...] = ()


def journeys(child_ids: list[int], as_at: date) -> Iterator[Journey]:
    """The journeys of the children, as known on `as_at`."""
    children = Child.objects.filter(pk__in=child_ids).annotate(born=by(as_at, "born_on"), died=by(as_at, "died_on"))
    found = {pk: Journey(pk, as_at, born, died) for pk, born, died in children.values_list("pk", "born", "died")}
    for source in (*_need(as_at), *_protection(as_at), *_care(as_at), *_later(as_at)):
        rows = source.rows.filter(child__in=child_ids).order_by("child_id", source.own_date, "source_id", "pk")
        for child_id, *values in rows.values_list("child_id", *(source.columns or source.fact._fields)):
            getattr(found[child_id], source.name).append(source.fact(*values))
    _add_rows_of_periods(found.values(), as_at)
    _add_interviews(found, as_at)
    return iter(found.values())


def _need(as_at: date) -> Iterable[Source]:
    allocated = known.involvements(as_at).filter(is_allocated=True)
    started = known.assessments(as_at).filter(started_on__isnull=False)
    plans = known.known(CinPlan, as_at, "started_on", ended="ended_on")
    visits = known.known(CinVisit, as_at, "visited_on").filter(seen=True)
    return (
        Source("involvements", facts.Involvement, allocated, "started_on"),
        Source("contacts", facts.Contact, known.contacts(as_at), "received_on"),
        Source("referrals", facts.Referral, known.referrals(as_at), "received_on"),
        Source("assessments", facts.Assessment, started, "started_on"),
        Source("cin_plans", facts.CinPlan, plans, "started_on"),
        Source("cin_visits", facts.Visit, visits, "visited_on", ("visited_on", NO_PLAN)),
    )


def _protection(as_at: date) -> Iterable[Source]:
    conferences = InitialConference.objects.exclude(held_on__gt=as_at).annotate(
        enquiry_started=by(as_at, "section_47__started_on")
    )
    naming = Exists(InitialConference.objects.exclude(held_on__gt=as_at).filter(section_47=OuterRef("pk")))
    enquiries = known.known(Section47, as_at, "started_on").annotate(is_conferenced=naming)
    plans = known.known(ChildProtectionPlan, as_at, "started_on", ended="ended_on")
    own_plans = plans.exclude(is_other_authoritys=True).annotate(conferred=by(as_at, "initial_conference__held_on"))
    visits = known.known(ProtectionVisit, as_at, "visited_on").filter(seen=True)
    reviews = known.known(ProtectionReview, as_at, "held_on")
    return (
        Source("section_47s", facts.Section47, enquiries, "started_on", SECTION_47),
        Source("conferences", facts.Conference, conferences, "held_on"),
        Source("protection_plans", facts.ProtectionPlan, own_plans, "started_on"),
        Source("protection_visits", facts.Visit, visits, "visited_on", ("visited_on", "plan_source_id")),
        Source("protection_reviews", facts.ProtectionReview, reviews, "held_on"),
    )


def _care(as_at: date) -> Iterable[Source]:
    ends = {"ceased": "ceased_on", "entered": "entered_care_on", "form_returned": "iha_form_returned_on"}
    episodes = known.not_later(CareEpisode, as_at, "started_on", **ends)
    statuses = known.known(LegalStatus, as_at, "started_on", ended="ended_on")
    visits = known.known(LookedAfterVisit, as_at, "visited_on").filter(seen=True)
    done = known.known(SdqScore, as_at, "completed_on").exclude(~Q(reason=""), score="")
    checks = known.known(HealthCheck, as_at, "checked_on")
    return (
        Source("care_episodes", facts.CareEpisode, episodes, "started_on"),
        Source("placements", facts.Placement, _placements(as_at), "started_on"),
        Source("legal_statuses", facts.LegalStatus, statuses, "started_on"),
        Source("care_visits", facts.Visit, visits, "visited_on", ("visited_on", NO_PLAN)),
        Source("health_checks", facts.HealthCheck, checks, "checked_on"),
        Source("sdqs", facts.Sdq, done, "completed_on"),
    )


def _later(as_at: date) -> Iterable[Source]:
    ends = {"ended": "ended_on", "interviewed": "interviewed_on", "action_plan": "action_plan_on"}
    missing: QuerySet[Any] = known.not_later(MissingEpisode, as_at, "started_on", **ends)
    contacts = known.known(CareLeaverContact, as_at, "contacted_on", pathway_plan_reviewed="pathway_plan_reviewed_on")
    return (
        Source("missing", facts.Missing, missing.filter(ended__isnull=False), "started_on", MISSING),
        Source("leaver_contacts", facts.LeaverContact, contacts, "contacted_on"),
    )


def _placements(as_at: date) -> "QuerySet[Placement]":
    return known.known(Placement, as_at, "started_on", ended="ended_on")


def _add_rows_of_periods(journeys: Iterable[Journey], as_at: date) -> None:
    """Add what names a period of care and no child: the reviews that were held, and placements without a child."""
    in_period: dict[str, set[int]] = {}
    by_child = {journey.child_id: journey for journey in journeys}
    for journey in by_child.values():
        for episode in journey.care_episodes:
            in_period.setdefault(episode.period_of_care, set()).add(journey.child_id)
    in_period.pop("", None)
    held = known.known(LookedAfterReview, as_at, "held_on").exclude(cancelled=True)
    reviews = held.filter(period_of_care__in=list(in_period)).order_by("held_on", "source_id", "pk")
    for values in reviews.values_list(*facts.CareReview._fields):
        review = facts.CareReview(*values)
        for child_id in in_period[review.period_of_care]:
            by_child[child_id].care_reviews.append(review)
    nobodys = _placements(as_at).filter(child=None, period_of_care__in=list(in_period))
    for values in nobodys.values_list(*facts.Placement._fields):
        placement = facts.Placement(*values)
        for child_id in in_period[placement.period_of_care]:
            rows = by_child[child_id].placements
            rows.append(placement)
            rows.sort(key=lambda row: (row.started_on, row.source_id is None, row.source_id or "", row.pk))


def _add_interviews(journeys: dict[int, Journey], as_at: date) -> None:
    """Add the interviews recorded here: the earliest one of an episode meets the duty, wherever it is recorded."""
    recorded = known.known(ReturnInterview, as_at, "held_on").filter(child__in=list(journeys)).order_by("held_on", "pk")
    for interview in recorded:
        rows = journeys[interview.child_id].missing
        for place, row in enumerate(rows):
            if row.pk == interview.missing_episode_id:
                rows[place] = _with_interview(row, interview)


def _with_interview(episode: facts.Missing, interview: ReturnInterview) -> facts.Missing:
    if interview.is_declined:
        return episode._replace(declined=interview.held_on)
    here = (interview.held_on, interview.held_at or time.max)
    there = (episode.interviewed or date.max, episode.interviewed_at or time.max)
    if here >= there:
        return episode
    return episode._replace(interviewed=interview.held_on, interviewed_at=interview.held_at)
