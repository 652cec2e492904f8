"""Tables of children looked after, missing, and of care leavers."""

from .facts import PERSON, TEAM, WORKER, Facts, Reference, columns

EPISODE: Reference = ("ssd_cla_episodes", "clae_cla_id")
PLACEMENT: Reference = ("ssd_cla_placement", "clap_cla_placement_id")

LEGAL_STATUSES = frozenset("C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3".split())
TEMPORARY = frozenset("T0 T1 T2 T3 T4".split())
PLACEMENT_TYPES = TEMPORARY | frozenset(
    "A3 A4 A5 A6 H5 K1 K2 K3 P1 P2 P3 R1 R2 R3 R5 S1 U1 U2 U3 U4 U5 U6 Z1 Z11 Z12 Z13 Z14".split()
)

CARE: dict[str, Facts] = {
    "ssd_cla_episodes": Facts(
        key="clae_cla_episode_id",
        columns=columns(
            "clae_",
            "cla_episode_id person_id cla_episode_start_date cla_episode_start_reason cla_primary_need_code "
            "cla_episode_ceased_date cla_episode_ceased_reason cla_id referral_id cla_placement_id entered_care_date "
            "cla_last_iro_contact_date",
            "csc_iha_form_returned_date",
        ),
        child="clae_person_id",
        own_date="clae_cla_episode_start_date",
        end_date="clae_cla_episode_ceased_date",
        dates=(
            "clae_cla_episode_start_date",
            "clae_cla_episode_ceased_date",
            "clae_entered_care_date",
            "csc_iha_form_returned_date",
        ),
        references={"clae_person_id": PERSON, "clae_cla_placement_id": PLACEMENT},
    ),
    "ssd_cla_placement": Facts(
        key="clap_cla_placement_id",
        columns=columns(
            "clap_",
            "cla_placement_id cla_placement_start_date cla_placement_type cla_placement_urn cla_placement_distance "
            "cla_id cla_placement_provider cla_placement_postcode cla_placement_end_date cla_placement_change_reason "
            "person_id",
            "csc_intended_until_18",
        ),
        child="clap_person_id",
        may_be_childless=True,
        own_date="clap_cla_placement_start_date",
        end_date="clap_cla_placement_end_date",
        dates=("clap_cla_placement_start_date", "clap_cla_placement_end_date"),
        decimals=("clap_cla_placement_distance",),
        references={"clap_person_id": PERSON, "clap_cla_id": EPISODE},
        codes={"clap_cla_placement_type": PLACEMENT_TYPES},
    ),
    "ssd_cla_reviews": Facts(
        key="clar_cla_review_id",
        columns=columns(
            "clar_",
            "cla_review_id cla_id cla_review_due_date cla_review_date cla_review_cancelled cla_review_participation",
            "csc_permanence_plan",
        ),
        own_date="clar_cla_review_date",
        dates=("clar_cla_review_date",),
        references={"clar_cla_id": EPISODE},
    ),
    "ssd_cla_visits": Facts(
        key="clav_cla_visit_id",
        columns=columns("clav_", "cla_visit_id cla_id person_id cla_visit_date cla_visit_seen cla_visit_seen_alone"),
        child="clav_person_id",
        own_date="clav_cla_visit_date",
        dates=("clav_cla_visit_date",),
        references={"clav_person_id": PERSON},
    ),
    "ssd_cla_health": Facts(
        key="clah_health_check_id",
        columns=columns("clah_", "health_check_id person_id health_check_type health_check_date health_check_status"),
        child="clah_person_id",
        own_date="clah_health_check_date",
        dates=("clah_health_check_date",),
        references={"clah_person_id": PERSON},
    ),
    "ssd_legal_status": Facts(
        key="lega_legal_status_id",
        columns=columns(
            "lega_", "legal_status_id person_id legal_status legal_status_start_date legal_status_end_date"
        ),
        child="lega_person_id",
        own_date="lega_legal_status_start_date",
        end_date="lega_legal_status_end_date",
        dates=("lega_legal_status_start_date", "lega_legal_status_end_date"),
        references={"lega_person_id": PERSON},
        codes={"lega_legal_status": LEGAL_STATUSES},
    ),
    "ssd_permanence": Facts(
        key="perm_table_id",
        columns=columns(
            "perm_",
            "table_id person_id cla_id adm_decision_date ffa_cp_decision_date placement_order_date "
            "placed_for_adoption_date matched_date adopted_by_carer_flag placed_ffa_cp_date decision_reversed_date "
            "placed_foster_carer_date part_of_sibling_group siblings_placed_together siblings_placed_apart "
            "placement_provider_urn decision_reversed_reason permanence_order_date permanence_order_type "
            "adoption_worker_id adopter_sex adopter_legal_status number_of_adopters",
            "csc_plan_in_place",
        ),
        child="perm_person_id",
        dates=("perm_placement_order_date", "perm_permanence_order_date"),
        references={"perm_person_id": PERSON, "perm_adoption_worker_id": WORKER},
    ),
    "ssd_sdq_scores": Facts(
        key="csdq_table_id",
        columns=columns("csdq_", "table_id person_id sdq_completed_date sdq_reason sdq_score"),
        child="csdq_person_id",
        own_date="csdq_sdq_completed_date",
        dates=("csdq_sdq_completed_date",),
        references={"csdq_person_id": PERSON},
    ),
    "ssd_missing": Facts(
        key="miss_table_id",
        columns=columns(
            "miss_",
            "table_id person_id missing_episode_start_date missing_episode_type missing_episode_end_date "
            "missing_rhi_offered missing_rhi_accepted",
            "csc_responsible_authority",
            "csc_rhi_completed_date",
            "csc_action_plan_completed_date",
        ),
        child="miss_person_id",
        own_date="miss_missing_episode_start_date",
        end_date="miss_missing_episode_end_date",
        dates=(
            "miss_missing_episode_start_date",
            "miss_missing_episode_end_date",
            "csc_rhi_completed_date",
            "csc_action_plan_completed_date",
        ),
        references={"miss_person_id": PERSON},
    ),
    "ssd_care_leavers": Facts(
        key="clea_table_id",
        columns=columns(
            "clea_",
            "table_id person_id care_leaver_eligibility care_leaver_in_touch care_leaver_latest_contact "
            "care_leaver_accommodation care_leaver_accom_suitable care_leaver_activity pathway_plan_review_date "
            "care_leaver_personal_advisor care_leaver_allocated_team care_leaver_worker_id",
        ),
        child="clea_person_id",
        own_date="clea_care_leaver_latest_contact",
        dates=("clea_care_leaver_latest_contact", "clea_pathway_plan_review_date"),
        references={
            "clea_person_id": PERSON,
            "clea_care_leaver_allocated_team": TEAM,
            "clea_care_leaver_worker_id": WORKER,
        },
    ),
}
