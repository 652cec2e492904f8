"""Users, their roles and teams, and the log of who saw what."""

from typing import Any

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.roles import Right, Role, rights_of


class TeamQuerySet(models.QuerySet["Team"]):
    """Sets of teams."""

    def with_teams_below(self) -> "TeamQuerySet":
        """These teams and every team below them (a service is a team with teams below)."""
        found = set(self.values_list("pk", flat=True))
        below = found
        while below:
            below = set(Team.objects.filter(parent__in=below).values_list("pk", flat=True)) - found
            found |= below
        return Team.objects.filter(pk__in=found)

    def seen_by(self, user: "User") -> "TeamQuerySet":
        """Whose figures, trackers and children the user may see: their own teams and those below; none without a team.

        A social worker's own children and a director's overview do not go by team.
        """
        return self.filter(pk__in=user.teams.all().with_teams_below())


class Team(models.Model):
    """A team or service; teams make a tree (service > team). Never deleted: a closed one keeps its past figures."""

    source_id = models.CharField("team id", max_length=200, unique=True, null=True, blank=True, db_collation="C")
    name = models.CharField(max_length=200, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="teams")
    parent_name = models.CharField(max_length=200, blank=True, default="")
    is_current = models.BooleanField(default=True)
    added_in_import = models.BigIntegerField(null=True, blank=True, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name or self.source_id or f"Team {self.pk}"


class UserManager(BaseUserManager["User"]):
    """Makes users; signing up oneself is closed."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in with `email`; without a password they set one by a mailed link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def administrators(self) -> models.QuerySet["User"]:
        """Those who can change what others may do."""
        return self.filter(is_active=True, roles__contains=[Role.ADMINISTRATOR])


@pghistory.track(
    pghistory.InsertEvent("added"),
    pghistory.UpdateEvent("changed", row=pghistory.Old),
    exclude=["password", "last_login"],
)
class User(AbstractBaseUser):
    """A member of staff. What they may do follows from `roles`, which children they see from `teams`."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices), default=list, blank=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="users")
    professional_id = models.CharField(
        "worker's id in the case system", max_length=200, blank=True, default="", db_collation="C"
    )
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(roles__contained_by=Role.values), name="user_roles_exist"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def rights(self) -> frozenset[Right]:
        """What the user may do; nothing once they may not sign in."""
        return rights_of(self.roles) if self.is_active else frozenset()

    def may(self, right: Right) -> bool:
        """Whether one of the user's roles gives `right`."""
        return right in self.rights

    @property
    def role_names(self) -> str:
        """The user's roles in words."""
        return ", ".join(str(Role(role).label) for role in self.roles)


@pghistory.track(pghistory.InsertEvent("added"), pghistory.DeleteEvent("removed"), obj_field=None)
class Membership(User.teams.through):  # type: ignore[name-defined]
    """A user's belonging to a team, with the history of it: it decides which children they saw when."""

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


class AccessLog(models.Model):
    """Who saw what, when, from where, and why if a reason was asked. Rows are added, never changed or removed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=300, blank=True, default="")
    child_reference = models.CharField(max_length=200, blank=True, default="", db_index=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "at"]), models.Index(fields=["at"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.user} {self.action} {self.subject}"
