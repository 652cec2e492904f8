"""The columns of an extract that rules name, where several sections need them.

"Not recorded" is decided by tables and columns: a measure needs all that its rule names, what it leaves out included
(contract, "Output"). Without legal statuses, say, nobody knows who is in a series of short breaks.
"""


def of(table: str, *columns: str) -> tuple[str, ...]:
    """Columns of one table, by their full names."""
    return tuple(f"{table}.{column}" for column in columns)


POPULATION = "csc_population.popu_under_18"
BORN = "ssd_person.pers_dob"
ALLOCATED = (
    *of("ssd_involvements", "invo_professional_id", "invo_professional_role_id"),
    *of("ssd_involvements", "invo_involvement_start_date", "invo_involvement_end_date"),
    "ssd_professionals.prof_social_worker_registration_no",
)
PLANS = of("ssd_cp_plans", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date", "cppl_cp_plan_ola")
PERIODS_OF_CARE = (
    *of("ssd_cla_episodes", "clae_cla_id", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
    *of("ssd_cla_episodes", "clae_entered_care_date"),
    *of("ssd_legal_status", "lega_legal_status", "lega_legal_status_start_date", "lega_legal_status_end_date"),
)
PLACEMENTS = of("ssd_cla_placement", "clap_cla_placement_start_date", "clap_cla_placement_end_date")
STAYS = (
    *PERIODS_OF_CARE,
    *PLACEMENTS,
    *of("ssd_cla_placement", "clap_cla_placement_urn", "clap_cla_placement_type"),
)
LOOKED_AFTER_REVIEWS = (
    *PERIODS_OF_CARE,
    *of("ssd_cla_reviews", "clar_cla_id", "clar_cla_review_date", "clar_cla_review_cancelled"),
)
