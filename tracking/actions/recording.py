"""Recording from a tracker that a duty was met or refused, or why it is late. No due day is ever moved by it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from accounts.roles import Right
from tracking.actions.duties import refresh_children
from tracking.models import (
    CareEpisode,
    CareLeaverContact,
    ChildProtectionPlan,
    CinVisit,
    Duty,
    HealthCheck,
    LatenessReason,
    LookedAfterReview,
    LookedAfterVisit,
    MissingEpisode,
    ProtectionReview,
    ProtectionVisit,
    ReturnInterview,
    SdqScore,
)
from tracking.models.base import Record
from tracking.rules.sight import in_sight

CHECK_TYPES = {
    "initial_health_assessment": "Initial health assessment",
    "review_health_assessment": "Review health assessment",
    "dental_check": "Dental check",
}
REFUSED, COMPLETED = "Refused", "Completed"
CIRCUMSTANCES = ("in_touch", "accommodation", "accommodation_suitable", "activity")


@transaction.atomic
def record_duty(*, by: User, duty: Duty, done_on: date, **answers: Any) -> Record:
    """Write the visit, review, check, questionnaire, interview or contact of `done_on`, and work the child's duties out
    afresh. `answers` are those of the form of the duty's kind.

    Raises PermissionDenied for a duty out of `by`'s sight, ValidationError for a day on which it cannot have been done.
    """
    _check_may_record(by, duty)
    _check_day(duty, done_on)
    with pghistory.context(user=by.pk):
        record = RECORDS[duty.kind](duty, done_on, answers)
        record.full_clean()
        record.save()
    refresh_children(child_ids=[duty.child_id])
    return record


@transaction.atomic
def explain_duty(*, by: User, duty: Duty, reason: str, text: str = "") -> LatenessReason:
    """Say why a duty is or was late; a reason given before is replaced and stays in its history.

    Raises PermissionDenied for a duty out of `by`'s sight, ValidationError for a reason that is not on the list, and
    for another reason without words.
    """
    _check_may_record(by, duty)
    which = {name: getattr(duty, name) for name in ("kind", "episode_table", "episode_id", "started_on")}
    said = LatenessReason.objects.filter(**which).first() or LatenessReason(child_id=duty.child_id, **which)
    said.reason, said.text, said.by = reason, text.strip(), by
    said.full_clean()
    with pghistory.context(user=by.pk):
        said.save()
    return said


def _check_may_record(by: User, duty: Duty) -> None:
    if not by.may(Right.RECORD) or not Duty.objects.filter(in_sight(by, duty.as_at), pk=duty.pk).exists():
        raise PermissionDenied("You may record for the children of your teams and your own only.")


def _check_day(duty: Duty, done_on: date) -> None:
    if done_on > duty.as_at:
        raise ValidationError({"done_on": f"The day must be on or before {duty.as_at:%-d %B %Y}."})
    if done_on < duty.started_on:
        words = f"The day must be on or after {duty.started_on:%-d %B %Y}, when this became due to be done."
        raise ValidationError({"done_on": words})
    if not duty.is_open:
        raise ValidationError("This is no longer open: it was met, or what it belongs to has ended.")


def _protection_visit(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    plan = ChildProtectionPlan.objects.get(pk=duty.episode_id)
    return ProtectionVisit(child_id=duty.child_id, plan_source_id=plan.source_id or "", visited_on=day, **answers)


def _cin_visit(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    return CinVisit(child_id=duty.child_id, visited_on=day, **answers)


def _looked_after_visit(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    return LookedAfterVisit(child_id=duty.child_id, visited_on=day, **answers)


def _protection_review(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    return ProtectionReview(child_id=duty.child_id, plan_id=duty.episode_id, held_on=day, **answers)


def _care_review(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    period = CareEpisode.objects.values_list("period_of_care", flat=True).get(pk=duty.episode_id)
    if not period:
        raise ValidationError("The case system gives this period of care no id: record the review there.")
    return LookedAfterReview(period_of_care=period, held_on=day, cancelled=False, **answers)


def _check(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    status = REFUSED if answers.get("refused") else COMPLETED
    return HealthCheck(child_id=duty.child_id, type=CHECK_TYPES[duty.kind], checked_on=day, status=status)


def _questionnaire(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    return SdqScore(child_id=duty.child_id, completed_on=day, score=str(answers["score"]))


def _interview(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    episode = MissingEpisode.objects.get(pk=duty.episode_id)
    held = {"held_on": day, "held_at": answers.get("held_at"), "is_declined": bool(answers.get("refused"))}
    return ReturnInterview(child_id=duty.child_id, missing_episode=episode, **held)


def _leaver_contact(duty: Duty, day: date, answers: dict[str, Any]) -> Record:
    """A contact like the last one, with what was asked anew."""
    contact = last_contact(duty)
    contact.pk, contact._state.adding, contact.added_in_import = None, True, None
    contact.source_id, contact.contacted_on = None, day  # type: ignore[assignment]
    for name in CIRCUMSTANCES:
        setattr(contact, name, answers.get(name, getattr(contact, name)))
    if duty.kind == "pathway_plan_review":
        contact.pathway_plan_reviewed_on = day
    return contact


def last_contact(duty: Duty) -> CareLeaverContact:
    """The young person's latest contact by the duty's as-at date."""
    contacts = CareLeaverContact.objects.filter(child=duty.child_id, contacted_on__lte=duty.as_at)
    return contacts.order_by("contacted_on", "source_id").last() or CareLeaverContact.objects.get(pk=duty.episode_id)


RECORDS: dict[str, Callable[[Duty, date, dict[str, Any]], Record]] = {
    "cp_visit": _protection_visit,
    "cp_review": _protection_review,
    "cin_visit": _cin_visit,
    "looked_after_visit": _looked_after_visit,
    "looked_after_review": _care_review,
    "permanence_plan": _care_review,
    "initial_health_assessment": _check,
    "review_health_assessment": _check,
    "dental_check": _check,
    "sdq": _questionnaire,
    "return_home_interview": _interview,
    "care_leaver_contact": _leaver_contact,
    "pathway_plan_review": _leaver_contact,
}
