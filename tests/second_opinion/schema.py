"""The tables that the second opinion reads: keys, dates, references and codes (ssd/fields.csv and contract.md).

To add a section of the book, add its tables here and its file of measures to `figures.py`.
"""

from dataclasses import dataclass, field

Reference = tuple[str, str]

PERSON: Reference = ("ssd_person", "pers_person_id")
TEAM: Reference = ("ssd_department", "dept_team_id")
WORKER: Reference = ("ssd_professionals", "prof_professional_id")
REFERRAL: Reference = ("ssd_cin_episodes", "cine_referral_id")

CONTACT_OUTCOMES = frozenset(
    (
        "advice_information",
        "refer_to_early_help",
        "refer_to_social_care",
        "link_to_existing_early_help",
        "refer_to_school_attendance_support",
        "other",
    )
)


@dataclass(frozen=True)
class Facts:
    """What is known of one table.

    `dates`, `numbers` and `json` are the columns that a measure needs: a value there that cannot be read sets the row
    aside. `own_date` is the start, receipt or event date; `end_date` is what is blank for every figure where it is
    before `own_date`; a blank or dangling `child` sets the row aside, and so does any other dangling reference.
    """

    key: str
    columns: tuple[str, ...]
    child: str = ""
    own_date: str = ""
    end_date: str = ""
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    references: dict[str, Reference] = field(default_factory=dict)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)


def _columns(prefix: str, names: str, *extension: str) -> tuple[str, ...]:
    return tuple(prefix + name for name in names.split()) + extension


FACTS: dict[str, Facts] = {
    "ssd_person": Facts(
        key="pers_person_id",
        columns=_columns(
            "pers_",
            "person_id forename surname sex gender ethnicity dob common_child_id legacy_id upn_unknown send_flag "
            "expected_dob death_date is_mother nationality",
        ),
        dates=("pers_dob",),
    ),
    "ssd_department": Facts(
        key="dept_team_id",
        columns=_columns("dept_team_", "id name parent_id parent_name"),
        references={"dept_team_parent_id": TEAM},
    ),
    "ssd_professionals": Facts(
        key="prof_professional_id",
        columns=_columns(
            "prof_",
            "professional_id staff_id professional_name social_worker_registration_no professional_job_title "
            "professional_caseload professional_department full_time_equivalency agency_worker_flag",
        ),
    ),
    "ssd_involvements": Facts(
        key="invo_involvements_id",
        columns=_columns(
            "invo_",
            "involvements_id professional_id professional_role_id professional_team involvement_start_date "
            "involvement_end_date worker_change_reason person_id referral_id",
        ),
        child="invo_person_id",
        own_date="invo_involvement_start_date",
        end_date="invo_involvement_end_date",
        dates=("invo_involvement_start_date", "invo_involvement_end_date"),
        references={"invo_person_id": PERSON, "invo_professional_id": WORKER, "invo_professional_team": TEAM},
    ),
    "ssd_contacts": Facts(
        key="cont_contact_id",
        columns=_columns(
            "cont_",
            "contact_id person_id contact_date contact_source_code contact_source_desc contact_outcome_json",
            "csc_contact_group_id",
            "csc_contact_decision_date",
            "csc_contact_outcome",
        ),
        child="cont_person_id",
        own_date="cont_contact_date",
        dates=("cont_contact_date", "csc_contact_decision_date"),
        json=("cont_contact_outcome_json",),
        references={"cont_person_id": PERSON},
    ),
    "ssd_early_help_episodes": Facts(
        key="earl_episode_id",
        columns=_columns(
            "earl_",
            "episode_id person_id episode_start_date episode_end_date episode_reason episode_end_reason "
            "episode_organisation episode_worker_id",
            "csc_delivered_by",
        ),
        child="earl_person_id",
        own_date="earl_episode_start_date",
        dates=("earl_episode_start_date",),
        references={"earl_person_id": PERSON, "earl_episode_worker_id": WORKER},
    ),
    "ssd_cin_episodes": Facts(
        key="cine_referral_id",
        columns=_columns(
            "cine_",
            "referral_id person_id referral_date cin_primary_need_code referral_source_code referral_source_desc "
            "referral_outcome_json referral_nfa close_reason close_date referral_team referral_worker_id",
            "csc_referral_decision_date",
        ),
        child="cine_person_id",
        own_date="cine_referral_date",
        end_date="cine_close_date",
        dates=("cine_referral_date", "cine_close_date", "csc_referral_decision_date"),
        references={"cine_person_id": PERSON, "cine_referral_team": TEAM, "cine_referral_worker_id": WORKER},
    ),
    "ssd_cin_assessments": Facts(
        key="cina_assessment_id",
        columns=_columns(
            "cina_",
            "assessment_id person_id referral_id assessment_start_date assessment_child_seen assessment_auth_date "
            "assessment_outcome_json assessment_outcome_nfa assessment_team assessment_worker_id",
        ),
        child="cina_person_id",
        own_date="cina_assessment_start_date",
        dates=("cina_assessment_start_date", "cina_assessment_auth_date"),
        references={
            "cina_person_id": PERSON,
            "cina_referral_id": REFERRAL,
            "cina_assessment_team": TEAM,
            "cina_assessment_worker_id": WORKER,
        },
    ),
    "csc_population": Facts(key="popu_year", columns=("popu_year", "popu_under_18"), numbers=("popu_under_18",)),
}
