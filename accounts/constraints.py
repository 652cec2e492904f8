"""Promises that the database keeps in every part of the house."""

from django.db import models
from django.db.models import Q


def by_and_at(done: str) -> models.CheckConstraint:
    """Who did it (`<done>_by`) and when (`<done>_at`) are both known, or neither."""
    return models.CheckConstraint(
        condition=Q(**{f"{done}_by__isnull": True, f"{done}_at__isnull": True})
        | Q(**{f"{done}_by__isnull": False, f"{done}_at__isnull": False}),
        name=f"%(class)s_{done}_by_and_at",
    )
