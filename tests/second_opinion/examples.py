"""Two children, two teams and short ways to write their records, for the hand-worked examples."""

from datetime import date

from .extract import Row, Tables
from .figures import figures
from .measure import Row as Figure
from .periods import year_of

A = date(2017, 12, 20)
ANN = {"pers_person_id": "ann", "pers_dob": "2010-01-01"}
BOB = {"pers_person_id": "bob", "pers_dob": ""}
TEAMS: list[Row] = [{"dept_team_id": "T1"}, {"dept_team_id": "T2"}]
PEOPLE: Tables = {"ssd_person": [ANN, BOB], "ssd_department": TEAMS}


def contact(contact_id: str, child: str, on: str, **more: str) -> Row:
    row = {"cont_contact_id": contact_id, "cont_person_id": child, "cont_contact_date": on}
    return {**row, "csc_contact_group_id": "", "csc_contact_decision_date": "", "csc_contact_outcome": "", **more}


def referral(referral_id: str, child: str, on: str, close: str = "", **more: str) -> Row:
    row = {"cine_referral_id": referral_id, "cine_person_id": child, "cine_referral_date": on}
    return {**row, "cine_close_date": close, "csc_referral_decision_date": "", "cine_referral_team": "", **more}


def assessment(assessment_id: str, start: str, authorised: str, **more: str) -> Row:
    row = {"cina_assessment_id": assessment_id, "cina_person_id": "ann", "cina_assessment_start_date": start}
    return {**row, "cina_assessment_auth_date": authorised, **more}


def worker(involvement_id: str, start: str, end: str, team: str, role: str = "Allocated", child: str = "ann") -> Row:
    return {
        "invo_involvements_id": involvement_id,
        "invo_person_id": child,
        "invo_professional_role_id": role,
        "invo_professional_team": team,
        "invo_involvement_start_date": start,
        "invo_involvement_end_date": end,
    }


def one(measure: str, period: str, tables: Tables, scope: str = "authority") -> Figure:
    """One row of the export, known as at A, of an extract that has the people and teams above as well."""
    rows = figures({**PEOPLE, **tables}, year_of(period), A)
    return next(row for row in rows if row[:2] == (measure, period) and row.scope == scope)


def fraction(row: Figure) -> tuple[int | None, int | None]:
    return row.numerator, row.denominator
