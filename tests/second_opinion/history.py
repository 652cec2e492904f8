"""One random history in the making: its days, its ids and its rows."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from .periods import months_after

FIRST_DAY, LAST_DAY = date(2016, 4, 1), date(2018, 3, 31)

# Ids compare as text, so 9 comes after 10 and a small letter after every capital.
TEAMS = ("T1", "T10", "T2", "9", "10", "assessment")

ALLOCATED = ("Allocated worker", "ALLOCATED", "Social Worker", "senior social worker", "Co-allocated practitioner")
NOT_ALLOCATED = ("Family support worker", "IRO", "Personal adviser", "")

# Days before weekends, Easter, Christmas and other bank holidays, the days themselves, and both ends of years.
POINTED = tuple(
    date.fromisoformat(text)
    for text in (
        "2016-04-01 2016-04-29 2016-05-27 2016-08-26 2016-12-22 2016-12-23 2016-12-24 2016-12-26 2016-12-30 "
        "2017-01-01 2017-02-28 2017-03-31 2017-04-01 2017-04-02 2017-04-12 2017-04-13 2017-04-14 2017-04-15 "
        "2017-04-17 2017-04-28 2017-04-30 2017-05-26 2017-06-30 2017-07-01 2017-08-25 2017-08-28 2017-09-30 "
        "2017-11-30 2017-12-01 2017-12-21 2017-12-22 2017-12-23 2017-12-25 2017-12-28 2017-12-29 2017-12-31 "
        "2018-01-01 2018-02-28 2018-03-28 2018-03-29 2018-03-30 2018-03-31"
    ).split()
)


class History:
    """Rows by table; dates are written in any of the three forms that an extract may use."""

    def __init__(self, rng: Random, as_at: date) -> None:
        self.rng = rng
        self.as_at = as_at
        self.rows: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        self.births: dict[str, date] = {}
        self._ids: set[int] = {0}

    def chance(self, of_one: float) -> bool:
        return self.rng.random() < of_one

    def new_id(self) -> str:
        """Ids are numbers of one to six digits without leading zeros, none of them 0, in no order."""
        found = 0
        while found in self._ids:
            found = self.rng.randrange(10 ** self.rng.randint(1, 6))
        self._ids.add(found)
        return str(found)

    def add(self, table: str, **values: date | str | None) -> None:
        texts = {
            column: self.written(value) if isinstance(value, date) else value or "" for column, value in values.items()
        }
        self.rows[table].append(texts)

    def written(self, day: date) -> str:
        form = self.rng.choice(("{0:%Y-%m-%d}", "{0:%Y-%m-%d} 00:00:00", "{0:%Y-%m-%d} {1}", "{0:%d/%m/%Y}"))
        return form.format(day, self.rng.choice(("00:00:01", "09:30:00", "23:59:59")))

    def day(self) -> date:
        """A day of the 24 months, at most 45 days after A: pointed, close to A, or any."""
        last = min(LAST_DAY, self.as_at + timedelta(days=45))
        kind = self.rng.random()
        if kind < 0.4:
            return self.rng.choice([day for day in POINTED if day <= last])
        if kind < 0.55:
            return self.as_at - timedelta(days=self.rng.randrange(9))
        return FIRST_DAY + timedelta(days=self.rng.randrange((last - FIRST_DAY).days + 1))

    def near(self, day: date, days: int = 2) -> date:
        return day + timedelta(days=self.rng.randint(-days, days))

    def child(self, **values: date | str | None) -> str:
        """A child; born a year or more before the first event, unknown, or so that all lies within the year allowed."""
        child_id = f"C{self.new_id()}"
        young = min(self.as_at, date(2017, 1, 31))
        born = self.rng.choice((None, date(2003, 2, 28), date(2012, 2, 29), date(2016, 5, 5), young))
        row: dict[str, date | str | None] = {"pers_person_id": child_id, "pers_dob": born, **values}
        self.add("ssd_person", **row)
        if isinstance(row["pers_dob"], date):
            self.births[child_id] = row["pers_dob"]
        return child_id

    def team(self, blank: float = 0.4) -> str:
        return "" if self.chance(blank) else self.rng.choice(TEAMS)

    def professional(self) -> str:
        return self.rng.choice(("", f"P{self.rng.randrange(8)}"))

    def contact(self, child_id: str, on: date | None, **values: date | str | None) -> str:
        contact_id = self.new_id()
        row: dict[str, date | str | None] = {
            "cont_contact_id": contact_id,
            "cont_person_id": child_id,
            "cont_contact_date": on,
        }
        self.add("ssd_contacts", **{**row, **values})
        return contact_id

    def referral(self, child_id: str, on: date | None, **values: date | str | None) -> str:
        referral_id = f"R{self.new_id()}"
        row: dict[str, date | str | None] = {
            "cine_referral_id": referral_id,
            "cine_person_id": child_id,
            "cine_referral_date": on,
            "cine_referral_team": self.team(),
            "cine_referral_worker_id": self.professional(),
        }
        self.add("ssd_cin_episodes", **{**row, **values})
        return referral_id

    def assessment(self, child_id: str, start: date | None, authorised: date | None, referral_id: str = "") -> str:
        assessment_id = f"A{self.new_id()}"
        self.add(
            "ssd_cin_assessments",
            cina_assessment_id=assessment_id,
            cina_person_id=child_id,
            cina_referral_id=referral_id,
            cina_assessment_start_date=start,
            cina_assessment_auth_date=authorised,
            cina_assessment_outcome_nfa=self.rng.choice(("Y", "Yes", "1", "true", "N", "No", "0", "", "")),
            cina_assessment_team=self.team(),
            cina_assessment_worker_id=self.professional(),
        )
        return assessment_id

    def involvement(self, child_id: str, start: date | None, end: date | None = None, **values: str) -> str:
        involvement_id = self.new_id()
        row: dict[str, date | str | None] = {
            "invo_involvements_id": involvement_id,
            "invo_person_id": child_id,
            "invo_professional_id": self.professional(),
            "invo_professional_role_id": self.rng.choice(ALLOCATED),
            "invo_professional_team": self.team(blank=0.15),
            "invo_involvement_start_date": start,
            "invo_involvement_end_date": end,
        }
        self.add("ssd_involvements", **{**row, **values})
        return involvement_id

    def a_year_after(self, day: date) -> date:
        """Exactly 12 months after, or the day before or after that."""
        return months_after(day, 12) + timedelta(days=self.rng.choice((-1, 0, 0, 1)))
