"""Child protection and children in need of the demonstration authority: the report's figures, and believable stories.

Every figure is counted here from the rows of the extract by the catalogue's rules, by other means than the generator's.
"""

import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from random import Random

import pytest

from csc_tracker.demo import assessment, contacts, early_help, people, protection, referrals
from csc_tracker.demo.authority import AS_AT, build_council, extract
from csc_tracker.demo.protection_attendance import code
from csc_tracker.demo.protection_targets import MONTHS
from csc_tracker.demo.published import Published, percentage
from csc_tracker.demo.records import Council
from csc_tracker.demo.unmet import UNMET, YEAR_TO_DATE
from workdays import Month, add_months, within_working_days, working_day_after

FIRST_DAY = date(2017, 4, 1)
POPULATION = 22_627
Rows = list[dict[str, str]]
Figure = Decimal | int | None


@dataclass(eq=False)
class Duty:
    """Something due by a day; it counts on that day or, if it was done earlier, then."""

    due: date
    met: date | None

    @property
    def on(self) -> date:
        return min(self.met or self.due, self.due)

    @property
    def in_time(self) -> bool:
        return self.met is not None and self.met <= self.due

    @property
    def is_determined(self) -> bool:
        return self.met is not None or self.due < AS_AT


@dataclass(eq=False)
class Plan:
    """A child protection plan of this authority with its visits and reviews."""

    id: str
    child: str
    started: date
    ended: date | None
    conferred: date | None
    seen: list[date] = field(default_factory=list)
    reviewed: list[date] = field(default_factory=list)

    def is_open(self, on: date) -> bool:
        return self.started <= on and (self.ended is None or self.ended > on)

    @cached_property
    def visits(self) -> list[Duty]:
        days = [self.started, *sorted(set(self.seen))]
        duties = [Duty(working_day_after(day, 10), met) for day, met in pairwise([*days, None])]
        return self._not_cancelled(duties)

    @cached_property
    def reviews(self) -> list[Duty]:
        days = [self.conferred or self.started, *sorted(set(self.reviewed))]
        limits = [3] + [6] * len(days)
        duties = [
            Duty(add_months(day, months), met)
            for (day, met), months in zip(pairwise([*days, None]), limits, strict=False)
        ]
        return self._not_cancelled(duties)

    def _not_cancelled(self, duties: list[Duty]) -> list[Duty]:
        return [duty for duty in duties if duty.met or self.ended is None or self.ended >= duty.due]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def share(numerator: int, denominator: int) -> Figure:
    return percentage(numerator, denominator) if denominator else None


def rate(count: int) -> Figure:
    return percentage(count * 100, POPULATION)


def is_again(plan: Plan, plans: list[Plan]) -> bool:
    return any(other.child == plan.child and other.started < plan.started for other in plans)


def is_again_within_2_years(plan: Plan, plans: list[Plan]) -> bool:
    ends = [one.ended for one in plans if one.child == plan.child and one.ended and one.ended <= plan.started]
    return bool(ends) and plan.started < add_months(max(ends), 24)


class Recount:
    """Counts the measures from the rows of an extract, as the catalogue says."""

    def __init__(self, tables: dict[str, Rows]) -> None:
        self.tables = tables
        self.plans = _plans(tables)

    def figures(self, month: Month) -> dict[str, Figure]:
        return {
            **self._events("stra_date", "csc_strategy_discussions", month, ("CSC 163", "CSC 162", "CSC 161")),
            **self._events("s47e_s47_start_date", "ssd_s47_enquiry", month, ("CSC 166", "CSC 165", "CSC 164")),
            **self._conferences(month),
            **self._timeliness(month),
            **self._on_plan(month),
            **self._began_and_ended(month),
            **self._visits(month),
            **self._attendance(month),
        }

    def _rows(self, table: str, column: str, first: date, month: Month) -> Rows:
        return [row for row in self.tables[table] if row[column] and first <= day(row[column]) <= month.last]

    def _events(self, column: str, table: str, month: Month, codes: tuple[str, str, str]) -> dict[str, Figure]:
        to_date = len(self._rows(table, column, FIRST_DAY, month))
        return dict(
            zip(codes, (len(self._rows(table, column, month.first, month)), to_date, rate(to_date)), strict=True)
        )

    def _conferences(self, month: Month) -> dict[str, Figure]:
        rows, to_date = (self._conferenced(first, month) for first in (month.first, FIRST_DAY))
        planned, planned_to_date = (
            sum(row["icpc_icpc_outcome_cp_flag"] == "Y" for row in some) for some in (rows, to_date)
        )
        return {
            "CSC 170": len({row["icpc_icpc_meeting_id"] for row in rows}),
            "CSC 169": len({row["icpc_icpc_meeting_id"] for row in to_date}),
            "CSC 172": len(rows),
            "CSC 171": len(to_date),
            "CSC 173": rate(len(to_date)),
            "CSC 175": planned,
            "CSC 177": share(planned_to_date, len(to_date)),
            "CSC 177-MONTH": share(planned, len(rows)),
        }

    def _conferenced(self, first: date, month: Month) -> Rows:
        return self._rows("ssd_initial_cp_conference", "icpc_icpc_date", first, month)

    def _timeliness(self, month: Month) -> dict[str, Figure]:
        started = {
            row["s47e_s47_enquiry_id"]: day(row["s47e_s47_start_date"]) for row in self.tables["ssd_s47_enquiry"]
        }
        figures = {}
        for measure, first in (("CSC 178", month.first), ("CSC 176", FIRST_DAY)):
            rows = [row for row in self._conferenced(first, month) if row["icpc_icpc_transfer_in"] != "Y"]
            begun = [(started[row["icpc_s47_enquiry_id"]], day(row["icpc_icpc_date"])) for row in rows]
            figures[measure] = share(sum(within_working_days(*days, 15) for days in begun), len(begun))
        return figures

    def _on_plan(self, month: Month) -> dict[str, Figure]:
        plans = [plan for plan in self.plans if plan.is_open(month.last)]
        established = [plan for plan in plans if add_months(plan.started, 3) <= month.last]
        qualified = self._children_with_a_social_worker(month.last)
        return {
            "CSC 182": len(plans),
            "CSC 181": rate(len(plans)),
            "CSC 183": share(sum(plan.child in qualified for plan in plans), len(plans)),
            "CSC 189": share(sum(is_again(plan, self.plans) for plan in plans), len(plans)),
            "CSC 191": share(sum(_is_reviewed(plan, month.last) for plan in established), len(established)),
        }

    def _children_with_a_social_worker(self, on: date) -> set[str]:
        workers = self.tables["ssd_professionals"]
        qualified = {row["prof_professional_id"] for row in workers if row["prof_social_worker_registration_no"]}
        return {
            row["invo_person_id"]
            for row in self.tables["ssd_involvements"]
            if row["invo_professional_id"] in qualified
            and day(row["invo_involvement_start_date"]) <= on
            and (day(row["invo_involvement_end_date"]) or date.max) > on
        }

    def _began_and_ended(self, month: Month) -> dict[str, Figure]:
        began = [plan for plan in self.plans if FIRST_DAY <= plan.started <= month.last]
        ended = [plan for plan in self.plans if plan.ended and FIRST_DAY <= plan.ended <= month.last]
        return {
            "CSC 186": share(sum(add_months(plan.started, 24) <= plan.ended for plan in ended), len(ended)),
            "CSC 188": share(sum(is_again_within_2_years(plan, self.plans) for plan in began), len(began)),
        }

    def _visits(self, month: Month) -> dict[str, Figure]:
        duties = [duty for plan in self.plans for duty in plan.visits if duty.is_determined and duty.on >= FIRST_DAY]
        to_date = [duty for duty in duties if duty.on <= month.last]
        in_month = [duty for duty in to_date if duty.on >= month.first]
        children = [self._visits_of(plan.child, month) for plan in self.plans if plan.is_open(month.last)]
        visited = [duties for duties in children if duties]
        return {
            "CSC 252a": share(sum(duty.in_time for duty in in_month), len(in_month)),
            "CSC 252b": share(sum(duty.in_time for duty in to_date), len(to_date)),
            "CSC 252": share(sum(all(duty.in_time for duty in duties) for duties in visited), len(visited)),
        }

    def _visits_of(self, child: str, month: Month) -> list[Duty]:
        duties = [duty for plan in self.plans if plan.child == child for duty in plan.visits]
        return [duty for duty in duties if duty.is_determined and FIRST_DAY <= duty.on <= month.last]

    def _attendance(self, month: Month) -> dict[str, Figure]:
        rows = self._rows("csc_conference_invitations", "conf_date", month.quarter.first, month)
        return attendance(rows)


def attendance(rows: Rows) -> dict[str, Figure]:
    invited, attended = Counter(), Counter()
    for row in rows:
        measure = code(row["conf_kind"], row["conf_agency"])
        invited[measure] += int(row["conf_invited"])
        attended[measure] += int(row["conf_attended"])
    return {measure: share(attended[measure], invited[measure]) for measure in invited}


def _is_reviewed(plan: Plan, on: date) -> bool:
    """Whether every review due or held by the day was in time."""
    return all(duty.in_time for duty in plan.reviews if duty.due < on or (duty.met and duty.met <= on))


def _plans(tables: dict[str, Rows]) -> list[Plan]:
    held = {row["icpc_icpc_id"]: day(row["icpc_icpc_date"]) for row in tables["ssd_initial_cp_conference"]}
    plans = {
        row["cppl_cp_plan_id"]: Plan(
            row["cppl_cp_plan_id"],
            row["cppl_person_id"],
            day(row["cppl_cp_plan_start_date"]),
            day(row["cppl_cp_plan_end_date"]),
            held.get(row["cppl_icpc_id"]),
        )
        for row in tables["ssd_cp_plans"]
        if row["cppl_cp_plan_ola"] != "Y"
    }
    for row in tables["ssd_cp_visits"]:
        if row["cppv_cp_visit_seen"] == "Y" and (plan := plans.get(row["cppv_cp_plan_id"])):
            plan.seen.append(day(row["cppv_cp_visit_date"]))
    for row in tables["ssd_cp_reviews"]:
        plans[row["cppr_cp_plan_id"]].reviewed.append(day(row["cppr_cp_review_date"]))
    return list(plans.values())


def read(seed: int = 2017, scale: int = 1) -> dict[str, Rows]:
    return {name: [dict(zip(header, row, strict=True)) for row in rows] for name, header, rows in extract(seed, scale)}


@pytest.fixture(scope="module")
def tables() -> dict[str, Rows]:
    return read()


@pytest.fixture(scope="module")
def recount(tables: dict[str, Rows]) -> Recount:
    return Recount(tables)


@pytest.fixture(scope="module")
def children(tables: dict[str, Rows]) -> dict[str, date]:
    return {row["pers_person_id"]: day(row["pers_dob"]) for row in tables["ssd_person"]}


# --- the published cells

PUBLISHED = Published.read()
# Those of a month alone; their year is that of others.
IN_MONTH = {"CSC 163", "CSC 166", "CSC 170", "CSC 172", "CSC 175", "CSC 177-MONTH", "CSC 178", "CSC 252a"}


def unmet(figures: dict[str, Figure], period: str) -> set[tuple[str, str]]:
    """The cells of these measures and this period that the figures do not meet."""
    return {
        key
        for key, cell in PUBLISHED.cells.items()
        if key[1] == period and key[0] in figures and not cell.is_met_by(Decimal(figures[key[0]] or 0))
    }


def cannot_follow(figures: dict[str, Figure], period: str) -> set[tuple[str, str]]:
    return {key for key in UNMET if key[1] == period and key[0] in figures}


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_cell_of_a_month_that_can_follow_is_met(month: Month, recount: Recount):
    figures = recount.figures(month)
    assert figures.keys() >= {key[0] for key in PUBLISHED.cells if key[1] == str(month) and "CPC-ATT" in key[0]}
    assert unmet(figures, str(month)) == cannot_follow(figures, str(month))


def test_every_cell_of_the_year_that_can_follow_is_met(recount: Recount, tables: dict[str, Rows]):
    december = {measure: figure for measure, figure in recount.figures(MONTHS[-1]).items() if measure not in IN_MONTH}
    rows = [row for row in tables["csc_conference_invitations"] if day(row["conf_date"]) >= FIRST_DAY]
    figures = december | attendance(rows)
    assert unmet(figures, YEAR_TO_DATE) == cannot_follow(figures, YEAR_TO_DATE)


@pytest.mark.slow
def test_another_seed_has_other_children_and_the_same_figures(recount: Recount):
    other = Recount(read(seed=7))
    assert {plan.child for plan in other.plans} != {plan.child for plan in recount.plans}
    for month in MONTHS:
        figures = other.figures(month)
        assert unmet(figures, str(month)) == cannot_follow(figures, str(month))


# --- the rows hold together

KEYS = {
    "csc_strategy_discussions": "stra_id",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id",
    "ssd_initial_cp_conference": "icpc_icpc_id",
    "csc_conference_invitations": "conf_id",
    "ssd_cp_plans": "cppl_cp_plan_id",
    "ssd_cp_visits": "cppv_cp_visit_id",
    "ssd_cp_reviews": "cppr_cp_review_id",
    "ssd_cin_plans": "cinp_cin_plan_id",
    "ssd_cin_visits": "cinv_cin_visit_id",
}
PEOPLE = {
    "csc_strategy_discussions": "stra_person_id",
    "ssd_s47_enquiry": "s47e_person_id",
    "ssd_initial_cp_conference": "icpc_person_id",
    "ssd_cp_plans": "cppl_person_id",
    "ssd_cp_visits": "cppv_person_id",
    "ssd_cp_reviews": "cppr_person_id",
    "ssd_cin_plans": "cinp_person_id",
    "ssd_cin_visits": "cinv_person_id",
}
# Of each table the column of the referral, and the days on which it has to be open: the first and, if known, the last.
WITHIN_REFERRALS = [
    ("csc_strategy_discussions", "stra_referral_id", "stra_date", "stra_date"),
    ("ssd_s47_enquiry", "s47e_referral_id", "s47e_s47_start_date", "s47e_s47_end_date"),
    ("ssd_initial_cp_conference", "icpc_referral_id", "icpc_icpc_date", "icpc_icpc_date"),
    ("ssd_cp_plans", "cppl_referral_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    ("ssd_cin_plans", "cinp_referral_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
]
REFERENCES = [
    ("ssd_initial_cp_conference", "icpc_s47_enquiry_id", "ssd_s47_enquiry"),
    ("ssd_initial_cp_conference", "icpc_cp_plan_id", "ssd_cp_plans"),
    ("ssd_cp_plans", "cppl_icpc_id", "ssd_initial_cp_conference"),
    ("ssd_cp_visits", "cppv_cp_plan_id", "ssd_cp_plans"),
    ("ssd_cp_reviews", "cppr_cp_plan_id", "ssd_cp_plans"),
]


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_ids_are_given_once(table: str, key: str, tables: dict[str, Rows]):
    ids = [row[key] for row in tables[table]]
    assert ids
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_references_lead_somewhere(table: str, column: str, target: str, tables: dict[str, Rows]):
    assert {row[column] for row in tables[table]} <= {row[KEYS[target]] for row in tables[target]} | {""}


@pytest.mark.parametrize(("table", "column"), PEOPLE.items())
def test_everything_is_about_children_of_this_rooms_share(table: str, column: str, tables: dict[str, Rows]):
    assert all(zlib.crc32(row[column].encode()) % 10 < 4 for row in tables[table])


@pytest.mark.parametrize(("table", "column", "first", "last"), WITHIN_REFERRALS)
def test_everything_lies_within_its_referral(
    table: str, column: str, first: str, last: str, tables: dict[str, Rows], children: dict[str, date]
):
    referrals = {row["cine_referral_id"]: row for row in tables["ssd_cin_episodes"]}
    for row in tables[table]:
        referral, begins, ends = referrals[row[column]], row[first], row[last]
        assert row[PEOPLE[table]] == referral["cine_person_id"]
        assert referral["cine_referral_date"] <= (begins or "9999")
        assert (begins or ends) <= (ends or "9999")
        assert (ends or begins) <= (referral["cine_close_date"] or AS_AT.isoformat())
        assert not begins or children[row[PEOPLE[table]]] <= day(begins)


@pytest.mark.parametrize("table", ["ssd_cp_plans", "ssd_cin_plans"])
def test_no_child_has_two_plans_at_once(table: str, tables: dict[str, Rows]):
    first, last = next((first, last) for name, _, first, last in WITHIN_REFERRALS if name == table)
    spells = defaultdict(list)
    for row in tables[table]:
        spells[row[PEOPLE[table]]].append((row[first], row[last] or "9999"))
    for rows in spells.values():
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(sorted(rows)))


def test_visits_and_reviews_are_of_days_on_the_plan(recount: Recount):
    for plan in recount.plans:
        assert all(plan.started <= on <= (plan.ended or AS_AT) for on in plan.seen + plan.reviewed)
        assert plan.ended is None or plan.ended in plan.reviewed or plan.ended < FIRST_DAY


# --- believable stories


def test_most_discussions_lead_to_an_enquiry_and_some_of_those_to_a_conference(tables: dict[str, Rows]):
    outcomes = Counter(row["stra_outcome"] for row in tables["csc_strategy_discussions"])
    assert outcomes["section_47"] == len(tables["ssd_s47_enquiry"])
    assert {"assessment", "no_further_action"} < outcomes.keys()
    named = Counter(row["icpc_s47_enquiry_id"] for row in tables["ssd_initial_cp_conference"])
    assert named.pop("") == sum(row["icpc_icpc_transfer_in"] == "Y" for row in tables["ssd_initial_cp_conference"])
    assert set(named.values()) == {1}


def test_plans_of_all_kinds(recount: Recount, tables: dict[str, Rows]):
    lasted = [(plan.ended - plan.started).days for plan in recount.plans if plan.ended]
    assert any(days < 90 for days in lasted)
    assert any(days > 730 for days in lasted)
    assert any(add_months(plan.started, 24) < AS_AT for plan in recount.plans if plan.is_open(AS_AT))
    others = [row for row in tables["ssd_cp_plans"] if row["cppl_cp_plan_ola"] == "Y"]
    assert {bool(row["cppl_cp_plan_end_date"]) for row in others} == {True, False}
    assert {row["cppl_cp_plan_initial_category"] for row in tables["ssd_cp_plans"]} == {"NEG", "EMO", "PHY", "SAB"}


def test_there_is_open_work_and_some_of_it_is_overdue(recount: Recount, tables: dict[str, Rows]):
    on_plan = [plan for plan in recount.plans if plan.is_open(AS_AT)]
    soon = AS_AT + timedelta(days=31)
    visits, reviews = [plan.visits[-1].due for plan in on_plan], [plan.reviews[-1].due for plan in on_plan]
    assert 0 < sum(due < AS_AT for due in visits) < 15 < sum(due <= soon for due in visits)
    assert 0 < sum(due < AS_AT for due in reviews) < 4 < sum(due <= soon for due in reviews)
    targets = [row["icpc_icpc_target_date"] for row in tables["ssd_initial_cp_conference"] if not row["icpc_icpc_date"]]
    assert min(targets) < AS_AT.isoformat() < max(targets)
    assert any(not row["s47e_s47_end_date"] for row in tables["ssd_s47_enquiry"])


def test_children_in_need_are_visited_about_every_4_weeks(tables: dict[str, Rows]):
    still_open = [row for row in tables["ssd_cin_plans"] if not row["cinp_cin_plan_end_date"]]
    assert 100 <= len(still_open) <= 150
    seen = defaultdict(list)
    for row in tables["ssd_cin_visits"]:
        if row["cinv_cin_visit_seen"] == "Y":
            seen[row["cinv_person_id"]].append(day(row["cinv_cin_visit_date"]))
    last = [max(seen[row["cinp_person_id"]], default=day(row["cinp_cin_plan_start_date"])) for row in still_open]
    assert 0 < sum(working_day_after(on, 20) < AS_AT for on in last) < 40


# --- what was there before


def test_it_only_adds_to_what_was_there_and_leaves_its_numbers_to_be_drawn(monkeypatch: pytest.MonkeyPatch):
    tables = (*people.TABLES[2:], *referrals.TABLES, *contacts.TABLES, *early_help.TABLES, *assessment.TABLES)
    protect = protection.protect
    compared = []

    def compare(council: Council, rng: Random) -> None:
        before, state = [list(table.rows(council)) for table in tables], council.rng.getstate()
        protect(council, rng)
        after = [list(table.rows(council)) for table in tables]
        assert council.rng.getstate() == state
        assert [rows[: len(earlier)] for rows, earlier in zip(after, before, strict=True)] == before
        added = {table.name: rows[len(earlier) :] for table, rows, earlier in zip(tables, after, before, strict=True)}
        assert not added["ssd_contacts"] and not added["ssd_early_help_episodes"]
        assert all(row[2] < "2014-04-01" for row in added["ssd_cin_episodes"])
        compared.append(len(added["ssd_cin_episodes"]))

    monkeypatch.setattr(protection, "protect", compare)
    build_council(2017, 1)
    assert 0 < compared[0] < 120
