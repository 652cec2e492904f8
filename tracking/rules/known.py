"""What was known on a day: nothing after the as-at date exists.

Source: the measure catalogue, "The edges", Dates. A row whose own date is after the as-at date does not exist yet, and
any other date after it is blank (due dates and expected dates of birth excepted, which nobody asks for here). A row
without its own date is placed nowhere.
"""

from datetime import date
from typing import TypeVar

from django.db.models import Case, F, QuerySet, When

from tracking.models import Assessment, Contact, EarlyHelpEpisode, Involvement, Referral
from tracking.models.base import Record

R = TypeVar("R", bound=Record)


def known(model: type[R], as_at: date, own: str, **later: str) -> QuerySet[R]:
    """The rows of `model` whose own date (field `own`) is on or before `as_at`.

    `later` names annotations for other dates of the row as known then: `decided="decided_on"` gives `decided`, which is
    empty where the date is after `as_at`.
    """
    dates = {name: by(as_at, field) for name, field in later.items()}
    return model._default_manager.filter(**{f"{own}__lte": as_at}).annotate(**dates)


def not_later(model: type[R], as_at: date, own: str, **later: str) -> QuerySet[R]:
    """As `known`, with the rows that lack their own date: they exist, though no day is known for them."""
    dates = {name: by(as_at, field) for name, field in later.items()}
    return model._default_manager.exclude(**{f"{own}__gt": as_at}).annotate(**dates)


def by(as_at: date, field: str) -> Case:
    """The date in `field`, empty where it is after `as_at`."""
    return Case(When(**{f"{field}__lte": as_at}, then=F(field)))


def contacts(as_at: date) -> "QuerySet[Contact]":
    """Contacts received by `as_at`, with `decided`."""
    return known(Contact, as_at, "received_on", decided="decided_on")


def referrals(as_at: date) -> "QuerySet[Referral]":
    """Referrals received by `as_at`, with `decided` and `closed`."""
    return known(Referral, as_at, "received_on", decided="decided_on", closed="closed_on")


def early_help_episodes(as_at: date) -> "QuerySet[EarlyHelpEpisode]":
    """Early help assessments started by `as_at`."""
    return known(EarlyHelpEpisode, as_at, "started_on")


def assessments(as_at: date) -> "QuerySet[Assessment]":
    """Assessments started by `as_at`, with `authorised`. One without a start was completed all the same."""
    started = Assessment._default_manager.exclude(started_on__gt=as_at)
    return started.annotate(authorised=by(as_at, "authorised_on"))


def involvements(as_at: date) -> "QuerySet[Involvement]":
    """Involvements of workers started by `as_at`, with `ended`."""
    return known(Involvement, as_at, "started_on", ended="ended_on")
