"""What the demonstration authority’s audits ask for, and what has become of it."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from accounts.models import User
from audits.answers import Answers
from audits.models import Audit, AuditAction, Judgement
from csc_tracker.demo.audits_judged import SCALE
from csc_tracker.demo.audits_written import moment
from csc_tracker.demo.targets import AS_AT
from workdays import working_day_after

FILE = Path(__file__).with_name("audit_actions.csv")
DAYS_TO_ACT = 30  # working days
DONE_IN_TIME = 0.85  # share
# How many actions an audit of a judgement leads to, each equally often.
ACTIONS = {
    Judgement.OUTSTANDING: (0,),
    Judgement.GOOD: (0, 0, 0, 1),
    Judgement.REQUIRES_IMPROVEMENT: (0, 1, 1, 2),
    Judgement.INADEQUATE: (2, 3),
}
THEMES = {
    "Voice of the child": "voice",
    "Management oversight": "oversight",
    "Recording and chronology": "recording",
    "Assessment and analysis": "assessment",
    "Plan and review": "planning",
    "Protection from harm": "partners",
    "Permanence and stability": "permanence",
    "Disabled children’s needs": "identity",
}


@cache
def asked() -> Mapping[str, list[tuple[str, str]]]:
    """What must be done and what shows it, by theme."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["theme"]].append((row["what"], row["evidence"]))
    return found


def actions_after(
    rng: Random, audit: Audit, answers: Answers, titles: Mapping[int, str], day: date, owners: Sequence[User]
) -> list[AuditAction]:
    """What the auditor asks for on the day, of the sections that were judged worst."""
    count = rng.choice(ACTIONS[Judgement(answers.whole.judgement)])
    worst = sorted(titles, key=lambda section: -SCALE.index(answers.of(section).judgement))
    return [_action(rng, audit, THEMES[titles[section]], day, rng.choice(owners)) for section in worst[:count]]


def _action(rng: Random, audit: Audit, theme: str, day: date, owner: User) -> AuditAction:
    what, evidence = rng.choice(asked()[theme])
    due_on = working_day_after(day, DAYS_TO_ACT)
    action = AuditAction(
        audit=audit,
        what=what,
        theme=theme,
        owner=owner,
        due_on=due_on,
        added_at=moment(day, 12),
        added_by=audit.auditor,
    )
    done_on = due_on - timedelta(days=rng.randint(0, 14))
    if done_on < AS_AT and rng.random() < DONE_IN_TIME:
        action.done_on, action.evidence = done_on, evidence
        action.done_at, action.done_by = moment(done_on, 17), owner
    return action
