"""Tables of an extract: assessments, children in need plans and visits."""

from tracking.imports.column import Table
from tracking.imports.layout.words import FLAG, JSON, child, key, needed, other, ref, team, worker

ASSESSMENT = (
    Table(
        "ssd_cin_assessments",
        "tracking.Assessment",
        (
            key("cina_assessment_id"),
            child("cina_person_id"),
            ref("cina_referral_id", "referral", "ssd_cin_episodes"),
            needed("cina_assessment_start_date", "started_on"),
            other("cina_assessment_child_seen", "child_seen", FLAG),
            needed("cina_assessment_auth_date", "authorised_on"),
            other("cina_assessment_outcome_json", "outcome_details", JSON),
            needed("cina_assessment_outcome_nfa", "no_further_action", FLAG),
            team("cina_assessment_team"),
            worker("cina_assessment_worker_id"),
        ),
        own_date="cina_assessment_start_date",
        child="cina_person_id",
    ),
    Table(
        "ssd_assessment_factors",
        "tracking.AssessmentFactor",
        (
            key("cinf_table_id"),
            ref("cinf_assessment_id", "assessment", "ssd_cin_assessments"),
            other("cinf_assessment_factors_json", "factors", JSON),
        ),
    ),
    Table(
        "ssd_cin_plans",
        "tracking.CinPlan",
        (
            key("cinp_cin_plan_id"),
            ref("cinp_referral_id", "referral", "ssd_cin_episodes"),
            child("cinp_person_id"),
            needed("cinp_cin_plan_start_date", "started_on"),
            needed("cinp_cin_plan_end_date", "ended_on"),
            team("cinp_cin_plan_team"),
            worker("cinp_cin_plan_worker_id"),
        ),
        own_date="cinp_cin_plan_start_date",
        spans=(("cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),),
        child="cinp_person_id",
        one_open="child in need plans",
    ),
    Table(
        "ssd_cin_visits",
        "tracking.CinVisit",
        (
            key("cinv_cin_visit_id"),
            child("cinv_person_id"),
            needed("cinv_cin_visit_date", "visited_on"),
            needed("cinv_cin_visit_seen", "seen", FLAG),
            other("cinv_cin_visit_seen_alone", "seen_alone", FLAG),
            other("cinv_cin_visit_bedroom", "bedroom_seen", FLAG),
        ),
        own_date="cinv_cin_visit_date",
        child="cinv_person_id",
    ),
)
