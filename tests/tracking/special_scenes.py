"""Children for the special lists: for each list a scene, what it says of it, and what its filters leave."""

from collections.abc import Mapping
from datetime import date
from typing import Any

AS_AT = date(2017, 12, 31)
Row = dict[str, str]
Scene = Mapping[str, list[Row]]
WORKERS = [
    {
        "prof_professional_id": "W1",
        "prof_professional_name": "Ada Able",
        "prof_social_worker_registration_no": "SW1",
        "prof_professional_job_title": "Social worker",
    },
    {
        "prof_professional_id": "W2",
        "prof_professional_name": "Ben Best",
        "prof_social_worker_registration_no": "",
        "prof_professional_job_title": "Family support worker",
    },
]


def rows_of(header: str, *lines: str) -> list[Row]:
    """Rows of an extract, written as a table: words parted by `|`."""
    names = header.split("|")
    return [dict(zip(names, line.split("|"), strict=True)) for line in lines]


def people(*lines: str) -> list[Row]:
    return rows_of("pers_person_id|pers_dob|pers_death_date", *lines)


def allocations(*lines: str) -> list[Row]:
    """child | worker | role | team | start | end"""
    header = "invo_person_id|invo_professional_id|invo_professional_role_id|invo_professional_team|"
    header += "invo_involvement_start_date|invo_involvement_end_date"
    found = rows_of(header, *lines)
    return [{"invo_involvements_id": f"I{n}"} | row for n, row in enumerate(found)]


def episodes(*lines: str) -> list[Row]:
    header = "clae_person_id|clae_cla_id|clae_cla_episode_start_date|clae_cla_episode_ceased_date|"
    found = rows_of(header + "csc_iha_form_returned_date", *lines)
    return [{"clae_cla_episode_id": f"E{n}"} | row for n, row in enumerate(found)]


def referrals(*lines: str) -> list[Row]:
    header = "cine_person_id|cine_referral_date|cine_close_date|cine_close_reason|cine_referral_nfa|cine_referral_team"
    return [{"cine_referral_id": f"R{n}"} | row for n, row in enumerate(rows_of(header, *lines))]


def protection(*lines: str) -> list[Row]:
    header = (
        "cppl_person_id|cppl_cp_plan_start_date|cppl_cp_plan_end_date|cppl_cp_plan_latest_category|cppl_cp_plan_ola"
    )
    return [{"cppl_cp_plan_id": f"L{n}"} | row for n, row in enumerate(rows_of(header, *lines))]


PLACEMENT = "clap_person_id|clap_cla_id|clap_cla_placement_start_date|clap_cla_placement_end_date|"
PLACEMENT += "clap_cla_placement_type|clap_cla_placement_urn|clap_cla_placement_change_reason"
LEAVER = "clea_table_id|clea_person_id|clea_care_leaver_latest_contact|clea_care_leaver_eligibility|"
LEAVER += "clea_care_leaver_activity|clea_pathway_plan_review_date|clea_care_leaver_allocated_team|"
LEAVER += "clea_care_leaver_in_touch|clea_care_leaver_accommodation|clea_care_leaver_accom_suitable"
SCENES: dict[str, Scene] = {
    "placement_moves": {
        "ssd_person": people("A|2010-05-05|", "B|2010-05-05|", "C|2001-05-05|"),
        "ssd_involvements": allocations("A|W1|Allocated|T1|2016-01-01|", "C|W2|Allocated|T2|2016-01-01|2017-12-31"),
        "ssd_cla_episodes": episodes(
            "A|CA|2016-11-01||", "B|CB|2017-01-10||", "C|CC1|2016-10-01|2017-02-01|", "C|CC2|2017-03-01||"
        ),
        "ssd_cla_placement": [
            {"clap_cla_placement_id": f"S{n}"} | row
            for n, row in enumerate(
                rows_of(
                    PLACEMENT,
                    "A|CA|2016-11-01|2016-12-31|K2|1|CARPL",
                    "A|CA|2016-12-31|2017-06-01|U6|2|ALLEG",  # moved exactly 12 months before the as-at date
                    "A|CA|2017-06-01|2017-06-05|T4|3|",
                    "A|CA|2017-06-05||U1|4|",
                    "B|CB|2017-01-10|2017-08-01|U6|2|",
                    "B|CB|2017-08-01|2017-08-08|T1|9|",
                    "B|CB|2017-08-08||U6|2|",  # back where it was: no move
                    "C|CC1|2016-10-01|2017-02-01|K2|1|",
                    "C|CC2|2017-03-01|2017-04-01|U6|5|",
                    "C|CC2|2017-04-01||K2|1|",
                )
            )
        ],
    },
    "neet_care_leavers": {
        "ssd_person": people(
            *("A|1997-06-01|", "B|1996-12-31|", "C|1997-01-01|", "D|1999-01-01|", "E|1999-01-01|", "F|1999-01-01|")
        ),
        "ssd_involvements": allocations("A|W1|Allocated|T2|2016-01-01|", "C|W2|Allocated|T2|2016-01-01|"),
        "ssd_care_leavers": rows_of(
            LEAVER,
            "1|A|2017-10-01|Former Relevant|G5|2017-06-30|T1|YES|U|1",
            "2|B|2017-10-01|Former Relevant|G5|2017-06-30|T1|YES|U|1",  # 21 on the as-at date
            "3|C|2017-10-01|Relevant|F1|2017-07-01||NO|S|2",
            "4|C|2017-10-01|Relevant|G4|||NO|S|2",  # the higher id of the day
            "5|D|2017-09-01|Relevant|G5|||YES|U|1",
            "6|D|2017-10-01|Relevant|F2|||YES|U|1",
            "7|E|2017-10-01|Qualifying|G5|||YES|U|1",
            "8|F|2017-10-01|Former relevant|G6||||0|",
            "9|F|2018-01-10|Former relevant|F1|||YES|U|1",  # not known yet
        ),
    },
    "without_social_worker": {
        "ssd_person": people(*(f"{child}|2010-05-05|" for child in "ABCDEFGH"), "I|2010-05-05|2017-10-01"),
        "ssd_involvements": allocations(
            "B|W1|Social worker|T1|2017-01-01|2017-12-31",  # closed on the as-at date
            "B|W2|Allocated case worker|T2|2017-02-01|",
            "E|W1|Social worker|T1|2017-01-01|",
            "H|W1|Family support|T1|2017-01-01|",  # qualified, not the allocated worker
        ),
        "ssd_cin_episodes": referrals("A|2017-05-01||||T1", "I|2017-05-01||||T1", "C|2017-05-01|2017-12-31|||T1"),
        "ssd_cp_plans": protection("B|2017-03-01||NEG|N", "C|2017-03-01|||Y"),
        "ssd_cin_plans": rows_of(
            "cinp_cin_plan_id|cinp_person_id|cinp_cin_plan_start_date|cinp_cin_plan_end_date",
            *("N1|G|2017-06-01|2017-12-31", "N2|H|2017-06-01|", "N3|B|2017-07-01|"),
        ),
        "ssd_cla_episodes": episodes(
            "D|CD|2017-04-01||", "E|CE|2017-04-01||", "F|CF|2017-04-01|2017-06-01|", "F|CF|2017-06-01||"
        ),
        "ssd_legal_status": rows_of(
            "lega_legal_status_id|lega_person_id|lega_legal_status|lega_legal_status_start_date",
            *("1|D|V3|2017-04-01", "2|F|V2|2017-04-01", "3|F|V3|2017-06-01"),
        ),
    },
    "re_referrals": {
        "ssd_person": people(*(f"{child}|2010-05-05|" for child in "ABCDEF")),
        "ssd_involvements": allocations(
            "D|W2|Allocated|T2|2016-01-01|",
            "D|W1|Allocated||2017-01-01|",  # started later, but has no team
        ),
        "ssd_cin_episodes": referrals(
            *("A|2016-06-15|2016-12-01|RC8|Y|T1", "A|2017-06-15||||T1"),  # exactly 12 months
            *("B|2016-06-14|2016-12-01|RC8|Y|T1", "B|2017-06-15||||T1"),
            *("C|2017-06-15|2017-06-20|RC8|Y|T1", "C|2017-06-15||||T1"),  # both on one day
            *("D|2017-01-02|2017-03-01|RC7|N|T1", "D|2017-02-01||||", "D|2017-03-01||||T1"),
            *("E|2016-10-01|2016-11-01|RC7|N|T1", "E|2016-12-31|2017-01-31|||T1"),  # not in the 12 months
            *("F|2017-10-01|2018-02-01|RC7|N|T1", "F|2017-12-31||||"),
        ),
    },
    "short_plans": {
        "ssd_person": people(*(f"{child}|2010-05-05|" for child in "ABCDEF")),
        "ssd_involvements": allocations("A|W1|Allocated|T1|2016-01-01|", "F|W2|Allocated||2016-01-01|"),
        "ssd_cp_plans": protection(
            "A|2017-01-01|2017-04-01|NEG|N",  # 90 days
            "B|2017-01-01|2017-04-02|NEG|N",
            "C|2017-01-01|2017-02-01|NEG|Y",
            "D|2016-11-01|2016-12-31|NEG|N",
            "E|2017-12-01|2018-01-02|NEG|N",
            "F|2016-12-01|2017-01-01||",
        ),
    },
    "initial_health_steps": {
        "ssd_person": people(*(f"{child}|2010-05-05|" for child in "ABCDEFGH")),
        "ssd_involvements": allocations("A|W1|Allocated|T1|2016-01-01|", "B|W2|Allocated|T2|2016-01-01|"),
        "ssd_cla_episodes": episodes(
            "A|CA|2017-12-01||2017-12-05",
            *("B|CB|2017-11-01||", "C|CC|2017-11-01||", "D|CD|2017-11-01||", "E|CE|2016-12-31||", "F|CF|2015-01-05||"),
            *("G|CG|2017-11-01|2017-11-10|", "H|CH|2017-11-01|2017-12-20|"),
        ),
        "ssd_cla_health": rows_of(
            "clah_health_check_id|clah_person_id|clah_health_check_type|clah_health_check_date|clah_health_check_status",
            *("1|A|Initial health assessment|2018-01-09|Planned", "2|A|Initial health assessment|2018-01-05|Planned"),
            *("3|A|Dental|2017-12-20|Planned", "4|B|Initial health assessment|2017-11-20|Refused"),
            *("5|C|Initial health assessment|2017-11-29|Completed", "6|D|INITIAL|2017-11-30|Completed"),
            *("7|E|Initial|2017-02-20|Completed", "8|H|Initial|2017-12-21|Planned"),
        ),
    },
}
# What each list says of each scene: the child, then columns by name.
EXPECTED: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "placement_moves": (
        ("child", "moved_on", "moved_from", "moved_to", "placements", "moves", "team", "worker"),
        [
            ("A", date(2017, 6, 5), "U6", "U1", 2, 1, "East", "Ada Able"),
            ("C", date(2017, 4, 1), "U6", "K2", 3, 1, "", ""),
        ],
    ),
    "neet_care_leavers": (
        ("child", "activity", "suitable", "in_touch", "reviewed_on", "next_review_on", "plan", "team_id", "worker_id"),
        [
            ("A", "G5", "Suitable", "YES", date(2017, 6, 30), date(2017, 12, 30), "overdue", "T1", "W1"),
            ("C", "G4", "Not suitable", "NO", date(2017, 7, 1), date(2018, 1, 1), "due", "T2", "W2"),
            ("F", "G6", "", "", "", "", "none", "", ""),
        ],
    ),
    "without_social_worker": (
        ("child", "case", "open_since", "without_since", "team", "worker", "job_title"),
        [
            ("A", "Referral", date(2017, 5, 1), date(2017, 5, 1), "East", "", ""),
            (
                *("B", "Child protection plan, Child in need plan", date(2017, 3, 1), AS_AT),
                *("West", "Ben Best", "Family support worker"),
            ),
            ("F", "Looked after", date(2017, 4, 1), date(2017, 4, 1), "", "", ""),
            ("H", "Child in need plan", date(2017, 6, 1), date(2017, 6, 1), "", "", ""),
        ],
    ),
    "re_referrals": (
        ("child", "received_on", "previous_on", "days_since", "previous_reason", "previous_nfa", "team", "worker"),
        [
            ("A", date(2017, 6, 15), date(2016, 6, 15), 196, "RC8", "Yes", "East", ""),
            ("D", date(2017, 2, 1), date(2017, 1, 2), "", "RC7", "No", "West", "Ben Best"),
            ("D", date(2017, 3, 1), date(2017, 2, 1), "", "", "", "East", "Ben Best"),
            ("F", AS_AT, date(2017, 10, 1), "", "", "No", "", ""),
        ],
    ),
    "short_plans": (
        ("child", "started_on", "ended_on", "lasted", "category", "team", "worker"),
        [
            ("A", date(2017, 1, 1), date(2017, 4, 1), 90, "NEG", "East", "Ada Able"),
            ("F", date(2016, 12, 1), date(2017, 1, 1), 31, "", "", "Ben Best"),
        ],
    ),
    "initial_health_steps": (
        ("child", "form_due_by", "form_returned_on", "appointment_on", "due_by", "met_on", "refused_on", "state"),
        [
            (
                *("A", date(2017, 12, 12), date(2017, 12, 5), date(2018, 1, 5), date(2018, 1, 3)),
                *("", "", "Due"),
            ),
            ("B", date(2017, 11, 10), "", "", date(2017, 11, 29), "", date(2017, 11, 20), "Overdue"),
            ("C", date(2017, 11, 10), "", "", date(2017, 11, 29), date(2017, 11, 29), "", "Done in time"),
            ("D", date(2017, 11, 10), "", "", date(2017, 11, 29), date(2017, 11, 30), "", "Done late"),
            ("F", date(2015, 1, 14), "", "", date(2015, 2, 2), "", "", "Overdue"),
            ("H", date(2017, 11, 10), "", "", date(2017, 11, 29), "", "", "Not done by the end of care"),
        ],
    ),
}
FILTERED: dict[str, list[tuple[str, str, str]]] = {
    "placement_moves": [
        *(("placements", "two", "A"), ("placements", "two_or_more", "AC"), ("placements", "three_or_more", "C")),
        *(("moves", "2", ""), ("reason", "ALLEG", "A"), ("reason", "null", "C")),
        *(("team", "T1", "A"), ("team", "null", "C"), ("worker", "W1", "A"), ("worker", "null", "C")),
        *(("group", "16_and_over", "C"), ("group", "looked_after", "AC"), ("group", "under_5", "")),
    ],
    "neet_care_leavers": [
        *(("available", "unavailable", "CF"), ("available", "available", "A"), ("suitable", "2", "C")),
        *(("suitable", "null", "F"), ("in_touch", "YES", "A"), ("plan", "overdue", "A"), ("plan", "none", "F")),
        *(("team", "T1", "A"), ("team", "T2", "C"), ("team", "null", "F"), ("worker", "W2", "C")),
        *(("group", "16_and_over", "ACF"), ("group", "care_leaver", "ACF"), ("group", "5_to_15", "")),
    ],
    "without_social_worker": [
        *(("case", "referral", "A"), ("case", "protection", "B"), ("case", "need", "BH"), ("case", "care", "F")),
        *(("team", "T1", "A"), ("team", "T2", "B"), ("team", "null", "FH"), ("worker", "null", "AFH")),
        *(("worker", "W2", "B"), ("group", "5_to_15", "ABFH"), ("group", "in_need", "BH"), ("group", "under_5", "")),
    ],
    "re_referrals": [
        *(("since", "open", "DDF"), ("since", "30", ""), ("since", "90", ""), ("previous_reason", "RC8", "A")),
        *(("previous_reason", "null", "DF"), ("previous_nfa", "1", "A"), ("previous_nfa", "null", "D")),
        *(("team", "T1", "AD"), ("team", "null", "F"), ("worker", "W2", "DD"), ("group", "5_to_15", "ADDF")),
    ],
    "short_plans": [
        *(("category", "NEG", "A"), ("category", "null", "F"), ("ended_from", "2017-01-02", "A")),
        *(("ended_to", "2017-01-01", "F"), ("team", "T1", "A"), ("team", "null", "F"), ("worker", "W2", "F")),
        ("group", "under_5", ""),
    ],
    "initial_health_steps": [
        *(("state", "overdue", "BF"), ("state", "not_done", "H"), ("state", "done", "C"), ("state", "done_late", "D")),
        *(("step", "no_form", "BF"), ("step", "no_appointment", "BF"), ("step", "appointment", "A")),
        *(("step", "refused", "B"), ("team", "T2", "B"), ("worker", "W1", "A"), ("group", "looked_after", "ABCDF")),
    ],
}
