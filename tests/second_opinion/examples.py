"""Two children, two teams and short ways to write their records, for the hand-worked examples."""

from datetime import date

from .extract import Row, Table, Tables
from .figures import figures, observations
from .measure import Row as Figure
from .periods import year_of
from .schema import FACTS

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


def whole(tables: Tables) -> Tables:
    """An extract with every table and column, the people and teams above and these rows; what they lack is blank.

    A `Table` is left as it is: its header says which columns there are.
    """
    given = {**PEOPLE, **tables}
    return {name: _whole(name, given.get(name, [])) for name in FACTS}


def _whole(name: str, rows: list[Row]) -> Table:
    if isinstance(rows, Table):
        return rows
    columns = FACTS[name].columns
    return Table([{**dict.fromkeys(columns, ""), **row} for row in rows], columns)


def without(table: str, column: str) -> Tables:
    """An extract with every table and column but one, and no rows but the people and teams above."""
    header = (name for name in FACTS[table].columns if name != column)
    return {**whole({}), table: Table((), header)}


def row_of(measure: str, period: str, tables: Tables, scope: str = "authority") -> Figure:
    """One row of the export, known as at A, of an extract that has these tables and the people and teams above."""
    rows = figures({**PEOPLE, **tables}, year_of(period), A)
    return next(row for row in rows if row[:2] == (measure, period) and row.scope == scope)


def one(measure: str, period: str, tables: Tables, scope: str = "authority") -> Figure:
    """One row of the export, known as at A, of a whole extract with these rows."""
    return row_of(measure, period, whole(tables), scope)


def behind(measure: str, period: str, tables: Tables) -> list[tuple[str, str, str, date, bool]]:
    """The records behind a figure, known as at A, of a whole extract with these rows."""
    return observations(whole(tables), measure, period, A)


def fraction(row: Figure) -> tuple[int | None, int | None]:
    return row.numerator, row.denominator
