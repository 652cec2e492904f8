"""The looked-after children of the demonstration authority: the report's figures, counted again from the extract.

The counting follows the measure catalogue and reads nothing but the extract's rows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import pytest

from csc_tracker.demo.authority import extract
from csc_tracker.demo.published import Published
from csc_tracker.demo.unmet import UNMET, YEAR_TO_DATE
from tests.demo.printed import Counted
from workdays import add_months, add_years, working_day_after

AS_AT = date(2017, 12, 31)
MONTHS = [f"2017-{number:02}" for number in range(4, 13)]
APRIL = date(2017, 4, 1)
TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}
SHORT_BREAKS = {"V3", "V4"}

Row = dict[str, str]
Share = tuple[int, int]


def read(seed: int) -> dict[str, list[Row]]:
    return {name: [dict(zip(header, row, strict=True)) for row in rows] for name, header, rows in extract(seed=seed)}


def day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def end_of(month: str) -> date:
    return add_months(first_of(month), 1) - timedelta(days=1)


def is_open(start: date, end: date | None, on: date) -> bool:
    return start <= on and (end is None or end > on)


@dataclass(frozen=True)
class Duty:
    """Due by a day, met on a day or not, and whether it ended before."""

    child: str
    due: date
    met: date | None
    ended: date | None

    @property
    def observed(self) -> date:
        return min(self.met, self.due) if self.met else self.due

    @property
    def counts(self) -> bool:
        is_cancelled = self.met is None and self.ended is not None and self.ended < self.due
        return not is_cancelled and (self.met is not None or self.due < AS_AT)

    @property
    def in_time(self) -> bool:
        return self.met is not None and self.met <= self.due


@dataclass(eq=False)
class Stay:
    start: date
    end: date | None
    kind: str
    urn: str
    until_18: bool


@dataclass(eq=False)
class Care:
    """One period of care and what belongs to it."""

    id: str
    child: str
    born: date
    start: date
    end: date | None
    form: date | None
    placements: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)

    @property
    def limit(self) -> date:
        """What is done after the end of the period or the 18th birthday meets nothing."""
        return min(self.end or date.max, add_years(self.born, 18))

    @cached_property
    def stays(self) -> list[Stay]:
        found: list[Stay] = []
        away_from: Stay | None = None
        for row in sorted(self.placements, key=lambda one: one["clap_cla_placement_start_date"]):
            start, end = day(row["clap_cla_placement_start_date"]), day(row["clap_cla_placement_end_date"])
            kind, urn = row["clap_cla_placement_type"], row["clap_cla_placement_urn"]
            if kind in TEMPORARY:
                away_from = found[-1]
                found[-1].end = None if end is None else found[-1].end
            elif away_from and urn and (away_from.kind, away_from.urn) == (kind, urn):
                away_from.end, away_from = end, None
            else:
                found.append(Stay(start, end, kind, urn, row["csc_intended_until_18"] == "Y"))
                away_from = None
        return found


class Extract:
    """The tables, put together by child and period of care."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        self.born = {row["pers_person_id"]: day(row["pers_dob"]) for row in tables["ssd_person"]}
        statuses = defaultdict(list)
        for row in tables["ssd_legal_status"]:
            statuses[row["lega_person_id"]].append(row)
        episodes = defaultdict(list)
        for row in tables["ssd_cla_episodes"]:
            episodes[row["clae_cla_id"]].append(row)
        self.all_care: dict[str, Care] = {}
        self.breaks: set[str] = set()
        for key, rows in episodes.items():
            care = self.all_care[key] = self._care(key, rows)
            first = [row for row in statuses[care.child] if day(row["lega_legal_status_start_date"]) == care.start]
            if any(row["lega_legal_status"] in SHORT_BREAKS for row in first):
                self.breaks.add(key)
        for row in tables["ssd_cla_placement"]:
            self.all_care[row["clap_cla_id"]].placements.append(row)
        for row in tables["ssd_cla_reviews"]:
            self.all_care[row["clar_cla_id"]].reviews.append(row)
        self.care = [care for key, care in self.all_care.items() if key not in self.breaks]
        self.seen = defaultdict(set)
        for row in tables["ssd_cla_visits"]:
            if row["clav_cla_visit_seen"] == "Y":
                self.seen[row["clav_person_id"]].add(day(row["clav_cla_visit_date"]))

    def _care(self, key: str, rows: list[Row]) -> Care:
        child = rows[0]["clae_person_id"]
        ends = [day(row["clae_cla_episode_ceased_date"]) for row in rows]
        start = min(day(row["clae_cla_episode_start_date"]) for row in rows)
        form = next((day(row["csc_iha_form_returned_date"]) for row in rows if row["csc_iha_form_returned_date"]), None)
        return Care(key, child, self.born[child], start, None if None in ends else max(ends), form)

    def at(self, end: date) -> list[Care]:
        return [care for care in self.care if is_open(care.start, care.end, end)]

    @cached_property
    def visits(self) -> list[Duty]:
        return [duty for care in self.care for stay in care.stays for duty in self._visits(care, stay)]

    def _visits(self, care: Care, stay: Stay) -> Iterator[Duty]:
        end = min(stay.end or date.max, care.limit)
        moves = {other.start for other in care.stays if other is not stay}
        days = sorted(on for on in self.seen[care.child] if stay.start <= on <= end and on not in moves)
        since, due = stay.start, stay.start + timedelta(days=7)
        for met in [*days, None]:
            yield Duty(care.child, due, met, None if end == date.max else end)
            if met:
                since, lasting = met, stay.until_18 and met >= add_months(stay.start, 12)
                due = add_months(since, 3) if lasting else since + timedelta(days=42)

    @cached_property
    def reviews(self) -> list[tuple[int, Duty]]:
        return [pair for care in self.care for pair in self._reviews(care)]

    def _reviews(self, care: Care) -> Iterator[tuple[int, Duty]]:
        held = sorted(
            {day(row["clar_cla_review_date"]) for row in care.reviews if row["clar_cla_review_cancelled"] != "Y"}
        )
        due = working_day_after(care.start, 20) if care.start >= date(2012, 1, 1) else care.start + timedelta(days=28)
        for number, met in enumerate([*(on for on in held if care.start <= on <= care.limit), None]):
            yield number, Duty(care.child, due, met, None if care.limit > AS_AT else care.limit)
            if met:
                due = add_months(met, 6 if number else 3)

    def permanence(self) -> Iterator[Duty]:
        for care in self.care:
            planned = [day(row["clar_cla_review_date"]) for row in care.reviews if row["csc_permanence_plan"] == "Y"]
            ended = None if care.limit > AS_AT else care.limit
            yield Duty(care.child, add_months(care.start, 4), min(planned, default=None), ended)

    def first_checks(self) -> Iterator[tuple[Care, Duty, Duty]]:
        """The initial health assessment and its form, of each period since 2016."""
        done = defaultdict(list)
        for row in self.tables["ssd_cla_health"]:
            if "initial" in row["clah_health_check_type"].lower() and row["clah_health_check_status"] == "Completed":
                done[row["clah_person_id"]].append(day(row["clah_health_check_date"]))
        for care in self.care:
            if care.start >= date(2016, 1, 1):
                ended = None if care.limit > AS_AT else care.limit
                met = min((on for on in done[care.child] if care.start <= on <= care.limit), default=None)
                yield (
                    care,
                    Duty(care.child, working_day_after(care.start, 20), met, ended),
                    Duty(care.child, working_day_after(care.start, 7), care.form, ended),
                )


def share(duties: list[Duty]) -> Share:
    counted = [duty for duty in duties if duty.counts]
    return sum(duty.in_time for duty in counted), len(counted)


def looked_after(found: Extract, month: str) -> dict[str, Share | int]:
    """The figures of children looked after at the end of the month."""
    end, there = end_of(month), found.at(end_of(month))
    staff = found.tables["ssd_professionals"]
    qualified = {row["prof_professional_id"] for row in staff if row["prof_social_worker_registration_no"]}
    workers = {
        row["invo_person_id"]
        for row in found.tables["ssd_involvements"]
        if row["invo_professional_id"] in qualified
        and "allocated" in row["invo_professional_role_id"].lower()
        and is_open(day(row["invo_involvement_start_date"]), day(row["invo_involvement_end_date"]), end)
    }
    year_before = add_months(end, -12)
    touching = Counter(
        care.child
        for care in found.care
        for stay in care.stays
        if is_open(stay.start, stay.end, year_before) or year_before < stay.start <= end
    )
    three = [care for care in there if touching[care.child] >= 3]
    cohort = [care for care in there if add_years(care.born, 16) > end and add_months(care.start, 30) <= end]
    current = {care: [stay for stay in care.stays if is_open(stay.start, stay.end, end)] for care in cohort}
    stable = [care for care in cohort if current[care] and add_months(current[care][-1].start, 24) <= end]
    miles = [on for care in there if (on := _miles(care, end)) is not None]
    late = {duty.child for duty in found.visits if duty.counts and APRIL <= duty.observed <= end and not duty.in_time}
    visited = {duty.child for duty in found.visits if duty.counts and APRIL <= duty.observed <= end}
    longer = {care.child for care in there if add_months(care.start, 12) <= end}
    orders = _orders(found, there, end)
    return {
        "CSC 201": len(there),
        "CSC 227": (sum(care.child in workers for care in there), len(there)),
        "CSC 228": (len(three), len(there)),
        "CSC 229": (len(stable), len(cohort)),
        "CSC 230": (sum(one >= 20 for one in miles), len(miles)),
        "CSC 260": (sum(c.child in visited - late for c in there), sum(c.child in visited for c in there)),
        "CSC 250": (len(longer & _checked(found, ("initial", "review"), end)), len(longer)),
        "CSC 251": (len(longer & _checked(found, ("dental",), end)), len(longer)),
        "PERMANENCE-PO": (sum(orders), len(orders)),
    }


def _miles(care: Care, end: date) -> float | None:
    rows = [
        row
        for row in care.placements
        if is_open(day(row["clap_cla_placement_start_date"]), day(row["clap_cla_placement_end_date"]), end)
    ]
    text = (
        max(rows, key=lambda row: row["clap_cla_placement_start_date"])["clap_cla_placement_distance"] if rows else ""
    )
    return None if text in ("", "999.9") else float(text)


def _checked(found: Extract, kinds: tuple[str, ...], end: date) -> set[str]:
    return {
        row["clah_person_id"]
        for row in found.tables["ssd_cla_health"]
        if row["clah_health_check_status"] == "Completed"
        and any(kind in row["clah_health_check_type"].lower() for kind in kinds)
        and APRIL <= day(row["clah_health_check_date"]) <= end
    }


def _orders(found: Extract, there: list[Care], end: date) -> list[bool]:
    ids = {care.id for care in there}
    rows = [
        row for row in found.tables["ssd_permanence"] if row["perm_cla_id"] in ids and row["perm_placement_order_date"]
    ]
    adopted = {
        row["perm_cla_id"]
        for row in rows
        if "adoption" in row["perm_permanence_order_type"].lower()
        and "" < row["perm_permanence_order_date"] <= str(end)
    }
    ordered = [
        row for row in rows if day(row["perm_placement_order_date"]) <= end and row["perm_cla_id"] not in adopted
    ]
    return [row["csc_plan_in_place"] == "Y" for row in ordered]


def duties(found: Extract, month: str) -> dict[str, Share | int]:
    """The figures of duties observed in the month, or since April."""
    end = end_of(month)

    def since(first: date, every: list[Duty]) -> list[Duty]:
        return [duty for duty in every if first <= duty.observed <= end]

    reviews = [(number, duty) for number, duty in found.reviews if duty.counts and APRIL <= duty.observed <= end]
    late = {duty.child for _, duty in reviews if not duty.in_time}
    everyone = {duty.child for _, duty in reviews}
    quarter = date(end.year, (end.month - 1) // 3 * 3 + 1, 1)
    checks = list(found.first_checks())
    planned = share(since(first_of(month), list(found.permanence())))
    return {
        "CSC 218": (len(everyone - late), len(everyone)),
        "CSC 219": share([duty for number, duty in reviews if number == 0]),
        "CSC 220": share([duty for number, duty in reviews if number]),
        "CSC 260a": share(since(first_of(month), found.visits)),
        "CSC 260b": share(since(APRIL, found.visits)),
        "PERMANENCE-4M": planned,
        "CSC 247": share([duty for care, duty, _ in checks if quarter <= care.start <= end]),
        "IHA-FORMS-7WD": share(since(first_of(month), [form for _, _, form in checks])),
    }


def participation(found: Extract, months: list[str]) -> dict[str, Share | int]:
    codes = Counter(
        row["clar_cla_review_participation"]
        for care in found.care
        for row in care.reviews
        if row["clar_cla_review_cancelled"] != "Y" and row["clar_cla_review_date"][:7] in months
    )
    del codes[""]
    numbers = {f"PN{number}": codes[f"PN{number}"] for number in range(8)}
    return numbers | {f"{code}-PCT": (count, codes.total()) for code, count in numbers.items()}


def missing(found: Extract, months: list[str]) -> dict[str, object]:
    rows = [row for row in found.tables["ssd_missing"] if row["miss_missing_episode_start_date"][:7] in months]
    groups: dict[str, list[Row]] = {f"MISSING-{name}": [] for name in ("ALL", "CLA", "CLA-20M", "OLA", "NOT-OPEN")}
    for row in rows:
        child, on = row["miss_person_id"], day(row["miss_missing_episode_start_date"])
        groups["MISSING-ALL"].append(row)
        if row["csc_responsible_authority"]:
            groups["MISSING-OLA"].append(row)
            continue
        care = next((one for one in found.at(on) if one.child == child), None)
        if care:
            groups["MISSING-CLA"].append(row)
            if (_miles(care, on) or 0) >= 20:
                groups["MISSING-CLA-20M"].append(row)
        elif not _anything_open(found, child, on):
            groups["MISSING-NOT-OPEN"].append(row)
    return {name: (len(rows), len({row["miss_person_id"] for row in rows})) for name, rows in groups.items()}


def _anything_open(found: Extract, child: str, on: date) -> bool:
    spans = [
        ("ssd_cin_episodes", "cine_person_id", "cine_referral_date", "cine_close_date"),
        ("ssd_cp_plans", "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
        ("ssd_cin_plans", "cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
        ("ssd_cla_episodes", "clae_person_id", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
    ]
    return any(
        row[person] == child and is_open(day(row[start]), day(row[end]), on)
        for table, person, start, end in spans
        for row in found.tables.get(table, [])
    )


def interviews(found: Extract, month: str) -> dict[str, Share]:
    ended = [row for row in found.tables["ssd_missing"] if row["miss_missing_episode_end_date"][:7] == month]
    rows = [row for row in ended if not row["csc_responsible_authority"]]
    ends = [datetime.fromisoformat(row["miss_missing_episode_end_date"]) for row in rows]
    held = [datetime.fromisoformat(text) if (text := row["csc_rhi_completed_date"]) else None for row in rows]
    limit = timedelta(hours=72)
    known = [(end, on) for end, on in zip(ends, held, strict=True) if on or (end + limit).date() < AS_AT]
    return {
        "RHI-72H": (sum(on is not None and on <= end + limit for end, on in known), len(known)),
        "RHI-DONE": (sum(on is not None for on in held), len(held)),
    }


def leavers(found: Extract, month: str) -> dict[str, Share]:
    end, latest = end_of(month), {}
    for row in sorted(
        found.tables["ssd_care_leavers"], key=lambda one: (one["clea_care_leaver_latest_contact"], one["clea_table_id"])
    ):
        if day(row["clea_care_leaver_latest_contact"]) <= end:
            latest[row["clea_person_id"]] = row
    rows = [row for child, row in latest.items() if add_years(found.born[child], 21) > end]
    rows = [row for row in rows if row["clea_care_leaver_eligibility"] in ("Former Relevant", "Relevant")]
    return {
        "CSC 286": (sum(row["clea_care_leaver_accom_suitable"] == "1" for row in rows), len(rows)),
        "CSC 294": (sum(row["clea_care_leaver_activity"] in ("G4", "G5", "G6") for row in rows), len(rows)),
    }


def centres(found: Extract, months: list[str]) -> dict[str, Share | int]:
    decile: dict[tuple[str, str, str], int] = {}
    for row in sorted(found.tables["csc_centre_attendances"], key=lambda one: one["catt_date"]):
        if row["catt_date"][:7] in months:
            decile[row["catt_centre"], row["catt_date"][:7], row["catt_person_id"]] = int(row["catt_imd_decile"])
    figures: dict[str, Share | int] = {}
    for name in {centre for centre, _, _ in decile}:
        code = "-".join("".join(each if each.isalnum() else " " for each in name.upper()).split())
        own = [value for (centre, _, _), value in decile.items() if centre == name]
        figures[f"CENTRE-ATTENDEES-{code}"] = len(own)
        figures[f"CENTRE-DEPRIVED-{code}"] = (sum(value <= 3 for value in own), len(own))
    return figures


def counted(figure: object, measure: str) -> Counted:
    """A count, a share, or episodes and their children."""
    if isinstance(figure, int):
        return Counted(Fraction(figure), figure)
    numerator, other = figure
    if measure.startswith("MISSING"):
        return Counted(Fraction(numerator), numerator, children=other)
    return Counted(Fraction(100 * numerator, other), numerator, other)


def figures_of(found: Extract) -> dict[tuple[str, str], object]:
    figures: dict[tuple[str, str], object] = {}

    def keep(period: str, values: dict[str, object]) -> None:
        figures.update({(measure, period): value for measure, value in values.items()})

    def at(months: list[str]) -> dict[str, object]:
        end = months[-1]
        whole = participation(found, months) | missing(found, months) | centres(found, months)
        return looked_after(found, end) | duties(found, end) | leavers(found, end) | whole

    for month in MONTHS:
        keep(month, at([month]) | interviews(found, month))
    checks = [duty for care, duty, _ in found.first_checks() if care.start >= APRIL]
    planned = [duty for duty in found.permanence() if duty.observed >= APRIL]
    visits = {"CSC 260a": figures["CSC 260b", MONTHS[-1]]}
    keep(YEAR_TO_DATE, at(MONTHS) | visits | {"CSC 247": share(checks), "PERMANENCE-4M": share(planned)})
    del figures["IHA-FORMS-7WD", YEAR_TO_DATE]
    return figures


@pytest.fixture(scope="module", params=[2017, 11])
def found(request: pytest.FixtureRequest) -> Extract:
    return Extract(read(request.param))


def test_every_published_cell_that_can_follow_does(found: Extract) -> None:
    figures = figures_of(found)
    cells = {key: cell for key, cell in Published.read().cells.items() if key in figures}
    assert len(cells) == 477
    wrong = {key for key, cell in cells.items() if not counted(figures[key], key[0]).comes_to(cell)}
    assert wrong == UNMET & cells.keys()


def test_audits_of_the_quarters_before_the_council_audited_here(found: Extract) -> None:
    days = [row["audi_date"] for row in found.tables["csc_audits"]]
    assert len(days) == 50 and "2016-04-01" <= min(days) and max(days) <= "2016-12-31"


def test_there_is_open_work_and_some_of_it_is_overdue(found: Extract) -> None:
    there = {care.child for care in found.at(AS_AT)}

    def overdue(every: list[Duty]) -> int:
        return sum(duty.met is None and duty.child in there and duty.counts for duty in every)

    checks = [duties for _, *duties in found.first_checks()]
    assert 0 < overdue(found.visits) < 15
    assert overdue([check for check, _ in checks]) == overdue([form for _, form in checks]) == 1
    assert overdue([duty for _, duty in found.reviews]) == 0  # CSC 218 is 100%
    missing_now = [row for row in found.tables["ssd_missing"] if not row["miss_missing_episode_end_date"]]
    assert len(missing_now) == 1


def test_periods_of_care_hold_together(found: Extract) -> None:
    referrals = {row["cine_referral_id"]: row for row in found.tables["ssd_cin_episodes"]}
    for row in found.tables["ssd_cla_episodes"]:
        care, referral = found.all_care[row["clae_cla_id"]], referrals[row["clae_referral_id"]]
        assert care.child == referral["cine_person_id"]
        assert day(referral["cine_referral_date"]) <= care.start <= AS_AT
        assert (day(referral["cine_close_date"]) or date.max) >= (care.end or date.max)
        assert care.born < care.start < (care.end or date.max) <= max(add_years(care.born, 18), care.end or date.max)
    for care in found.care:
        stays = care.stays
        assert (stays[0].start, stays[-1].end) == (care.start, care.end)
        assert all(earlier.end == later.start for earlier, later in pairwise(stays))
    assert 3 <= len(found.breaks) <= 8
    assert {row["lega_legal_status"] for row in found.tables["ssd_legal_status"]} >= {"C1", "C2", "E1", "V2", "V3"}
