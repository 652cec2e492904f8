"""How many children are looked after when, and what the report counts of them, month by month.

Where the report gives a percentage without its denominator, the denominator is chosen here so that the percentage
holds; the count is then that of the report. docs/published-cells.md has the cells that cannot be met.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from csc_tracker.demo.published import HIDDEN, HIDDEN_COUNTS, Published
from csc_tracker.demo.targets import LAST_MONTH, YEAR
from workdays import Month

MONTHS = [month for month in YEAR.months if month <= LAST_MONTH]
FIRST_DAY = YEAR.first

# Looked after on 31 March 2017 (the report's annual trend), and entering care in each month: 17 in quarter 3, as the
# report says; the others so that the shares of initial health assessments hold.
AT_START = 219
ENTERING = (3, 5, 8, 8, 10, 7, 9, 4, 4)
# Of them, how many enter on the last days of the month: their first visit falls due in the next.
ENTERING_LAST = (0, 1, 3, 2, 2, 1, 3, 2, 0)

# Who ceases to be looked after in each month: under 16 after 30 months and more, on the 18th birthday, others after
# 12 months and more, in care on 31 March for less, and who entered since.
CEASING_LONG = (0, 1, 1, 0, 0, 2, 0, 1, 0)
CEASING_ADULT = (3, 4, 3, 2, 2, 3, 1, 1, 2)
CEASING_LATER = (1, 3, 1, 1, 0, 1, 0, 0, 1)
CEASING_EARLY = (2, 2, 4, 1, 1, 1, 0, 1, 0)
CEASING_NEW = (0, 0, 1, 1, 1, 2, 1, 1, 2)

# CSC 229: children under 16 looked after for 30 months; of those who leave the cohort by their 16th birthday, how many
# have been in one placement for 2 years; the same for those who cease to be looked after (CEASING_LONG).
COHORT = (62, 61, 61, 62, 63, 61, 61, 63, 64)
TURNING_16 = (0, 1, 0, 1, 1, 1, 1, 0, 1)
TURNING_16_STABLE = (0, 0, 0, 0, 0, 0, 1, 0, 1)
CEASING_STABLE = (0, 1, 1, 0, 0, 2, 0, 0, 0)

# CSC 228: children who get their third placement within 12 months, each month; how many no longer have three follows.
UNSETTLED = (0, 6, 3, 2, 4, 3, 5, 3, 2)

# CSC 230: children whose placement's distance is not known.
DISTANCE_UNKNOWN = (4, 7, 4, 6, 8, 7, 8, 8, 9)

# CSC 260a, 260b: visits due or made in the month. CSC 260: children at its end of whom none was due since April: who
# entered on its last days, and in April and May many who were visited in March.
VISITS = (233, 247, 265, 233, 227, 235, 175, 281, 187)
NOT_VISITED = (130, 75, 3, 2, 2, 1, 3, 2, 0)
# In July no count comes to the percentage printed; this one comes nearest.
LATE_CHILDREN_IN_JULY = 53
# Of the children visited late, those who cease to be looked after in September.
LATE_AND_CEASING = 3

# CSC 250, 251: children looked after for at least 12 months.
YEAR_OR_MORE = (138, 131, 134, 136, 141, 143, 149, 151, 151)
# Children among them without a check who refused one; the report's text for December.
REFUSED_HEALTH, REFUSED_DENTAL = 5, 8
# In percent, the report's text: children with a strengths and difficulties questionnaire.
SDQ_SHARE = 84

# CSC 247 by quarter: on time and determined. IHA-FORMS-7WD by month: how many are late, how many entered that month but
# returned in the next, and how many are not returned on the date of the extract.
ASSESSED_IN_TIME = ((13, 16), (22, 25), (14, 16))
FORMS_LATE = (0, 0, 1, 2, 2, 0, 2, 0, 0)
FORMS_NEXT_MONTH = (0, 1, 1, 0, 0, 0, 3, 1, 0)

CODES = tuple(f"PN{number}" for number in range(8))
UNDER_4 = "PN0"


@dataclass(frozen=True)
class CareTarget:
    """One month's counts, at its end or in it."""

    month: Month
    place: int
    looked_after: int
    stable: int
    unsettled: int
    far: int
    unknown: int
    visits: int
    visits_late: int
    children_late: int
    not_visited: int
    health: int
    dental: int
    participation: dict[str, int]


@cache
def care_targets() -> tuple[CareTarget, ...]:
    """The targets of April to December 2017, in order."""
    published = Published.read()
    participation = _participation(published)
    return tuple(_target(published, place, participation[place]) for place in range(len(MONTHS)))


def _target(published: Published, place: int, participation: dict[str, int]) -> CareTarget:
    period = str(MONTHS[place])
    children, unknown = published.count("CSC 201", period), DISTANCE_UNKNOWN[place]
    counted = children - NOT_VISITED[place]
    is_july = MONTHS[place].month == 7
    in_time = counted - LATE_CHILDREN_IN_JULY if is_july else published.numerator("CSC 260", period, counted)
    return CareTarget(
        month=MONTHS[place],
        place=place,
        looked_after=children,
        stable=published.numerator("CSC 229", period, COHORT[place]),
        unsettled=published.numerator("CSC 228", period, children),
        far=published.numerator("CSC 230", period, children - unknown),
        unknown=unknown,
        visits=VISITS[place],
        visits_late=VISITS[place] - published.numerator("CSC 260a", period, VISITS[place]),
        children_late=counted - in_time,
        not_visited=NOT_VISITED[place],
        health=published.numerator("CSC 250", period, YEAR_OR_MORE[place]),
        dental=published.numerator("CSC 251", period, YEAR_OR_MORE[place]),
        participation=participation,
    )


def changes(counts: tuple[int, ...]) -> list[int]:
    """By how much each month's count is more than that of the month before; 0 for the first."""
    return [0, *(later - earlier for earlier, later in pairwise(counts))]


def reaching_30_months() -> list[int]:
    """How many children under 16 reach 30 months in care in each month: what the cohort grows by, and who leaves it."""
    return [
        change + older + gone for change, older, gone in zip(changes(COHORT), TURNING_16, CEASING_LONG, strict=True)
    ]


def reaching_2_years() -> list[int]:
    """How many of the cohort reach 2 years in one placement in each month."""
    stable = tuple(target.stable for target in care_targets())
    return [
        change + older + gone
        for change, older, gone in zip(changes(stable), TURNING_16_STABLE, CEASING_STABLE, strict=True)
    ]


def reaching_12_months() -> list[int]:
    """How many children reach 12 months in care in each month; the first month is part of the beginning."""
    ceasing = zip(CEASING_LONG, CEASING_ADULT, CEASING_LATER, strict=True)
    grown = [change + sum(gone) for change, gone in zip(changes(YEAR_OR_MORE), ceasing, strict=True)]
    return [0, *grown[1:]]


def settling() -> list[int]:
    """How many children no longer have three placements within 12 months, by the first month of which that is true."""
    counts = tuple(target.unsettled for target in care_targets())
    return [more - change for more, change in zip(UNSETTLED, changes(counts), strict=True)]


def _participation(published: Published) -> list[dict[str, int]]:
    """Reviews by participation code, month by month.

    The report hides counts from 1 to 4. They follow, or nearly, from each month's reviews (a code that is printed, by
    its share) and from the codes' totals of the year.
    """
    printed = [{code: published.cells[code, str(month)].text for code in CODES} for month in MONTHS]
    found = _fill(published, printed, 0, {})
    if found is None:
        raise ValueError("no counts of participation come to the report's months and its year")
    return found


def _fill(
    published: Published, printed: list[dict[str, str]], place: int, sums: dict[str, int]
) -> list[dict[str, int]] | None:
    if place == len(printed):
        return [] if all(_is_total(published, code, count) for code, count in sums.items()) else None
    for counts in _ways(published, printed[place], MONTHS[place]):
        later = _fill(published, printed, place + 1, {code: sums.get(code, 0) + counts[code] for code in CODES})
        if later is not None:
            return [counts, *later]
    return None


def _is_total(published: Published, code: str, count: int) -> bool:
    text = published.cells[code, f"{YEAR} YTD"].text
    return count in HIDDEN_COUNTS if text == HIDDEN else count == int(text)


def _ways(published: Published, row: dict[str, str], month: Month) -> list[dict[str, int]]:
    """The ways to fill a month's hidden counts, the more even ones first."""
    known = {code: int(text) for code, text in row.items() if text != HIDDEN}
    hidden = [code for code in CODES if code not in known]
    cells = {code: published.cells.get((f"{code}-PCT", str(month))) for code in CODES}
    shares = {code: int(cell.value * 10) for code, cell in cells.items() if cell}
    ways = [known | dict(zip(hidden, counts, strict=True)) for counts in product(HIDDEN_COUNTS, repeat=len(hidden))]
    fitting = [way for way in ways if _has_shares(way, shares)]
    return sorted(fitting, key=lambda way: sum(way[code] ** 2 for code in hidden))


def _has_shares(way: dict[str, int], shares: dict[str, int]) -> bool:
    """Whether the codes' shares are those printed, in tenths of a percent, rounded half up."""
    total = sum(way.values())
    return all((2000 * way[code] + total) // (2 * total) == tenths for code, tenths in shares.items())
