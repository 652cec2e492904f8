"""What a child's page says, put together for its reader."""

from datetime import date
from typing import Any

from accounts.models import AccessLog, User
from accounts.roles import Right
from tracking.children.sections import sections
from tracking.children.standing import known_with, placed_in_words, statuses, with_standing
from tracking.children.timeline import PARTS, timeline
from tracking.episodes import ALL
from tracking.imports.codes import words_of
from tracking.models import Child, Duty
from tracking.rules.ages import age
from tracking.tables.duties import DutyTable
from tracking.trackers.duties import with_reasons

OPENINGS = 20  # rows of the log that the page shows; the access log has them all
HIDDEN_COLUMNS = ("child", "last_done", "team", "team_id", "worker_id")


def page_of(user: User, child: Child, day: date, part: str, back: str) -> dict[str, Any]:
    """The context of the page: the child as known on `day`, with a part of the journey or all of it.

    `back` is the page's own address, to which what is recorded from it returns.
    """
    row = with_standing(child, day)
    may_record = user.may(Right.RECORD) or user.may(Right.MEND)  # for a child in sight
    return {
        "child": row,
        "day": day,
        "age": age(row.born_on, row.died_on or day),
        "statuses": statuses(row),
        "placed": placed_in_words(row),
        "disabilities": _disabilities(child),
        "restriction": child.restrictions.filter(lifted_at=None).prefetch_related("named__user").first(),
        "known_with": [(each, age(each.born_on, day)) for each in known_with(user, child, day)],
        "duties": _duties(user, child, day, back),
        "years": timeline(child, day, part),
        "parts": [(name, title) for name, (title, _) in PARTS.items()],
        "part": part,
        "may_record": may_record,
        "begins": [kind for kind in ALL if not kind.only_follows] if user.may(Right.RECORD) else [],
        "may_restrict": user.may(Right.RESTRICT_CHILDREN),
        "openings": _openings(user, child),
        "sections": sections(user, child),
    }


def _disabilities(child: Child) -> list[str]:
    """In words; empty where none is recorded."""
    words = words_of("disability")
    return [words.get(code, code) for code in child.disabilities.order_by("code").values_list("code", flat=True)]


def _duties(user: User, child: Child, day: date, back: str) -> DutyTable:
    """What must still happen to the child, the longest overdue first."""
    rows = with_reasons(Duty.objects.filter(as_at=day, child=child).open()).select_related("child", "team", "worker")
    table = DutyTable(rows.order_by("due_by", "pk"), exclude=HIDDEN_COLUMNS, orderable=False)
    table.back, table.may_record = back, user.may(Right.RECORD)
    return table


def _openings(user: User, child: Child) -> list[AccessLog] | None:
    """Who saw the child last, for those who may know; else None."""
    if not (user.may(Right.SEE_WHO_OPENED) or user.may(Right.SEE_ACCESS_LOG)):
        return None
    return list(AccessLog.objects.filter(child_reference=child.reference).select_related("user")[:OPENINGS])
