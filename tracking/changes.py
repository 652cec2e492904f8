"""Following the changes of records as the database notes them (tracking.Change).

Transactions end in another order than they begin in, so "what changed since I last looked" is asked by transaction:
whoever follows keeps the number before which every transaction had ended, and asks for changes of that and later ones.
What is asked for twice is harmless.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from tracking.models import Change


def ended_before() -> int:
    """The number before which every transaction has ended: all that they changed can be read from now on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (number,) = cursor.fetchone()
    return int(number)


def changes_since(number: int) -> "QuerySet[Change]":
    """The changes by transactions that had not all ended when `number` was taken (see `ended_before`)."""
    return Change.objects.filter(transaction__gte=number)


def forget(number: int) -> None:
    """Drop the changes that every follower has followed: those of transactions before `number`."""
    Change.objects.filter(transaction__lt=number).delete()


def earliest(days: Iterable[date | None]) -> date | None:
    """The earliest day; None (from the beginning) where one of them is."""
    known = list(days)
    return None if None in known else min((day for day in known if day), default=None)
