"""The tiles that trackers and imports bring to a user's front page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.roles import Right
from accounts.tiles import Tile
from tracking.actions.duties import current_edition
from tracking.actions.imports import last_import
from tracking.filters.imports import FindingFilter
from tracking.models import DutyEdition, Finding, Grade
from tracking.recorded import recorded_columns
from tracking.rules.sight import in_sight
from tracking.trackers.duties import ALL_DUTIES
from tracking.trackers.registry import TRACKERS
from tracking.trackers.tracker import Tracker

QUESTIONS: tuple[tuple[str, dict[str, str], bool], ...] = (
    ("Overdue", {"state": "overdue"}, True),
    ("Overdue without a reason", {"state": "overdue", "reason": "null"}, True),
    ("Due today", {"due_from": "{today}", "due_to": "{today}"}, False),
    ("Due within 10 working days", {"state": "soon"}, False),
    ("Met late in the last 4 weeks", {"state": "met_late"}, False),
)


def tiles(user: User) -> list[Tile]:
    """What the user has to do, the urgent first; for those who import, what the last extract left behind."""
    return _trackers(user) + _imports(user)


def _trackers(user: User) -> list[Tile]:
    edition = current_edition()
    if edition is None or not user.may(Right.SEE_TRACKERS):
        return []
    sight, today = in_sight(user, edition.as_at), f"{edition.as_at}"
    found = [
        tile(ALL_DUTIES, sight, edition, label, _query(query, today), is_urgent)
        for label, query, is_urgent in QUESTIONS
    ]
    special = [tracker for tracker in TRACKERS if tracker.is_watched and tracker.is_recorded(recorded_columns())]
    return found + [tile(tracker, sight, edition, tracker.title, {}, True) for tracker in special]


def tile(tracker: Tracker, sight: Q, edition: DutyEdition, label: str, query: dict[str, str], is_urgent: bool) -> Tile:
    """A tile that counts what the tracker lists under `query`: the same query set through the same filters."""
    rows = tracker.rows(edition.as_at).filter(sight)
    listed = tracker.filters(query, queryset=rows, as_at=edition.as_at).qs
    url = reverse("tracker", args=[tracker.code]) + (f"?{urlencode(query)}" if query else "")
    count = listed.count()
    return Tile(label, count, url, is_urgent and count > 0)


def _imports(user: User) -> list[Tile]:
    batch = last_import() if user.may(Right.IMPORT) else None
    if batch is None:
        return []
    found = Finding.objects.filter(batch=batch)
    return [
        Tile(
            f"Rows {label.lower()} by the last import",
            FindingFilter({"grade": grade}, queryset=found).qs.count(),
            reverse("import", args=[batch.pk]) + f"?grade={grade}",
        )
        for grade, label in Grade.choices
    ]


def _query(query: dict[str, str], today: str) -> dict[str, str]:
    return {name: value.format(today=today) for name, value in query.items()}
