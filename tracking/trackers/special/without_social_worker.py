"""Open cases of children to whom no qualified social worker is allocated."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from tracking.duties.care import SHORT_BREAKS
from tracking.filters.special import WithoutSocialWorkerFilter
from tracking.models import CareEpisode, Child, ChildProtectionPlan, CinPlan, LegalStatus, Worker
from tracking.rules.known import involvements, known, referrals
from tracking.tables.special import WithoutSocialWorkerTable
from tracking.trackers.special.rows import living, with_people
from tracking.trackers.tracker import Tracker


def rows(as_at: date) -> "QuerySet[Child]":
    """The children with something open and no worker allocated who has a registration number.

    `referral_since`, `protection_since`, `need_since` and `care_since` say what is open; `without_since` is the day on
    which the last qualified worker left, or that on which the case opened if that is later. The team is that of the
    allocated worker, else the one recorded on the open referral.
    """
    cases = open_cases(as_at)
    is_open, since = Q(), {}
    for name, (found, day) in cases.items():
        is_open |= Q(pk__in=found.values("child"))
        its_own = found.filter(child=OuterRef("pk")).order_by(day, "pk")
        since[f"{name}_since"] = Subquery(its_own.values(day)[:1])
    qualified: QuerySet[Any] = involvements(as_at).filter(
        child__isnull=False, is_allocated=True, worker__registration_number__gt=""
    )
    left = qualified.filter(child=OuterRef("pk"), ended__isnull=False).order_by("-ended")
    recorded = cases["referral"][0].filter(child=OuterRef("pk"), team__isnull=False)
    without = living(as_at).filter(is_open).exclude(pk__in=qualified.filter(ended__isnull=True).values("child"))
    return with_people(
        without.annotate(**since, last_one_left_on=Subquery(left.values("ended")[:1])).annotate(
            open_since=Least(*since), without_since=Greatest(Least(*since), "last_one_left_on")
        ),
        as_at,
        otherwise=Subquery(recorded.order_by("-received_on", "-source_id", "-pk").values("team")[:1]),
    ).annotate(job_title=Subquery(Worker.objects.filter(pk=OuterRef("worker")).values("job_title")))


def open_cases(as_at: date) -> "dict[str, tuple[QuerySet[Any], str]]":
    """What is open on the as-at date and makes a child's case an open one, each with the field of its first day."""
    protection: QuerySet[Any] = known(ChildProtectionPlan, as_at, "started_on", ended="ended_on").exclude(
        is_other_authoritys=True
    )
    need: QuerySet[Any] = known(CinPlan, as_at, "started_on", ended="ended_on")
    received: QuerySet[Any] = referrals(as_at)
    return {
        "referral": (received.filter(closed__isnull=True), "received_on"),
        "protection": (protection.filter(ended__isnull=True), "started_on"),
        "need": (need.filter(ended__isnull=True), "started_on"),
        "care": (_in_care(as_at), "first_day"),
    }


def _in_care(as_at: date) -> "QuerySet[CareEpisode]":
    """The open episodes of care with the first day of their period; none of a series of short breaks."""
    episodes: QuerySet[Any] = known(CareEpisode, as_at, "started_on", ceased="ceased_on", entered="entered_care_on")
    same = Q(pk=OuterRef("pk")) | (Q(period_of_care=OuterRef("period_of_care")) & ~Q(period_of_care=""))
    first = episodes.filter(same, child=OuterRef("child")).annotate(day=Least("started_on", "entered"))
    in_force = (
        known(LegalStatus, as_at, "started_on", ended="ended_on")
        .filter(Q(ended__isnull=True) | Q(ended__gt=OuterRef("first_day")), child=OuterRef("child"))
        .filter(started_on__lte=OuterRef("first_day"))
        .order_by("-started_on", "-source_id", "-pk")
    )
    return (
        episodes.filter(ceased__isnull=True)
        .annotate(first_day=Subquery(first.order_by("day").values("day")[:1]))
        .annotate(status=Coalesce(Subquery(in_force.values("code")[:1]), Value("")))
        .exclude(status__in=SHORT_BREAKS)
    )


TRACKER = Tracker(
    code="without_social_worker",
    title="Open cases without a qualified social worker",
    group="Watch lists",
    description=(
        "Children with an open referral, child protection plan, child in need plan or period of care to whom no worker "
        "with a registration number is allocated (the rule of CSC 183 and CSC 227). Other authorities' plans and "
        "series of short breaks are left out."
    ),
    rows=rows,
    table=WithoutSocialWorkerTable,
    filters=WithoutSocialWorkerFilter,
    needs=(
        "ssd_involvements.invo_professional_id",
        "ssd_involvements.invo_professional_role_id",
        "ssd_involvements.invo_involvement_start_date",
        "ssd_professionals.prof_social_worker_registration_no",
    ),
    is_watched=True,
)
