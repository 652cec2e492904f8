"""Referrals of children who had been referred before."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When

from tracking.filters.special import ReReferralsFilter
from tracking.models import Child
from tracking.rules.calendar import MonthsLater
from tracking.rules.known import referrals
from tracking.tables.special import ReReferralsTable
from tracking.trackers.special.rows import DaysBetween, a_year_before, filled, living, with_people
from tracking.trackers.tracker import Tracker

MONTHS = 12


def rows(as_at: date) -> "QuerySet[Child]":
    """One row for each referral of the 12 months to `as_at` that came within 12 months of another one of the child.

    The previous one is the latest that was received on an earlier day. `days_since` is empty where that was not closed
    by the day of this one.
    """
    previous = _previous(as_at)
    again = referrals(as_at).filter(Exists(previous), received_on__gt=a_year_before(as_at))
    return with_people(
        living(as_at)
        .filter(referrals__in=again)
        .annotate(referral=F("referrals__pk"), received_on=F("referrals__received_on"))
        .annotate(
            previous_on=Subquery(previous.values("received_on")[:1]),
            previous_closed_on=Subquery(previous.values("closed")[:1]),
            previous_reason=filled(Subquery(previous.values("reason")[:1])),
            previous_nfa=Subquery(previous.values("no_further_action")[:1]),
        )
        .annotate(
            days_since=Case(
                When(previous_closed_on__lte=F("received_on"), then=DaysBetween("received_on", "previous_closed_on"))
            )
        ),
        as_at,
        recorded=F("referrals__team"),
        key="referral",
    )


def _previous(as_at: date) -> "QuerySet[Any]":
    """The referrals of the row's child on earlier days, no more than 12 months before it, the latest first."""
    earlier: QuerySet[Any] = referrals(as_at).annotate(
        a_year_on=MonthsLater("received_on", MONTHS),
        # Why it was closed is known once it is.
        reason=Case(When(closed_on__gt=as_at, then=Value("")), default=F("close_reason"), output_field=CharField()),
    )
    return earlier.filter(
        child=OuterRef("child"), received_on__lt=OuterRef("received_on"), a_year_on__gte=OuterRef("received_on")
    ).order_by("-received_on", "-source_id", "-pk")


TRACKER = Tracker(
    code="re_referrals",
    title="Re-referrals",
    group="Watch lists",
    description=(
        "Referrals of the last 12 months of a child who had another one on an earlier day, no more than 12 months "
        "before (the rule of CSC 034), with how long ago that was closed and what came of it."
    ),
    rows=rows,
    table=ReReferralsTable,
    filters=ReReferralsFilter,
    needs=("ssd_cin_episodes.cine_referral_date", "ssd_cin_episodes.cine_close_date"),
)
