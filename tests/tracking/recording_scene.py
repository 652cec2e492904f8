"""A child, a manager who records for her, and an example of every kind of episode, as at Friday 30 March 2018."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Team, User
from accounts.roles import Role
from tests.tracking.caseload import user
from tracking.actions.duties import refresh_duties
from tracking.actions.recording_episodes import record_episode
from tracking.episodes import KINDS
from tracking.episodes.front_door import ALLOCATED
from tracking.episodes.kind import Kind
from tracking.models import Child, Import, ImportState, Involvement, Worker

AS_AT = date(2018, 3, 30)
DAY = date(2018, 1, 15)
LATER = DAY + timedelta(days=50)
BORN = date(2010, 5, 5)
# The answers of an example of each kind on a day: those of the form that records it.
EXAMPLES: dict[str, dict[str, Any]] = {
    "contact": {"received_on": DAY, "source_code": "6", "outcome": "advice_information"},
    "referral": {"received_on": DAY, "referral_source_code": "6", "no_further_action": True},
    "early_help": {"started_on": DAY, "delivered_by": "internal"},
    "allocation": {"started_on": DAY, "role": ALLOCATED},
    "assessment": {"started_on": DAY, "child_seen": True},
    "cin_plan": {"started_on": DAY},
    "cin_visit": {"visited_on": DAY, "seen": True, "seen_alone": False},
    "strategy_discussion": {"held_on": DAY, "outcome": "no_further_action"},
    "section_47": {"started_on": DAY},
    "conference": {"held_on": DAY, "led_to_plan": False},
    "invitation": {"held_on": DAY, "kind": "ICPC", "agency": "Police", "invited": 2, "attended": 1},
    "protection_plan": {"started_on": DAY, "initial_category": "NEG"},
    "protection_visit": {"visited_on": DAY, "seen": True},
    "protection_review": {"held_on": DAY, "continues": True},
    "period_of_care": {"started_on": DAY, "primary_need": "N1"},
    "placement": {"started_on": DAY, "type": "U4", "provider": "PR1"},
    "legal_status": {"started_on": DAY, "code": "C2"},
    "care_review": {"held_on": DAY, "participation": "PN1"},
    "care_visit": {"visited_on": DAY, "seen": True},
    "health_check": {"checked_on": DAY, "type": "Dental check", "status": "Completed"},
    "sdq": {"completed_on": DAY, "score": "12"},
    "missing_episode": {"started_on": DAY, "type": "M"},
    "return_interview": {"held_on": LATER, "is_declined": False},
    "care_leaver_contact": {"contacted_on": DAY, "eligibility": "Former Relevant", "activity": "F1"},
}
# What must be there first.
NEEDS = {
    "cin_visit": "cin_plan",
    "invitation": "conference",
    "protection_visit": "protection_plan",
    "protection_review": "protection_plan",
    "placement": "period_of_care",
    "legal_status": "period_of_care",
    "care_review": "period_of_care",
    "care_visit": "period_of_care",
    "return_interview": "missing_episode",
}


@dataclass
class Scene:
    """Amy, her manager, her team and worker."""

    amy: Child
    manager: User
    team: Team
    worker: Worker

    def record(self, code: str, **answers: Any) -> Any:
        """An example of a kind of episode, after what it needs."""
        kind = KINDS[code]
        first = self.first(NEEDS[code]) if code in NEEDS else None
        if code == "return_interview" and first is not None and first.ended_on is None:
            first.ended_on = DAY
            first.save()
        values = self.answers(kind) | answers
        after = (KINDS[NEEDS[code]], first) if first is not None else None
        return record_episode(by=self.manager, kind=kind, child=self.amy, values=values, after=after)

    def first(self, code: str) -> Any:
        """The example of that kind that is there, or a new one."""
        return KINDS[code].model._default_manager.order_by("pk").first() or self.record(code)

    def answers(self, kind: Kind) -> dict[str, Any]:
        """The answers to everything that is asked at first."""
        given = EXAMPLES[kind.code]
        people = {"worker": self.worker, "team": self.team} if kind.code == "allocation" else {}
        return given | people


def scene() -> Scene:
    """Amy, allocated to a worker of a team whose manager records for her; the duties worked out."""
    Import.objects.create(as_at=AS_AT, source="x.zip", state=ImportState.FINISHED, finished_at=timezone.now())
    team = Team.objects.create(source_id="T1", name="East")
    worker = Worker.objects.create(source_id="W1", name="Ann East", registration_number="SW1")
    amy = Child.objects.create(forename="Amy", surname="Test", born_on=BORN)
    allocate(amy, team, worker)
    refresh_duties()
    return Scene(amy, user("manager", Role.TEAM_MANAGER, team="T1"), team, worker)


def allocate(child: Child, team: Team, worker: Worker) -> Involvement:
    """A child's allocated worker since the beginning of 2017."""
    return Involvement.objects.create(
        child=child, team=team, worker=worker, role=ALLOCATED, started_on=date(2017, 1, 1)
    )


def as_posted(kind: Kind, names: Iterable[str], answers: dict[str, Any]) -> dict[str, str]:
    """Answers as a browser sends them."""
    words = {True: "yes", False: "no", None: ""}
    found = {name: answers.get(name) for name in names if answers.get(name) != []}
    return {
        name: str(getattr(value, "pk", words[value] if isinstance(value, bool | None) else value))
        for name, value in found.items()
    }
