"""Tables from the strategy discussion to the end of a plan, and plans of children in need."""

from .facts import PERSON, REFERRAL, TEAM, WORKER, Facts, Reference, columns

ENQUIRY: Reference = ("ssd_s47_enquiry", "s47e_s47_enquiry_id")
CONFERENCE: Reference = ("ssd_initial_cp_conference", "icpc_icpc_id")
PLAN: Reference = ("ssd_cp_plans", "cppl_cp_plan_id")

PROTECTION: dict[str, Facts] = {
    "ssd_cin_plans": Facts(
        key="cinp_cin_plan_id",
        columns=columns(
            "cinp_",
            "cin_plan_id referral_id person_id cin_plan_start_date cin_plan_end_date cin_plan_team cin_plan_worker_id",
        ),
        child="cinp_person_id",
        own_date="cinp_cin_plan_start_date",
        end_date="cinp_cin_plan_end_date",
        dates=("cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
        references={
            "cinp_person_id": PERSON,
            "cinp_referral_id": REFERRAL,
            "cinp_cin_plan_team": TEAM,
            "cinp_cin_plan_worker_id": WORKER,
        },
    ),
    "ssd_cin_visits": Facts(
        key="cinv_cin_visit_id",
        columns=columns(
            "cinv_", "cin_visit_id person_id cin_visit_date cin_visit_seen cin_visit_seen_alone cin_visit_bedroom"
        ),
        child="cinv_person_id",
        own_date="cinv_cin_visit_date",
        dates=("cinv_cin_visit_date",),
        references={"cinv_person_id": PERSON},
    ),
    "csc_strategy_discussions": Facts(
        key="stra_id",
        columns=columns("stra_", "id person_id referral_id date outcome team"),
        child="stra_person_id",
        own_date="stra_date",
        dates=("stra_date",),
        references={"stra_person_id": PERSON, "stra_referral_id": REFERRAL, "stra_team": TEAM},
        codes={"stra_outcome": frozenset(("section_47", "assessment", "no_further_action", "other"))},
    ),
    "ssd_s47_enquiry": Facts(
        key="s47e_s47_enquiry_id",
        columns=columns(
            "s47e_",
            "s47_enquiry_id referral_id person_id s47_start_date s47_end_date s47_nfa s47_outcome_json "
            "s47_completed_by_worker_id s47_completed_by_team",
        ),
        child="s47e_person_id",
        own_date="s47e_s47_start_date",
        end_date="s47e_s47_end_date",
        dates=("s47e_s47_start_date", "s47e_s47_end_date"),
        json=("s47e_s47_outcome_json",),
        references={
            "s47e_person_id": PERSON,
            "s47e_referral_id": REFERRAL,
            "s47e_s47_completed_by_worker_id": WORKER,
            "s47e_s47_completed_by_team": TEAM,
        },
    ),
    "ssd_initial_cp_conference": Facts(
        key="icpc_icpc_id",
        columns=columns(
            "icpc_",
            "icpc_id icpc_meeting_id s47_enquiry_id person_id cp_plan_id referral_id icpc_transfer_in icpc_target_date "
            "icpc_date icpc_outcome_cp_flag icpc_outcome_json icpc_team icpc_worker_id",
        ),
        child="icpc_person_id",
        own_date="icpc_icpc_date",
        dates=("icpc_icpc_date",),
        json=("icpc_icpc_outcome_json",),
        references={
            "icpc_person_id": PERSON,
            "icpc_s47_enquiry_id": ENQUIRY,
            "icpc_referral_id": REFERRAL,
            "icpc_icpc_team": TEAM,
            "icpc_icpc_worker_id": WORKER,
        },
    ),
    "ssd_cp_plans": Facts(
        key="cppl_cp_plan_id",
        columns=columns(
            "cppl_",
            "cp_plan_id referral_id icpc_id person_id cp_plan_start_date cp_plan_end_date cp_plan_initial_category "
            "cp_plan_ola cp_plan_latest_category",
        ),
        child="cppl_person_id",
        own_date="cppl_cp_plan_start_date",
        end_date="cppl_cp_plan_end_date",
        dates=("cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
        references={"cppl_person_id": PERSON, "cppl_icpc_id": CONFERENCE},
    ),
    "ssd_cp_visits": Facts(
        key="cppv_cp_visit_id",
        columns=columns(
            "cppv_",
            "cp_visit_id person_id cp_plan_id cp_visit_date cp_visit_seen cp_visit_seen_alone cp_visit_bedroom",
        ),
        child="cppv_person_id",
        own_date="cppv_cp_visit_date",
        dates=("cppv_cp_visit_date",),
        references={"cppv_person_id": PERSON},
    ),
    "ssd_cp_reviews": Facts(
        key="cppr_cp_review_id",
        columns=columns(
            "cppr_",
            "cp_review_id person_id cp_plan_id cp_review_due cp_review_date cp_review_meeting_id "
            "cp_review_outcome_continue_cp cp_review_quorate cp_review_participation",
        ),
        child="cppr_person_id",
        own_date="cppr_cp_review_date",
        dates=("cppr_cp_review_date",),
        references={"cppr_person_id": PERSON, "cppr_cp_plan_id": PLAN},
    ),
}
