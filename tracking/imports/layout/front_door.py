"""Tables of an extract: contacts, referrals, and who was allocated."""

from tracking.imports.column import Derived, Table
from tracking.imports.layout.outcomes import contact_outcome
from tracking.imports.layout.words import FLAG, JSON, child, key, loose_ref, needed, other, ref, team, text, worker

FRONT_DOOR = (
    Table(
        "ssd_contacts",
        "tracking.Contact",
        (
            key("cont_contact_id"),
            child("cont_person_id"),
            needed("cont_contact_date", "received_on"),
            text("cont_contact_source_code", "source_code", codes="contact_source"),
            text("cont_contact_source_desc", "source_description"),
            needed("cont_contact_outcome_json", "outcome_details", JSON),
            text("csc_contact_group_id", "group"),
            needed("csc_contact_decision_date", "decided_on"),
            text("csc_contact_outcome", "", codes="csc_contact_outcome"),
        ),
        own_date="cont_contact_date",
        child="cont_person_id",
        derived=(Derived("outcome", ("csc_contact_outcome", "cont_contact_outcome_json"), contact_outcome),),
    ),
    Table(
        "ssd_cin_episodes",
        "tracking.Referral",
        (
            key("cine_referral_id"),
            child("cine_person_id"),
            needed("cine_referral_date", "received_on"),
            text("cine_cin_primary_need_code", "primary_need", codes="primary_need"),
            text("cine_referral_source_code", "referral_source_code", codes="referral_source"),
            text("cine_referral_source_desc", "referral_source_description"),
            other("cine_referral_outcome_json", "outcome_details", JSON),
            other("cine_referral_nfa", "no_further_action", FLAG),
            text("cine_close_reason", "close_reason", codes="cin_reason_for_closure"),
            needed("cine_close_date", "closed_on"),
            team("cine_referral_team"),
            worker("cine_referral_worker_id"),
            needed("csc_referral_decision_date", "decided_on"),
        ),
        own_date="cine_referral_date",
        spans=(("cine_referral_date", "cine_close_date"),),
        child="cine_person_id",
    ),
    Table(
        "ssd_involvements",
        "tracking.Involvement",
        (
            key("invo_involvements_id"),
            ref("invo_professional_id", "worker", "ssd_professionals"),
            text("invo_professional_role_id", "role"),
            team("invo_professional_team"),
            needed("invo_involvement_start_date", "started_on"),
            needed("invo_involvement_end_date", "ended_on"),
            text("invo_worker_change_reason", "change_reason", codes="social_worker_change_reason"),
            ref("invo_person_id", "child", "ssd_person"),
            loose_ref("invo_referral_id", "referral", "ssd_cin_episodes"),
        ),
        own_date="invo_involvement_start_date",
        spans=(("invo_involvement_start_date", "invo_involvement_end_date"),),
        child="invo_person_id",
    ),
)
