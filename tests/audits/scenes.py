"""A small council for the tests of audits, as at Sunday 31 December 2017: nine children on a child protection plan, the
odd ones with team East and worker W1, the even ones with West and W2; three of them looked after."""

from datetime import date
from pathlib import Path

from accounts.models import Team, User
from accounts.roles import Role
from audits.actions.allocating import allocate_cases
from audits.actions.auditing import submit
from audits.actions.following_up import add_action
from audits.actions.programmes import Plan, draw_sample, plan_programme
from audits.actions.tools import begin_version, publish
from audits.answers import WHOLE, Answer, Answers
from audits.models import Audit, AuditAction, Category, Judgement, Programme, Theme
from tests.extracts import load
from tracking.actions.duties import refresh_duties

AS_AT = date(2017, 12, 31)
QUARTER = "2017/18 Q4"
SEED = "a seed"
TEAMS = ("T2", "T1")  # of even and odd children
WORKERS = ("W2", "W1")


def council(folder: Path) -> None:
    """Import it, and work out its periods of care."""
    numbers = range(1, 10)
    load(
        folder,
        AS_AT,
        ssd_professionals=[{"prof_professional_id": worker, "prof_professional_name": worker} for worker in WORKERS],
        ssd_involvements=[
            {
                "invo_involvements_id": f"I{n}",
                "invo_person_id": f"P{n}",
                "invo_professional_id": WORKERS[n % 2],
                "invo_professional_role_id": "Allocated worker",
                "invo_professional_team": TEAMS[n % 2],
                "invo_involvement_start_date": "2017-05-01",
            }
            for n in numbers
        ],
        ssd_cp_plans=[
            {
                "cppl_cp_plan_id": f"CP{n}",
                "cppl_person_id": f"P{n}",
                "cppl_cp_plan_start_date": "2017-06-01",
                "cppl_cp_plan_end_date": "",
                "cppl_cp_plan_ola": "",
            }
            for n in numbers
        ],
        ssd_cla_episodes=[
            {
                "clae_cla_episode_id": f"E{n}",
                "clae_person_id": f"P{n}",
                "clae_cla_id": f"L{n}",
                "clae_cla_episode_start_date": "2017-08-01",
                "clae_cla_episode_ceased": "",
            }
            for n in (1, 2, 3)
        ],
    )
    refresh_duties()


def person(name: str, *roles: Role, team: str = "", worker: str = "") -> User:
    """Somebody of some roles; `team` and `worker` are ids of the case system."""
    email = f"{name.lower()}@council.example"
    made = User.objects.create_user(email, name=name, roles=list(roles), professional_id=worker)
    made.teams.set(Team.objects.filter(source_id=team) if team else [])
    return made


def tools(by: User) -> None:
    """Publish a tool for every category."""
    for category in Category:
        publish(by=by, version=begin_version(by=by, category=category))


def drawn(
    by: User, auditors: list[User], wanted: dict[str, int] | None = None, quarter: str = QUARTER, **options: int | bool
) -> Programme:
    """A programme with its sample; three child protection cases where nothing else is wanted, none moderated."""
    given: dict[str, int | bool] = {"moderation_share": 0} | options
    plan = Plan(quarter, wanted or {Category.CHILD_PROTECTION: 3}, auditors, **given)  # type: ignore[arg-type]
    return draw_sample(by=by, programme=plan_programme(by=by, plan=plan), seed=SEED)


def allocated(by: User, auditors: list[User], **options: int) -> Audit:
    """One audit of such a programme, with its auditor."""
    audits, _ = allocate_cases(by=by, programme=drawn(by, auditors, **options))
    return audits[0]


def answers(audit: Audit, judgement: str = Judgement.GOOD, **others: str) -> Answers:
    """The same judgement of everything, with reasons; `others` by the title of a section, or `whole`."""
    titles: dict[int, str] = dict(audit.tool.sections.values_list("pk", "title")) | {WHOLE: "whole"}
    said = {key: others.get(title, judgement) for key, title in titles.items()}
    return Answers({key: Answer(one, f"Because of {titles[key]}.") for key, one in said.items()}, "Direct work.")


def submitted(audit: Audit, judgement: str = Judgement.GOOD, **others: str) -> Audit:
    """The audit, submitted by its auditor."""
    return submit(by=audit.auditor, audit=audit, answers=answers(audit, judgement, **others))


def asked_for(audit: Audit, owner: User, theme: str = Theme.VOICE, due_on: date = date(2018, 2, 1)) -> AuditAction:
    """Something that the audit's auditor wants done."""
    return add_action(
        by=audit.auditor, audit=audit, what="See the child alone.", theme=theme, owner=owner, due_on=due_on
    )
