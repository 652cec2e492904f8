"""Tables of an extract: teams, workers, children."""

from tracking.imports.column import Table
from tracking.imports.layout.words import FLAG, INTEGER, NUMBER, child, key, needed, other, ref, text

PEOPLE = (
    Table(
        "ssd_department",
        "accounts.Team",
        (
            key("dept_team_id", reserved="Unallocated"),
            text("dept_team_name", "name"),
            ref("dept_team_parent_id", "parent", "ssd_department"),
            text("dept_team_parent_name", "parent_name"),
        ),
        closes="is_current",
    ),
    Table(
        "ssd_professionals",
        "tracking.Worker",
        (
            key("prof_professional_id"),
            text("prof_staff_id", "staff_id"),
            text("prof_professional_name", "name"),
            text("prof_social_worker_registration_no", "registration_number"),
            text("prof_professional_job_title", "job_title"),
            other("prof_professional_caseload", "caseload", INTEGER),
            text("prof_professional_department", "department"),
            other("prof_full_time_equivalency", "full_time_equivalent", NUMBER),
            other("prof_agency_worker_flag", "is_agency", FLAG),
        ),
    ),
    Table(
        "ssd_person",
        "tracking.Child",
        (
            key("pers_person_id"),
            text("pers_forename", "forename"),
            text("pers_surname", "surname"),
            text("pers_sex", "sex", codes="sex"),
            text("pers_gender", "gender"),
            text("pers_ethnicity", "ethnicity", codes="ethnicity"),
            needed("pers_dob", "born_on"),
            text("pers_common_child_id", "common_child_id"),
            text("pers_legacy_id", "legacy_id"),
            text("pers_upn_unknown", "upn_unknown_reason", codes="upn_unknown"),
            other("pers_send_flag", "has_send", FLAG),
            other("pers_expected_dob", "expected_on"),
            other("pers_death_date", "died_on"),
            other("pers_is_mother", "is_mother", FLAG),
            text("pers_nationality", "nationality"),
        ),
        own_date="pers_dob",
        has_code_years=False,
    ),
    Table(
        "ssd_disability",
        "tracking.Disability",
        (key("disa_table_id"), child("disa_person_id"), text("disa_disability_code", "code", codes="disability")),
        child="disa_person_id",
    ),
)
