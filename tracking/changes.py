"""Following the changes of records as the database notes them (tracking.Change).

Transactions end in another order than they begin in, so "what changed since I last looked" is asked by transaction: a
mark keeps the number before which every transaction had ended, and changes of that and later ones are asked for. What
is asked for twice is harmless.
"""

from typing import NamedTuple, Self

from django.db import connection
from django.db.models import Q, QuerySet

from tracking.models import Change


class Mark(NamedTuple):
    """A place in the stream of changes: all before it can be read from now on.

    `before` is the number before which every transaction has ended; `own` the transaction that took the mark (0: one
    that changed nothing) and `last` the last change noted by then: what it changed itself before is seen, too.
    """

    before: int
    own: int
    last: int

    @classmethod
    def take(cls) -> Self:
        """The place at this moment."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
                " coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0),"
                " coalesce((SELECT max(id) FROM tracking_change), 0)"
            )
            return cls(*cursor.fetchone())

    @classmethod
    def read(cls, text: str) -> Self:
        """The mark as it was written by `str`; the beginning of all changes where there is none."""
        return cls(*(int(part) for part in text.split(":"))) if text else cls(0, 0, 0)

    def __str__(self) -> str:
        return ":".join(str(part) for part in self)

    def changes(self) -> "QuerySet[Change]":
        """What changed since."""
        own = Q(transaction=self.own, pk__lte=self.last)
        return Change.objects.filter(transaction__gte=self.before).exclude(own)


def forget_before(marks: list[Mark]) -> None:
    """Drop the changes that every follower has followed."""
    if marks:
        Change.objects.filter(transaction__lt=min(mark.before for mark in marks)).delete()
