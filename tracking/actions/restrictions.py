"""Restricting a child to named users, naming and dropping users, and lifting a restriction (docs/adr/0010).

Whoever may restrict children does so for a child whom they see, so a restricted child's names are in the hands of those
who are named themselves.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import log
from accounts.models import User
from accounts.roles import Right
from tracking.actions.duties import shown_day
from tracking.models import Child, NamedUser, Restriction
from tracking.rules.sight import children_in_sight


@transaction.atomic
def restrict_child(*, by: User, child: Child, reason: str, text: str = "", users: Iterable[User] = ()) -> Restriction:
    """Close the child's record to all but `by` and `users`, from this moment on.

    Raises PermissionDenied where `by` may not restrict the child, ValidationError where the child is restricted
    already, for a reason that is not on the list, for another reason without words, and for users who see no child's
    record.
    """
    _check_may_restrict(by, child)
    restriction = Restriction(child=child, reason=reason, text=text.strip(), set_by=by)
    restriction.full_clean()
    restriction.save()
    for user in dict.fromkeys([by, *users]):
        _name(by, restriction, user)
    _log(by, restriction, "restricted a child", str(restriction))
    return restriction


@transaction.atomic
def name_user(*, by: User, restriction: Restriction, user: User) -> NamedUser:
    """Let a user see the restricted child, as far as their role and teams let them see the child at all.

    Raises PermissionDenied as `restrict_child`, ValidationError for a user who is named already or sees no child's
    record, and once the restriction is lifted.
    """
    _check_may_restrict(by, _open(restriction).child)
    named = _name(by, restriction, user)
    _log(by, restriction, "named a user for a restricted child", str(user))
    return named


@transaction.atomic
def drop_user(*, by: User, restriction: Restriction, user: User) -> None:
    """No longer let a user see the restricted child.

    Raises PermissionDenied as `restrict_child`, ValidationError for a user who is not named, and for the last one who
    could still lift the restriction.
    """
    _check_may_restrict(by, _open(restriction).child)
    named = restriction.named.filter(dropped_at=None).select_related("user")
    if not any(each.user == user for each in named):
        raise ValidationError(f"{user} is not named.")
    if not any(each.user.may(Right.RESTRICT_CHILDREN) for each in named if each.user != user):
        raise ValidationError(f"{user} is the last one named who could lift the restriction. Name another one first.")
    named.filter(user=user).update(dropped_by=by, dropped_at=timezone.now())
    _log(by, restriction, "dropped a user from a restricted child", str(user))


@transaction.atomic
def lift_restriction(*, by: User, restriction: Restriction, because: str) -> Restriction:
    """Open the child's record again to all who would see the child by their role and teams.

    Raises PermissionDenied as `restrict_child`, ValidationError without a reason and once it is lifted.
    """
    _check_may_restrict(by, _open(restriction).child)
    restriction.lifted_by, restriction.lifted_at, restriction.lifted_because = by, timezone.now(), because.strip()
    if not restriction.lifted_because:
        raise ValidationError("Say why the restriction is lifted.")
    restriction.full_clean()
    restriction.save()
    _log(by, restriction, "lifted the restriction of a child", restriction.lifted_because)
    return restriction


def _open(restriction: Restriction) -> Restriction:
    """The restriction, locked until the transaction ends. Raises ValidationError where it was lifted meanwhile."""
    restriction.refresh_from_db(from_queryset=Restriction.objects.select_for_update())
    if restriction.lifted_at:
        raise ValidationError("This restriction was lifted already.")
    return restriction


def _check_may_restrict(by: User, child: Child) -> None:
    sees = by.may(Right.SEE_RECORDS) and children_in_sight(by, shown_day()).filter(pk=child.pk).exists()
    if not (sees and by.may(Right.RESTRICT_CHILDREN)):
        raise PermissionDenied("You may restrict children whom you see, and only with the right to restrict.")


def _name(by: User, restriction: Restriction, user: User) -> NamedUser:
    if not user.may(Right.SEE_RECORDS):
        raise ValidationError(f"{user} may not see any child’s record, so naming them would change nothing.")
    named = NamedUser(restriction=restriction, user=user, named_by=by)
    named.full_clean()
    named.save()
    return named


def _log(by: User, restriction: Restriction, action: str, subject: str) -> None:
    log.write(user=by, action=action, subject=subject, child_reference=restriction.child.reference)
