"""Seeded random histories that walk the edges of the specification on purpose, for the product and the oracle alike.

With `mess` = 0 nothing is set aside. With more, bad rows are added: at most 20 a table, so no import is refused.
"""

import csv
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from . import (
    lives,
    scenes_authority,
    scenes_care,
    scenes_care_more,
    scenes_health,
    scenes_plans,
    scenes_protection,
)
from . import mess as bad_rows
from . import mess_authority as bad_rows_of_authority
from . import mess_care as bad_rows_of_care
from .extract import Table
from .history import LAST_DAY, TEAMS, History
from .scenes import SCENES, workers
from .schema import FACTS

Extract = dict[str, tuple[list[str], list[list[str]]]]

# Columns and tables that an extract may lack: the measures that need them are then "not recorded".
OPTIONAL_COLUMNS = (
    ("ssd_contacts", "csc_contact_group_id"),
    ("ssd_contacts", "csc_contact_decision_date"),
    ("ssd_contacts", "csc_contact_outcome"),
    ("ssd_contacts", "cont_contact_outcome_json"),
    ("ssd_cin_episodes", "csc_referral_decision_date"),
    ("ssd_cin_episodes", "cine_referral_team"),
    ("ssd_cin_assessments", "cina_assessment_start_date"),
    ("ssd_cin_assessments", "cina_assessment_auth_date"),
    ("ssd_cin_assessments", "cina_assessment_team"),
    ("ssd_early_help_episodes", "earl_episode_start_date"),
    ("ssd_involvements", "invo_professional_team"),
    ("ssd_involvements", "invo_involvement_end_date"),
)
OPTIONAL_TABLES = (
    "ssd_contacts",
    "ssd_cin_episodes",
    "ssd_early_help_episodes",
    "ssd_cin_assessments",
    "ssd_involvements",
    "csc_population",
)
# The same for the duties.
OPTIONAL_COLUMNS_OF_LIVES = (
    ("ssd_person", "pers_death_date"),
    ("ssd_initial_cp_conference", "icpc_icpc_transfer_in"),
    ("ssd_cp_plans", "cppl_cp_plan_ola"),
    ("ssd_cla_episodes", "clae_entered_care_date"),
    ("ssd_cla_episodes", "csc_iha_form_returned_date"),
    ("ssd_cla_placement", "csc_intended_until_18"),
    ("ssd_cla_reviews", "clar_cla_review_cancelled"),
    ("ssd_cla_reviews", "csc_permanence_plan"),
    ("ssd_cla_reviews", "clar_cla_review_participation"),
    ("ssd_permanence", "perm_cla_id"),
    ("ssd_permanence", "perm_permanence_order_type"),
    ("ssd_permanence", "csc_plan_in_place"),
    ("ssd_sdq_scores", "csdq_sdq_reason"),
    ("ssd_missing", "csc_responsible_authority"),
    ("ssd_missing", "csc_rhi_completed_date"),
    ("ssd_missing", "csc_action_plan_completed_date"),
    ("ssd_care_leavers", "clea_care_leaver_activity"),
    ("ssd_care_leavers", "clea_care_leaver_accom_suitable"),
    ("ssd_care_leavers", "clea_care_leaver_allocated_team"),
)
OPTIONAL_TABLES_OF_LIVES = (
    "ssd_cin_plans",
    "ssd_cin_visits",
    "csc_strategy_discussions",
    "ssd_s47_enquiry",
    "ssd_initial_cp_conference",
    "ssd_cp_plans",
    "ssd_cp_visits",
    "ssd_cp_reviews",
    "ssd_cla_reviews",
    "ssd_cla_visits",
    "ssd_cla_health",
    "ssd_legal_status",
    "ssd_permanence",
    "ssd_sdq_scores",
    "ssd_missing",
    "ssd_care_leavers",
)
# The same for what the measures of protection and of the authority read beside them.
OPTIONAL_COLUMNS_OF_AUTHORITY = (
    ("ssd_early_help_episodes", "csc_delivered_by"),
    ("ssd_cin_assessments", "cina_referral_id"),
    ("ssd_cin_assessments", "cina_assessment_outcome_nfa"),
    ("ssd_professionals", "prof_social_worker_registration_no"),
    ("ssd_s47_enquiry", "s47e_s47_completed_by_team"),
    ("ssd_initial_cp_conference", "icpc_icpc_meeting_id"),
    ("ssd_initial_cp_conference", "icpc_s47_enquiry_id"),
    ("ssd_initial_cp_conference", "icpc_icpc_outcome_cp_flag"),
    ("ssd_initial_cp_conference", "icpc_icpc_outcome_json"),
    ("ssd_initial_cp_conference", "icpc_icpc_team"),
    ("ssd_cp_plans", "cppl_cp_plan_end_date"),
    ("ssd_cp_plans", "cppl_icpc_id"),
    ("ssd_cla_placement", "clap_cla_placement_distance"),
    ("csc_conference_invitations", "conf_attended"),
    ("csc_centre_attendances", "catt_centre"),
    ("csc_centre_attendances", "catt_imd_decile"),
    ("csc_audits", "audi_judgement"),
)
OPTIONAL_TABLES_OF_AUTHORITY = (
    "ssd_professionals",
    "csc_conference_invitations",
    "csc_centre_attendances",
    "csc_audits",
)
SCENES_OF_LIVES = (
    *scenes_plans.SCENES,
    *scenes_protection.SCENES,
    *scenes_care.SCENES,
    *scenes_health.SCENES,
    *scenes_care_more.SCENES,
)
MAY_BE_EMPTY = (
    "ssd_contacts",
    "ssd_early_help_episodes",
    "ssd_cin_assessments",
    "ssd_involvements",
    "csc_population",
    *OPTIONAL_TABLES_OF_AUTHORITY[1:],
)


def as_at(seed: int) -> date:
    """The as-at date of a seed: mostly in 2017/18, often mid-month, sometimes the first or last day of a month."""
    rng = Random(f"as at {seed}")
    first = date(2017, 4, 1) if rng.random() < 0.8 else date(2016, 7, 1)
    found = first + timedelta(days=rng.randrange((LAST_DAY - first).days + 1))
    kind = rng.random()
    if kind < 0.15:
        return found.replace(day=1)
    return found.replace(day=monthrange(found.year, found.month)[1]) if kind < 0.4 else found


def random_extract(seed: int, size: int = 60, mess: float = 0.0) -> Extract:
    """A header and rows for each table: `size` children over 24 months, known as at `as_at(seed)`."""
    history = History(Random(f"history {seed}"), as_at(seed))
    _organisation(history)
    children = [history.child() for _ in range(size)]
    for child in children:
        for scene in history.rng.choices(SCENES, k=history.rng.randint(1, 4)):
            scene(history, child, history.rng.choice(children))
    for _ in range(size // 2):
        _life(history)
    for whole in scenes_authority.SCENES:
        whole(history)
    for bad in (*bad_rows.SCENES, *bad_rows_of_care.SCENES, *bad_rows_of_authority.SCENES):
        if history.rng.random() < mess:
            bad(history)
    return _extract(history)


def _life(history: History) -> None:
    """A child with one to three plans, periods of care, absences or contacts after care, begun about one day."""
    scenes = history.rng.choices(SCENES_OF_LIVES, k=history.rng.choice((1, 1, 2, 3)))
    start = lives.starting_day(history, scenes[0][1])
    child = lives.child(history, start)
    workers(history, child, start)
    for scene, _ in scenes:
        scene(history, child, start)


def tables(extract: Extract) -> dict[str, Table]:
    """The same extract as `extract.read` would read it, without files."""
    return {
        name: Table((dict(zip(header, row, strict=True)) for row in rows), header)
        for name, (header, rows) in extract.items()
    }


def write(folder: Path, extract: Extract) -> None:
    """One CSV file per table; every second one with a BOM."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, (name, (header, rows)) in enumerate(extract.items()):
        encoding = "utf-8-sig" if place % 2 else "utf-8"
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([header, *rows])


def _organisation(history: History) -> None:
    for team in TEAMS:
        parent = TEAMS[0] if history.chance(0.3) and team != TEAMS[0] else ""
        history.add("ssd_department", dept_team_id=team, dept_team_name=f"Team {team}", dept_team_parent_id=parent)
    for number in range(8):
        registration = f"SW{number}" if number % 3 else ""
        history.add(
            "ssd_professionals",
            prof_professional_id=f"P{number}",
            prof_social_worker_registration_no=registration,
        )
    for year, under_18 in (("2016/17", "22480"), ("2017/18", "22627")):
        if history.chance(0.9):
            history.add("csc_population", popu_year=year, popu_under_18=under_18)


def _extract(history: History) -> Extract:
    rng = history.rng
    dropped = set(rng.sample(OPTIONAL_COLUMNS, rng.choice((0, 0, 0, 1, 2))))
    absent = set(rng.sample(OPTIONAL_TABLES, rng.choice((0, 0, 0, 0, 1))))
    dropped |= set(rng.sample(OPTIONAL_COLUMNS_OF_LIVES, rng.choice((0, 0, 0, 1, 2))))
    absent |= set(rng.sample(OPTIONAL_TABLES_OF_LIVES, rng.choice((0, 0, 0, 0, 1))))
    dropped |= set(rng.sample(OPTIONAL_COLUMNS_OF_AUTHORITY, rng.choice((0, 0, 0, 1, 2))))
    absent |= set(rng.sample(OPTIONAL_TABLES_OF_AUTHORITY, rng.choice((0, 0, 0, 0, 1))))
    emptied = set(rng.sample(MAY_BE_EMPTY, rng.choice((0, 0, 0, 0, 1))))
    found: Extract = {}
    for name, facts in FACTS.items():
        header = [column for column in facts.columns if (name, column) not in dropped]
        header += ["local_note"] if history.chance(0.1) else []
        rng.shuffle(header)
        rows = [] if name in emptied else history.rows[name]
        if name not in absent:
            found[name] = (header, _shuffled(rng, rows, header))
    return found


def _shuffled(rng: Random, rows: list[Mapping[str, str]], header: list[str]) -> list[list[str]]:
    cells = [[row.get(column, "") for column in header] for row in rows]
    rng.shuffle(cells)
    return cells
