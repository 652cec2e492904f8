"""What users keep of trackers: saved filters."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from tracking.models import SavedFilter

MOST = 20


@transaction.atomic
def save_filter(*, by: User, tracker: str, name: str, query: str) -> SavedFilter:
    """Keep a tracker's filters (the query of its address) under a name of the user's.

    Raises ValidationError without a name, for a name that the user has there already, and beyond the most that one
    tracker keeps.
    """
    saved = SavedFilter(user=by, tracker=tracker, name=" ".join(name.split()), query=query)
    saved.full_clean()
    if SavedFilter.objects.filter(user=by, tracker=tracker).count() >= MOST:
        raise ValidationError(f"You have {MOST} saved filters here. Remove one first.")
    saved.save()
    return saved


@transaction.atomic
def delete_filter(*, by: User, saved: SavedFilter) -> None:
    """Forget a saved filter. Raises PermissionDenied for another user's."""
    if saved.user_id != by.pk:
        raise PermissionDenied("That is another user's filter.")
    saved.delete()
