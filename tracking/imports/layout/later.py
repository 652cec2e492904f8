"""Tables of an extract: missing children, care leavers, and the authority as a whole."""

from tracking.imports.column import Table
from tracking.imports.layout.words import INTEGER, MOMENT, child, key, needed, team, text, worker

LATER = (
    Table(
        "ssd_missing",
        "tracking.MissingEpisode",
        (
            key("miss_table_id"),
            child("miss_person_id"),
            needed("miss_missing_episode_start_date", "started_on", MOMENT),
            text("miss_missing_episode_type", "type", codes="missing_type"),
            needed("miss_missing_episode_end_date", "ended_on", MOMENT),
            text("miss_missing_rhi_offered", "interview_offered"),
            text("miss_missing_rhi_accepted", "interview_accepted"),
            text("csc_responsible_authority", "responsible_authority"),
            needed("csc_rhi_completed_date", "interviewed_on", MOMENT),
            needed("csc_action_plan_completed_date", "action_plan_on"),
        ),
        own_date="miss_missing_episode_start_date",
        spans=(("miss_missing_episode_start_date", "miss_missing_episode_end_date"),),
        child="miss_person_id",
    ),
    Table(
        "ssd_care_leavers",
        "tracking.CareLeaverContact",
        (
            key("clea_table_id"),
            child("clea_person_id"),
            text("clea_care_leaver_eligibility", "eligibility", codes="care_leaver_eligibility"),
            text("clea_care_leaver_in_touch", "in_touch", codes="care_leaver_in_touch"),
            needed("clea_care_leaver_latest_contact", "contacted_on"),
            text("clea_care_leaver_accommodation", "accommodation", codes="care_leaver_accommodation"),
            text("clea_care_leaver_accom_suitable", "accommodation_suitable"),
            text("clea_care_leaver_activity", "activity", codes="care_leaver_activity"),
            needed("clea_pathway_plan_review_date", "pathway_plan_reviewed_on"),
            text("clea_care_leaver_personal_advisor", "personal_adviser"),
            team("clea_care_leaver_allocated_team"),
            worker("clea_care_leaver_worker_id"),
        ),
        own_date="clea_care_leaver_latest_contact",
        child="clea_person_id",
    ),
    Table(
        "csc_population",
        "tracking.Population",
        (key("popu_year"), needed("popu_under_18", "under_18", INTEGER)),
    ),
    Table(
        "csc_audits",
        "tracking.PastAudit",
        (
            key("audi_id"),
            needed("audi_date", "audited_on"),
            text("audi_category", "category"),
            text("audi_judgement", "judgement", codes="csc_audit_judgement"),
        ),
        own_date="audi_date",
    ),
)
