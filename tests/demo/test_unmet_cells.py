"""The cells that cannot be met: one list, one document, and for what the report leaves open, every choice tried."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from csc_tracker.demo.published import Published
from csc_tracker.demo.unmet import UNMET, YEAR_TO_DATE

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "published-cells.md"
MONTHS = [f"2017-{month:02}" for month in range(4, 13)]
POPULATION = 22_627
PUBLISHED = Published.read()
CELLS = PUBLISHED.cells


def in_document() -> dict[tuple[str, str], tuple[str, str]]:
    """What was published and what follows, of each cell that the document lists."""
    lines = re.findall(r"^\| (.+?) \| (20.+?) \| (.+?) \| (.+?) \| .+ \|$", DOCUMENT.read_text(), re.MULTILINE)
    return {(measure, period): (published, follows) for measure, period, published, follows in lines}


def printed(measure: str, period: str) -> Fraction:
    """The figure printed."""
    return Fraction(CELLS[measure, period].value)


def counts_that_meet(measure: str, period: str, denominator: int) -> list[int]:
    """Every count of the denominator that comes to the percentage printed."""
    cell = CELLS[measure, period]
    return [n for n in range(denominator + 1) if cell.is_met_by(Fraction(100 * n, denominator))]


def is_rate(measure: str, period: str, count: int) -> bool:
    """Whether the count over the population is the rate printed."""
    return CELLS[measure, period].is_met_by(Fraction(count * 10_000, POPULATION))


# --- one list


def test_the_document_lists_the_cells_as_they_were_printed() -> None:
    listed = in_document()
    assert listed.keys() == UNMET
    assert {key: published for key, (published, _) in listed.items()} == {key: CELLS[key].text for key in UNMET}


def test_the_document_says_how_many() -> None:
    text = DOCUMENT.read_text()
    assert f"**{1206 - len(UNMET):,} of them follow from the records**" in text
    assert f"{len(UNMET)} cannot, and stand below" in text


def test_a_cell_that_the_report_marks_as_not_following_is_on_the_list() -> None:
    assert {key for key, cell in CELLS.items() if "does not follow" in cell.note} <= UNMET


# --- what is printed contradicts itself


@pytest.mark.parametrize("period", [*MONTHS[1:], YEAR_TO_DATE])
def test_section_47_rates_are_not_those_of_the_enquiries_printed(period: str) -> None:
    assert not is_rate("CSC 164", period, PUBLISHED.count("CSC 165", period))


@pytest.mark.parametrize(
    ("measure", "of", "period"), [("CSC 035", "CSC 036", "2017-12"), ("CSC 181", "CSC 182", "2017-05")]
)
def test_rates_are_not_those_of_the_counts_printed(measure: str, of: str, period: str) -> None:
    assert not is_rate(measure, period, PUBLISHED.count(of, period))


def test_no_population_gives_the_rate_of_assessments_and_the_other_rates() -> None:
    def gives(population: int, rate: str, count: str, period: str) -> bool:
        return CELLS[rate, period].is_met_by(Fraction(PUBLISHED.count(count, period) * 10_000, population))

    others = [("CSC 014", "CSC 012", "2017-05"), ("CSC 200", "CSC 201", "2017-05")]
    fitting = [people for people in range(22_000, 23_000) if all(gives(people, *cells) for cells in others)]
    assert fitting == [22_625, 22_626, 22_627]
    assert not any(gives(people, "CSC 035", "CSC 036", "2017-12") for people in fitting)


def test_conferences_that_led_to_a_plan_are_not_the_share_printed() -> None:
    planned = sum(PUBLISHED.count("CSC 175", month) for month in MONTHS[:3])
    assert not CELLS["CSC 177", "2017-06"].is_met_by(Fraction(100 * planned, PUBLISHED.count("CSC 171", "2017-06")))


def test_attendance_of_all_three_quarters_is_higher_than_the_years() -> None:
    measure, half = "ICPC-ATT-ADULT-MENTAL-HEALTH", Fraction(1, 2)
    lowest = min(printed(measure, month) for month in MONTHS[2::3])
    assert lowest - half > printed(measure, YEAR_TO_DATE) + half


def test_visits_of_november_since_april_are_not_below_those_of_december() -> None:
    half = Fraction(1, 20)
    in_december, since_april = (printed(measure, "2017-12") for measure in ("CSC 260a", "CSC 260b"))
    assert in_december + half < since_april - half
    assert printed("CSC 260b", "2017-11") + half <= since_april - half


# --- counts that follow from what is printed


@pytest.mark.parametrize("centre", ["MCNAY-STREET", "HAUGHTON-REDHALL", "SKERNE-PARK", "MOUNT-PLEASANT", "DODMIRE"])
def test_the_years_share_of_a_centre_is_not_that_of_its_months(centre: str) -> None:
    came = {month: PUBLISHED.count(f"CENTRE-ATTENDEES-{centre}", month) for month in MONTHS}
    deprived = [counts_that_meet(f"CENTRE-DEPRIVED-{centre}", month, came[month]) for month in MONTHS]
    if centre == "SKERNE-PARK":
        assert deprived.pop() == []  # 38 attendees of December
        deprived.append([24])
    assert {len(counts) for counts in deprived} == {1}
    share = Fraction(100 * sum(counts[0] for counts in deprived), sum(came.values()))
    assert not CELLS[f"CENTRE-DEPRIVED-{centre}", YEAR_TO_DATE].is_met_by(share)


@pytest.mark.parametrize("month", MONTHS)
def test_assessments_in_time_are_known_from_a_months_percentages(month: str) -> None:
    completed = PUBLISHED.count("CSC 037", month)
    measures = ("CSC 040", "CSC 060", "CSC 080", "CSC 100")
    for denominator in range(1, completed + 1):
        found = [counts_that_meet(measure, month, denominator) for measure in measures]
        assert all(found) == (denominator == completed)
    assert [len(counts) for counts in found] == [1, 1, 1, 1]


# --- a denominator that the report leaves open, every believable one tried


@pytest.mark.parametrize("month", ["2017-05", "2017-07"])
def test_children_never_visited_late_are_no_share_printed(month: str) -> None:
    """Of the children on a plan only those who began in the month can be without a visit due."""
    on_plan, began = PUBLISHED.count("CSC 182", month), PUBLISHED.count("CSC 175", month)
    assert not any(counts_that_meet("CSC 252", month, seen) for seen in range(on_plan - began, on_plan + 1))


def test_looked_after_children_never_visited_late_are_no_share_printed_in_july() -> None:
    """Unless 14 of them came into care in the last week."""
    children = PUBLISHED.count("CSC 201", "2017-07")
    fitting = [seen for seen in range(1, children + 1) if counts_that_meet("CSC 260", "2017-07", seen)]
    assert children - fitting[-1] == 14


@pytest.mark.parametrize(
    ("measure", "period", "fewest"),
    [("CSC 247", "2017-06", 50), ("IHA-FORMS-7WD", "2017-06", 25), ("IHA-FORMS-7WD", "2017-07", 61)],
)
def test_so_many_children_would_have_had_to_come_into_care(measure: str, period: str, fewest: int) -> None:
    assert not any(counts_that_meet(measure, period, children) for children in range(1, fewest))
    assert counts_that_meet(measure, period, fewest)


def test_visits_of_september_would_have_to_be_two_thirds_of_all_before() -> None:
    half = Fraction(1, 20)
    before, since_april = printed("CSC 260b", "2017-08") - half, printed("CSC 260b", "2017-09") + half
    in_september = printed("CSC 260a", "2017-09") - half
    assert (before - since_april) / (since_april - in_september) == Fraction(2, 3)
