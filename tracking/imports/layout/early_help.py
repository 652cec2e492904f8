"""Tables of an extract: early help and children's centres."""

from tracking.imports.column import Table
from tracking.imports.layout.words import INTEGER, child, key, needed, other, text, worker

EARLY_HELP = (
    Table(
        "ssd_early_help_episodes",
        "tracking.EarlyHelpEpisode",
        (
            key("earl_episode_id"),
            child("earl_person_id"),
            needed("earl_episode_start_date", "started_on"),
            other("earl_episode_end_date", "ended_on"),
            text("earl_episode_reason", "reason"),
            text("earl_episode_end_reason", "end_reason"),
            text("earl_episode_organisation", "organisation"),
            worker("earl_episode_worker_id"),
            text("csc_delivered_by", "delivered_by", codes="csc_delivered_by"),
        ),
        own_date="earl_episode_start_date",
        spans=(("earl_episode_start_date", "earl_episode_end_date"),),
        child="earl_person_id",
    ),
    Table(
        "csc_centre_attendances",
        "tracking.CentreAttendance",
        (
            key("catt_id"),
            text("catt_centre", "centre"),
            text("catt_person_id", "attendee"),
            needed("catt_date", "attended_on"),
            needed("catt_imd_decile", "imd_decile", INTEGER),
        ),
        own_date="catt_date",
    ),
)
