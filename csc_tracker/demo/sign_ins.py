"""The made-up people who can sign in to the demonstration authority, one for each role."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count

from accounts.models import Team, User
from accounts.roles import Role
from csc_tracker.demo import people
from tracking.models import Duty


@dataclass(frozen=True)
class SignIn:
    """Somebody who can sign in: their role, and the teams or services that they belong to."""

    name: str
    role: Role
    teams: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """The address they sign in with; `example` never leads anywhere."""
        return f"{self.role.value.replace('_', '.')}@council.example"


SIGN_INS = (
    SignIn("Hazel Testbrook", Role.DIRECTOR),
    SignIn("Linden Testmoor", Role.ANALYST),
    SignIn("Willow Testford", Role.SERVICE_MANAGER, tuple(people.SERVICES)),
    SignIn("Rowan Testgate", Role.TEAM_MANAGER, (people.SAFEGUARDING_EAST,)),
    SignIn("Aspen Testfield", Role.SOCIAL_WORKER, (people.SAFEGUARDING_EAST,)),
    SignIn("Alder Testwood", Role.AUDITOR),
    SignIn("Olive Testhill", Role.MODERATOR),
    SignIn("Juniper Testlake", Role.ADMINISTRATOR),
)


def sign_in_password(data: Path) -> str:
    """The password of every demonstration user of the installation in `data`: made once, never the same elsewhere."""
    path = data / "demonstration_password"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"demo-{secrets.token_hex(5)}")
    return path.read_text()


def make_sign_ins(data: Path) -> None:
    """Make the demonstration users that do not exist yet, with their team and, for a worker, their caseload."""
    password = sign_in_password(data)
    for person in SIGN_INS:
        if not User.objects.filter(email=person.email).exists():
            user = User.objects.create_user(person.email, password, name=person.name, roles=[person.role])
            user.teams.set(Team.objects.filter(name__in=person.teams))
            if person.role is Role.SOCIAL_WORKER:
                user.professional_id = _busiest_worker(person.teams)
                user.save()


def _busiest_worker(teams: tuple[str, ...]) -> str:
    """The social worker of the teams who has most to do; the duties must be worked out."""
    to_do = Duty.objects.filter(is_open=True, worker__department__in=teams).exclude(worker__registration_number="")
    workers = to_do.values_list("worker__source_id", flat=True).annotate(duties=Count("pk"))
    return workers.order_by("-duties", "worker__source_id").first() or ""
