"""The tables that the second opinion reads (ssd/fields.csv and contract.md): the front door and who is who.

To add a section of the book, add its tables here and its file of measures to `figures.py`.
"""

from .facts import PERSON, REFERRAL, TEAM, WORKER, Facts, columns
from .schema_authority import AUTHORITY
from .schema_care import CARE
from .schema_protection import PROTECTION

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

FACTS: dict[str, Facts] = {
    "ssd_person": Facts(
        key="pers_person_id",
        columns=columns(
            "pers_",
            "person_id forename surname sex gender ethnicity dob common_child_id legacy_id upn_unknown send_flag "
            "expected_dob death_date is_mother nationality",
        ),
        dates=("pers_dob", "pers_death_date"),
    ),
    "ssd_department": Facts(
        key="dept_team_id",
        columns=columns("dept_team_", "id name parent_id parent_name"),
        references={"dept_team_parent_id": TEAM},
    ),
    "ssd_professionals": Facts(
        key="prof_professional_id",
        columns=columns(
            "prof_",
            "professional_id staff_id professional_name social_worker_registration_no professional_job_title "
            "professional_caseload professional_department full_time_equivalency agency_worker_flag",
        ),
    ),
    "ssd_involvements": Facts(
        key="invo_involvements_id",
        columns=columns(
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
        columns=columns(
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
        columns=columns(
            "earl_",
            "episode_id person_id episode_start_date episode_end_date episode_reason episode_end_reason "
            "episode_organisation episode_worker_id",
            "csc_delivered_by",
        ),
        child="earl_person_id",
        own_date="earl_episode_start_date",
        dates=("earl_episode_start_date",),
        codes={"csc_delivered_by": frozenset(("internal", "external"))},
        references={"earl_person_id": PERSON, "earl_episode_worker_id": WORKER},
    ),
    "ssd_cin_episodes": Facts(
        key="cine_referral_id",
        columns=columns(
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
        columns=columns(
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
    **PROTECTION,
    **CARE,
    **AUTHORITY,
}
