"""A small caseload for the tests of trackers: three children on a plan, in two teams, as at Friday 15 December 2017."""

from datetime import date
from pathlib import Path

from accounts.models import Team, User
from accounts.roles import Role
from tests.extracts import load
from tracking.actions.duties import refresh_duties
from tracking.models import Duty

AS_AT = date(2017, 12, 15)
WORKERS = (
    {"prof_professional_id": "W1", "prof_professional_name": "Ann East", "prof_social_worker_registration_no": "SW1"},
    {"prof_professional_id": "W2", "prof_professional_name": "Bob West", "prof_social_worker_registration_no": "SW2"},
)
# Child, team, worker, and the day of the last visit. Ten working days after 30 November is 14 December, after
# 1 December the 15th, after 4 December the 18th; nobody has Dee.
CHILDREN = (
    ("Amy", "T1", "W1", "2017-11-30"),
    ("Ben", "T1", "W1", "2017-12-01"),
    ("Cat", "T2", "W2", "2017-12-04"),
    ("Dee", "", "", "2017-11-30"),
)
OVERDUE, DUE_TODAY, DUE_MONDAY = "Amy", "Ben", "Cat"


def caseload(folder: Path) -> None:
    """Import it, and work out the duties."""
    load(
        folder,
        AS_AT,
        ssd_person=[
            {"pers_person_id": name, "pers_surname": "Test", "pers_forename": name, "pers_dob": "2010-05-05"}
            for name, *_ in CHILDREN
        ],
        ssd_professionals=WORKERS,
        ssd_involvements=[
            {
                "invo_involvements_id": f"I-{name}",
                "invo_person_id": name,
                "invo_professional_id": worker,
                "invo_professional_role_id": "Allocated worker",
                "invo_professional_team": team,
                "invo_involvement_start_date": "2017-11-01",
            }
            for name, team, worker, _ in CHILDREN
            if team
        ],
        ssd_cp_plans=[
            {
                "cppl_cp_plan_id": f"P-{name}",
                "cppl_person_id": name,
                "cppl_cp_plan_start_date": "2017-11-27",
                "cppl_cp_plan_end_date": "",
                "cppl_cp_plan_ola": "",
                "cppl_icpc_id": "",
            }
            for name, *_ in CHILDREN
        ],
        ssd_cp_visits=[
            {
                "cppv_cp_visit_id": f"V-{name}",
                "cppv_person_id": name,
                "cppv_cp_plan_id": f"P-{name}",
                "cppv_cp_visit_date": visited,
                "cppv_cp_visit_seen": "Y",
            }
            for name, _, _, visited in CHILDREN
        ],
    )
    refresh_duties()


def user(name: str, *roles: Role, team: str = "", worker: str = "") -> User:
    """A user of some roles; `team` and `worker` are ids of the case system."""
    made = User.objects.create_user(f"{name}@council.example", "secret", name=name, roles=roles, professional_id=worker)
    made.teams.set(Team.objects.filter(source_id=team) if team else [])
    return made


def visit_of(child: str) -> Duty:
    """The open visit duty of a child."""
    return Duty.objects.get(kind="cp_visit", child__source_id=child, is_open=True)
