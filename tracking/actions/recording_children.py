"""A child who was not known before, with the contact by which they became known."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Team, User
from tracking.actions.duties import shown_day, tracked_day
from tracking.actions.recording_episodes import record_episode
from tracking.episodes.front_door import ALLOCATED, CONTACT
from tracking.models import Child, Involvement, Worker
from tracking.models.base import Record
from tracking.rules.recorders import recorded_by


@transaction.atomic
def record_new_child(*, by: User, person: Mapping[str, Any], team: Team | None, contact: Mapping[str, Any]) -> Record:
    """The contact of a child who is new, allocated from its day on to `by`, if they are a worker, and to the team.

    Raises ValidationError for a child whom `by` knows already, and what `record_episode` raises.
    """
    _check_is_new(by, person)
    child = Child(**person)
    child.full_clean()
    if child.born_on and child.born_on > tracked_day():
        raise ValidationError({"born_on": f"The day must be on or before {tracked_day():%-d %B %Y}."})
    started_on: date = contact["received_on"]
    with pghistory.context(user=by.pk):
        child.save()
        worker = Worker.objects.filter(source_id=by.professional_id).first() if by.professional_id else None
        Involvement.objects.create(child=child, worker=worker, team=team, role=ALLOCATED, started_on=started_on)
    return record_episode(by=by, kind=CONTACT, child=child, values=contact)


def _check_is_new(by: User, person: Mapping[str, Any]) -> None:
    same = {f"{name}__iexact": person[name] for name in ("forename", "surname")} | {"born_on": person["born_on"]}
    known = recorded_by(by, shown_day()).filter(**same).first()
    if known is not None:
        raise ValidationError(f"A child of this name and date of birth is known already: {known.reference}.")
