"""A small authority with gaps in its records: what is missing, and what each gap is worth, worked out by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from kpis.models import Build, Target
from tests.extracts import build, figure_of, load
from tests.kpis.test_rules_contacts import contact
from tests.kpis.test_rules_referrals_and_assessments import referral

AS_AT = date(2017, 12, 31)
YEAR = "2017/18"
MEASURES = ("CSC 191", "CSC 022", "CSC 026", "CONTACT-OUTCOME-ADVICE-INFORMATION-PCT")
IN_TIME, LATE, UNDATED = 114, 19, 7  # reviews of 140 plans
PLANS = IN_TIME + LATE + UNDATED


def authority(folder: Path) -> Build:
    """140 children of East on a plan, 7 of whose reviews have no day; West decided one of two referrals.

    Every plan began on 3 July 2017, so that its first review was due by 3 October and its second is not due yet. Of
    West's referrals the undecided one is of P2; P5's contact in November has no outcome.
    """
    load(folder, AS_AT, **_plans(), **_front_door())
    Target.objects.create(measure="CSC 191", starts_on=date(2017, 4, 1), value=Decimal(85))
    Target.objects.create(measure="CSC 022", starts_on=date(2017, 4, 1), value=Decimal(95))
    made = build(YEAR, AS_AT)
    for code in MEASURES:
        figure_of(code, f"{YEAR} YTD")
    return made


def _plans() -> dict[str, list[dict[str, str]]]:
    children = [f"P{number}" for number in range(1, PLANS + 1)]
    held = ["2017-10-02"] * IN_TIME + ["2017-11-01"] * LATE + [""] * UNDATED
    return {
        "ssd_person": [{"pers_person_id": child, "pers_dob": "2010-05-05"} for child in children],
        "ssd_professionals": [{"prof_professional_id": "W1", "prof_professional_name": "Ann East"}],
        "ssd_involvements": [
            {
                "invo_involvements_id": f"I{child}",
                "invo_person_id": child,
                "invo_professional_id": "W1",
                "invo_professional_role_id": "Allocated worker",
                "invo_professional_team": "T1",
                "invo_involvement_start_date": "2017-04-01",
            }
            for child in children
        ],
        "ssd_cp_plans": [
            {
                "cppl_cp_plan_id": f"L{child}",
                "cppl_person_id": child,
                "cppl_cp_plan_start_date": "2017-07-03",
                "cppl_cp_plan_end_date": "",
                "cppl_cp_plan_ola": "N",
            }
            for child in children
        ],
        "ssd_cp_reviews": [
            {
                "cppr_cp_review_id": f"V{child}",
                "cppr_person_id": child,
                "cppr_cp_plan_id": f"L{child}",
                "cppr_cp_review_due": "2017-10-03",
                "cppr_cp_review_date": day,
            }
            for child, day in zip(children, held, strict=True)
        ],
    }


def _front_door() -> dict[str, list[dict[str, str]]]:
    return {
        "ssd_cin_episodes": [
            referral("R1", "P1", "2017-05-10", "2017-05-10", team="T2"),
            referral("R2", "P2", "2017-05-11", "", team="T2"),
        ],
        "ssd_contacts": [
            contact("C1", "P4", "2017-11-01", csc_contact_decision_date="2017-11-01", csc_contact_outcome="other"),
            contact("C2", "P5", "2017-11-02", csc_contact_decision_date="2017-11-02", csc_contact_outcome=""),
        ],
    }
