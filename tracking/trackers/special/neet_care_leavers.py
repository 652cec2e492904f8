"""Care leavers who are not in education, employment or training (NEET)."""

from datetime import date

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When

from tracking.duties.leaving_care import PATHWAY_PLAN_REVIEW
from tracking.filters.special import NeetCareLeaversFilter
from tracking.models import Child, Duty
from tracking.rules.leaving_care import NEET, UNAVAILABLE, latest_contacts
from tracking.tables.special import NeetCareLeaversTable
from tracking.trackers.special.rows import filled, living, with_people
from tracking.trackers.tracker import Tracker


def rows(as_at: date) -> "QuerySet[Child]":
    """The young people under 21 who are relevant or former relevant and NEET by their latest contact.

    The pathway plan's review and the next one are those of the duty that is not met.
    """
    latest = latest_contacts(as_at, as_at).filter(activity__in=NEET)
    reviews = Duty.objects.filter(
        as_at=as_at, kind=PATHWAY_PLAN_REVIEW.code, child=OuterRef("pk"), met_on__isnull=True
    ).order_by("-started_on")
    return with_people(
        living(as_at)
        .filter(care_leaver_contacts__in=latest)
        .annotate(
            contacted_on=F("care_leaver_contacts__contacted_on"),
            activity=F("care_leaver_contacts__activity"),
            accommodation=filled("care_leaver_contacts__accommodation"),
            suitable=filled("care_leaver_contacts__accommodation_suitable"),
            in_touch=filled("care_leaver_contacts__in_touch"),
            personal_adviser=F("care_leaver_contacts__personal_adviser"),
            eligibility=F("care_leaver_contacts__eligibility"),
            reviewed_on=Subquery(reviews.values("started_on")[:1]),
            next_review_on=Subquery(reviews.values("due_by")[:1]),
        )
        .annotate(
            is_unavailable=Case(When(activity__in=UNAVAILABLE, then=Value(True)), default=Value(False)),
            plan=Case(
                When(next_review_on__lt=as_at, then=Value("overdue")),
                When(next_review_on__isnull=True, then=Value("none")),
                default=Value("due"),
            ),
        ),
        as_at,
        recorded=F("care_leaver_contacts__team"),
    )


TRACKER = Tracker(
    code="neet_care_leavers",
    title="Care leavers not in education, employment or training",
    group="Watch lists",
    description=(
        "Relevant and former relevant young people under 21 who are NEET by their latest contact (CSC 294), those "
        "unavailable for illness, disability, pregnancy or parenting included. The pathway plan is reviewed at least "
        f"every 6 months: {PATHWAY_PLAN_REVIEW.source.split(':')[0]}."
    ),
    rows=rows,
    table=NeetCareLeaversTable,
    filters=NeetCareLeaversFilter,
    needs=(
        "ssd_care_leavers.clea_care_leaver_latest_contact",
        "ssd_care_leavers.clea_care_leaver_eligibility",
        "ssd_care_leavers.clea_care_leaver_activity",
        "ssd_person.pers_dob",
    ),
)
